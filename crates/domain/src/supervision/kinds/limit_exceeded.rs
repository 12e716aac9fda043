//! An act that ends a limit happened after its last day.

use super::scope::{self, Scope};
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::message::Slot;
use crate::supervision::rule::{Parameters, Span};

/// `limit-exceeded`.
pub(super) const LIMIT_EXCEEDED: Kind = Kind {
    name: "limit-exceeded",
    parameters: scope::PARAMETERS,
    slots: SLOTS,
    detector: limit_exceeded,
};

/// The placeholders of rules about limits.
pub(super) const SLOTS: &[Slot] =
    &[Slot::Limit, Slot::Amount, Slot::Started, Slot::Due, Slot::Days];

fn limit_exceeded(parameters: &Parameters, procedure: &Procedure) -> Made {
    let over = parameters.over;
    let scope = Scope::new(parameters, procedure)?;
    Ok(scope.map(|scope| Box::new(Exceeded { scope, over }) as Box<dyn Detector>))
}

struct Exceeded {
    scope: Scope,
    over: Option<Span>,
}

impl Detector for Exceeded {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        for stopped in &seen.change.stopped {
            let Some(due) = stopped.due else { continue };
            if !self.scope.covers(&stopped.clock) || !due.is_exceeded_at(seen.change.at) {
                continue;
            }
            if scope::with_grace(due, self.over, raise.frame).is_exceeded_at(seen.change.at) {
                let facts = scope::facts(&stopped.clock, due, seen.date(), raise);
                raise.finding(seen.date(), facts);
            }
        }
    }
}
