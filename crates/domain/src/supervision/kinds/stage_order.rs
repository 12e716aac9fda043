//! Stages left out, and stages done again or too late in the course.

use crate::procedure::automaton::Fit;
use crate::procedure::{Procedure, StageIndex};
use crate::supervision::detector::{Detector, Kind, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;
use crate::text::Language;

/// `stage-skipped`.
#[derive(Debug)]
pub(super) struct StageSkipped;

impl Kind for StageSkipped {
    fn name(&self) -> &'static str {
        "stage-skipped"
    }

    fn parameters(&self) -> &'static [&'static str] {
        &["tags", "without_tags"]
    }

    fn slots(&self) -> &'static [Slot] {
        &[Slot::Stage, Slot::Other]
    }

    fn detector(
        &self,
        parameters: &Parameters,
        procedure: &Procedure,
    ) -> Result<Option<Box<dyn Detector>>, String> {
        let concerned: Vec<bool> = procedure
            .stages
            .iter()
            .map(|stage| {
                let has = |tags: &[String]| tags.iter().any(|tag| stage.tags.contains(tag));
                (parameters.tags.is_empty() || has(&parameters.tags))
                    && !has(&parameters.without_tags)
            })
            .collect();
        let any = concerned.contains(&true);
        Ok(any.then(|| Box::new(Skipped { concerned }) as Box<dyn Detector>))
    }
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
#[derive(Debug)]
pub(super) struct StageOutOfOrder;

impl Kind for StageOutOfOrder {
    fn name(&self) -> &'static str {
        "stage-out-of-order"
    }

    fn slots(&self) -> &'static [Slot] {
        &[Slot::Stage]
    }

    fn detector(
        &self,
        _parameters: &Parameters,
        _procedure: &Procedure,
    ) -> Result<Option<Box<dyn Detector>>, String> {
        Ok(Some(Box::new(OutOfOrder)))
    }
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
