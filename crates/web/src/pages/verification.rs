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
    /// The check code that was asked for.
    pub code: String,
    /// Certificates with this number.
    pub found: Vec<Verified>,
}

/// What is said of a document with a number and a check code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genuine {
    /// It is genuine and stands.
    Stands,
    /// It is genuine; what it says was revoked.
    Revoked,
    /// It is genuine; its time is over.
    Expired,
    /// The code is not that of the number.
    No,
    /// The register does not agree with the log: nothing that it says is to be believed.
    Disagrees,
}

impl Genuine {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Stands => "genuine-stands",
            Self::Revoked => "genuine-revoked",
            Self::Expired => "genuine-expired",
            Self::No => "genuine-no",
            Self::Disagrees => "genuine-disagrees",
        }
    }

    pub(crate) fn is_good(self) -> bool {
        self == Self::Stands
    }
}

/// A certificate that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Whether the document is genuine; none where no check code was given.
    pub genuine: Option<Genuine>,
    /// The holder, where the check code was right.
    pub holder: Option<String>,
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
    /// The act that issued it was corrected later.
    pub corrected: bool,
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
