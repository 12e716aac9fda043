//! Documents that an act makes (文书): notice, decision, receipt, as they are printed, with reasons, remedies and a code
//! that leads to the case.

use super::Shell;
use super::acting::Refused;
use super::frame::Frame;
use super::html::Html;
use super::receipt::Qr;
use askama::Template;
use domain::basis::Basis;
use domain::remedy::Remedy;
use domain::text::Text;
use jiff::civil::{Date, DateTime};

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentPage {
    /// Key of its name.
    pub key: &'static str,
    /// Number of the case and of the act.
    pub number: String,
    /// The agency that signs.
    pub agency: Text,
    /// The party: its name, or the id under which it is known.
    pub party: Option<String>,
    /// The item.
    pub item: Text,
    /// When the application came.
    pub applied: Option<Date>,
    /// When the act was recorded.
    pub at: DateTime,
    /// What was decided.
    pub outcome: Option<Text>,
    /// Why.
    pub reason: Option<String>,
    /// Materials: handed in, or asked for.
    pub materials: Vec<Text>,
    /// What it says beside: label key and text.
    pub facts: Vec<(&'static str, String)>,
    /// The last day of the limit that begins, with its name.
    pub limit: Option<(Text, Date)>,
    /// Law and article.
    pub basis: Option<Basis>,
    /// Remedies; only where the decision is against the party.
    pub remedies: Vec<Remedy>,
    /// Where the case is: path on this site.
    pub case: String,
    /// The same with the site before it, for the code.
    pub link: String,
    /// A problem with making it, if there is one.
    pub refusal: Option<Refused>,
}

#[derive(Template)]
#[template(path = "pages/document.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a DocumentPage,
}

impl View<'_> {
    fn body(&self) -> String {
        let (page, frame) = (self.page, &self.frame);
        let day =
            |date: Option<Date>| date.map(|date| frame.day_in_words(date)).unwrap_or_default();
        let applied = day(page.applied);
        let outcome = page.outcome.as_ref().map(|outcome| frame.plain(outcome)).unwrap_or_default();
        let item = frame.plain(&page.item);
        let arguments = [("item", item), ("applied", &*applied), ("outcome", outcome)];
        frame.fill_all(&format!("{}-text", page.key), &arguments)
    }

    fn code(&self) -> Option<Html> {
        Some(Qr::of(&self.page.link)?.svg(&self.frame.say("document-code")))
    }
}

impl DocumentPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
