//! Stages without a command of their own, and the moves of offices around them.

use super::person::is_of_party;
use super::setting::{Setting, plain};
use super::step::Draft;
use super::{boxed, says};
use crate::case::refusal::{Refusal, RefusalRule, act_name, phase_name};
use crate::event::{ActKind, Body};
use crate::text::Text;

/// Whether a stage with this act can be completed by saying that it is complete.
pub(in crate::case) fn is_completed_plainly(act: ActKind) -> bool {
    matches!(act, ActKind::Complete | ActKind::Record | ActKind::Correct | ActKind::PayFee)
}

/// Completes a stage whose act needs nothing but an outcome and a reason.
pub(super) fn complete(
    setting: &Setting<'_>,
    stage: &str,
    outcome: Option<String>,
    reason: Option<String>,
) -> Result<Draft, Refusal> {
    let Some(index) = setting.procedure().stage_index(stage) else {
        let basis = Some(&setting.procedure().basis);
        let rule = RefusalRule::UnknownStage;
        return Err(Refusal::new(rule, basis, &plain(stage), &Text::default()));
    };
    let definition = setting.stage(index);
    let act = definition.map_or(ActKind::Complete, |stage| stage.act);
    // An act with a command of its own says more than that its stage is complete.
    if !is_completed_plainly(act) {
        let basis = definition.and_then(|stage| stage.basis.as_ref());
        let (subject, detail) = (setting.stage_name(index), act_name(act));
        return Err(Refusal::new(RefusalRule::OwnAct, basis, &subject, &detail));
    }
    let outcome = outcome.filter(|outcome| says(outcome)).map(Into::into);
    let body = Body { reason: boxed(reason), ..Body::default() };
    Ok(Draft { kind: act, stage: Some(index), outcome, body })
}

pub(super) fn step_back(
    setting: &Setting<'_>,
    to: String,
    reason: String,
) -> Result<Draft, Refusal> {
    let kind = ActKind::Return;
    setting.check_phase(kind)?;
    let target = setting.procedure().stage_index(&to);
    let returns = &setting.procedure().returns;
    let from_here = returns.iter().filter(|rule| setting.is_possible(rule.from));
    let mut leading =
        from_here.clone().filter(|rule| target.is_some_and(|to| rule.to.contains(&to)));
    let Some(rule) = leading.next() else {
        let basis = from_here.clone().next().map(|rule| &rule.basis);
        let subject = target.map_or_else(|| plain(&to), |to| setting.stage_name(to));
        return Err(Refusal::new(RefusalRule::NotReturnable, basis, &subject, &Text::default()));
    };
    if rule.reason_required && !says(&reason) {
        let basis = Some(&rule.basis);
        return Err(setting.refuse(RefusalRule::Reason, basis, kind, &Text::default()));
    }
    let body =
        Body { reason: boxed(reason), targets: vec![to.into_boxed_str()], ..Body::default() };
    Ok(Draft { kind, stage: Some(rule.from), outcome: None, body })
}

pub(super) fn transfer(setting: &Setting<'_>, to_post: String) -> Result<Draft, Refusal> {
    let kind = ActKind::Transfer;
    if setting.procedure().transfer.is_none() {
        return Err(setting.not_foreseen(kind));
    }
    if !says(&to_post) {
        return Err(setting.incomplete(kind, ["接办岗位", "接辦崗位", "the post that takes over"]));
    }
    Draft::new(setting, kind, Body { targets: vec![to_post.into_boxed_str()], ..Body::default() })
}

pub(super) fn add_signer(setting: &Setting<'_>, post: String) -> Result<Draft, Refusal> {
    let kind = ActKind::AddSigner;
    if !says(&post) {
        return Err(setting.incomplete(kind, ["加签岗位", "加簽崗位", "the post that signs too"]));
    }
    Draft::new(setting, kind, Body { targets: vec![post.into_boxed_str()], ..Body::default() })
}

pub(super) fn urge(setting: &Setting<'_>) -> Result<Draft, Refusal> {
    Draft::new(setting, ActKind::Urge, Body::default())
}

pub(super) fn consult(
    setting: &Setting<'_>,
    agency: String,
    question: String,
) -> Result<Draft, Refusal> {
    let kind = ActKind::Consult;
    if setting.procedure().consult.is_none() {
        return Err(setting.not_foreseen(kind));
    }
    if !says(&agency) || !says(&question) {
        let lacks = ["部门或者问题", "部門或者問題", "the agency or the question"];
        return Err(setting.incomplete(kind, lacks));
    }
    let (targets, text) = (vec![agency.into_boxed_str()], boxed(question));
    Draft::new(setting, kind, Body { targets, text, ..Body::default() })
}

pub(super) fn answer(
    setting: &Setting<'_>,
    agency: String,
    text: String,
) -> Result<Draft, Refusal> {
    let kind = ActKind::AnswerConsultation;
    let was_asked = setting.case.consulted.iter().any(|asked| **asked == *agency);
    // Nobody answers in the name of another agency.
    let answers_itself = setting.actor.agency.as_deref().is_none_or(|own| own == agency);
    if says(&agency) && !(was_asked && answers_itself) {
        let basis = setting.procedure().consult.as_ref().map(|rule| &rule.basis);
        return Err(setting.refuse(RefusalRule::NoConsultation, basis, kind, &Text::default()));
    }
    if !says(&agency) || !says(&text) {
        let lacks = ["部门或者答复", "部門或者答覆", "the agency or the answer"];
        return Err(setting.incomplete(kind, lacks));
    }
    let (targets, text) = (vec![agency.into_boxed_str()], boxed(text));
    Draft::new(setting, kind, Body { targets, text, ..Body::default() })
}

pub(super) fn correct(setting: &Setting<'_>, event: u32, text: String) -> Result<Draft, Refusal> {
    let kind = ActKind::Correct;
    if event == 0 || event > setting.case.events {
        return Err(setting.refuse(RefusalRule::UnknownEvent, None, kind, &plain(event)));
    }
    if !says(&text) {
        return Err(setting.incomplete(kind, ["更正内容", "更正內容", "what is right"]));
    }
    let number = Some(event.to_string().into_boxed_str());
    Draft::new(setting, kind, Body { number, text: boxed(text), ..Body::default() })
}

pub(super) fn record(setting: &Setting<'_>, text: String) -> Result<Draft, Refusal> {
    let kind = ActKind::Record;
    if !says(&text) {
        return Err(setting.incomplete(kind, ["记录内容", "記錄內容", "what is recorded"]));
    }
    // What comes after the end, such as a refund or a letter that came back, is put on file by the organ. The party has
    // rating, complaint and review.
    if setting.case.phase.is_over() && is_of_party(setting) {
        let phase = phase_name(setting.case.phase);
        return Err(setting.refuse(RefusalRule::Phase, None, kind, &phase));
    }
    Draft::new(setting, kind, Body { text: boxed(text), ..Body::default() })
}
