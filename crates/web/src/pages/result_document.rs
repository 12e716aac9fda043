//! The result of a case as a file of its holder's own (结果文书电子件): one page of A4 that needs nothing else to be read,
//! with a check code by which everybody can find out whether it is genuine and still stands.
//!
//! It is no page of the site: it leaves the site as a file, and so carries its style within itself.

use super::Shell;
use super::frame::Frame;
use super::html::Html;
use super::receipt::Qr;
use askama::Template;
use domain::text::Text;
use jiff::civil::{Date, DateTime};

/// The result of a case as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultDocument {
    /// Its number.
    pub number: String,
    /// Who holds it.
    pub holder: String,
    /// Name of the item.
    pub item: Text,
    /// The agency.
    pub agency: Text,
    /// When it was issued.
    pub issued: DateTime,
    /// The last day on which it stands.
    pub until: Option<Date>,
    /// Number of the case.
    pub case: String,
    /// Key of the words of its state when the file was made.
    pub state: &'static str,
    /// When the file was made.
    pub made: DateTime,
    /// The check code.
    pub code: String,
    /// Where everybody can check a document.
    pub check: String,
    /// The same with number and code, for the QR code.
    pub link: String,
}

#[derive(Template)]
#[template(path = "documents/result.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a ResultDocument,
}

impl View<'_> {
    fn qr(&self) -> Option<Html> {
        Some(Qr::of(&self.page.link)?.svg(&self.frame.say("result-qr")))
    }
}

impl ResultDocument {
    /// The file as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
