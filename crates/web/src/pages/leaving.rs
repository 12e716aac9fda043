//! Closing one's own account: what stays and what is erased, and the two steps.

use super::Shell;
use super::form::{FormPage, Input};
use super::frame::Frame;
use askama::Template;

/// Closing one's own account.
#[derive(Debug, Clone)]
pub struct LeavingPage {
    /// Whether there are cases whose files stay.
    pub has_cases: bool,
    /// Whether it is the second step.
    pub last: bool,
    /// The form of the step; none where the account may not be closed by its holder.
    pub form: Option<FormPage>,
    /// Open cases that have to be finished first: number and address.
    pub waiting: Vec<(String, String)>,
    /// Why it may not.
    pub refusal: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/leaving.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a LeavingPage,
}

impl LeavingPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
