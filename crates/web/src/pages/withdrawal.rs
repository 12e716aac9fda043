//! Withdrawing an application: what it means, and the applicant's own confirmation.

use super::Shell;
use super::acting::Refused;
use super::frame::Frame;
use askama::Template;
use domain::basis::Basis;
use domain::text::Text;

/// The page of a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawalPage {
    /// Where the case is.
    pub case: String,
    /// Its number, which is typed to confirm.
    pub number: String,
    /// Name of its item.
    pub item: Text,
    /// Law and article that provide for it.
    pub basis: Option<Basis>,
    /// What was typed: number and reason.
    pub typed: [String; 2],
    /// What was typed is not the number.
    pub mistyped: bool,
    /// Why it was not done.
    pub refusal: Option<Refused>,
    /// It can be done now: else there is no form.
    pub possible: bool,
}

#[derive(Template)]
#[template(path = "pages/hall/withdrawal.html")]
struct WithdrawalPageView<'a> {
    frame: Frame<'a>,
    page: &'a WithdrawalPage,
}

impl WithdrawalPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        WithdrawalPageView { frame: Frame::of(shell), page: self }.render()
    }
}
