//! A limit is still running and little of it is left.

use super::limit_exceeded::SLOTS;
use super::scope::{self, Scope};
use crate::calendar::Calendar;
use crate::case::CaseClock;
use crate::case::fold::Frame;
use crate::clock::Pause;
use crate::limit::{Unit, days_between};
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, GoingOn, Kind, Made, Raise, Watch};
use crate::supervision::finding::Facts;
use crate::supervision::rule::{Parameters, Span};
use jiff::civil::{Date, DateTime};

/// `limit-near`.
pub(super) const LIMIT_NEAR: Kind =
    Kind { name: "limit-near", parameters: scope::PARAMETERS, slots: SLOTS, detector: limit_near };

fn limit_near(parameters: &Parameters, procedure: &Procedure) -> Made {
    let within = parameters.within.ok_or("`within` must say how much may be left")?;
    if !matches!(within.unit, Unit::WorkingDays | Unit::CalendarDays) {
        return Err("`within` must be in working days or calendar days".to_owned());
    }
    let scope = Scope::new(parameters, procedure)?;
    Ok(scope.map(|scope| Box::new(Near { scope, within }) as Box<dyn Detector>))
}

struct Near {
    scope: Scope,
    within: Span,
}

impl Detector for Near {
    fn watch(&self, going_on: &GoingOn, as_of: DateTime, raise: &mut Raise<'_>) -> Watch {
        let GoingOn::Clock { clock, due } = going_on else { return Watch::Settled };
        if !self.scope.covers(clock) || self.is_short(clock) || due.is_exceeded_at(as_of) {
            return Watch::Settled;
        }
        let today = as_of.date();
        // While the clock stands still, nothing comes nearer.
        if clock.clock.pauses.iter().any(|pause| pause.covers(today)) {
            return Watch::Open;
        }
        if let Some(left) = self.left(today, due.last_day, raise.frame.calendar)
            && left <= i64::from(self.within.amount)
        {
            let facts = scope::facts(clock, *due, today, raise);
            raise.finding(today, Facts { days: Some(left), ..facts });
        }
        Watch::Open
    }

    fn speaks_from(
        &self,
        going_on: &GoingOn,
        last_at: Option<DateTime>,
        frame: Frame<'_>,
    ) -> Option<DateTime> {
        let GoingOn::Clock { clock, due } = going_on else { return None };
        // What was over when something last happened is no longer near: a moment in the past would be asked for ever.
        let over = last_at.is_some_and(|at| due.is_exceeded_at(at));
        if over || !self.scope.covers(clock) || self.is_short(clock) {
            return None;
        }
        let mut day = due.last_day;
        // While the clock stands still nothing is said; what ends the pause makes this be asked again.
        let started = clock.clock.started_at.date();
        while let Ok(before) = day.yesterday()
            && before >= started
            && self.left(before, due.last_day, frame.calendar)? <= i64::from(self.within.amount)
        {
            day = before;
        }
        let paused = clock.clock.pauses.iter().filter(|pause| pause.covers(day));
        let day = paused.filter_map(Pause::last_day).fold(day, Ord::max);
        Some(day.into())
    }
}

impl Near {
    /// Days from `day` to the last day, in the unit of the rule.
    fn left(&self, day: Date, last: Date, calendar: Option<&Calendar>) -> Option<i64> {
        match (self.within.unit, calendar) {
            (Unit::WorkingDays, Some(calendar)) => {
                calendar.working_days_between(day, last).map(i64::from).ok()
            }
            _ => Some(days_between(day, last)),
        }
    }

    /// A limit that is no longer than the warning itself would be near from its first moment on.
    fn is_short(&self, clock: &CaseClock) -> bool {
        let period = clock.clock.period;
        match (period.unit, self.within.unit) {
            (Unit::Hours | Unit::WorkingHours, _) => true,
            (Unit::WorkingDays, _) | (Unit::CalendarDays, Unit::CalendarDays) => {
                period.amount <= self.within.amount
            }
            _ => false,
        }
    }
}
