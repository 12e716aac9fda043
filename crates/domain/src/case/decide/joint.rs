//! Parallel approval (并联审批): splitting to the joint agencies and their opinions.

use super::setting::{Setting, plain, words};
use super::step::Draft;
use super::{all_boxed, boxed, says};
use crate::case::refusal::{Refusal, RefusalRule};
use crate::event::{ActKind, Body};
use crate::procedure::{OnDissent, StageIndex};

pub(super) fn split(setting: &Setting<'_>, agencies: Vec<String>) -> Result<Draft, Refusal> {
    let kind = ActKind::Split;
    let targets = all_boxed(agencies);
    let mut draft = Draft::of_stage(setting, kind, Body::default())?;
    let stage = draft.stage.and_then(|index| setting.stage(index));
    let basis = stage.and_then(|stage| stage.basis.as_ref());
    let twice = targets
        .iter()
        .enumerate()
        .find(|(position, agency)| targets.iter().skip(position + 1).any(|other| other == *agency));
    let detail = match twice {
        Some((_, agency)) => plain(agency),
        None if targets.is_empty() => words(["没有部门", "沒有部門", "none is named"]),
        None => {
            draft.body.targets = targets;
            return Ok(draft);
        }
    };
    Err(setting.refuse(RefusalRule::Agencies, basis, kind, &detail))
}

/// Each joint agency answers once, through its own person.
pub(super) fn give_opinion(
    setting: &Setting<'_>,
    agency: &str,
    outcome: Option<String>,
    text: String,
) -> Result<Draft, Refusal> {
    let kind = ActKind::GiveOpinion;
    let mut draft = Draft::of_stage(setting, kind, Body::default())?;
    let stage = draft.stage.and_then(|index| setting.stage(index));
    let basis = stage.and_then(|stage| stage.basis.as_ref());
    if stage.is_some_and(|stage| stage.per_joint_agency) {
        let mut joint = setting.case.joint_agencies.iter();
        let own = setting.actor.agency.as_deref() == Some(agency);
        match joint.find(|joint| own && &*joint.name == agency) {
            None => {
                return Err(setting.refuse(RefusalRule::NotJoint, basis, kind, &plain(agency)));
            }
            Some(joint) if joint.answered => {
                let rule = RefusalRule::AnsweredTwice;
                return Err(setting.refuse(rule, basis, kind, &plain(agency)));
            }
            Some(_) => {}
        }
    }
    if !says(&text) {
        return Err(setting.refuse(
            RefusalRule::Incomplete,
            basis,
            kind,
            &words(["意见", "意見", "the opinion"]),
        ));
    }
    draft.outcome = outcome.filter(|outcome| says(outcome)).map(Into::into);
    if let Some(rule) = &setting.procedure().joint {
        // Without a word for it nobody could say later whether it was a dissent.
        let word = draft.outcome.as_deref();
        if !word.is_some_and(|word| *word == *rule.agreed || *word == *rule.opposed) {
            let (unknown, detail) = (RefusalRule::UnknownOutcome, plain(word.unwrap_or("—")));
            return Err(setting.refuse(unknown, Some(&rule.basis), kind, &detail));
        }
    }
    draft.body.text = boxed(text);
    Ok(draft)
}

/// A dissent is not passed over in silence: who settles it gives reasons, or consults the agencies that dissent first.
pub(super) fn check_dissent(
    setting: &Setting<'_>,
    stage: StageIndex,
    body: &Body,
) -> Result<(), Refusal> {
    let rule = setting.procedure().joint.as_ref().filter(|rule| rule.settled_by == stage);
    let opposed = || setting.case.joint_agencies.iter().filter(|joint| joint.opposed);
    let Some(rule) = rule.filter(|_| opposed().next().is_some()) else { return Ok(()) };
    let settled = match rule.dissent {
        OnDissent::Reason => body.reason.is_some(),
        OnDissent::Consultation => {
            let answered = setting.case.occurrence(ActKind::AnswerConsultation);
            body.reason.is_some() && answered.is_some()
        }
    };
    if settled {
        return Ok(());
    }
    let names: Vec<&str> = opposed().map(|joint| &*joint.name).collect();
    let (subject, detail) = (setting.stage_name(stage), plain(names.join("、")));
    Err(Refusal::new(RefusalRule::Dissent, Some(&rule.basis), &subject, &detail))
}
