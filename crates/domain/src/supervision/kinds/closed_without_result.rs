//! A case is closed as granted without the result or the delivery that its procedure needs (假办结).

use crate::event::ActKind;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;

/// `closed-without-result`.
pub(super) const CLOSED_WITHOUT_RESULT: Kind = Kind {
    name: "closed-without-result",
    parameters: &[],
    slots: &[Slot::Stage, Slot::Other],
    detector: closed_without_result,
};

fn closed_without_result(_parameters: &Parameters, procedure: &Procedure) -> Made {
    let needs = procedure.closing.as_ref().is_some_and(|c| c.needs_result || c.needs_delivery);
    Ok(needs.then(|| Box::new(WithoutResult) as Box<dyn Detector>))
}

struct WithoutResult;

impl Detector for WithoutResult {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        let Some(closing) = &seen.frame.procedure.closing else { return };
        let first = seen.case.occurrence(ActKind::Close).is_some_and(|known| known.times == 1);
        if seen.change.kind != Some(ActKind::Close) || !first {
            return;
        }
        let outcomes = seen.case.completions.iter().flatten().filter_map(|c| c.outcome.as_deref());
        let granted = outcomes.chain(seen.event.outcome.as_deref());
        if !granted.into_iter().any(|outcome| closing.granting.iter().any(|g| g == outcome)) {
            return;
        }
        let lacks = |needed: bool, kind: ActKind| needed && seen.case.occurrence(kind).is_none();
        let missing = [
            (lacks(closing.needs_result, ActKind::Issue), ActKind::Issue),
            (lacks(closing.needs_delivery, ActKind::Deliver), ActKind::Deliver),
        ];
        let missing: Vec<&str> =
            missing.into_iter().filter(|(lacks, _)| *lacks).map(|(_, kind)| kind.word()).collect();
        if !missing.is_empty() {
            let facts = Facts {
                stage: Some(seen.subject(raise.language)),
                other: Some(missing.join(", ")),
                basis: Some(closing.basis.clone()),
                ..Facts::default()
            };
            raise.finding(seen.date(), facts);
        }
    }
}
