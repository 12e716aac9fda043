//! Checking a certificate by its number (证照核验): for everybody, without the holder's name.

use super::Shell;
use super::frame::Frame;
use super::proof::Proof;
use askama::Template;
use domain::text::Text;
use jiff::civil::{Date, DateTime};

/// The page on which certificates are checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerificationPage {
    /// The number that was asked for.
    pub number: Option<String>,
    /// Certificates with this number.
    pub found: Vec<Verified>,
}

/// A certificate that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Name of the item.
    pub item: Text,
    /// The agency.
    pub agency: Text,
    /// When it was issued.
    pub issued: DateTime,
    /// The last day on which it stands.
    pub until: Option<Date>,
    /// Key of the words of its state.
    pub state: &'static str,
    /// It stands.
    pub stands: bool,
    /// Number of the case.
    pub case: String,
    /// Where the case is.
    pub address: String,
    /// Where its issue stands in the log.
    pub proof: Option<Proof>,
}

#[derive(Template)]
#[template(path = "pages/hall/verification.html")]
struct VerificationPageView<'a> {
    frame: Frame<'a>,
    page: &'a VerificationPage,
}

impl VerificationPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        VerificationPageView { frame: Frame::of(shell), page: self }.render()
    }
}
