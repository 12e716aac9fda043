//! A special procedure went on past its declared end.

use super::scope;
use crate::case::OpenPause;
use crate::case::fold::Frame;
use crate::limit::Due;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, GoingOn, Kind, Made, Observation, Raise, Watch};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::{Parameters, Span};
use jiff::civil::{Date, DateTime};

/// `pause-overrun`.
pub(super) const PAUSE_OVERRUN: Kind = Kind {
    name: "pause-overrun",
    parameters: &["over"],
    slots: &[Slot::Other, Slot::Due, Slot::Days],
    detector: pause_overrun,
};

fn pause_overrun(parameters: &Parameters, _procedure: &Procedure) -> Made {
    Ok(Some(Box::new(Overrun { over: parameters.over })))
}

struct Overrun {
    over: Option<Span>,
}

impl Overrun {
    fn facts(pause: &OpenPause, until: Date, at: Date, raise: &Raise<'_>) -> Facts {
        let rule = raise.frame.procedure.pause(&pause.ground);
        let ground = rule.map_or(&*pause.ground, |rule| rule.name.in_language(raise.language));
        Facts {
            other: Some(ground.to_owned()),
            started: Some(pause.from),
            basis: rule.map(|rule| rule.basis.clone()),
            due: Some(until),
            days: Some(Due::on(until).days_until(at)),
            ..Facts::default()
        }
    }
}

impl Detector for Overrun {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        let Some(pause) = &seen.change.ended_pause else { return };
        let Some(until) = pause.until else { return };
        if scope::with_grace(Due::on(until), self.over, raise.frame).is_exceeded_at(seen.change.at)
        {
            raise.finding(seen.date(), Self::facts(pause, until, seen.date(), raise));
        }
    }

    fn watch(&self, going_on: &GoingOn, as_of: DateTime, raise: &mut Raise<'_>) -> Watch {
        let GoingOn::Pause(pause) = going_on else { return Watch::Settled };
        let Some(until) = pause.until else { return Watch::Settled };
        let last = scope::with_grace(Due::on(until), self.over, raise.frame);
        if !last.is_exceeded_at(as_of) {
            return Watch::Open;
        }
        let at = last.first_day_over();
        raise.finding(at, Self::facts(pause, until, at, raise));
        Watch::Settled
    }

    fn speaks_from(
        &self,
        going_on: &GoingOn,
        _last_at: Option<DateTime>,
        frame: Frame<'_>,
    ) -> Option<DateTime> {
        let GoingOn::Pause(pause) = going_on else { return None };
        scope::with_grace(Due::on(pause.until?), self.over, frame).exceeded_from()
    }
}
