//! Settling a case after its acts: head and timer follow from its fold, as do its tasks ([`super::tasks`]).

use super::Desk;
use super::live::Live;
use crate::notice::{CaseNotice, Counted, Notice};
use domain::case::Case;
use domain::case::decide::next_automatic;
use domain::procedure::{LimitKind, Procedure, StageIndex};
use domain::supervision::detector::GoingOn;
use domain::supervision::panel::Panel;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use store::cases::CaseKind;
use store::changes::Changes;

/// The first day of Unix time.
pub(super) fn epoch() -> Date {
    TimeZone::UTC.to_datetime(Timestamp::UNIX_EPOCH).date()
}

/// Days since 1970-01-01.
#[must_use]
pub fn day_number(date: Date) -> i64 {
    domain::limit::days_between(epoch(), date)
}

/// The date of a number of days since 1970-01-01.
#[must_use]
pub fn date_of(day: i64) -> Option<Date> {
    epoch().checked_add(jiff::Span::new().try_days(day).ok()?).ok()
}

/// The stages now possible.
pub(super) fn possible<'a>(
    panel: &'a Panel<'_>,
    case: &Case,
) -> impl Iterator<Item = StageIndex> + use<'a> {
    let set = panel.fold.automaton.possible(case.state);
    let stages = 0..u16::try_from(panel.fold.frame.procedure.stages.len()).unwrap_or(0);
    stages
        .filter(move |stage| {
            1_u128.checked_shl(u32::from(*stage)).is_some_and(|bit| set & bit != 0)
        })
        .map(StageIndex)
}

/// The nearest day of a limit that the organ must keep.
pub(super) fn nearest_due(procedure: &Procedure, going_on: &[GoingOn]) -> Option<Date> {
    let dues = going_on.iter().filter_map(|item| match item {
        GoingOn::Clock { clock, due } => {
            let kind = procedure.limits.get(clock.limit).map(|limit| limit.kind);
            // The time of a consulted agency is its own: it stops no clock of the case.
            let elsewhere = [LimitKind::Party, LimitKind::Stage, LimitKind::Consultation];
            let of_organ = kind.is_some_and(|kind| !elsewhere.contains(&kind));
            of_organ.then_some(due.last_day)
        }
        GoingOn::Pause(_) => None,
    });
    dues.min()
}

impl Desk {
    /// Writes what follows from the fold of a case, and tells the board.
    pub(super) fn settle(&mut self, live: &mut Live, events: u32, changes: &mut Changes) {
        let before = (!live.is_new).then(|| counted(live));
        self.refresh_head(live);
        if live.is_new {
            super::party::note_new(live, changes);
        }
        self.close_warnings(live, changes);
        live.head.write(changes);
        self.write_tasks(live, changes);
        let timer = self.next_moment(live);
        if timer != live.timer || live.is_new {
            let (place, number) = (&live.head.jurisdiction, &live.head.case_id);
            if timer.is_some() || live.timer.is_some() {
                store::timers::set(changes, place, number, timer);
            }
            live.timer = timer;
        }
        self.notices.push(Notice::Case(CaseNotice {
            jurisdiction: live.head.jurisdiction.clone(),
            agency: live.head.agency.clone(),
            case_id: live.head.case_id.clone(),
            item: live.head.item.clone(),
            events,
            at: live.head.last_at,
            before,
            after: counted(live),
            is_card: live.head.kind == CaseKind::Card,
        }));
    }

    /// What a head says of where its case stands, as the fold now has it.
    pub(super) fn refresh_head(&mut self, live: &mut Live) {
        let Some(panel) = self.panels.get(live.panel) else { return };
        let as_of = live.case.last_at.map_or_else(epoch, DateTime::date);
        let mut alarms = Vec::new();
        let going_on = panel.going_on(&live.case, as_of, &mut alarms);
        for alarm in alarms {
            self.fittings.alarms.raise("calendar", alarm.to_string());
        }
        let (head, case) = (&mut live.head, &live.case);
        let over = case.phase.is_over();
        head.phase = case.phase.word().into();
        head.closed_at = if over { head.closed_at.or(Some(head.last_at)) } else { None };
        let procedure = panel.fold.frame.procedure;
        head.due_day = nearest_due(procedure, &going_on).filter(|_| !over).map(day_number);
        let mut stages = String::new();
        for stage in possible(panel, case).filter_map(|stage| procedure.stage(stage)) {
            if !stages.is_empty() {
                stages.push(' ');
            }
            stages.push_str(&stage.id);
        }
        head.stages = stages.into();
    }

    /// The next moment at which time has something to do or to say about a case, in milliseconds since 1970.
    pub(super) fn next_moment(&self, live: &Live) -> Option<i64> {
        let panel = self.panels.get(live.panel)?;
        let as_of = live.case.last_at?.date();
        let going_on = panel.going_on(&live.case, as_of, &mut Vec::new());
        let moments = [
            next_automatic(&panel.fold, &live.case),
            panel.speaks_next(&going_on, &live.case),
            self.follows_up_at(live),
        ];
        let next = moments.into_iter().flatten().min()?;
        let zone = panel.fold.frame.zone;
        Some(zone.to_timestamp(next).ok()?.as_millisecond())
    }
}

/// How the board counts a case now; the cases of cards are counted as cards, not as cases.
fn counted(live: &Live) -> Counted {
    let open = live.head.closed_at.is_none() && live.head.kind == CaseKind::Case;
    Counted { open, due_day: live.head.due_day }
}
