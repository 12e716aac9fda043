//! What does not hold of a log, in words for people: where it is, and what to do.

use ledger::verify::Fault;
use std::fmt;
use std::path::Path;
use store::examination::EventPlace;

/// Problems of one log that are named; more are counted.
pub(super) const KEPT: u32 = 20;

/// What does not hold.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The log itself; what comes after it is not known.
    #[error("{0}")]
    Fault(Box<Fault>),
    /// An event that no leaf proves.
    #[error("case {}, event {}: no leaf proves it (its row names leaf {}): it was put in past the log. What to do: keep this copy as evidence, and compare with a backup", .0.case_id, .0.n, .0.leaf)]
    Unproved(EventPlace),
    /// A leaf whose event is gone.
    #[error("leaf {}, case {}, event {}: the event was removed. What to do: keep this copy as evidence, and restore the event from a backup", .0.leaf, .0.case_id, .0.n)]
    Missing(EventPlace),
    /// A leaf's row that says that it proves another event than the one that names it.
    #[error("leaf {}: its row says that it is of case {}, event {}, but case {}, event {} names it. What to do: keep this copy as evidence, and compare both rows with a backup", row.leaf, row.case_id, row.n, event.case_id, event.n)]
    Renamed {
        /// What the leaf's row says.
        row: EventPlace,
        /// The event that names the leaf.
        event: EventPlace,
    },
    /// An event's row that names another leaf.
    #[error("leaf {}, case {}, event {}: the event's row names leaf {event} instead. What to do: keep this copy as evidence, and compare both rows with a backup", row.leaf, row.case_id, row.n)]
    Crossed {
        /// What the leaf's row says.
        row: EventPlace,
        /// The leaf that the event's row names.
        event: i64,
    },
    /// A leaf's row that says another time than the leaf.
    #[error("leaf {}, case {}, event {}: the time beside the leaf is not the time in it: the row was changed", .0.leaf, .0.case_id, .0.n)]
    Time(EventPlace),
    /// The state of the log does not follow from its leaves.
    #[error("the stored state of the log does not follow from its leaves: size or root differ")]
    Head,
    /// The state of the log says another time than its last leaf.
    #[error("the stored state of the log says another time of the last act than its last leaf")]
    HeadTime,
    /// The state of the log is gone.
    #[error(
        "the stored state of the log is gone although something of the log is there: it was removed. What to do: keep this copy as evidence, and restore a backup"
    )]
    NoHead,
    /// Nothing was signed, or all of it is gone.
    #[error(
        "the database has no signed checkpoint of it, although the first act of a log is signed with it: they were removed, or never could be signed. What to do: compare with a backup"
    )]
    Unsigned,
    /// What is kept outside the database cannot be read.
    #[error(
        "{file}: {error}. What to do: a checkpoint outside the database that cannot be read proves nothing; restore the file from a backup"
    )]
    Outside {
        /// Which.
        file: String,
        /// Why.
        error: String,
    },
    /// More than are named.
    #[error("and {0} more")]
    More(u64),
}

impl Problem {
    /// What is wrong with a file or folder outside the database.
    pub(super) fn outside(file: &Path, error: impl fmt::Display) -> Self {
        Self::Outside { file: file.display().to_string(), error: error.to_string() }
    }
}

/// What does not hold of one log, in the order in which it was found.
#[derive(Debug, Default)]
pub struct Problems {
    named: Vec<Problem>,
    more: u64,
}

impl Problems {
    /// Adds a problem, or counts it when enough are named.
    pub fn add(&mut self, problem: Problem) {
        if self.named.len() < KEPT as usize {
            self.named.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// Whether all holds.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// Each in words.
    pub fn words(&self) -> impl Iterator<Item = String> {
        let more = (self.more > 0).then(|| Problem::More(self.more).to_string());
        self.named.iter().map(ToString::to_string).chain(more)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.words().collect();
        formatter.write_str(&words.join("; "))
    }
}
