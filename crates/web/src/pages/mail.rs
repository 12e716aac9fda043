//! Where somebody is written to, and about what.

use super::Shell;
use super::form::{FormPage, Input};
use super::frame::Frame;
use askama::Template;

/// Where somebody is written to, and about what.
#[derive(Debug, Clone)]
pub struct MailPage {
    /// Whether the installation sends letters at all.
    pub sends: bool,
    /// The confirmed address.
    pub address: Option<String>,
    /// What may be written about: the word, and whether it was chosen.
    pub about: Vec<(&'static str, bool)>,
    /// The languages of letters: tag, own name, and whether it was chosen.
    pub languages: Vec<(&'static str, &'static str, bool)>,
    /// The choice was saved a moment ago.
    pub saved: bool,
    /// The form that asks for an address.
    pub form: FormPage,
}

#[derive(Template)]
#[template(path = "pages/mail.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a MailPage,
}

impl MailPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
