//! The logs: one per jurisdiction, dense, signed at intervals, never behind what was signed before.

use super::Fittings;
use crate::alarms::Alarms;
use crate::verify::{outside, signed_outside};
use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::merkle::{Frontier, Hash};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use store::changes::Changes;
use store::checkpoints::{self, StoredCheckpoint};
use store::connection::{Connection, StoreError};
use store::log::{LogHead, heads};

/// Time between two checkpoints.
const INTERVAL: Duration = Duration::from_secs(5);

/// The log of a jurisdiction.
struct Log {
    frontier: Frontier,
    last_at: i64,
    /// Something was added in this transaction.
    grown: bool,
    signed_size: u64,
}

/// All logs.
pub(super) struct Logs {
    logs: HashMap<Box<str>, Log>,
    next_checkpoint: Instant,
}

/// A checkpoint: the jurisdiction of its log, and the signed note.
pub(super) type Signed = (Box<str>, String);

/// The name of a jurisdiction's log.
#[must_use]
pub fn origin(key_name: &str, jurisdiction: &str) -> String {
    format!("{key_name}/{jurisdiction}")
}

/// Where the newest checkpoint of a log is kept outside the database.
#[must_use]
pub fn checkpoint_file(folder: &Path, jurisdiction: &str) -> PathBuf {
    folder.join(format!("{jurisdiction}.checkpoint"))
}

impl Logs {
    pub(super) fn open(
        connection: &mut Connection,
        fittings: &Fittings,
    ) -> Result<Self, StoreError> {
        let mut logs = HashMap::new();
        let known = heads(connection)?;
        refuse_headless(connection, &known)?;
        for head in known {
            let frontier = Frontier::from_bytes(&head.frontier).map_err(|error| {
                StoreError::Unexpected(format!("the log of {}: {error}", head.jurisdiction))
            })?;
            refuse_older(fittings, &head, &frontier)?;
            let signed = checkpoints::last(connection, &head.jurisdiction)?;
            let signed_size = signed.map_or(0, |signed| u64::try_from(signed.size).unwrap_or(0));
            let log = Log { frontier, last_at: head.last_at, grown: false, signed_size };
            logs.insert(head.jurisdiction, log);
        }
        refuse_emptied(fittings, &logs)?;
        Ok(Self { logs, next_checkpoint: monotonic() })
    }

    /// No logs.
    pub(super) fn none() -> Self {
        Self { logs: HashMap::new(), next_checkpoint: monotonic() }
    }

    /// Has whatever is not signed yet be signed with the next transaction; whether there is anything.
    pub(super) fn sign_what_is_left(&mut self) -> bool {
        self.next_checkpoint = monotonic();
        self.is_checkpoint_due()
    }

    /// When the last act of a jurisdiction was recorded.
    pub(super) fn last_at(&self, jurisdiction: &str) -> i64 {
        self.logs.get(jurisdiction).map_or(0, |log| log.last_at)
    }

    /// When the last act anywhere was recorded.
    pub(super) fn last_anywhere(&self) -> i64 {
        self.logs.values().map(|log| log.last_at).max().unwrap_or(0)
    }

    /// The index that the next leaf of a jurisdiction gets.
    pub(super) fn next_index(&self, jurisdiction: &str) -> u64 {
        self.logs.get(jurisdiction).map_or(0, |log| log.frontier.size())
    }

    /// The codes of all jurisdictions that have a log.
    pub(super) fn jurisdictions(&self) -> Vec<Box<str>> {
        let mut codes: Vec<Box<str>> = self.logs.keys().cloned().collect();
        codes.sort();
        codes
    }

    /// Adds a leaf.
    pub(super) fn push(&mut self, jurisdiction: &str, leaf: Hash, at: i64) {
        if !self.logs.contains_key(jurisdiction) {
            let log = Log { frontier: Frontier::new(), last_at: 0, grown: false, signed_size: 0 };
            self.logs.insert(jurisdiction.into(), log);
        }
        if let Some(log) = self.logs.get_mut(jurisdiction) {
            log.frontier.push(leaf);
            log.last_at = at;
            log.grown = true;
        }
    }

    /// Whether a checkpoint is due although nothing else may be written.
    pub(super) fn is_checkpoint_due(&self) -> bool {
        monotonic() >= self.next_checkpoint
            && self.logs.values().any(|log| log.frontier.size() > log.signed_size)
    }

    /// Writes the state of the logs that have grown, and signs when it is time, with a line that the checkpoints say besides;
    /// returns what was signed.
    pub(super) fn seal(
        &mut self,
        fittings: &Fittings,
        line: Option<&str>,
        changes: &mut Changes,
    ) -> Vec<Signed> {
        let mut all_signed = Vec::new();
        let is_due = self.is_checkpoint_due();
        for (jurisdiction, log) in &mut self.logs {
            if std::mem::take(&mut log.grown) {
                LogHead {
                    jurisdiction: jurisdiction.clone(),
                    size: i64::try_from(log.frontier.size()).unwrap_or(i64::MAX),
                    last_at: log.last_at,
                    frontier: log.frontier.to_bytes().into(),
                }
                .write(changes);
            }
            // The first act of a log is signed with it: a log without any checkpoint has lost them.
            if (is_due || log.signed_size == 0)
                && log.frontier.size() > log.signed_size
                && let Some(note) = sign(fittings, jurisdiction, log, line)
            {
                log.signed_size = log.frontier.size();
                let stored = StoredCheckpoint {
                    size: i64::try_from(log.signed_size).unwrap_or(i64::MAX),
                    note: note.as_str().into(),
                    recorded_at: log.last_at,
                };
                checkpoints::write(changes, jurisdiction, &stored);
                all_signed.push((jurisdiction.clone(), note));
            }
        }
        if is_due {
            self.next_checkpoint = monotonic() + INTERVAL;
        }
        all_signed
    }
}

/// Keeps checkpoints that are durable now outside the database too: a database that was put back to an older state is
/// found by them.
pub(super) fn keep_outside(signed: &[Signed], folder: &Path, alarms: &Alarms) {
    for (jurisdiction, note) in signed {
        keep(&checkpoint_file(folder, jurisdiction), note, alarms);
    }
}

/// Puts a signed note where another one was, whole at any moment.
pub(super) fn keep(file: &Path, note: &str, alarms: &Alarms) {
    let new = file.with_extension("new");
    let kept = write_through(&new, note).and_then(|()| std::fs::rename(&new, file));
    match kept {
        Ok(()) => alarms.clear("checkpoints"),
        Err(error) => alarms.raise("checkpoints", format!("{}: {error}", file.display())),
    }
}

/// Writes a file whose content is on the disk before anything is named after it.
fn write_through(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut file = crate::private_files::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn sign(fittings: &Fittings, jurisdiction: &str, log: &Log, line: Option<&str>) -> Option<String> {
    let key = &fittings.key;
    let checkpoint = Checkpoint {
        origin: origin(key.verifying_key().name(), jurisdiction),
        size: log.frontier.size(),
        root: log.frontier.root(),
        extensions: line.map(ToOwned::to_owned).into_iter().collect(),
    };
    match key.sign(checkpoint) {
        Ok(signed) => Some(signed.to_string()),
        Err(error) => {
            fittings.alarms.raise("signing", error.to_string());
            None
        }
    }
}

/// A log that is shorter than what was signed, or another one of that size, was put back or rewritten.
fn refuse_older(
    fittings: &Fittings,
    head: &LogHead,
    frontier: &Frontier,
) -> Result<(), StoreError> {
    let file = checkpoint_file(&fittings.checkpoints, &head.jurisdiction);
    let text = match outside(&fittings.checkpoints, &head.jurisdiction) {
        Ok(Some(text)) => text,
        Ok(None) => return Ok(()),
        Err(source) => return Err(StoreError::File { path: file.display().to_string(), source }),
    };
    let signed = SignedCheckpoint::parse(&text)
        .map_err(|error| StoreError::Unexpected(format!("{}: {error}", file.display())))?;
    let (signed, size) = (signed.checkpoint, frontier.size());
    let other = signed.size == size && signed.root != frontier.root();
    if signed.size > size || other {
        return Err(StoreError::Unexpected(format!(
            "the log of {} has {size} entries, but {} were signed ({}): the database was put back to an older state or rewritten; restore the newer one, or ask `yangguang verify`",
            head.jurisdiction,
            signed.size,
            file.display()
        )));
    }
    Ok(())
}

/// A log that was signed and of which the database knows nothing was put back to before it began.
fn refuse_emptied(fittings: &Fittings, logs: &HashMap<Box<str>, Log>) -> Result<(), StoreError> {
    let folder = &fittings.checkpoints;
    let signed = signed_outside(folder)
        .map_err(|source| StoreError::File { path: folder.display().to_string(), source })?;
    for jurisdiction in signed.into_iter().filter(|name| !logs.contains_key(&**name)) {
        let head = LogHead {
            jurisdiction: jurisdiction.into(),
            size: 0,
            last_at: 0,
            frontier: Box::default(),
        };
        refuse_older(fittings, &head, &Frontier::new())?;
    }
    Ok(())
}

/// A log whose state is gone would begin again from nothing.
fn refuse_headless(connection: &mut Connection, heads: &[LogHead]) -> Result<(), StoreError> {
    let stored = store::examination::logs(connection)?;
    let headless =
        stored.iter().find(|place| heads.iter().all(|head| head.jurisdiction != **place));
    headless.map_or(Ok(()), |place| {
        Err(StoreError::Unexpected(format!(
            "the state of the log of {place} is gone, although something of that log is there: it was removed; restore a backup, or ask `yangguang verify`"
        )))
    })
}

fn monotonic() -> Instant {
    Instant::now()
}
