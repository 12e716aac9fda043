//! Limits, waits and moves: their names resolved to stages and clocks.

use super::Problems;
use crate::event::{ActKind, Name};
use crate::limit::Period;
use crate::procedure::document::{Place, ProcedureDocument};
use crate::procedure::problem::SoundnessRule;
use crate::procedure::{
    ClockRule, ClosingRule, CollectionRule, ConsultRule, DeferralRule, ExtensionRule, JointRule,
    PauseRule, Procedure, RatingRule, ReturnRule, SeparationRule, StageIndex, SupplementRule,
    Trigger, WaitRule, WithdrawRule,
};

pub(super) fn limits(
    document: &ProcedureDocument,
    procedure: &Procedure,
    problems: &mut Problems<'_>,
) -> Vec<ClockRule> {
    let mut limits: Vec<ClockRule> = Vec::with_capacity(document.limits.len());
    for limit in &document.limits {
        let id: Name = limit.id.get_ref().as_str().into();
        if limits.iter().any(|known| known.id == id) {
            let message = format!("the limit `{id}` is given twice");
            problems.at(SoundnessRule::UniqueId, &limit.id, message);
        }
        if limit.from.is_empty() || limit.until.is_empty() {
            let message = format!("the limit `{id}` needs something that starts and stops it");
            problems.at(SoundnessRule::Reference, &limit.id, message);
        }
        limits.push(ClockRule {
            id,
            kind: limit.kind,
            name: limit.name.clone(),
            from: triggers(&limit.from, procedure, problems),
            until: triggers(&limit.until, procedure, problems),
            period: Period {
                amount: limit.amount,
                unit: limit.unit,
                rest_day_end: limit.rest_day_end,
            },
            restarts: limit.restarts,
            when_missed: limit.when_missed,
            on_expiry: limit.on_expiry,
            dates_back: limit.dates_back,
            until_named_day: limit.until_named_day,
            basis: limit.basis.clone(),
            stage: None,
        });
    }
    limits
}

pub(super) fn resolve(
    document: &ProcedureDocument,
    procedure: &mut Procedure,
    problems: &mut Problems<'_>,
) {
    procedure.waits = waits(document, procedure, problems);
    procedure.supplement = document.supplement.as_ref().and_then(|rule| {
        let until = stage(&rule.until, procedure, problems)?;
        let (times, limit, basis) = (rule.times, rule.limit.clone(), rule.basis.clone());
        Some(SupplementRule { times, until, limit, basis })
    });
    procedure.returns = returns(document, procedure, problems);
    procedure.pauses = pauses(document, procedure, problems);
    procedure.extensions = extensions(document, procedure, problems);
    procedure.separations = document
        .separations
        .iter()
        .map(|rule| SeparationRule {
            stages: rule.stages.iter().filter_map(|s| stage(s, procedure, problems)).collect(),
            basis: rule.basis.clone(),
        })
        .collect();
    procedure.withdraw = document.withdraw.as_ref().and_then(|rule| {
        let until = stage(&rule.until, procedure, problems)?;
        Some(WithdrawRule { until, basis: rule.basis.clone() })
    });
    procedure.consult = document
        .consult
        .as_ref()
        .map(|rule| ConsultRule { limit: rule.limit.clone(), basis: rule.basis.clone() });
    procedure.collection = collection(document, procedure, problems);
    procedure.closing = document.closing.as_ref().map(|rule| ClosingRule {
        needs_result: rule.needs_result,
        needs_delivery: rule.needs_delivery,
        granting: rule.granting.clone(),
        reason_for: rule.reason_for.clone(),
        basis: rule.basis.clone(),
    });
    procedure.deferral = document.deferral.as_ref().map(|rule| DeferralRule {
        longest: rule.longest.clone(),
        lapse_reason: rule.lapse_reason.clone(),
        basis: rule.basis.clone(),
    });
    procedure.joint = joint(document, procedure, problems);
    procedure.rating = rating(document, procedure, problems);
}

fn collection(
    document: &ProcedureDocument,
    procedure: &Procedure,
    problems: &mut Problems<'_>,
) -> Option<CollectionRule> {
    let rule = document.collection.as_ref()?;
    if rule.apart_from.is_empty() {
        let message = "`apart_from` of the collection names no stage".to_owned();
        problems.add(SoundnessRule::Reference, None, message);
    }
    let stages = rule.apart_from.iter().filter_map(|place| stage(place, procedure, problems));
    Some(CollectionRule { apart_from: stages.collect(), basis: rule.basis.clone() })
}

fn joint(
    document: &ProcedureDocument,
    procedure: &Procedure,
    problems: &mut Problems<'_>,
) -> Option<JointRule> {
    let rule = document.joint.as_ref()?;
    if rule.agreed == rule.opposed {
        let message = "`agreed` and `opposed` of the joint agencies are one word".to_owned();
        problems.at(SoundnessRule::UniqueId, &rule.limit, message);
    }
    Some(JointRule {
        limit: limit(&rule.limit, procedure, problems)?,
        silence: rule.silence,
        agreed: rule.agreed.as_str().into(),
        opposed: rule.opposed.as_str().into(),
        settled_by: stage(&rule.settled_by, procedure, problems)?,
        dissent: rule.dissent,
        basis: rule.basis.clone(),
    })
}

fn rating(
    document: &ProcedureDocument,
    procedure: &Procedure,
    problems: &mut Problems<'_>,
) -> Option<RatingRule> {
    let rule = document.rating.as_ref()?;
    if usize::from(rule.low) >= rule.levels.len() || rule.levels.len() > usize::from(u8::MAX) {
        let message = "`low` of the rating must lie below its best level".to_owned();
        problems.add(SoundnessRule::Reference, None, message);
    }
    for (position, label) in rule.labels.iter().enumerate() {
        if rule.labels.iter().skip(position + 1).any(|other| other.id == label.id) {
            let message = format!("the label `{}` of the rating is given twice", label.id);
            problems.add(SoundnessRule::UniqueId, None, message);
        }
    }
    Some(RatingRule {
        after: triggers(&rule.after, procedure, problems),
        levels: rule.levels.clone(),
        low: rule.low,
        labels: rule.labels.clone(),
        basis: rule.basis.clone(),
    })
}

fn waits(
    document: &ProcedureDocument,
    procedure: &Procedure,
    problems: &mut Problems<'_>,
) -> Vec<WaitRule> {
    let resolved = document.waits.iter().filter_map(|wait| {
        Some(WaitRule {
            id: wait.id.get_ref().as_str().into(),
            name: wait.name.clone(),
            from: trigger(&wait.from, procedure, problems)?,
            to: trigger(&wait.to, procedure, problems)?,
            period: Period {
                amount: wait.amount,
                unit: wait.unit,
                rest_day_end: wait.rest_day_end,
            },
            opens: wait.opens,
            basis: wait.basis.clone(),
        })
    });
    resolved.collect()
}

fn returns(
    document: &ProcedureDocument,
    procedure: &Procedure,
    problems: &mut Problems<'_>,
) -> Vec<ReturnRule> {
    let resolved = document.returns.iter().filter_map(|rule| {
        let from = stage(&rule.from, procedure, problems)?;
        let to = rule.to.iter().filter_map(|to| stage(to, procedure, problems)).collect();
        let (reason_required, basis) = (rule.reason_required, rule.basis.clone());
        Some(ReturnRule { from, to, reason_required, basis })
    });
    resolved.collect()
}

fn pauses(
    document: &ProcedureDocument,
    procedure: &Procedure,
    problems: &mut Problems<'_>,
) -> Vec<PauseRule> {
    let mut rules: Vec<PauseRule> = Vec::new();
    for rule in &document.pauses {
        let stops = rule.stops.iter().filter_map(|id| limit(id, procedure, problems)).collect();
        rules.push(PauseRule {
            ground: rule.ground.get_ref().as_str().into(),
            name: rule.name.clone(),
            stops,
            evidence_required: rule.evidence_required,
            notice_required: rule.notice_required,
            longest: rule.longest.clone(),
            review: rule.review.clone(),
            basis: rule.basis.clone(),
        });
    }
    rules
}

fn extensions(
    document: &ProcedureDocument,
    procedure: &Procedure,
    problems: &mut Problems<'_>,
) -> Vec<ExtensionRule> {
    let resolved = document.extensions.iter().filter_map(|rule| {
        Some(ExtensionRule {
            limit: limit(&rule.limit, procedure, problems)?,
            period: Period {
                amount: rule.amount,
                unit: rule.unit,
                rest_day_end: rule.rest_day_end,
            },
            times: rule.times,
            approver: rule.approver.as_str().into(),
            reason_required: rule.reason_required,
            notice_required: rule.notice_required,
            basis: rule.basis.clone(),
        })
    });
    resolved.collect()
}

fn triggers(places: &[Place], procedure: &Procedure, problems: &mut Problems<'_>) -> Vec<Trigger> {
    places.iter().filter_map(|place| trigger(place, procedure, problems)).collect()
}

fn trigger(place: &Place, procedure: &Procedure, problems: &mut Problems<'_>) -> Option<Trigger> {
    let text = place.get_ref();
    let found = match (text.strip_prefix("act:"), text.split_once('/')) {
        (Some(word), _) => ActKind::from_word(word).map(Trigger::Act),
        (None, Some((stage, outcome))) => procedure.stage_index(stage).and_then(|index| {
            let (outcome, _) = procedure.stage(index)?.outcome(outcome)?;
            Some(Trigger::Outcome(index, outcome))
        }),
        (None, None) => procedure.stage_index(text).map(Trigger::Stage),
    };
    if found.is_none() {
        let message = format!("`{text}` is no stage, `stage/outcome` or `act:…`");
        problems.at(SoundnessRule::Reference, place, message);
    }
    found
}

fn stage(place: &Place, procedure: &Procedure, problems: &mut Problems<'_>) -> Option<StageIndex> {
    let found = procedure.stage_index(place.get_ref());
    if found.is_none() {
        let message = format!("`{}` is no stage", place.get_ref());
        problems.at(SoundnessRule::Reference, place, message);
    }
    found
}

fn limit(place: &Place, procedure: &Procedure, problems: &mut Problems<'_>) -> Option<usize> {
    let found = procedure.limit_position(place.get_ref());
    if found.is_none() {
        let message = format!("`{}` is no limit of this procedure", place.get_ref());
        problems.at(SoundnessRule::Reference, place, message);
    }
    found
}
