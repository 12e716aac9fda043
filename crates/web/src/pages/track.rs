//! Following a case by its number.

use super::Shell;
use super::frame::Frame;
use askama::Template;

/// The form, and what to do when the number is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrackPage {
    /// The number that was asked for and not found, as typed.
    pub not_found: Option<String>,
    /// Cases with this number in several places: (jurisdiction, case, name of the place). One is to be chosen.
    pub several: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "pages/track.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a TrackPage,
}

impl View<'_> {
    fn case_address(&self, jurisdiction: &str, case: &str) -> String {
        super::address::case(jurisdiction, case)
    }
}

impl TrackPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
