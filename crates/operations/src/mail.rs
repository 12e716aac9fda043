//! Notices by e-mail: written into an outbox that a restart does not lose, and handed to a relay until it takes them.
//!
//! What is written is short and names no content: the case, what happened, and where to read it.

mod outbox;
mod relay;

pub use outbox::{Letter, Sent, collect, deliver, waiting};
pub use relay::{Post, PostError, Relay, TextSender};

use crate::caller::Caller;
use crate::desk::Failure;
use crate::document::At;
use crate::permissions;
use crate::platform::Platform;
use domain::text::Language;
use serde::{Deserialize, Serialize};

/// The kind of the records of where somebody wants to be written to.
pub(crate) const CONTACT: &str = "contact";

/// Where somebody wants to be written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// A verified address.
    pub email: Box<str>,
    /// In which language.
    #[serde(default)]
    pub language: Language,
}

/// Keeps where the caller is written to, or forgets it. Whoever calls this has verified that the address is the caller's.
///
/// # Errors
/// The caller may not, the address is none, or the writer has stopped.
pub fn keep_contact(
    platform: &Platform,
    caller: &Caller,
    contact: Option<Contact>,
) -> Result<(), Failure> {
    permissions::INBOX.check(caller, None).map_err(Failure::Forbidden)?;
    let Caller::Party { person } = caller else { return Ok(()) };
    if let Some(contact) = &contact
        && contact.email.parse::<lettre::Address>().is_err()
    {
        return Err(Failure::Unknown("address", contact.email.clone()));
    }
    let person = person.clone();
    platform.keep(caller, &permissions::INBOX, move |records| {
        let at = At::everywhere(CONTACT, &person);
        let now = records.now();
        match contact {
            Some(contact) => records.write(at.record(&person, now, &contact)?),
            None => records.remove(at.key()),
        }
        Ok(Ok(()))
    })
}
