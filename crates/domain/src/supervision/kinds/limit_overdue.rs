//! A limit is still running after its last day.

use super::scope::{self, Scope};
use crate::case::fold::Frame;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, GoingOn, Kind, Made, Raise, Watch};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::{Parameters, Span};
use jiff::civil::DateTime;

/// Without the days: a limit that is still running grows later every day.
const SLOTS: &[Slot] = &[Slot::Limit, Slot::Amount, Slot::Started, Slot::Due];

/// `limit-overdue`.
pub(super) const LIMIT_OVERDUE: Kind = Kind {
    name: "limit-overdue",
    parameters: scope::PARAMETERS,
    slots: SLOTS,
    detector: limit_overdue,
};

fn limit_overdue(parameters: &Parameters, procedure: &Procedure) -> Made {
    let over = parameters.over;
    let scope = Scope::new(parameters, procedure)?;
    Ok(scope.map(|scope| Box::new(Overdue { scope, over }) as Box<dyn Detector>))
}

struct Overdue {
    scope: Scope,
    over: Option<Span>,
}

impl Detector for Overdue {
    fn watch(&self, going_on: &GoingOn, as_of: DateTime, raise: &mut Raise<'_>) -> Watch {
        let GoingOn::Clock { clock, due } = going_on else { return Watch::Settled };
        if !self.scope.covers(clock) {
            return Watch::Settled;
        }
        let last = scope::with_grace(*due, self.over, raise.frame);
        if !last.is_exceeded_at(as_of) {
            return Watch::Open;
        }
        let at = last.first_day_over();
        let stage = raise.frame.procedure.limits.get(clock.limit).and_then(|limit| limit.stage);
        let facts = Facts { days: None, ..scope::facts(clock, *due, at, raise) };
        raise.finding_at_stage(at, stage, facts);
        Watch::Settled
    }

    fn speaks_from(
        &self,
        going_on: &GoingOn,
        _last_at: Option<DateTime>,
        frame: Frame<'_>,
    ) -> Option<DateTime> {
        let GoingOn::Clock { clock, due } = going_on else { return None };
        let covered = self.scope.covers(clock);
        covered.then(|| scope::with_grace(*due, self.over, frame).exceeded_from()).flatten()
    }
}
