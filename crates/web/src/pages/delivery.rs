//! The unified delivery window: results that wait to be handed out.

use super::Shell;
use super::acting::Refused;
use super::frame::Frame;
use askama::Template;
use domain::text::Text;
use jiff::civil::Date;

/// How the applicant wants a result, in words for the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WantedWay {
    /// At the window.
    PickUp,
    /// By post, to this recipient and address.
    Post(String),
    /// As an electronic document.
    Electronic,
}

/// A result that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// What the form sends for it.
    pub value: String,
    /// Number of the case, and where it is shown.
    pub case: (String, String),
    /// Name of the item.
    pub item: Text,
    /// Number of the certificate or document.
    pub number: Option<String>,
    /// What was decided.
    pub outcome: Option<Text>,
    /// The last day.
    pub due: Option<Date>,
    /// It is late.
    pub late: bool,
    /// How the applicant wants it.
    pub wanted: WantedWay,
    /// It is handed out against a code.
    pub has_code: bool,
    /// Why it was not handed out.
    pub refusal: Option<Refused>,
}

/// Results that wait to be handed out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryPage {
    /// The agency.
    pub agency: Text,
    /// The beginning of a case number that was looked for.
    pub number: String,
    /// The results, those first that are due first.
    pub rows: Vec<DeliveryLine>,
    /// What was paid above what was due, the oldest first.
    pub refunds: Vec<RefundLine>,
}

/// Money that is to be refunded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundLine {
    /// What the form sends for it.
    pub value: String,
    /// Number of the case, and where it is shown.
    pub case: (String, String),
    /// Name of the item.
    pub item: Text,
    /// Number of the payment.
    pub payment: String,
    /// Amount in fen.
    pub amount_fen: i64,
    /// Since when.
    pub since: Date,
    /// What was typed as its number.
    pub typed: String,
    /// Why it was not put on file.
    pub refusal: Option<Refused>,
}

#[derive(Template)]
#[template(path = "pages/delivery.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a DeliveryPage,
}

impl DeliveryPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
