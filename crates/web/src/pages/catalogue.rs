//! Keeping the catalogue (目录管理): drafts and what they lack, the calendar of reviews, imports.

use super::Shell;
use super::address::segment;
use super::frame::Frame;
use super::html::Html;
use super::item_versions::{shown, what};
use askama::Template;
use domain::catalogue::check::Shortcoming;
use domain::catalogue::difference::{Difference, Value};
use domain::text::Text;
use jiff::civil::Date;

/// A draft in the list.
#[derive(Debug, Clone)]
pub struct DraftRow {
    /// Code of the item.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// What keeps it from being published.
    pub lacks: usize,
    /// When it was written.
    pub day: Date,
    /// By whom.
    pub by: Text,
}

/// The overview.
#[derive(Debug, Clone)]
pub struct CataloguePage {
    /// Items in force.
    pub items: usize,
    /// Reviews that are overdue.
    pub overdue: usize,
    /// The newest drafts.
    pub drafts: Vec<DraftRow>,
    /// The address of older ones.
    pub older: Option<String>,
    /// Whether the visitor may draft.
    pub may_draft: bool,
}

#[derive(Template)]
#[template(path = "pages/catalogue.html")]
struct CatalogueView<'a> {
    frame: Frame<'a>,
    page: &'a CataloguePage,
}

impl CatalogueView<'_> {
    fn draft_address(&self, code: &str) -> String {
        format!("/catalogue/drafts/{}", segment(code))
    }
}

impl CataloguePage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        CatalogueView { frame: Frame::of(shell), page: self }.render()
    }
}

/// A draft, or the item of which one is to be made.
#[derive(Debug, Clone)]
pub struct DraftPage {
    /// Code of the item.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// There is a draft already.
    pub exists: bool,
    /// What it lacks.
    pub shortcomings: Vec<Shortcoming>,
    /// What it changes of the version in force.
    pub differences: Vec<Difference>,
    /// The item as a law file, as typed.
    pub file: String,
    /// What the version is to do: `establish`, `adjust` or `cancel`.
    pub amendment: &'static str,
    /// Why, as typed.
    pub reason: String,
    /// The earliest first day.
    pub earliest: Date,
    /// What was wrong with what was sent.
    pub refusal: Option<String>,
    /// Whether the visitor may write it.
    pub may_draft: bool,
    /// Whether the visitor may publish it.
    pub may_publish: bool,
}

#[derive(Template)]
#[template(path = "pages/item_draft.html")]
struct DraftView<'a> {
    frame: Frame<'a>,
    page: &'a DraftPage,
}

impl DraftView<'_> {
    fn address(&self) -> String {
        format!("/catalogue/drafts/{}", segment(&self.page.code))
    }

    fn blocked(&self) -> bool {
        self.page.shortcomings.iter().any(|shortcoming| shortcoming.blocks)
    }

    fn amendments(&self) -> [(&'static str, String, bool); 3] {
        ["establish", "adjust", "cancel"].map(|word| {
            let name = self.frame.say(format!("amendment-do-{word}"));
            (word, name, self.page.amendment == word)
        })
    }

    fn what(&self, difference: &Difference) -> String {
        what(&self.frame, difference)
    }

    fn values(&self, difference: &Difference, values: &[Value]) -> Vec<Html> {
        shown(&self.frame, difference, values)
    }
}

impl DraftPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        DraftView { frame: Frame::of(shell), page: self }.render()
    }
}

/// An item in the calendar of reviews.
#[derive(Debug, Clone)]
pub struct ReviewRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// The day by which it is due.
    pub due: Option<Date>,
    /// It is overdue.
    pub overdue: bool,
    /// The last review: the word of its outcome, the day, and what was found.
    pub last: Option<(&'static str, Date, String)>,
}

/// The calendar of reviews.
#[derive(Debug, Clone)]
pub struct ReviewsPage {
    /// The period of the catalogue, and why.
    pub period: Option<domain::limit::Limit>,
    /// Items, what is due first.
    pub rows: Vec<ReviewRow>,
    /// Whether the visitor may review.
    pub may_review: bool,
}

#[derive(Template)]
#[template(path = "pages/reviews.html")]
struct ReviewsView<'a> {
    frame: Frame<'a>,
    page: &'a ReviewsPage,
}

impl ReviewsView<'_> {
    fn address(&self, code: &str) -> String {
        format!("/catalogue/reviews/{}", segment(code))
    }
}

impl ReviewsPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        ReviewsView { frame: Frame::of(shell), page: self }.render()
    }
}

/// A line of the report of an import.
#[derive(Debug, Clone)]
pub struct FaultLine {
    /// Row; 0 for the file.
    pub row: usize,
    /// Column.
    pub column: String,
    /// Rule.
    pub rule: Text,
    /// What is wrong and what to do.
    pub message: Text,
    /// The word of its weight.
    pub weight: &'static str,
}

/// The report of an import.
#[derive(Debug, Clone)]
pub struct ImportReport {
    /// Name of the file.
    pub file: String,
    /// Rows, complete drafts, incomplete ones, unchanged items, rows that cannot be read.
    pub counts: [(&'static str, usize); 5],
    /// The first faults.
    pub faults: Vec<FaultLine>,
    /// All faults.
    pub total: usize,
    /// Drafts that were made; none in a dry run.
    pub made: Option<usize>,
}

/// The page of imports.
#[derive(Debug, Clone, Default)]
pub struct ImportPage {
    /// What came of the last file.
    pub report: Option<ImportReport>,
    /// Why the file was not taken.
    pub refusal: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/catalogue_import.html")]
struct ImportView<'a> {
    frame: Frame<'a>,
    page: &'a ImportPage,
}

impl ImportPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        ImportView { frame: Frame::of(shell), page: self }.render()
    }
}
