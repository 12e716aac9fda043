//! Verifying: everything that was recorded is computed again from the stored bytes, and set against what was signed.

use crate::desk::{checkpoint_file, origin};
use ledger::note::VerifyingKey;
use ledger::verify::{Entry, EventRow, Fault, Summary, Verifier};
use std::path::Path;
use store::connection::{Connection, StoreError};

/// What came of verifying one log.
#[derive(Debug)]
pub struct Verified {
    /// Jurisdiction.
    pub jurisdiction: String,
    /// What was found.
    pub outcome: Result<Summary, Problem>,
}

/// What does not hold, the first of its log.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The log itself.
    #[error("{0}")]
    Fault(Box<Fault>),
    /// A row of events that no leaf proves, or more than one row for one leaf.
    #[error(
        "there are {events} events but {leaves} leaves: events were added past the log, or leaves removed; compare with a backup"
    )]
    Unproved {
        /// Rows of events.
        events: i64,
        /// Leaves.
        leaves: u64,
    },
    /// A leaf whose event is gone.
    #[error("{0} leaves have no event: events were removed; restore them from a backup")]
    Missing(u64),
    /// An event's row that names another leaf, or a leaf's row another event.
    #[error(
        "case {case}, event {n} (leaf {leaf}): the rows of event and leaf do not name each other"
    )]
    Crossed {
        /// Case.
        case: String,
        /// Number of the event.
        n: u32,
        /// Leaf.
        leaf: i64,
    },
    /// The state of the log does not follow from its leaves.
    #[error("the stored state of the log does not follow from its leaves: size or root differ")]
    Head,
}

/// Why verifying could not be done.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The store says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Found while reading: ends the reading of this log.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl From<Fault> for VerifyError {
    fn from(fault: Fault) -> Self {
        Self::Problem(Problem::Fault(Box::new(fault)))
    }
}

/// Verifies every log of a store; `folder` is where the newest checkpoints are kept outside of it, and `progress` is told
/// now and then how many leaves were done.
///
/// # Errors
/// The store says no. What does not hold is in the outcome of its log.
pub fn verify(
    connection: &mut Connection,
    key: &VerifyingKey,
    folder: &Path,
    progress: &mut dyn FnMut(u64),
) -> Result<Vec<Verified>, StoreError> {
    let heads = store::log::heads(connection)?;
    let mut all = Vec::with_capacity(heads.len());
    for head in heads {
        let jurisdiction = head.jurisdiction.to_string();
        let outcome = match verify_log(connection, &head, (key, folder), progress) {
            Ok(summary) => Ok(summary),
            Err(VerifyError::Problem(problem)) => Err(problem),
            Err(VerifyError::Store(error)) => return Err(error),
        };
        all.push(Verified { jurisdiction, outcome });
    }
    Ok(all)
}

fn verify_log(
    connection: &mut Connection,
    head: &store::log::LogHead,
    (key, folder): (&VerifyingKey, &Path),
    progress: &mut dyn FnMut(u64),
) -> Result<Summary, VerifyError> {
    /// Leaves between two words about progress.
    const EVERY: i64 = 65_536;
    let jurisdiction = &*head.jurisdiction;
    let mut verifier = Verifier::new(&origin(key.name(), jurisdiction), Some(key.clone()));
    for checkpoint in store::checkpoints::all(connection, jurisdiction)? {
        verifier.checkpoint(&checkpoint.note)?;
    }
    if let Ok(outside) = std::fs::read_to_string(checkpoint_file(folder, jurisdiction)) {
        verifier.checkpoint(&outside)?;
    }
    store::log::for_each_leaf(connection, jurisdiction, 0, |leaf| {
        if let Some((named, _)) = &leaf.event
            && *named != leaf.leaf
        {
            let case = leaf.case_id.to_string();
            return Err(Problem::Crossed { case, n: leaf.n, leaf: leaf.leaf }.into());
        }
        let event = leaf.event.as_ref().map(|(_, event)| EventRow {
            case_id: &leaf.case_id,
            n: leaf.n,
            event_bytes: event.as_bytes(),
            seed: &leaf.seed,
        });
        verifier.entry(&Entry {
            index: u64::try_from(leaf.leaf).unwrap_or(u64::MAX),
            leaf_bytes: leaf.bytes.as_bytes(),
            leaf_hash_stored: &leaf.hash,
            event,
        })?;
        if leaf.leaf % EVERY == EVERY - 1 {
            progress(u64::try_from(EVERY).unwrap_or(0));
        }
        Ok::<(), VerifyError>(())
    })?;
    let summary = verifier.finish()?;
    check_head(connection, head, &summary)?;
    Ok(summary)
}

fn check_head(
    connection: &mut Connection,
    head: &store::log::LogHead,
    summary: &Summary,
) -> Result<(), VerifyError> {
    if summary.without_event > 0 {
        return Err(Problem::Missing(summary.without_event).into());
    }
    let events = store::log::count_events(connection, &head.jurisdiction)?;
    if u64::try_from(events) != Ok(summary.leaves) {
        return Err(Problem::Unproved { events, leaves: summary.leaves }.into());
    }
    let frontier = ledger::merkle::Frontier::from_bytes(&head.frontier);
    let follows = frontier.is_ok_and(|known| {
        known.root() == summary.root && u64::try_from(head.size) == Ok(known.size())
    });
    if follows { Ok(()) } else { Err(Problem::Head.into()) }
}

/// The newest signed checkpoint of a log.
///
/// # Errors
/// The store says no.
pub fn newest(
    platform: &crate::platform::Platform,
    jurisdiction: &str,
) -> Result<Option<String>, StoreError> {
    let found =
        platform.readers().read(|connection| store::checkpoints::last(connection, jurisdiction))?;
    Ok(found.map(|checkpoint| checkpoint.note.into()))
}
