//! A supplement notice asks for a material that the item does not list, or that the government already has.

use crate::event::ActKind;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;

/// `material-outside-catalogue`.
#[derive(Debug)]
pub(super) struct MaterialOutsideCatalogue;

impl Kind for MaterialOutsideCatalogue {
    fn name(&self) -> &'static str {
        "material-outside-catalogue"
    }

    fn slots(&self) -> &'static [Slot] {
        &[Slot::Other]
    }

    fn detector(
        &self,
        _parameters: &Parameters,
        _procedure: &Procedure,
    ) -> Result<Option<Box<dyn Detector>>, String> {
        Ok(Some(Box::new(Outside)))
    }
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
