//! A stage was completed by somebody whose role is not the stage's.

use crate::procedure::{Performer, Procedure};
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;

/// `wrong-role`.
pub(super) const WRONG_ROLE: Kind = Kind {
    name: "wrong-role",
    parameters: &[],
    slots: &[Slot::Stage, Slot::Person, Slot::Other],
    detector: wrong_role,
};

fn wrong_role(_parameters: &Parameters, procedure: &Procedure) -> Made {
    let any = procedure.stages.iter().any(|stage| stage.role.is_some());
    Ok(any.then(|| Box::new(Wrong) as Box<dyn Detector>))
}

struct Wrong;

impl Detector for Wrong {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        if seen.change.fit.is_none() {
            return;
        }
        let stage = seen.change.stage.and_then(|index| seen.frame.procedure.stage(index));
        let Some(stage) = stage.filter(|stage| stage.performer == Performer::Organ) else { return };
        // A log that does not say roles cannot be judged by them.
        let (Some(required), Some(role)) = (&stage.role, &seen.event.actor.role) else { return };
        if required != role {
            let facts = Facts {
                stage: Some(stage.name.in_language(raise.language).to_owned()),
                person: seen.event.actor.person.clone().or_else(|| Some(role.clone())),
                other: Some(required.to_string()),
                basis: stage.basis.clone(),
                ..Facts::default()
            };
            raise.finding(seen.date(), facts);
        }
    }
}
