//! What the platform tells once it is durable: which of the awaited cases time has acted in, and when.

use operations::notice::Notice;
use operations::platform::Platform;
use std::collections::HashSet;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

#[derive(Default)]
struct State {
    waited_for: HashSet<Box<str>>,
    acts: u64,
    cards: u64,
    transactions: u64,
    idle: u64,
    first: Option<Instant>,
    last: Option<Instant>,
}

/// An ear at a platform.
#[derive(Default)]
pub struct Ear {
    state: Mutex<State>,
    done: Condvar,
}

/// What came of a round.
pub struct Round {
    /// From the moment until the first transaction was durable, in milliseconds.
    pub first: f64,
    /// Until the last one was.
    pub last: f64,
    /// Acts recorded, also in the cards' own cases.
    pub acts: u64,
    /// Cards that fell.
    pub cards: u64,
    /// Transactions.
    pub transactions: u64,
    /// Cases that were woken and had nothing to do: their acts were on their way to the disk already.
    pub idle: u64,
}

impl Ear {
    pub fn at(platform: &Platform) -> Arc<Self> {
        let ear = Arc::new(Self::default());
        let told = Arc::clone(&ear);
        platform.listen(Arc::new(move |notices: &[Notice]| told.hear(notices)));
        ear
    }

    fn hear(&self, notices: &[Notice]) {
        let now = Instant::now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.waited_for.is_empty() {
            return;
        }
        state.transactions += 1;
        state.first.get_or_insert(now);
        for notice in notices {
            match notice {
                Notice::Case(case) => {
                    state.acts += u64::from(case.events);
                    state.idle += u64::from(case.events == 0);
                    if case.events > 0 {
                        state.waited_for.remove(&case.case_id);
                    }
                }
                Notice::Card { before: None, .. } => state.cards += 1,
                _ => {}
            }
        }
        if state.waited_for.is_empty() {
            state.last = Some(now);
            self.done.notify_all();
        }
    }

    /// Waits for acts in these cases from now on.
    pub fn wait_for(&self, cases: impl Iterator<Item = Box<str>>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *state = State { waited_for: cases.collect(), ..State::default() };
    }

    /// What came, counted from a moment.
    pub fn round(&self, from: Instant) -> Result<Round, String> {
        const WAIT: Duration = Duration::from_secs(120);
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (state, _) = self
            .done
            .wait_timeout_while(state, WAIT, |state| state.last.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        let since = |at: Option<Instant>| {
            at.map(|at| at.saturating_duration_since(from).as_secs_f64() * 1e3)
        };
        match (since(state.first), since(state.last)) {
            (Some(first), Some(last)) => Ok(Round {
                first,
                last,
                acts: state.acts,
                cards: state.cards,
                transactions: state.transactions,
                idle: state.idle,
            }),
            _ => Err(format!("{} cases were not woken", state.waited_for.len())),
        }
    }
}
