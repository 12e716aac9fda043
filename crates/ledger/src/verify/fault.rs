//! What a verification finds: where, what, and what to do.

use crate::checkpoint::CheckpointError;
use crate::json::JsonError;
use crate::leaf::LeafError;
use crate::note::NoteError;
use std::fmt;

/// The first thing in a log that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// Index of the leaf; of a fault in a checkpoint the size of that checkpoint.
    pub index: u64,
    /// The case, as the row beside the leaf names it.
    pub case_id: Option<String>,
    /// The number of the event in its case.
    pub n: Option<u32>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// An index is missing or out of order.
    #[error("the next entry has the index {found}: entries are missing, doubled or out of order")]
    IndexGap {
        /// The index that came.
        found: u64,
    },
    /// Leaf or hash was changed.
    #[error("the stored hash is not the hash of the stored leaf")]
    StoredHash,
    /// Not the bytes of a leaf.
    #[error("the leaf is malformed: {0}")]
    LeafForm(LeafError),
    /// Time runs backwards.
    #[error("its time is before that of the leaf before it")]
    TimeOrder,
    /// Numbers of a case are not 1, 2, 3…
    #[error(
        "the leaf says event {found} of its case, but {expected} is next: one is missing or doubled"
    )]
    CaseNumber {
        /// The number that must come.
        expected: u32,
        /// The number in the leaf.
        found: u32,
    },
    /// Another predecessor.
    #[error("its `prev` is not the hash of the leaf before it in its case")]
    Previous,
    /// Leaf and row count differently.
    #[error("the event stands as number {found} of its case, but its leaf says {expected}")]
    EventNumber {
        /// The number in the leaf.
        expected: u32,
        /// The number beside the event.
        found: u32,
    },
    /// Case and handle do not belong together.
    #[error("the case and the handle in the leaf do not belong together as in earlier leaves")]
    CaseIdentity,
    /// A seed of another length.
    #[error("the seed has {0} bytes instead of 32")]
    SeedLength(usize),
    /// Not the bytes of an event.
    #[error("the stored event is malformed: {0}")]
    EventForm(JsonError),
    /// Event or seed was changed.
    #[error("the stored event and its seed do not give the commitment in the leaf")]
    Commitment,
    /// Another time.
    #[error("`recorded_at` of the event is missing or not the time in the leaf")]
    EventTime,
    /// Another kind.
    #[error("`kind` of the event is missing or not the type in the leaf")]
    EventKind,
    /// Not a checkpoint.
    #[error("it is malformed: {0}")]
    CheckpointForm(CheckpointError),
    /// Checkpoints must come before the leaves beyond them, the smaller first.
    #[error("it came after a larger one or after leaves beyond its size ({passed})")]
    CheckpointOrder {
        /// The size that was reached before.
        passed: u64,
    },
    /// A checkpoint of another log.
    #[error("it is of another log, `{0}`")]
    Origin(String),
    /// Not signed, or not by that key.
    #[error("{0}")]
    Signature(NoteError),
    /// Leaves differ from those that were signed.
    #[error("the leaves do not give its root: one from index {from} on was changed or replaced")]
    Root {
        /// The size up to which the leaves are proved by an earlier checkpoint.
        from: u64,
    },
    /// Leaves are gone.
    #[error("the log has only {leaves} leaves: those from index {leaves} on were removed")]
    Truncated {
        /// Leaves that are there.
        leaves: u64,
    },
}

impl FaultKind {
    /// A word for programs that stays as it is.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::IndexGap { .. } => "index-gap",
            Self::StoredHash => "stored-hash",
            Self::LeafForm(_) => "leaf-form",
            Self::TimeOrder => "time-order",
            Self::CaseNumber { .. } => "case-number",
            Self::Previous => "previous",
            Self::EventNumber { .. } => "event-number",
            Self::CaseIdentity => "case-identity",
            Self::SeedLength(_) => "seed-length",
            Self::EventForm(_) => "event-form",
            Self::Commitment => "commitment",
            Self::EventTime => "event-time",
            Self::EventKind => "event-kind",
            Self::CheckpointForm(_) => "checkpoint-form",
            Self::CheckpointOrder { .. } => "checkpoint-order",
            Self::Origin(_) => "origin",
            Self::Signature(_) => "signature",
            Self::Root { .. } => "root",
            Self::Truncated { .. } => "truncated",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::IndexGap { .. } | Self::CaseNumber { .. } | Self::Truncated { .. } => {
                "stop writing, keep this copy as evidence, and restore the missing entries from a backup or a mirror"
            }
            Self::StoredHash | Self::LeafForm(_) | Self::Previous | Self::Root { .. } => {
                "stop writing, keep this copy as evidence, and compare the leaf with a backup, a mirror or a receipt"
            }
            Self::EventNumber { .. }
            | Self::CaseIdentity
            | Self::SeedLength(_)
            | Self::EventForm(_)
            | Self::Commitment => {
                "keep this copy as evidence and restore event and seed from a backup; the leaf says what they were"
            }
            Self::TimeOrder | Self::EventTime | Self::EventKind => {
                "find out which program wrote this leaf; a sound writer cannot, and a leaf is never changed afterwards"
            }
            Self::CheckpointForm(_) | Self::CheckpointOrder { .. } => {
                "fetch the checkpoints again, as they were published, and give them by size"
            }
            Self::Origin(_) => "check which log was meant; origin and key belong together",
            Self::Signature(_) => {
                "check the key by a second way; if it is right, the checkpoint was forged: keep it as evidence"
            }
        }
    }

    fn is_of_a_checkpoint(&self) -> bool {
        matches!(
            self,
            Self::CheckpointForm(_)
                | Self::CheckpointOrder { .. }
                | Self::Origin(_)
                | Self::Signature(_)
                | Self::Root { .. }
                | Self::Truncated { .. }
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            FaultKind::CheckpointForm(_) => write!(formatter, "a checkpoint")?,
            kind if kind.is_of_a_checkpoint() => {
                write!(formatter, "the checkpoint of size {}", self.index)?;
            }
            _ => write!(formatter, "leaf {}", self.index)?,
        }
        if let Some(case_id) = &self.case_id {
            write!(formatter, ", case {case_id}")?;
        }
        if let Some(n) = self.n {
            write!(formatter, ", event {n}")?;
        }
        write!(formatter, ": {}. What to do: {}", self.kind, self.kind.advice())
    }
}
