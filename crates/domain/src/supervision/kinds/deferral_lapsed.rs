//! Materials that were allowed to follow did not, and the application ended for that.

use crate::event::{ActKind, Name};
use crate::limit::Due;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;

/// `deferral-lapsed`.
pub(super) const DEFERRAL_LAPSED: Kind = Kind {
    name: "deferral-lapsed",
    parameters: &[],
    slots: &[Slot::Other, Slot::Due, Slot::Days],
    detector: deferral_lapsed,
};

fn deferral_lapsed(_parameters: &crate::supervision::rule::Parameters, to: &Procedure) -> Made {
    let detector = || Box::new(Lapsed) as Box<dyn Detector>;
    Ok(to.deferral.as_ref().map(|_| detector()))
}

struct Lapsed;

impl Lapsed {
    /// The materials by the names that the item gives them.
    fn names(owed: &[Name], raise: &Raise<'_>) -> String {
        let known = raise.frame.item.map_or(&[][..], |item| &item.materials);
        let name = |id: &Name| {
            let material = known.iter().find(|material| *material.id == **id);
            material.map_or(&**id, |material| material.name.in_language(raise.language)).to_owned()
        };
        owed.iter().map(name).collect::<Vec<_>>().join("、")
    }
}

impl Detector for Lapsed {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        // On the promised day itself whoever applied may still have thought better of it.
        let owed = seen.case.deferred.as_ref().filter(|owed| owed.until < seen.date());
        let Some(owed) = owed.filter(|_| seen.change.kind == Some(ActKind::Withdraw)) else {
            return;
        };
        let rule = raise.frame.procedure.deferral.as_ref();
        let facts = Facts {
            other: Some(Self::names(&owed.materials, raise)),
            due: Some(owed.until),
            days: Some(Due::on(owed.until).days_until(seen.date())),
            basis: rule.map(|rule| rule.basis.clone()),
            ..Facts::default()
        };
        raise.finding(seen.date(), facts);
    }
}
