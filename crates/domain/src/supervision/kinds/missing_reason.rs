//! An outcome, return, extension or closing that needs a reason has none.

use crate::event::ActKind;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;

/// `missing-reason`.
pub(super) const MISSING_REASON: Kind = Kind {
    name: "missing-reason",
    parameters: &[],
    slots: &[Slot::Stage, Slot::Other],
    detector: missing_reason,
};

fn missing_reason(_parameters: &Parameters, _procedure: &Procedure) -> Made {
    Ok(Some(Box::new(WithoutReason)))
}

struct WithoutReason;

impl WithoutReason {
    /// What in the event needs a reason, if anything does.
    fn needed_for(seen: &Observation<'_>, raise: &Raise<'_>) -> Option<String> {
        let procedure = seen.frame.procedure;
        let stage = seen.change.stage.and_then(|index| procedure.stage(index));
        let chosen = seen.change.outcome.as_deref();
        let outcome = stage.and_then(|stage| stage.outcome(chosen?)).map(|(_, outcome)| outcome);
        let closing = procedure.closing.as_ref();
        let word = chosen.or(seen.event.outcome.as_deref());
        let listed = |word: &str| closing.is_some_and(|c| c.reason_for.iter().any(|r| r == word));
        if let Some(outcome) = outcome.filter(|o| o.reason_required || listed(&o.id)) {
            return Some(outcome.name.in_language(raise.language).to_owned());
        }
        match seen.change.kind? {
            ActKind::Return => {
                let rule =
                    procedure.returns.iter().find(|rule| Some(rule.from) == seen.change.stage);
                rule.filter(|rule| rule.reason_required).map(|_| ActKind::Return.word().to_owned())
            }
            ActKind::Extend => {
                let limit = seen.event.body.as_deref().and_then(|body| body.limit.as_deref());
                let named = limit.and_then(|id| procedure.limit_position(id));
                let mut rules = procedure.extensions.iter();
                let rule = rules.find(|rule| limit.is_none() || Some(rule.limit) == named)?;
                rule.reason_required.then(|| ActKind::Extend.word().to_owned())
            }
            ActKind::Decline if listed("declined") => Some(ActKind::Decline.word().to_owned()),
            ActKind::Withdraw if listed("withdrawn") => Some(ActKind::Withdraw.word().to_owned()),
            ActKind::Close => word.filter(|word| listed(word)).map(str::to_owned),
            _ => None,
        }
    }
}

impl Detector for WithoutReason {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        if seen.event.reason().is_some() {
            return;
        }
        if let Some(needed_for) = Self::needed_for(seen, raise) {
            let facts = Facts {
                stage: Some(seen.subject(raise.language)),
                other: Some(needed_for),
                ..Facts::default()
            };
            raise.finding(seen.date(), facts);
        }
    }
}
