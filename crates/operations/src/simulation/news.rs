//! News: what the platform did without being asked by the simulation, heard through its notices.

use super::work::key;
use super::{Simulation, SimulationError};
use crate::board::is_open_state;
use crate::notice::{Listener, Notice};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::connection::StoreError;

/// Seconds of real time after which the tick is said not to keep up.
const PATIENCE: u64 = 120;
/// How long the tick is waited for between two looks.
const LOOK: Duration = Duration::from_millis(10);

/// One piece of news.
pub(super) enum Heard {
    /// Acts were recorded in a case.
    Acts(String, u32),
    /// A card fell.
    Card { key: String, rule: Box<str>, has_case: bool },
}

/// What was heard and not yet looked at.
#[derive(Default)]
pub(super) struct News(Mutex<Vec<Heard>>);

/// A listener that hears for as long as the simulation lives.
pub(super) fn listener(news: &Arc<News>) -> Listener {
    let news = Arc::downgrade(news);
    Arc::new(move |notices: &[Notice]| {
        let Some(news) = news.upgrade() else { return };
        let mut heard = news.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.extend(notices.iter().filter_map(|notice| match notice {
            Notice::Case(case) => {
                Some(Heard::Acts(key(&case.jurisdiction, &case.case_id), case.events))
            }
            Notice::Card { card, before: None } => Some(Heard::Card {
                key: key(&card.jurisdiction, &card.card_id),
                rule: card.rule.clone(),
                has_case: card.supervisor.is_some() && is_open_state(&card.state),
            }),
            Notice::Card { .. } | Notice::Refused { .. } => None,
        }));
    })
}

impl Simulation {
    /// Takes in what was heard: new cards are taken up, cases that moved by themselves are looked at again.
    pub(super) fn hear(&mut self) -> Result<(), SimulationError> {
        let heard =
            std::mem::take(&mut *self.news.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut moved = BTreeSet::new();
        for heard in heard {
            match heard {
                Heard::Acts(key, events) => {
                    let Some(work) = self.works.get_mut(&key) else { continue };
                    work.heard += events;
                    if work.heard > work.events {
                        moved.insert(key);
                    }
                }
                Heard::Card { key, rule, has_case } => {
                    *self.figures.cards.entry(rule).or_default() += 1;
                    if has_case && !self.works.contains_key(&key) {
                        moved.insert(key);
                    }
                }
            }
        }
        for key in moved {
            self.look_at(&key)?;
        }
        Ok(())
    }

    /// Waits until the tick has done what is due, looking at what it did.
    pub(super) fn catch_up(&mut self, now: i64) -> Result<(), SimulationError> {
        let began = monotonic();
        while self.is_due(now)? {
            if monotonic().duration_since(began).as_secs() > PATIENCE {
                return Err(SimulationError::Behind(PATIENCE));
            }
            std::thread::sleep(LOOK);
        }
        self.hear()
    }

    fn is_due(&self, now: i64) -> Result<bool, StoreError> {
        let places = self.register.jurisdictions();
        self.platform.readers().read(|connection| {
            for place in places {
                if !store::timers::due(connection, &place.code, now, 1)?.is_empty() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }
}

fn monotonic() -> Instant {
    Instant::now()
}
