//! Notices by e-mail: asked for in the transaction of the act, written into an outbox that a restart does not lose, and
//! handed to a relay until it takes them.
//!
//! What is written is short and names no content: the number of the case, and where to read what happened.

mod codes;
mod outbox;
mod relay;

pub use codes::CodeSender;
pub use outbox::{Letter, Sent, collect, deliver, waiting};
pub(crate) use outbox::{ask_for, asked_for, find_contact, forget_letter};
pub use relay::{PASSWORD_VARIABLE, Post, PostError, Relay, RelayError, TextSender};

use crate::document::At;
use domain::event::ActKind;
use domain::text::Language;
use serde::{Deserialize, Serialize};

/// The kind of the records of where somebody wants to be written to.
pub(crate) const CONTACT: &str = "contact";

/// What somebody may be written to about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// Something is asked of the reader: materials, a fee.
    Asked,
    /// A case was decided, its result issued or delivered, or it was not accepted or closed.
    Result,
    /// Everything else that happens in a case.
    Progress,
    /// Codes to sign in with.
    Codes,
}

impl About {
    /// Everything, in the order in which it is offered.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Result, Self::Progress, Self::Codes];

    /// Its word, in forms and words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Result => "result",
            Self::Progress => "progress",
            Self::Codes => "codes",
        }
    }

    /// What a notice of an act is about.
    #[must_use]
    pub fn of(kind: ActKind) -> Self {
        match kind {
            ActKind::RequestSupplement | ActKind::ChargeFee => Self::Asked,
            ActKind::Decline
            | ActKind::Decide
            | ActKind::Issue
            | ActKind::Deliver
            | ActKind::Close => Self::Result,
            _ => Self::Progress,
        }
    }
}

/// Where somebody wants to be written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// A verified address.
    pub email: Box<str>,
    /// In which language.
    #[serde(default)]
    pub language: Language,
    /// About what.
    #[serde(default = "notices")]
    pub about: Vec<About>,
}

/// Everything but codes: to whom they go may sign in, so that is chosen with a proof.
fn notices() -> Vec<About> {
    About::ALL.into_iter().filter(|about| *about != About::Codes).collect()
}

impl Contact {
    /// An address to which everything is written but codes. Whoever calls this has verified that it is the reader's own.
    #[must_use]
    pub fn verified(email: &str, language: Language) -> Self {
        Self { email: email.into(), language, about: notices() }
    }
}

/// Where the contact of a person stands.
pub(crate) fn contact_of(person: &str) -> At<'_> {
    At::everywhere(CONTACT, person)
}
