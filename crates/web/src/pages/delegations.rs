//! Delegations to chief representatives: what they may decide at the service centre, and until when.

use super::Shell;
use super::acting::{Choice, Refused};
use super::frame::Frame;
use askama::Template;
use domain::text::Text;
use jiff::civil::Date;

/// A delegation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelegationLine {
    /// Its id.
    pub id: String,
    /// To whom: post and holder.
    pub post: Text,
    /// By whom.
    pub by: Text,
    /// Number of the written delegation.
    pub document: String,
    /// Items; empty: all of the agency.
    pub items: Vec<Text>,
    /// The first and last day.
    pub span: [Date; 2],
    /// The day on which it was ended before its time.
    pub ended: Option<Date>,
    /// It stands today.
    pub stands: bool,
}

/// The form of a new delegation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DelegationForm {
    /// Posts to choose from.
    pub posts: Vec<Choice>,
    /// Items to choose from.
    pub items: Vec<Choice>,
    /// What was typed: number, first day, last day.
    pub typed: [String; 3],
    /// Why it was not given.
    pub refusal: Option<Refused>,
}

/// Delegations of an agency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DelegationsPage {
    /// The agency.
    pub agency: Text,
    /// The delegations, the newest first.
    pub rows: Vec<DelegationLine>,
    /// The form; only for the head.
    pub form: Option<DelegationForm>,
}

#[derive(Template)]
#[template(path = "pages/delegations.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a DelegationsPage,
}

impl DelegationsPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
