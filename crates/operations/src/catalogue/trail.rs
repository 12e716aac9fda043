//! The trail of an item: every step in the catalogue, with who and when.

use super::documents::{STEP, Signature, read, record};
use crate::caller::Caller;
use crate::desk::Records;
use crate::permissions::DRAFT_ITEM;
use crate::platform::Platform;
use serde::{Deserialize, Serialize};
use store::connection::StoreError;
use store::records::{From, of_owner};
use store::settings::EVERYWHERE;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// A draft was written.
    Drafted,
    /// A draft came from a file.
    Imported,
    /// A draft was dropped.
    Discarded,
    /// A version was published.
    Published,
    /// A version was taken back before it came into force.
    Withdrawn,
    /// The item was reviewed.
    Reviewed,
    /// Its entry is withheld from disclosure.
    Withheld,
    /// Its entry is disclosed again.
    Disclosed,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What was done.
    pub kind: StepKind,
    /// Code of the item.
    pub code: String,
    /// Who and when.
    pub by: Signature,
    /// Why, in words.
    pub reason: String,
    /// What it was about: a day, an outcome, a ground.
    pub about: String,
}

/// Adds a step to the trail.
pub(super) fn add(records: &mut Records<'_>, step: &Step) -> Result<(), StoreError> {
    // Two steps of one item within a millisecond need keys of their own.
    let mut number = 0;
    let key = loop {
        let key = format!("{}/{:015}/{number}", step.code, step.by.at);
        if records.find([EVERYWHERE, STEP, &key])?.is_none() {
            break key;
        }
        number += 1;
    };
    records.write(record([STEP, &key, &step.code], step.by.at, step));
    Ok(())
}

impl StepKind {
    /// Whether it is of a draft, which only those at work know of.
    fn is_of_draft(self) -> bool {
        matches!(self, Self::Drafted | Self::Imported | Self::Discarded)
    }
}

/// The newest steps of an item; those of its drafts only for those who may read drafts.
///
/// # Errors
/// The store says no.
pub fn of_item(
    platform: &Platform,
    caller: &Caller,
    code: &str,
    at_most: u32,
) -> Result<Vec<Step>, StoreError> {
    let found = platform
        .readers()
        .read(|connection| of_owner(connection, [EVERYWHERE, STEP, code], From::Newest, at_most))?;
    let mut steps: Vec<Step> = found.iter().map(read).collect::<Result<_, _>>()?;
    if DRAFT_ITEM.check(caller, None).is_err() {
        steps.retain(|step| !step.kind.is_of_draft());
    }
    Ok(steps)
}
