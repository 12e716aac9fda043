//! One person completed two stages that the law keeps apart (一审一核), or judged a case and collected in it (收缴分离).

use crate::case::collection::{duty_of, name_of};
use crate::case::refusal::act_name;
use crate::event::{ActKind, Name};
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;

/// `one-person-two-duties`.
pub(super) const ONE_PERSON_TWO_DUTIES: Kind = Kind {
    name: "one-person-two-duties",
    parameters: &[],
    slots: &[Slot::Stage, Slot::Other, Slot::Person],
    detector: one_person_two_duties,
};

fn one_person_two_duties(_parameters: &Parameters, procedure: &Procedure) -> Made {
    let any = !procedure.separations.is_empty() || procedure.collection.is_some();
    Ok(any.then(|| Box::new(TwoDuties) as Box<dyn Detector>))
}

struct TwoDuties;

impl Detector for TwoDuties {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        let Some(person) = &seen.event.actor.person else { return };
        collection(seen, person, raise);
        let Some(stage) = seen.change.stage else { return };
        if seen.change.fit.is_none() {
            return;
        }
        let separations = &seen.frame.procedure.separations;
        let apart = separations.iter().filter(|rule| rule.stages.contains(&stage));
        let pairs = apart.flat_map(|rule| rule.stages.iter().map(move |other| (rule, other)));
        for (rule, other) in pairs.filter(|(_, other)| **other != stage) {
            let done = seen.case.completion(*other);
            if done.and_then(|done| done.person.as_ref()) != Some(person) {
                continue;
            }
            let other = seen.frame.procedure.stage(*other);
            let facts = Facts {
                stage: Some(seen.subject(raise.language)),
                other: other.map(|stage| stage.name.in_language(raise.language).to_owned()),
                person: Some(person.clone()),
                basis: Some(rule.basis.clone()),
                ..Facts::default()
            };
            raise.finding(seen.date(), facts);
        }
    }
}

/// One person judged the case and recorded that its money was received, whichever came first.
fn collection(seen: &Observation<'_>, person: &Name, raise: &mut Raise<'_>) {
    let procedure = seen.frame.procedure;
    let (Some(rule), Some(kind)) = (&procedure.collection, seen.change.kind) else { return };
    let moves = seen.change.fit.is_some() || kind == ActKind::Return;
    let (one, other) = if kind == ActKind::PayFee {
        let judged = seen.case.judged.iter().find(|(known, _)| known == person);
        let Some((_, duty)) = judged else { return };
        (act_name(kind), name_of(procedure, *duty))
    } else {
        let Some(duty) = duty_of(rule, kind, seen.change.stage.filter(|_| moves)) else { return };
        if !seen.case.collected.contains(person) {
            return;
        }
        (name_of(procedure, duty), act_name(ActKind::PayFee))
    };
    let facts = Facts {
        stage: Some(one.in_language(raise.language).to_owned()),
        other: Some(other.in_language(raise.language).to_owned()),
        person: Some(person.clone()),
        basis: Some(rule.basis.clone()),
        ..Facts::default()
    };
    raise.finding(seen.date(), facts);
}
