//! What a supplement notice asks for (补正告知): which materials, why, until when.

use super::Shell;
use super::frame::Frame;
use askama::Template;
use domain::text::Text;
use jiff::civil::{Date, DateTime};

/// A supplement notice, for the applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplementPage {
    /// Where the case is.
    pub case: String,
    /// Its number.
    pub number: String,
    /// Name of its item.
    pub item: Text,
    /// Materials that are asked for.
    pub asked: Vec<Text>,
    /// Why.
    pub reason: String,
    /// When the notice was given.
    pub at: DateTime,
    /// Until when they are to be handed in.
    pub until: Option<Date>,
}

#[derive(Template)]
#[template(path = "pages/hall/supplement.html")]
struct SupplementPageView<'a> {
    frame: Frame<'a>,
    page: &'a SupplementPage,
}

impl SupplementPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        SupplementPageView { frame: Frame::of(shell), page: self }.render()
    }
}
