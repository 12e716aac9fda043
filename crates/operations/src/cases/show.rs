//! Looking at a case: its acts, its limits with their reasons, its cards and its proof. Without persons it may be seen by
//! anyone who knows its number; with persons by the parties, the agencies and those who supervise them.

use crate::caller::{About, Caller, Forbidden};
use crate::event_text::EventText;
use crate::law_version::LawVersion;
use crate::permissions;
use crate::platform::Platform;
use domain::case::{Case, CaseClock, Change};
use domain::explanation::Explanation;
use domain::limit::Due;
use domain::procedure::{ClockRule, Procedure, StageIndex};
use domain::supervision::panel::Panel;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use store::cards::CardRow;
pub use store::cases::CaseHead;
pub use store::checkpoints::StoredCheckpoint;
use store::connection::Connection;
pub use store::connection::StoreError;
pub use store::log::StoredLeaf;

/// Why a case cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    /// The store says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is stored does not fit together.
    #[error("the case does not fit together: {0}")]
    Damaged(String),
    /// The caller reads no case.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
}

/// A limit of a case, running or over.
#[derive(Debug, Clone)]
pub struct ShownLimit {
    /// The limit.
    pub rule: &'static ClockRule,
    /// Its clock as it stands or stood.
    pub clock: CaseClock,
    /// Its end.
    pub due: Due,
    /// Why.
    pub explanation: Explanation,
    /// When it was met; `None` while it runs.
    pub stopped_at: Option<DateTime>,
}

/// A recorded act.
#[derive(Debug, Clone)]
pub struct ShownAct {
    /// The event.
    pub event: EventText,
    /// When, in the zone of the jurisdiction.
    pub at: DateTime,
    /// The stage that it concerns.
    pub stage: Option<StageIndex>,
    /// Index of its leaf.
    pub leaf: i64,
}

/// A case to look at.
#[derive(Debug)]
pub struct ShownCase {
    /// Its head.
    pub head: CaseHead,
    /// The law that stood when it was opened.
    pub law: &'static LawVersion,
    /// Its procedure.
    pub procedure: &'static Procedure,
    /// Its fold.
    pub case: Case,
    /// Stages now possible.
    pub current: Vec<StageIndex>,
    /// Its acts.
    pub acts: Vec<ShownAct>,
    /// Its limits, those that run first.
    pub limits: Vec<ShownLimit>,
    /// The cards that fell in it.
    pub cards: Vec<CardRow>,
    /// The leaf of its last act, and the newest checkpoint of its log.
    pub proof: Option<(StoredLeaf, Option<StoredCheckpoint>)>,
    /// How many wrong pick-up codes there were, and when the last one; for those alone who may see persons.
    pub wrong_codes: Option<(u32, DateTime)>,
    /// The time now, in the zone of the jurisdiction.
    pub now: DateTime,
    /// Whether the caller may see persons and contents.
    pub with_persons: bool,
    /// The zone of the jurisdiction.
    zone: &'static TimeZone,
}

impl ShownCase {
    /// A moment in the zone of the jurisdiction.
    #[must_use]
    pub fn civil(&self, moment: Timestamp) -> DateTime {
        self.zone.to_datetime(moment)
    }
}

/// Shows a case, or says that there is none.
///
/// # Errors
/// See [`ShowError`].
pub fn show(
    platform: &Platform,
    caller: &Caller,
    jurisdiction: &str,
    case_id: &str,
) -> Result<Option<ShownCase>, ShowError> {
    permissions::TRACK.check(caller, None)?;
    platform.readers().read(|connection| {
        let Some(head) = store::cases::find(connection, jurisdiction, case_id)? else {
            return Ok(None);
        };
        shown(platform, caller, head, connection).map(Some)
    })
}

/// The jurisdictions in which there is a case of a number.
///
/// # Errors
/// The store says no.
pub fn find(platform: &Platform, number: &str) -> Result<Vec<CaseHead>, StoreError> {
    let register = platform.register();
    platform.readers().read(|connection| {
        let places = register.jurisdictions();
        let found = places.map(|place| store::cases::find(connection, &place.code, number));
        Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    })
}

fn shown(
    platform: &Platform,
    caller: &Caller,
    head: CaseHead,
    connection: &mut Connection,
) -> Result<ShownCase, ShowError> {
    let law = platform.law_of(&head.law, connection)?;
    let damaged = |what: String| ShowError::Damaged(what);
    let panel = law.panel(&head.procedure, &head.item, platform.law());
    let mut panel = panel.map_err(|error| damaged(error.to_string()))?;
    let stored = store::log::events_of(connection, &head.jurisdiction, &head.case_id)?;
    let folded = Folded::of(&mut panel, &stored).map_err(damaged)?;
    let frame = panel.fold.frame;
    let now = frame.zone.to_datetime(moment(platform.now()));
    let mut limits = running(&panel, &folded.case, now);
    limits.extend(folded.met);
    let cards = store::cards::of_case(connection, &head.jurisdiction, &head.case_id)?;
    let last = stored.last().map(|event| event.leaf);
    let leaf = match last {
        Some(last) => store::log::leaf(connection, &head.jurisdiction, last)?,
        None => None,
    };
    let checkpoint = store::checkpoints::last(connection, &head.jurisdiction)?;
    let register = platform.register();
    let joint = crate::desk::others(&register, &folded.case, None);
    let supervisors = register.supervisors_of(&head.agency);
    let about = About {
        agency: &head.agency,
        joint: &joint,
        applicant: head.applicant.as_deref(),
        supervisors: &supervisors,
    };
    let with_persons = permissions::SHOW.check(caller, Some(about)).is_ok();
    let place = [&*head.jurisdiction, &*head.case_id];
    let wrong = crate::delivery::wrong_codes(connection, place)?.filter(|_| with_persons);
    Ok(ShownCase {
        with_persons,
        wrong_codes: wrong.map(|(all, last)| (all, frame.zone.to_datetime(moment(last)))),
        current: current(&panel, &folded.case),
        procedure: frame.procedure,
        proof: leaf.map(|leaf| (leaf, checkpoint)),
        acts: folded.acts,
        case: folded.case,
        limits,
        cards,
        law,
        now,
        head,
        zone: frame.zone,
    })
}

/// What the events of a case make.
struct Folded {
    case: Case,
    acts: Vec<ShownAct>,
    met: Vec<ShownLimit>,
}

impl Folded {
    fn of(panel: &mut Panel<'static>, stored: &[store::log::StoredEvent]) -> Result<Self, String> {
        let frame = panel.fold.frame;
        let (mut case, mut change) = (panel.fold.new_case(), Change::default());
        let (mut acts, mut met) = (Vec::with_capacity(stored.len()), Vec::new());
        for row in stored {
            let text = EventText::parse(&row.event)?;
            let event = text.clone().into_event()?;
            let at = frame.zone.to_datetime(event.recorded_at);
            panel.fold.apply(&mut case, &event, &mut change);
            acts.push(ShownAct { event: text, at, stage: change.stage, leaf: row.leaf });
            for stopped in &change.stopped {
                let rule = frame.procedure.limits.get(stopped.clock.limit);
                let explained = stopped.clock.clock.explain(frame.calendar, change.at.date());
                if let (Some(rule), Some(due), Ok(explanation)) = (rule, stopped.due, explained) {
                    let (clock, stopped_at) = (stopped.clock.clone(), Some(change.at));
                    met.push(ShownLimit { rule, clock, due, explanation, stopped_at });
                }
            }
        }
        Ok(Self { case, acts, met })
    }
}

fn running(panel: &Panel<'static>, case: &Case, now: DateTime) -> Vec<ShownLimit> {
    let frame = panel.fold.frame;
    let of_clock = |clock: &CaseClock| {
        let due = clock.clock.due(frame.calendar, now.date()).ok()?;
        Some(ShownLimit {
            rule: frame.procedure.limits.get(clock.limit)?,
            explanation: clock.clock.explain(frame.calendar, now.date()).ok()?,
            clock: clock.clone(),
            due,
            stopped_at: None,
        })
    };
    let mut limits: Vec<ShownLimit> = case.clocks.iter().filter_map(of_clock).collect();
    limits.sort_by_key(|limit| limit.due.last_day);
    limits
}

fn current(panel: &Panel<'static>, case: &Case) -> Vec<StageIndex> {
    if case.phase.is_over() {
        return Vec::new();
    }
    let stages = 0..u16::try_from(panel.fold.frame.procedure.stages.len()).unwrap_or(0);
    let is_possible = |stage: &StageIndex| panel.fold.automaton.is_possible(case.state, *stage);
    stages.map(StageIndex).filter(is_possible).collect()
}

/// A moment of the clock.
#[must_use]
pub fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}
