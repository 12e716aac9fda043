//! Applying, before anything is filled in: is this the right item, and to which office does it go.

use super::Shell;
use super::frame::Frame;
use askama::Template;
use domain::text::Text;

/// The first page of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplyPage {
    /// Code of the item.
    pub code: String,
    /// Its name.
    pub item: Text,
    /// Offices that handle it.
    pub offices: Vec<Office>,
    /// Questions that show whether the item is the right one.
    pub questions: Vec<Question>,
    /// Why it is not open to who answered like this.
    pub excluded: Vec<Excluded>,
    /// Nothing was chosen where something had to be.
    pub incomplete: bool,
    /// Pieces to bring.
    pub pieces: usize,
    /// Pieces that the government gets by itself.
    pub shared: usize,
    /// Drafts of this item that were begun before: address and when.
    pub drafts: Vec<(String, jiff::civil::DateTime)>,
}

/// An office that handles the item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Id of the agency.
    pub agency: String,
    /// Its name.
    pub name: Text,
    /// Its place.
    pub place: Text,
    /// It was chosen.
    pub chosen: bool,
}

/// A question with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Id within the item.
    pub id: String,
    /// The question.
    pub text: Text,
    /// What it means.
    pub help: Option<Text>,
    /// The answers: id, name, chosen.
    pub answers: Vec<(String, Text, bool)>,
    /// It is not answered yet, and was sent.
    pub open: bool,
}

/// An answer that speaks against the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// Why, and what to do.
    pub reason: Text,
    /// Law and article.
    pub basis: Option<String>,
    /// The item that fits instead: code.
    pub instead: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/hall/apply.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a ApplyPage,
}

impl View<'_> {
    /// The offices by place, as people look for theirs.
    fn office(&self, office: &Office) -> String {
        let (place, name) = (self.frame.plain(&office.place), self.frame.plain(&office.name));
        if name.starts_with(place) { name.to_owned() } else { format!("{place} · {name}") }
    }
}

impl ApplyPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
