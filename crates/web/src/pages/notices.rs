//! The inbox (站内通知): what happened, why, until when, and what to do.

use super::Shell;
use super::frame::Frame;
use askama::Template;
use domain::text::Text;
use jiff::civil::DateTime;

/// The inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoticesPage {
    /// Notices of this page.
    pub notices: Vec<NoticeRow>,
    /// How many are unread.
    pub unread: u32,
    /// Where the older ones are.
    pub older: Option<String>,
    /// It is not the first page.
    pub later: bool,
    /// The moment up to which they are read when the reader says so.
    pub newest: i64,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// When.
    pub at: DateTime,
    /// It has not been read.
    pub unread: bool,
    /// What happened, in the language of the page.
    pub title: String,
    /// Name of the item.
    pub item: Text,
    /// Number of the case.
    pub number: String,
    /// Where the case is.
    pub case: String,
    /// The agency.
    pub agency: Text,
    /// More: why, what, until when, in the language of the page.
    pub lines: Vec<String>,
    /// What to do: words and address.
    pub to_do: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/hall/notices.html")]
struct NoticesPageView<'a> {
    frame: Frame<'a>,
    page: &'a NoticesPage,
}

impl NoticesPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        NoticesPageView { frame: Frame::of(shell), page: self }.render()
    }
}
