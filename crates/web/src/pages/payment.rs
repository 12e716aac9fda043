//! Paying a fee: what is due and why, and the cashier of the platform's own that moves no money.

use super::Shell;
use super::frame::Frame;
use askama::Template;
use domain::basis::Basis;
use domain::text::Text;

/// What is due in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentPage {
    /// Where the case is.
    pub case: String,
    /// Its number.
    pub number: String,
    /// Name of its item.
    pub item: Text,
    /// What was charged: name, amount in fen, basis.
    pub fees: Vec<(Text, i64, Option<Basis>)>,
    /// What is still due, in fen.
    pub due_fen: i64,
    /// It can be paid here.
    pub online: bool,
    /// What was paid above what was due: amount in fen, and number under which it was refunded.
    pub refunds: Vec<(i64, Option<String>)>,
}

/// The cashier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashierPage {
    /// Where the case is.
    pub case: String,
    /// Number of the payment.
    pub payment: String,
    /// The amount, in fen.
    pub amount_fen: i64,
    /// It was paid before.
    pub paid: bool,
    /// It is not for what is due now: nothing is taken.
    pub void: bool,
}

#[derive(Template)]
#[template(path = "pages/hall/payment.html")]
struct PaymentPageView<'a> {
    frame: Frame<'a>,
    page: &'a PaymentPage,
}

impl PaymentPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        PaymentPageView { frame: Frame::of(shell), page: self }.render()
    }
}

#[derive(Template)]
#[template(path = "pages/hall/cashier.html")]
struct CashierPageView<'a> {
    frame: Frame<'a>,
    page: &'a CashierPage,
}

impl CashierPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        CashierPageView { frame: Frame::of(shell), page: self }.render()
    }
}
