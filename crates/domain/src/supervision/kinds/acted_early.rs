//! An act happened before its waiting period was over.

use crate::limit::days_between;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;

/// `acted-early`.
pub(super) const ACTED_EARLY: Kind = Kind {
    name: "acted-early",
    parameters: &["waits"],
    slots: &[Slot::Stage, Slot::Amount, Slot::Started, Slot::Due, Slot::Days],
    detector: acted_early,
};

fn acted_early(parameters: &Parameters, procedure: &Procedure) -> Made {
    let chosen = |id: &str| {
        parameters.waits.is_empty() || parameters.waits.iter().any(|wanted| wanted == id)
    };
    let waits: Vec<bool> = procedure.waits.iter().map(|wait| chosen(&wait.id)).collect();
    let any = waits.contains(&true);
    Ok(any.then(|| Box::new(Early { waits }) as Box<dyn Detector>))
}

struct Early {
    waits: Vec<bool>,
}

impl Detector for Early {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        for early in &seen.change.early {
            if !self.waits.get(early.wait.wait).copied().unwrap_or(false) {
                continue;
            }
            let rule = seen.frame.procedure.waits.get(early.wait.wait);
            raise.finding(
                seen.date(),
                Facts {
                    stage: Some(seen.subject(raise.language)),
                    amount: rule.map(|rule| rule.period),
                    started: Some(early.wait.started),
                    due: Some(early.wait.opens),
                    basis: rule.map(|rule| rule.basis.clone()),
                    days: Some(days_between(seen.date(), early.wait.opens)),
                    ..Facts::default()
                },
            );
        }
    }
}
