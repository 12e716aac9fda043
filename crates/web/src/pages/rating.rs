//! Rating a case (好差评): five levels, none chosen beforehand, once.

use super::Shell;
use super::acting::Refused;
use super::frame::Frame;
use askama::Template;
use domain::basis::Basis;
use domain::text::Text;

/// The page of a rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingPage {
    /// Where the case is.
    pub case: String,
    /// Its number.
    pub number: String,
    /// Name of its item.
    pub item: Text,
    /// Levels, the best first: number, name, chosen.
    pub levels: Vec<(usize, Text, bool)>,
    /// Labels: id, name, chosen.
    pub labels: Vec<(String, Text, bool)>,
    /// What was written.
    pub text: String,
    /// No level was chosen.
    pub open: bool,
    /// Law and article that provide for it.
    pub basis: Basis,
    /// Why it was not done.
    pub refusal: Option<Refused>,
    /// It can be done now: else there is no form.
    pub possible: bool,
}

#[derive(Template)]
#[template(path = "pages/hall/rating.html")]
struct RatingPageView<'a> {
    frame: Frame<'a>,
    page: &'a RatingPage,
}

impl RatingPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        RatingPageView { frame: Frame::of(shell), page: self }.render()
    }
}
