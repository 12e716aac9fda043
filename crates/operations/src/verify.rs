//! Verifying: everything that was recorded is computed again from the stored bytes, and set against what was signed.

mod problem;

use crate::desk::{checkpoint_file, origin};
use ledger::checkpoint::SignedCheckpoint;
use ledger::note::VerifyingKey;
use ledger::verify::{Entry, EventRow, FaultKind, Summary, Verifier};
pub use problem::{Problem, Problems};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use store::connection::{Connection, StoreError};
use store::examination::{self, EventPlace};
use store::log::{LogHead, StoredLeaf};

/// Checkpoints held at once.
const CHECKPOINTS: u32 = 512;
/// Leaves between two words about progress.
const EVERY: u64 = 65_536;

/// What came of verifying one log.
#[derive(Debug)]
pub struct Verified {
    /// Jurisdiction.
    pub jurisdiction: String,
    /// What was found.
    pub outcome: Result<Summary, Problems>,
}

/// Why reading a log ends: the store says no, or a fault of the log itself was found, after which nothing more is known.
enum Ends {
    Store(StoreError),
    Faulty,
}

impl From<StoreError> for Ends {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Verifies every log of a store, each as it stands at one moment; `folder` is where the newest checkpoints are kept
/// outside of it, and `progress` is told now and then how many leaves were done.
///
/// # Errors
/// The store says no. What does not hold is in the outcome of its log.
pub fn verify(
    connection: &mut Connection,
    key: &VerifyingKey,
    folder: &Path,
    progress: &mut dyn FnMut(u64),
) -> Result<Vec<Verified>, StoreError> {
    let mut all = Vec::new();
    let mut logs: BTreeSet<String> = match signed_outside(folder) {
        Ok(signed) => signed,
        Err(error) => {
            let mut problems = Problems::default();
            problems.add(Problem::outside(folder, error));
            let jurisdiction = folder.display().to_string();
            all.push(Verified { jurisdiction, outcome: Err(problems) });
            BTreeSet::new()
        }
    };
    logs.extend(examination::logs(connection)?.into_iter().map(String::from));
    for jurisdiction in logs {
        // Read before the database: what is signed outside has long been written inside.
        let outside = outside(folder, &jurisdiction);
        let outcome = connection.at_one_moment(|connection| {
            let verifier = Verifier::new(&origin(key.name(), &jurisdiction), Some(key.clone()));
            let problems = Problems::default();
            let reading = Reading { jurisdiction: &jurisdiction, verifier, problems, leaves: 0 };
            reading.verify(connection, (outside, folder), progress)
        })?;
        all.push(Verified { jurisdiction, outcome });
    }
    Ok(all)
}

/// The newest checkpoint of a log that is kept outside the database; none when there is no file.
///
/// # Errors
/// There is a file, and it cannot be read.
pub fn outside(folder: &Path, jurisdiction: &str) -> io::Result<Option<String>> {
    match std::fs::read_to_string(checkpoint_file(folder, jurisdiction)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The logs of which checkpoints are kept outside the database.
///
/// # Errors
/// The folder cannot be read.
pub fn signed_outside(folder: &Path) -> io::Result<BTreeSet<String>> {
    let files = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        files => files?,
    };
    let mut logs = BTreeSet::new();
    for file in files {
        let path = file?.path();
        let is_checkpoint = path.extension().is_some_and(|ending| ending == "checkpoint");
        let name = path.file_stem().and_then(|name| name.to_str()).filter(|_| is_checkpoint);
        logs.extend(name.map(ToOwned::to_owned));
    }
    Ok(logs)
}

/// The size that a checkpoint names; what is none comes first.
fn size_of(note: &str) -> i64 {
    let signed = SignedCheckpoint::parse(note);
    signed.map_or(0, |signed| i64::try_from(signed.checkpoint.size).unwrap_or(i64::MAX))
}

/// A log that is being read.
struct Reading<'a> {
    jurisdiction: &'a str,
    verifier: Verifier,
    problems: Problems,
    leaves: u64,
}

impl Reading<'_> {
    fn verify(
        mut self,
        connection: &mut Connection,
        (outside, folder): (io::Result<Option<String>>, &Path),
        progress: &mut dyn FnMut(u64),
    ) -> Result<Result<Summary, Problems>, StoreError> {
        let head = store::log::head(connection, self.jurisdiction)?;
        let holds = self.take_all(connection, (outside, folder), progress)?;
        let Self { jurisdiction, verifier, mut problems, leaves } = self;
        let last_at = verifier.time().map(ledger::time::Time::unix_milliseconds);
        let summary = match verifier.finish() {
            Ok(summary) => Some(summary),
            Err(fault) => {
                problems.add(Problem::Fault(Box::new(fault)));
                None
            }
        };
        if let Some(summary) = summary.as_ref().filter(|_| holds) {
            check_head(head.as_ref(), (summary, last_at), &mut problems);
        } else if head.is_none() {
            problems.add(Problem::NoHead);
        }
        let events = store::log::count_events(connection, jurisdiction)?;
        if !problems.is_empty() || u64::try_from(events) != Ok(leaves) {
            let put_in = examination::unproved(connection, jurisdiction, problem::KEPT)?;
            put_in.into_iter().for_each(|event| problems.add(Problem::Unproved(event)));
        }
        match summary {
            Some(summary) if problems.is_empty() => Ok(Ok(summary)),
            _ => Ok(Err(problems)),
        }
    }

    /// Takes what was signed and all leaves with their events, a few checkpoints at a time; whether the log could be read
    /// to its end.
    fn take_all(
        &mut self,
        connection: &mut Connection,
        (outside, folder): (io::Result<Option<String>>, &Path),
        progress: &mut dyn FnMut(u64),
    ) -> Result<bool, StoreError> {
        let file = checkpoint_file(folder, self.jurisdiction);
        let mut outside = outside.unwrap_or_else(|error| {
            self.problems.add(Problem::outside(&file, error));
            None
        });
        let (mut from, mut any) = (0, false);
        loop {
            let page = store::checkpoints::after(connection, self.jurisdiction, from, CHECKPOINTS)?;
            any |= !page.is_empty();
            let until = page.last().filter(|_| page.len() == CHECKPOINTS as usize);
            let until = until.map_or(i64::MAX, |last| last.size);
            let notes =
                page.into_iter().map(|signed| (signed.size, None, signed.note.into_string()));
            let mut notes: Vec<(i64, Option<&Path>, String)> = notes.collect();
            if let Some(note) = outside.take_if(|note| size_of(note) <= until) {
                notes.push((size_of(&note), Some(&file), note));
                notes.sort_by_key(|(size, ..)| *size);
            }
            let signed = notes.iter().all(|(_, file, note)| self.take_checkpoint(note, *file));
            if !signed || !self.take_leaves(connection, (from, until), progress)? {
                return Ok(false);
            }
            if until == i64::MAX {
                break;
            }
            from = until;
        }
        if !any && self.leaves > 0 {
            self.problems.add(Problem::Unsigned);
        }
        Ok(true)
    }

    /// Takes a checkpoint, from the database or from a file; whether the log can be read on. One that is none must not hide
    /// whether the leaves hold.
    fn take_checkpoint(&mut self, note: &str, file: Option<&Path>) -> bool {
        match self.verifier.offer(note) {
            Ok(()) => true,
            Err(fault) if matches!(fault.kind, FaultKind::Root { .. }) => false,
            Err(fault) => {
                self.problems.add(match file {
                    Some(file) => Problem::outside(file, fault),
                    None => Problem::Fault(Box::new(fault)),
                });
                true
            }
        }
    }

    /// Takes the leaves of a range; whether all of them could be read.
    fn take_leaves(
        &mut self,
        connection: &mut Connection,
        range: (i64, i64),
        progress: &mut dyn FnMut(u64),
    ) -> Result<bool, StoreError> {
        let mut apart = Vec::new();
        let read = store::log::for_leaves_in(connection, self.jurisdiction, range, |leaf| {
            self.leaves += 1;
            if self.leaves.is_multiple_of(EVERY) {
                progress(EVERY);
            }
            self.take_leaf(&leaf, &mut apart)
        });
        for leaf in apart {
            self.name_apart(connection, leaf)?;
        }
        match read {
            Ok(()) => Ok(true),
            Err(Ends::Faulty) => Ok(false),
            Err(Ends::Store(error)) => Err(error),
        }
    }

    fn take_leaf(&mut self, leaf: &StoredLeaf, apart: &mut Vec<EventPlace>) -> Result<(), Ends> {
        let place = || EventPlace { case_id: leaf.case_id.clone(), n: leaf.n, leaf: leaf.leaf };
        let event = leaf.event.as_ref().map(|(_, event)| EventRow {
            case_id: &leaf.case_id,
            n: leaf.n,
            event_bytes: event.as_bytes(),
            seed: &leaf.seed,
        });
        match &leaf.event {
            Some((named, _)) if *named != leaf.leaf => {
                self.problems.add(Problem::Crossed { row: place(), event: *named });
            }
            Some(_) => {}
            None if apart.len() < problem::KEPT as usize => apart.push(place()),
            None => self.problems.add(Problem::Missing(place())),
        }
        let entry = Entry {
            index: u64::try_from(leaf.leaf).unwrap_or(u64::MAX),
            leaf_bytes: leaf.bytes.as_bytes(),
            leaf_hash_stored: &leaf.hash,
            event,
        };
        self.verifier.entry(&entry).map_err(|_| Ends::Faulty)?;
        let time = self.verifier.time().map(ledger::time::Time::unix_milliseconds);
        if time != Some(leaf.recorded_at) {
            self.problems.add(Problem::Time(place()));
        }
        Ok(())
    }

    /// Names a leaf that stands without its event: the event is gone, or the leaf's row says that it is another's.
    fn name_apart(
        &mut self,
        connection: &mut Connection,
        row: EventPlace,
    ) -> Result<(), StoreError> {
        let found = examination::event_of_leaf(connection, self.jurisdiction, row.leaf)?;
        self.problems.add(match found {
            Some(event) => Problem::Renamed { row, event },
            None => Problem::Missing(row),
        });
        Ok(())
    }
}

fn check_head(
    head: Option<&LogHead>,
    (summary, last_at): (&Summary, Option<i64>),
    problems: &mut Problems,
) {
    let Some(head) = head else { return problems.add(Problem::NoHead) };
    let frontier = ledger::merkle::Frontier::from_bytes(&head.frontier);
    let follows = frontier.is_ok_and(|known| {
        known.root() == summary.root && u64::try_from(head.size) == Ok(known.size())
    });
    if !follows {
        problems.add(Problem::Head);
    }
    if last_at.unwrap_or(0) != head.last_at {
        problems.add(Problem::HeadTime);
    }
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
