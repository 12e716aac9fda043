//! The life of a case: each lawful step consumes the old phase; any other is refused.

use crate::event::ActKind;
use serde::Serialize;

/// Where a case stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Nothing has happened.
    #[default]
    New,
    /// An application was handed in (收件).
    Received,
    /// Materials were asked for (补正).
    AwaitingSupplement,
    /// Accepted (受理).
    Accepted,
    /// Not accepted (不予受理).
    Declined,
    /// Decided (决定).
    Decided,
    /// Withdrawn by the applicant (撤回).
    Withdrawn,
    /// Closed (办结).
    Closed,
}

/// A step that the life of a case does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a case that is {from:?} cannot take the step `{}`", act.word())]
pub struct PhaseError {
    /// The phase.
    pub from: Phase,
    /// The act.
    pub act: ActKind,
}

impl Phase {
    /// The phase after an act.
    ///
    /// # Errors
    /// The act is not lawful in this phase.
    pub fn after(self, act: ActKind) -> Result<Self, PhaseError> {
        use ActKind as A;
        let refuse = Err(PhaseError { from: self, act });
        match (self, act) {
            // Nothing is left to be hurried.
            (Self::Closed | Self::Withdrawn, A::Urge) => refuse,
            (_, A::Rate | A::Correct | A::Record | A::Urge | A::WarnLimit | A::ExceedLimit) => {
                Ok(self)
            }
            (Self::New, A::Submit) => Ok(Self::Received),
            (Self::Received, A::RequestSupplement) => Ok(Self::AwaitingSupplement),
            (Self::AwaitingSupplement, A::ReceiveSupplement) => Ok(Self::Received),
            (Self::Received | Self::AwaitingSupplement, A::NameLicence) => Ok(self),
            (Self::Accepted, A::HandIn) | (Self::Decided, A::Revoke) => Ok(self),
            (_, A::NameLicence | A::HandIn | A::Revoke) => refuse,
            // From `New`: proceedings that an organ opens of its own motion (依职权) know no application.
            (Self::New | Self::Received | Self::AwaitingSupplement, A::Accept) => {
                Ok(Self::Accepted)
            }
            (Self::New | Self::Received | Self::AwaitingSupplement, A::Decline) => {
                Ok(Self::Declined)
            }
            (Self::Received | Self::AwaitingSupplement | Self::Accepted, A::Withdraw) => {
                Ok(Self::Withdrawn)
            }
            // From `Received`: proceedings that know no acceptance (行政强制). From `Decided`: a review (复查、复核) decides
            // again. The course of stages says when either may.
            (Self::Received | Self::Accepted | Self::Decided, A::Decide) => Ok(Self::Decided),
            // What is still owed is paid and put on file, however the case ended; nothing is charged any more.
            (Self::Closed | Self::Withdrawn | Self::Declined, A::PayFee) => Ok(self),
            (Self::Closed, A::Deliver) => Ok(self),
            (Self::New | Self::Closed, _) => refuse,
            (_, A::Close) => Ok(Self::Closed),
            (Self::Withdrawn | Self::Declined, A::Deliver) => Ok(self),
            (Self::Withdrawn | Self::Declined, _) => refuse,
            (_, A::Submit | A::Accept | A::Decline | A::Decide | A::Withdraw) => refuse,
            (Self::Decided, A::RequestSupplement | A::ReceiveSupplement) => refuse,
            (Self::Accepted, A::RequestSupplement | A::ReceiveSupplement) => refuse,
            (Self::Received, A::ReceiveSupplement) => refuse,
            (Self::AwaitingSupplement, A::RequestSupplement) => refuse,
            _ => Ok(self),
        }
    }

    /// The phase after a reported act, lawful or not: what was reported is believed, and judged elsewhere.
    #[must_use]
    pub fn after_reported(self, act: ActKind) -> Self {
        self.after(act).unwrap_or(match act {
            ActKind::Submit if self == Self::New => Self::Received,
            ActKind::RequestSupplement if self == Self::New => Self::AwaitingSupplement,
            ActKind::Accept if self != Self::Closed => Self::Accepted,
            ActKind::Decline if self != Self::Closed => Self::Declined,
            ActKind::Decide if self != Self::Closed => Self::Decided,
            ActKind::Withdraw if self != Self::Closed => Self::Withdrawn,
            ActKind::Close => Self::Closed,
            _ => self,
        })
    }

    /// The word used in heads, pages and the API.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Received => "received",
            Self::AwaitingSupplement => "awaiting-supplement",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Decided => "decided",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
        }
    }

    /// Whether no limit can run any more.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn)
    }
}
