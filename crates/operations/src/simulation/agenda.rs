//! The agenda: what is to be done when, in order of time.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// What is to be done.
#[derive(Debug, Clone)]
pub(super) enum Task {
    /// The planned act of a case, if the plan has not been made anew since.
    Act {
        /// The case.
        key: String,
        /// The plan.
        plan: u64,
    },
    /// A case arises with this agency (position in the catalogue).
    Arise(usize),
    /// A case that was handled off the platform is entered (position in the catalogue).
    Enter(usize),
}

struct Entry {
    at: i64,
    number: u64,
    task: Task,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

/// The agenda.
#[derive(Default)]
pub(super) struct Agenda {
    entries: BinaryHeap<Reverse<Entry>>,
    number: u64,
}

impl Agenda {
    pub(super) fn add(&mut self, at: i64, task: Task) {
        self.number += 1;
        self.entries.push(Reverse(Entry { at, number: self.number, task }));
    }

    /// When the next thing is to be done.
    pub(super) fn next_at(&self) -> Option<i64> {
        self.entries.peek().map(|Reverse(entry)| entry.at)
    }

    /// Takes the next thing that is due at `now`.
    pub(super) fn take(&mut self, now: i64) -> Option<(i64, Task)> {
        if self.next_at()? > now {
            return None;
        }
        self.entries.pop().map(|Reverse(entry)| (entry.at, entry.task))
    }
}
