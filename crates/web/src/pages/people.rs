//! Choosing whom to be, in a demonstration.

use super::Shell;
use super::frame::Frame;
use askama::Template;
use domain::text::Text;

/// The people of the demonstration.
#[derive(Debug, Clone)]
pub struct PeoplePage {
    /// What was searched for, as typed.
    pub query: String,
    /// The people, by agency.
    pub groups: Vec<PeopleGroup>,
    /// How many people there are in all; more than are shown asks for a search.
    pub total: u64,
}

/// The people of one agency.
#[derive(Debug, Clone)]
pub struct PeopleGroup {
    /// The agency.
    pub agency: Text,
    /// Its place.
    pub place: Option<Text>,
    /// Its people.
    pub people: Vec<PersonRow>,
}

/// A person who can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Id, sent back as `person`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Post.
    pub post: Text,
    /// What the person may do, in words.
    pub role: Text,
}

#[derive(Template)]
#[template(path = "pages/people.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a PeoplePage,
}

impl View<'_> {
    fn shown(&self) -> String {
        let shown: usize = self.page.groups.iter().map(|group| group.people.len()).sum();
        let total = self.frame.number(self.page.total);
        self.frame.fill_all("people-shown", &[("shown", &shown.to_string()), ("total", &total)])
    }
}

impl PeoplePage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
