//! Checks a whole log in one pass: every leaf, every case, every event, every checkpoint.
//!
//! The caller reads entries in the order of their index and hands in checkpoints before the leaves beyond them; the
//! verifier keeps one small record per case. It answers with the first fault, and with that one ever after.

mod fault;

pub use fault::{Fault, FaultKind};

use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::commitment::commit_members;
use crate::json;
use crate::leaf::{Handle, Leaf};
use crate::merkle::{Frontier, Hash, leaf_hash};
use crate::note::VerifyingKey;
use crate::time::Time;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The member of an event that is the time of its leaf.
pub const RECORDED_AT: &str = "recorded_at";
/// The member of an event that is the type of its leaf.
pub const KIND: &str = "kind";

/// The first half of the SHA-256 of a case id: enough to tell cases apart, and small.
type Identity = [u8; 16];

/// One row of the log as it is stored.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Its index from 0.
    pub index: u64,
    /// The leaf.
    pub leaf_bytes: &'a [u8],
    /// The hash that is stored beside it.
    pub leaf_hash_stored: &'a [u8],
    /// The event, unless it was erased or is not shown to this auditor.
    pub event: Option<EventRow<'a>>,
}

/// An event as it is stored.
#[derive(Debug, Clone, Copy)]
pub struct EventRow<'a> {
    /// Its case.
    pub case_id: &'a str,
    /// Its number in the case.
    pub n: u32,
    /// The event.
    pub event_bytes: &'a [u8],
    /// The secret of its salts.
    pub seed: &'a [u8],
}

/// What was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Leaves.
    pub leaves: u64,
    /// Leaves without their event: erased, or not shown.
    pub without_event: u64,
    /// Cases.
    pub cases: u64,
    /// The size of the largest checkpoint: leaves beyond it are not signed yet.
    pub size: u64,
    /// Root over all leaves.
    pub root: Hash,
    /// Checkpoints.
    pub checkpoints: u64,
}

/// Verifies one log.
#[derive(Debug)]
pub struct Verifier {
    origin: String,
    key: Option<VerifyingKey>,
    tree: Frontier,
    time: Option<Time>,
    // Ordered maps: no hashing that a forged log could slow down, and less memory.
    cases: BTreeMap<Handle, Case>,
    identities: BTreeSet<Identity>,
    /// Checkpoints whose leaves are not all read yet.
    pending: VecDeque<Checkpoint>,
    summary: Summary,
    fault: Option<Fault>,
}

/// What is known of a case.
#[derive(Debug)]
struct Case {
    n: u32,
    last: Hash,
    identity: Option<Identity>,
}

impl Verifier {
    /// A verifier of the log with that origin; without a key, signatures are not checked.
    #[must_use]
    pub fn new(origin: &str, key: Option<VerifyingKey>) -> Self {
        let tree = Frontier::new();
        let root = tree.root();
        Self {
            origin: origin.to_owned(),
            key,
            tree,
            time: None,
            cases: BTreeMap::new(),
            identities: BTreeSet::new(),
            pending: VecDeque::new(),
            summary: Summary {
                leaves: 0,
                without_event: 0,
                cases: 0,
                size: 0,
                root,
                checkpoints: 0,
            },
            fault: None,
        }
    }

    /// Takes a checkpoint, as it was published; the smaller come first, and before the leaves beyond them.
    ///
    /// # Errors
    /// The first fault.
    pub fn checkpoint(&mut self, text: &str) -> Result<(), Fault> {
        self.unless_faulty(|verifier| verifier.check_checkpoint(text))
    }

    /// As [`Self::checkpoint`]; but what is no checkpoint of this log is only said: the log can be read on without it.
    ///
    /// # Errors
    /// What is wrong with it, or the first fault.
    pub fn offer(&mut self, text: &str) -> Result<(), Fault> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let outcome = self.check_checkpoint(text);
        let of_leaves = |fault: &&Fault| matches!(fault.kind, FaultKind::Root { .. });
        self.fault = outcome.as_ref().err().filter(of_leaves).cloned();
        outcome
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// The first fault.
    pub fn entry(&mut self, entry: &Entry<'_>) -> Result<(), Fault> {
        self.unless_faulty(|verifier| verifier.check_entry(entry))
    }

    /// The time of the last entry.
    #[must_use]
    pub fn time(&self) -> Option<Time> {
        self.time
    }

    /// Ends the log.
    ///
    /// # Errors
    /// The first fault; [`FaultKind::Truncated`] if a checkpoint is larger than the log.
    pub fn finish(mut self) -> Result<Summary, Fault> {
        self.unless_faulty(|verifier| {
            let Some(checkpoint) = verifier.pending.front() else { return Ok(()) };
            let kind = FaultKind::Truncated { leaves: verifier.tree.size() };
            Err(Fault { index: checkpoint.size, case_id: None, n: None, kind })
        })?;
        let cases = u64::try_from(self.cases.len()).unwrap_or(u64::MAX);
        Ok(Summary { leaves: self.tree.size(), cases, root: self.tree.root(), ..self.summary })
    }

    fn unless_faulty(
        &mut self,
        check: impl FnOnce(&mut Self) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if self.fault.is_none() {
            self.fault = check(self).err();
        }
        self.fault.clone().map_or(Ok(()), Err)
    }

    fn check_checkpoint(&mut self, text: &str) -> Result<(), Fault> {
        let fault = |index, kind| Fault { index, case_id: None, n: None, kind };
        let read = self.tree.size();
        let signed = SignedCheckpoint::parse(text)
            .map_err(|error| fault(read, FaultKind::CheckpointForm(error)))?;
        let Checkpoint { size, ref origin, .. } = signed.checkpoint;
        if *origin != self.origin {
            return Err(fault(size, FaultKind::Origin(origin.clone())));
        }
        if let Some(key) = &self.key {
            key.verify(&signed).map_err(|error| fault(size, FaultKind::Signature(error)))?;
        }
        let passed = self.pending.back().map_or(read, |last| last.size);
        if size < passed {
            return Err(fault(size, FaultKind::CheckpointOrder { passed }));
        }
        self.pending.push_back(signed.checkpoint);
        self.check_roots()
    }

    /// Compares the root with all checkpoints of the size that was reached.
    fn check_roots(&mut self) -> Result<(), Fault> {
        let size = self.tree.size();
        while self.pending.front().is_some_and(|first| first.size == size) {
            let Some(checkpoint) = self.pending.pop_front() else { break };
            if checkpoint.root != self.tree.root() {
                let kind = FaultKind::Root { from: self.summary.size };
                return Err(Fault { index: size, case_id: None, n: None, kind });
            }
            self.summary.size = size;
            self.summary.checkpoints += 1;
        }
        Ok(())
    }

    fn check_entry(&mut self, entry: &Entry<'_>) -> Result<(), Fault> {
        let index = self.tree.size();
        if entry.index != index {
            let kind = FaultKind::IndexGap { found: entry.index };
            return Err(Fault { index, case_id: None, n: None, kind });
        }
        let case_id = || entry.event.map(|event| event.case_id.to_owned());
        let mut n = entry.event.map(|event| event.n);
        let hash = self.check_row(entry, &mut n).map_err(|kind| Fault {
            index,
            case_id: case_id(),
            n,
            kind,
        })?;
        self.tree.push(hash);
        self.check_roots()
    }

    /// Checks one row; `n` becomes known with the leaf if there is no event.
    fn check_row(&mut self, entry: &Entry<'_>, n: &mut Option<u32>) -> Result<Hash, FaultKind> {
        let hash = leaf_hash(entry.leaf_bytes);
        if hash != *entry.leaf_hash_stored {
            return Err(FaultKind::StoredHash);
        }
        let leaf = Leaf::parse(entry.leaf_bytes).map_err(FaultKind::LeafForm)?;
        n.get_or_insert(leaf.n);
        if self.time.is_some_and(|before| leaf.time < before) {
            return Err(FaultKind::TimeOrder);
        }
        let identity = entry.event.map(|event| identity(event.case_id));
        self.check_case(&leaf, hash, identity)?;
        match &entry.event {
            Some(event) => check_event(&leaf, event)?,
            None => self.summary.without_event += 1,
        }
        self.time = Some(leaf.time);
        Ok(hash)
    }

    /// Checks number, predecessor and identity of a leaf in its case.
    fn check_case(
        &mut self,
        leaf: &Leaf<'_>,
        hash: Hash,
        identity: Option<Identity>,
    ) -> Result<(), FaultKind> {
        let before = self.cases.get(&leaf.case);
        let expected = before.map_or(1, |case| case.n.saturating_add(1));
        if leaf.n != expected {
            return Err(FaultKind::CaseNumber { expected, found: leaf.n });
        }
        if leaf.prev != before.map(|case| case.last) {
            return Err(FaultKind::Previous);
        }
        let known = before.and_then(|case| case.identity);
        let good = match (known, identity) {
            (Some(known), Some(identity)) => known == identity,
            // A case has one handle only.
            (None, Some(identity)) => self.identities.insert(identity),
            (_, None) => true,
        };
        if !good {
            return Err(FaultKind::CaseIdentity);
        }
        let case = Case { n: leaf.n, last: hash, identity: known.or(identity) };
        self.cases.insert(leaf.case, case);
        Ok(())
    }
}

fn identity(case_id: &str) -> Identity {
    let hash: Hash = Sha256::digest(case_id.as_bytes()).into();
    let (first, _) = hash.split_at(16);
    first.try_into().unwrap_or_default()
}

/// Checks an event against its leaf.
fn check_event(leaf: &Leaf<'_>, event: &EventRow<'_>) -> Result<(), FaultKind> {
    if event.n != leaf.n {
        return Err(FaultKind::EventNumber { expected: leaf.n, found: event.n });
    }
    let seed = event.seed.try_into().map_err(|_| FaultKind::SeedLength(event.seed.len()))?;
    let members = json::members(event.event_bytes).map_err(FaultKind::EventForm)?;
    if commit_members(&members, seed) != leaf.commitment {
        return Err(FaultKind::Commitment);
    }
    let text = |name| json::value(&members, name).and_then(json::string);
    let time = text(RECORDED_AT).and_then(|text| Time::parse_rfc3339(&text));
    if time != Some(leaf.time) {
        return Err(FaultKind::EventTime);
    }
    if text(KIND) == Some(leaf.kind.clone()) { Ok(()) } else { Err(FaultKind::EventKind) }
}

#[cfg(test)]
mod tests;
