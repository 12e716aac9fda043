//! The board: what stands open where, kept up by notices, so that a look at it costs nothing of the store.

use crate::notice::{CaseNotice, Counted, Notice};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;
use store::cards::{CardRow, Filter};
use store::connection::{Connection, StoreError};

/// Cards shown as they fall.
const CARDS_SHOWN: u32 = 30;
/// Seconds of real time whose acts are counted one by one.
pub const SECONDS: usize = 60;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Mainland time: the day of the figures of the day begins at midnight there.
const DAY_BEGINS: i64 = 8 * 3_600_000;

/// What stands with one agency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgencyCounts {
    /// Open cases by the day of their nearest limit, in days since 1970-01-01.
    pub open: BTreeMap<Option<i64>, i64>,
    /// Cards that are not over, by level.
    pub cards: [i64; 4],
}

/// Figures of the day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// The day, in days since 1970-01-01.
    pub day: i64,
    /// Cases opened.
    pub received: i64,
    /// Cases over.
    pub closed: i64,
    /// Acts recorded.
    pub acts: i64,
    /// Cards that fell, by level.
    pub cards: [i64; 4],
}

/// The board.
#[derive(Debug, Clone)]
pub struct Board {
    agencies: BTreeMap<(Box<str>, Box<str>), AgencyCounts>,
    recent: VecDeque<Arc<CardRow>>,
    today: DayCounts,
    refused: BTreeMap<&'static str, u64>,
    /// Cases opened since the start, by item.
    applied: BTreeMap<Box<str>, u64>,
    acts: u64,
    /// Acts of each of the last seconds of real time, the newest last.
    seconds: VecDeque<u64>,
    second: Instant,
}

/// Whether a card still waits for something.
#[must_use]
pub fn is_open_state(state: &str) -> bool {
    !matches!(state, "closed" | "revoked" | "dismissed" | "recorded")
}

impl Board {
    /// The board as the store has it.
    ///
    /// # Errors
    /// The store says no.
    pub fn load(connection: &mut Connection) -> Result<Self, StoreError> {
        let mut agencies: BTreeMap<_, AgencyCounts> = BTreeMap::new();
        for count in store::cases::count_open(connection)? {
            let counts = agencies.entry((count.jurisdiction, count.agency)).or_default();
            counts.open.insert(count.due_day, count.cases);
        }
        for count in store::cards::count(connection)? {
            let counts = agencies.entry((count.jurisdiction, count.agency)).or_default();
            if is_open_state(&count.state) {
                add(&mut counts.cards, count.level, count.cards);
            }
        }
        let shown = Filter { least_level: 1, ..Filter::default() };
        let recent = store::cards::list(connection, &shown, CARDS_SHOWN)?;
        Ok(Self {
            agencies,
            recent: recent.into_iter().map(Arc::new).collect(),
            today: DayCounts::default(),
            refused: BTreeMap::new(),
            applied: BTreeMap::new(),
            acts: 0,
            seconds: VecDeque::from(vec![0; SECONDS]),
            second: monotonic(),
        })
    }

    /// Takes in what was committed.
    pub fn hear(&mut self, notices: &[Notice]) {
        self.pass_seconds();
        for notice in notices {
            match notice {
                Notice::Case(case) => self.hear_case(case),
                Notice::Card { card, before } => self.hear_card(card, before.as_ref()),
                Notice::Refused { rule } => *self.refused.entry(rule).or_default() += 1,
            }
        }
    }

    fn hear_case(&mut self, case: &CaseNotice) {
        self.begin_day(case.at);
        let acts = u64::from(case.events);
        self.acts += acts;
        self.today.acts += i64::from(case.events);
        if let Some(second) = self.seconds.back_mut() {
            *second += acts;
        }
        let counts = self.agency(&case.jurisdiction, &case.agency);
        if let Some(before) = case.before {
            count(&mut counts.open, before, -1);
        }
        count(&mut counts.open, case.after, 1);
        if case.is_card {
            return;
        }
        if case.before.is_none() {
            *self.applied.entry(case.item.clone()).or_default() += 1;
        }
        let was_open = case.before.is_none_or(|before| before.open);
        self.today.received += i64::from(case.before.is_none());
        self.today.closed += i64::from(was_open && !case.after.open);
    }

    fn hear_card(&mut self, card: &Arc<CardRow>, before: Option<&(u32, Box<str>)>) {
        self.begin_day(card.changed_at);
        let counts = self.agency(&card.jurisdiction, &card.agency);
        if let Some((level, state)) = before
            && is_open_state(state)
        {
            add(&mut counts.cards, *level, -1);
        }
        if is_open_state(&card.state) {
            add(&mut counts.cards, card.level, 1);
        }
        if before.is_none() {
            add(&mut self.today.cards, card.level, 1);
        }
        if card.level == 0 {
            return;
        }
        let same = |known: &Arc<CardRow>| {
            known.card_id == card.card_id && known.jurisdiction == card.jurisdiction
        };
        match self.recent.iter_mut().find(|known| same(known)) {
            Some(known) => *known = Arc::clone(card),
            None if before.is_none() => {
                // Cards of one moment stand in the order in which the store lists them.
                let newer = |known: &Arc<CardRow>| {
                    (known.issued_at, &known.card_id) > (card.issued_at, &card.card_id)
                };
                let place = self.recent.partition_point(newer);
                self.recent.insert(place, Arc::clone(card));
            }
            None => {}
        }
        self.recent.truncate(CARDS_SHOWN as usize);
    }

    fn agency(&mut self, jurisdiction: &str, agency: &str) -> &mut AgencyCounts {
        self.agencies.entry((jurisdiction.into(), agency.into())).or_default()
    }

    fn begin_day(&mut self, at: i64) {
        let day = (at + DAY_BEGINS).div_euclid(DAY);
        if day > self.today.day {
            self.today = DayCounts { day, ..DayCounts::default() };
        }
    }

    fn pass_seconds(&mut self) {
        let passed = monotonic().duration_since(self.second);
        let whole = usize::try_from(passed.as_secs()).unwrap_or(SECONDS);
        if whole == 0 {
            return;
        }
        for _ in 0..whole.min(SECONDS) {
            self.seconds.pop_front();
            self.seconds.push_back(0);
        }
        self.second += std::time::Duration::from_secs(passed.as_secs());
    }

    /// What stands with each agency, by jurisdiction and agency.
    #[must_use]
    pub fn agencies(&self) -> &BTreeMap<(Box<str>, Box<str>), AgencyCounts> {
        &self.agencies
    }

    /// The newest cards, the newest first.
    pub fn recent(&self) -> impl Iterator<Item = &Arc<CardRow>> {
        self.recent.iter()
    }

    /// Figures of the day.
    #[must_use]
    pub fn today(&self) -> &DayCounts {
        &self.today
    }

    /// Refused acts since the start, by rule.
    #[must_use]
    pub fn refused(&self) -> &BTreeMap<&'static str, u64> {
        &self.refused
    }

    /// Cases opened since the start, by the code of their item.
    #[must_use]
    pub fn applied(&self) -> &BTreeMap<Box<str>, u64> {
        &self.applied
    }

    /// Acts recorded since the start.
    #[must_use]
    pub fn acts(&self) -> u64 {
        self.acts
    }

    /// Acts of each of the last seconds of real time, the newest last; the running second is not among them.
    #[must_use]
    pub fn seconds(&self) -> Vec<u64> {
        let passed = monotonic().duration_since(self.second).as_secs();
        let passed = usize::try_from(passed).unwrap_or(SECONDS).min(SECONDS);
        let quiet = std::iter::repeat_n(0, passed);
        self.seconds.iter().copied().skip(passed).chain(quiet).collect()
    }
}

fn add(levels: &mut [i64; 4], level: u32, cards: i64) {
    if let Some(count) = levels.get_mut(level as usize) {
        *count += cards;
    }
}

fn count(open: &mut BTreeMap<Option<i64>, i64>, counted: Counted, change: i64) {
    if !counted.open {
        return;
    }
    let cases = open.entry(counted.due_day).or_default();
    *cases += change;
    if *cases == 0 {
        open.remove(&counted.due_day);
    }
}

fn monotonic() -> Instant {
    Instant::now()
}
