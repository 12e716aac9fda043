//! What is mine: drafts that wait, cases that run, cases that are over.

use super::Shell;
use super::acting::AskedStep;
use super::frame::Frame;
use askama::Template;
use domain::text::Text;
use jiff::civil::{Date, DateTime};

/// My things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MyPage {
    /// Drafts, those first that were changed last.
    pub drafts: Vec<MyDraft>,
    /// Cases of this page of the list.
    pub cases: Vec<MyCase>,
    /// Those that are over are shown, else those that run.
    pub closed: bool,
    /// Where the older ones are.
    pub older: Option<String>,
    /// It is not the first page.
    pub later: bool,
    /// Notices that are unread.
    pub unread: u32,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyDraft {
    /// Its id.
    pub id: String,
    /// Name of its item.
    pub item: Text,
    /// The number of the case that it supplements.
    pub supplement: Option<String>,
    /// Files that are there.
    pub files: usize,
    /// When it was last changed.
    pub changed: DateTime,
    /// The day on which it lapses if nobody goes on with it.
    pub lapses: Date,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyCase {
    /// Where it is.
    pub address: String,
    /// Its number.
    pub number: String,
    /// Name of its item.
    pub item: Text,
    /// The agency.
    pub agency: Text,
    /// Where it stands, as a key of words.
    pub phase: String,
    /// By when something has to be done by the agency.
    pub due: Option<Date>,
    /// When it was opened.
    pub opened: DateTime,
    /// What I am asked for now.
    pub asked: Vec<AskedStep>,
}

#[derive(Template)]
#[template(path = "pages/hall/my.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a MyPage,
}

impl MyPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
