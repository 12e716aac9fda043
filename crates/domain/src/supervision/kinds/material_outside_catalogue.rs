//! A supplement notice asks for a material that the item does not list, or that the government already has.

use crate::event::ActKind;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;

/// `material-outside-catalogue`.
pub(super) const MATERIAL_OUTSIDE_CATALOGUE: Kind = Kind {
    name: "material-outside-catalogue",
    parameters: &[],
    slots: &[Slot::Other],
    detector: material_outside_catalogue,
};

fn material_outside_catalogue(_parameters: &Parameters, _procedure: &Procedure) -> Made {
    Ok(Some(Box::new(Outside)))
}

struct Outside;

impl Detector for Outside {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        if seen.change.kind != Some(ActKind::RequestSupplement) {
            return;
        }
        // Without the item there is no list to compare with.
        let (Some(item), Some(body)) = (seen.frame.item, seen.event.body.as_deref()) else {
            return;
        };
        let outside: Vec<&str> = body
            .materials
            .iter()
            .map(|material| &**material)
            .filter(|material| !item.may_demand(material))
            .collect();
        if !outside.is_empty() {
            let other = Some(outside.join("、"));
            raise.finding(seen.date(), Facts { other, ..Facts::default() });
        }
    }
}
