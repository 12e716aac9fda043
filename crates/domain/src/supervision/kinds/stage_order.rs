//! Stages left out, and stages done again or too late in the course.

use crate::procedure::automaton::Fit;
use crate::procedure::{Procedure, StageIndex};
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;
use crate::text::Language;

/// `stage-skipped`.
pub(super) const STAGE_SKIPPED: Kind = Kind {
    name: "stage-skipped",
    parameters: &["tags", "without_tags"],
    slots: &[Slot::Stage, Slot::Other],
    detector: stage_skipped,
};

fn stage_skipped(parameters: &Parameters, procedure: &Procedure) -> Made {
    let concerned: Vec<bool> = procedure
        .stages
        .iter()
        .map(|stage| {
            let has = |tags: &[String]| tags.iter().any(|tag| stage.tags.contains(tag));
            (parameters.tags.is_empty() || has(&parameters.tags)) && !has(&parameters.without_tags)
        })
        .collect();
    let any = concerned.contains(&true);
    Ok(any.then(|| Box::new(Skipped { concerned }) as Box<dyn Detector>))
}

struct Skipped {
    concerned: Vec<bool>,
}

impl Detector for Skipped {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        let Some(Fit::Skipped(stages)) = &seen.change.fit else { return };
        let concerned = |stage: &&StageIndex| {
            self.concerned.get(usize::from(stage.0)).copied().unwrap_or(false)
        };
        let left_out: Vec<StageIndex> = stages.iter().filter(concerned).copied().collect();
        let Some(first) = left_out.first() else { return };
        let separator = if raise.language == Language::English { ", " } else { "、" };
        let names: Vec<&str> = left_out
            .iter()
            .filter_map(|stage| seen.frame.procedure.stage(*stage))
            .map(|stage| stage.name.in_language(raise.language))
            .collect();
        let facts = Facts {
            stage: Some(seen.subject(raise.language)),
            other: Some(names.join(separator)),
            basis: seen.frame.procedure.stage(*first).and_then(|stage| stage.basis.clone()),
            ..Facts::default()
        };
        raise.finding_at_stage(seen.date(), Some(*first), facts);
    }
}

/// `stage-out-of-order`.
pub(super) const STAGE_OUT_OF_ORDER: Kind = Kind {
    name: "stage-out-of-order",
    parameters: &[],
    slots: &[Slot::Stage],
    detector: stage_out_of_order,
};

fn stage_out_of_order(_parameters: &Parameters, _procedure: &Procedure) -> Made {
    Ok(Some(Box::new(OutOfOrder)))
}

struct OutOfOrder;

impl Detector for OutOfOrder {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        if seen.change.fit == Some(Fit::OutOfOrder) {
            let stage = Some(seen.subject(raise.language));
            raise.finding(seen.date(), Facts { stage, ..Facts::default() });
        }
    }
}
