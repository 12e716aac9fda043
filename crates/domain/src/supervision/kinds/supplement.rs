//! Notices of missing materials: once only, and before acceptance.

use crate::event::ActKind;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;

const SLOTS: &[Slot] = &[Slot::Days, Slot::Other];

fn is_notice(seen: &Observation<'_>) -> bool {
    seen.change.kind == Some(ActKind::RequestSupplement)
}

fn facts(seen: &Observation<'_>) -> Facts {
    let materials = seen.event.body.as_deref().map(|body| body.materials.join("、"));
    let other = materials.filter(|materials| !materials.is_empty());
    Facts { days: Some(i64::from(seen.case.supplement_notices)), other, ..Facts::default() }
}

/// `repeated-supplement`.
pub(super) const REPEATED_SUPPLEMENT: Kind = Kind {
    name: "repeated-supplement",
    parameters: &[],
    slots: SLOTS,
    detector: repeated_supplement,
};

fn repeated_supplement(_parameters: &Parameters, _procedure: &Procedure) -> Made {
    Ok(Some(Box::new(Repeated)))
}

struct Repeated;

impl Detector for Repeated {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        // A procedure that knows no notice allows none.
        let allowed = seen.frame.procedure.supplement.as_ref().map_or(0, |rule| rule.times);
        if is_notice(seen) && seen.case.supplement_notices > allowed {
            raise.finding(seen.date(), facts(seen));
        }
    }
}

/// `late-supplement`.
pub(super) const LATE_SUPPLEMENT: Kind =
    Kind { name: "late-supplement", parameters: &[], slots: SLOTS, detector: late_supplement };

fn late_supplement(_parameters: &Parameters, procedure: &Procedure) -> Made {
    let any = procedure.supplement.is_some();
    Ok(any.then(|| Box::new(Late) as Box<dyn Detector>))
}

struct Late;

impl Detector for Late {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        let Some(rule) = &seen.frame.procedure.supplement else { return };
        if is_notice(seen) && seen.case.completion(rule.until).is_some() {
            raise.finding(seen.date(), facts(seen));
        }
    }
}
