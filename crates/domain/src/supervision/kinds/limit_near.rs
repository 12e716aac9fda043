//! A limit is still running and little of it is left.

use super::limit_exceeded::SLOTS;
use super::scope::{self, Scope};
use crate::limit::{Unit, days_between};
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, GoingOn, Kind, Made, Raise, Watch};
use crate::supervision::finding::Facts;
use crate::supervision::rule::{Parameters, Span};
use jiff::civil::DateTime;

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
        if !self.scope.covers(clock) || due.is_exceeded_at(as_of) {
            return Watch::Settled;
        }
        let today = as_of.date();
        // While the clock stands still, nothing comes nearer.
        if clock.clock.pauses.iter().any(|pause| pause.covers(today)) {
            return Watch::Open;
        }
        let left = match (self.within.unit, raise.frame.calendar) {
            (Unit::WorkingDays, Some(calendar)) => {
                calendar.working_days_between(today, due.last_day).map(i64::from)
            }
            _ => Ok(days_between(today, due.last_day)),
        };
        if let Ok(left) = left
            && left <= i64::from(self.within.amount)
        {
            let facts = scope::facts(clock, *due, today, raise);
            raise.finding(today, Facts { days: Some(left), ..facts });
        }
        Watch::Open
    }
}
