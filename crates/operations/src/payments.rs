//! Paying fees in the hall: what is due, an order at a provider, its signed confirmation, and the act in the case.
//!
//! Nobody declares itself paid. A party's payment goes into the case only under the number of a payment that the provider has
//! confirmed; the desk looks at the record before it records the act. A confirmation that comes twice changes nothing.
//!
//! An order is for what was due when it was begun: it stands while that is due. A provider may have taken more all the same,
//! as when the window was quicker: what is due goes into the case, the rest is kept as to be refunded until it was.

mod confirm;
mod order;
mod provider;
mod refund;

pub use confirm::{ConfirmError, confirm, settle};
pub(crate) use confirm::{at_counter, is_confirmed};
pub use order::{Due, OrderError, Priced, begin, due, find, stands};
pub use provider::{Confirmation, LocalProvider, Provider, provider};
pub(crate) use refund::settled;
pub use refund::{Refunding, ToRefund, record_refund, refunds, to_refund};
use serde::{Deserialize, Serialize};

/// The kind of the records of payments.
pub(crate) const PAYMENT: &str = "payment";
/// The kind of the records of payments that are confirmed and stand in no case yet.
pub(crate) const TO_RECORD: &str = "payment-to-record";

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The payer was sent to the cashier.
    Asked,
    /// The provider has confirmed it.
    Confirmed,
    /// It stands in the case, up to what was due.
    Recorded,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Number of the case.
    pub case: Box<str>,
    /// Who pays.
    pub payer: Box<str>,
    /// Amount in fen.
    pub amount_fen: i64,
    /// Where it stands.
    pub state: State,
    /// What the provider calls it, once it is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Box<str>>,
    /// What was paid above what was due, in fen.
    #[serde(default)]
    pub refund_fen: i64,
    /// Number under which that was refunded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_number: Option<Box<str>>,
}
