//! A special procedure begins when the statutory limit is nearly used up.

use crate::event::ActKind;
use crate::limit::{Unit, days_between};
use crate::procedure::{LimitKind, Procedure};
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;
use jiff::civil::Date;

const HUNDRED: i64 = 100;

/// `pause-late-in-limit`.
pub(super) const PAUSE_LATE_IN_LIMIT: Kind = Kind {
    name: "pause-late-in-limit",
    parameters: &["last_percent"],
    slots: &[Slot::Other, Slot::Limit, Slot::Due, Slot::Days],
    detector: pause_late_in_limit,
};

fn pause_late_in_limit(parameters: &Parameters, procedure: &Procedure) -> Made {
    let last = parameters.last_percent.ok_or("`last_percent` must say which part is late")?;
    let any = procedure.limits.iter().any(|limit| limit.kind == LimitKind::Statutory);
    let from_percent = HUNDRED - i64::from(last);
    Ok(any.then(|| Box::new(LateInLimit { from_percent }) as Box<dyn Detector>))
}

struct LateInLimit {
    from_percent: i64,
}

impl Detector for LateInLimit {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        if seen.change.kind != Some(ActKind::StartPause) {
            return;
        }
        for clock in &seen.case.clocks {
            let rule = seen.frame.procedure.limits.get(clock.limit);
            let Some(rule) = rule.filter(|rule| rule.kind == LimitKind::Statutory) else {
                continue;
            };
            // The due date as it stood before this pause was added.
            let mut before = clock.clock.clone();
            before.pauses.retain(|pause| pause.from < seen.date());
            let Ok(due) = before.due(seen.frame.calendar, seen.date()) else { continue };
            let start = before.started_at.date();
            let count = |from: Date, to: Date| match (rule.period.unit, seen.frame.calendar) {
                (Unit::WorkingDays, Some(calendar)) => {
                    calendar.working_days_between(from, to).map_or(0, i64::from)
                }
                _ => days_between(from, to),
            };
            let whole = count(start, due.last_day);
            let used = count(start, seen.date());
            if whole <= 0 || used * HUNDRED < whole * self.from_percent {
                continue;
            }
            let ground = seen.event.body.as_deref().and_then(|body| body.ground.as_deref());
            let facts = Facts {
                other: ground.map(str::to_owned),
                limit: Some(rule.name.in_language(raise.language).to_owned()),
                due: Some(due.last_day),
                days: Some(used * HUNDRED / whole),
                ..Facts::default()
            };
            raise.finding(seen.date(), facts);
        }
    }
}
