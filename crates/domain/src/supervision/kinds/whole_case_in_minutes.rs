//! A case that is promised days is opened and closed within minutes.

use crate::event::ActKind;
use crate::limit::Unit;
use crate::procedure::{LimitKind, Procedure};
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;
use jiff::civil::Time;

/// `whole-case-in-minutes`.
pub(super) const WHOLE_CASE_IN_MINUTES: Kind = Kind {
    name: "whole-case-in-minutes",
    parameters: &["minutes"],
    slots: &[Slot::Days],
    detector: whole_case_in_minutes,
};

fn whole_case_in_minutes(parameters: &Parameters, procedure: &Procedure) -> Made {
    let minutes = parameters.minutes.ok_or("`minutes` must say how fast is too fast")?;
    // What is promised within one day may well take minutes.
    let longer_than_a_day = procedure.limits.iter().any(|limit| {
        let days = matches!(limit.period.unit, Unit::WorkingDays | Unit::CalendarDays);
        limit.kind == LimitKind::Promised && (!days || limit.period.amount > 1)
    });
    let minutes = i64::from(minutes);
    Ok(longer_than_a_day.then(|| Box::new(InMinutes { minutes }) as Box<dyn Detector>))
}

struct InMinutes {
    minutes: i64,
}

impl Detector for InMinutes {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        let first = seen.case.occurrence(ActKind::Close).is_some_and(|known| known.times == 1);
        if seen.change.kind != Some(ActKind::Close) || !first {
            return;
        }
        let Some(opened) = seen.case.first_at else { return };
        // Dates without a time of day say nothing about minutes.
        let dated_only = opened.time() == Time::MIN && seen.change.at.time() == Time::MIN;
        let minutes = opened.duration_until(seen.change.at).as_mins();
        if !dated_only && minutes < self.minutes {
            raise.finding(seen.date(), Facts { days: Some(minutes), ..Facts::default() });
        }
    }
}
