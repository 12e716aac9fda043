//! An act was recorded much later than it claims to have happened (先办后录).

use crate::limit::Unit;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;
use jiff::SignedDuration;

/// `entered-afterwards`.
pub(super) const ENTERED_AFTERWARDS: Kind = Kind {
    name: "entered-afterwards",
    parameters: &["tolerance"],
    slots: &[Slot::Stage, Slot::Days, Slot::Other],
    detector: entered_afterwards,
};

fn entered_afterwards(parameters: &Parameters, _procedure: &Procedure) -> Made {
    let span = parameters.tolerance.ok_or("`tolerance` must say how late is too late")?;
    let amount = i64::from(span.amount);
    let tolerance = match span.unit {
        Unit::Hours => SignedDuration::from_hours(amount),
        Unit::CalendarDays => SignedDuration::from_hours(amount * 24),
        _ => return Err("`tolerance` must be in hours or calendar days".to_owned()),
    };
    Ok(Some(Box::new(Afterwards { tolerance })))
}

struct Afterwards {
    tolerance: SignedDuration,
}

impl Detector for Afterwards {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        let Some(claimed) = seen.event.occurred_at else { return };
        let lag = claimed.duration_until(seen.event.recorded_at);
        if lag <= self.tolerance {
            return;
        }
        let recorded = seen.frame.zone.to_datetime(seen.event.recorded_at);
        let claimed = seen.frame.zone.to_datetime(claimed).date();
        let facts = Facts {
            stage: Some(seen.subject(raise.language)),
            days: Some(lag.as_hours() / 24),
            other: Some(recorded.strftime("%Y-%m-%d %H:%M").to_string()),
            ..Facts::default()
        };
        raise.finding(claimed, facts);
    }
}
