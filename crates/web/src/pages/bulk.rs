//! Several cases at once: which acts all of them allow, the one form for them, and what became of each.

use super::Shell;
use super::acting::{AllowedOption, Field, Input, Refused};
use super::frame::Frame;
use askama::Template;
use domain::text::Text;

/// One of the cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkCase {
    /// What the form sends for it.
    pub value: String,
    /// Its number.
    pub number: String,
    /// Name of its item.
    pub item: Text,
    /// Where it is shown.
    pub address: String,
}

/// An act that all of them allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkAct {
    /// The act.
    pub option: AllowedOption,
    /// Where its form is.
    pub address: String,
}

/// Several cases and what may be done with all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkPage {
    /// The cases.
    pub cases: Vec<BulkCase>,
    /// What all of them allow.
    pub acts: Vec<BulkAct>,
    /// The act that was chosen, with its key, and its form.
    pub chosen: Option<(String, AllowedOption, Vec<Field>)>,
    /// So many more were chosen than can be done at once.
    pub left_out: usize,
    /// Why nothing was done.
    pub refusal: Option<Refused>,
}

/// What became of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkDone {
    /// The case.
    pub case: BulkCase,
    /// Why not, where it was not done.
    pub refused: Option<Refused>,
}

/// What became of all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkResult {
    /// The act.
    pub act: Text,
    /// Each case.
    pub rows: Vec<BulkDone>,
}

#[derive(Template)]
#[template(path = "pages/bulk.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a BulkPage,
}

#[derive(Template)]
#[template(path = "pages/bulk_result.html")]
struct ResultView<'a> {
    frame: Frame<'a>,
    page: &'a BulkResult,
}

impl ResultView<'_> {
    fn done(&self) -> usize {
        self.page.rows.iter().filter(|row| row.refused.is_none()).count()
    }

    fn refused(&self) -> usize {
        self.page.rows.len() - self.done()
    }
}

impl BulkPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}

impl BulkResult {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        ResultView { frame: Frame::of(shell), page: self }.render()
    }
}
