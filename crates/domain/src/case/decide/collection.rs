//! Collection apart from decision (收缴分离): whoever judges a case does not record that its money was received, and
//! whoever recorded it does not judge.

use super::setting::Setting;
use super::step::Draft;
use crate::case::Duty;
use crate::case::collection::{duty_of, is_of_organ, name_of};
use crate::case::refusal::{Refusal, RefusalRule, act_name};
use crate::event::{ActKind, Actor, Event};
use crate::procedure::{CollectionRule, Procedure, StageIndex};
use crate::text::Text;

/// An organ's record that money was received, and what a collector does after it.
///
/// # Errors
/// The person judges or judged the case, or has collected in it; nobody collects on this procedure; no person or no
/// receipt is named.
pub(super) fn check(setting: &Setting<'_>, draft: &Draft) -> Result<(), Refusal> {
    if draft.body.automatic {
        return Ok(());
    }
    if draft.kind == ActKind::PayFee {
        return check_receipt(setting, draft);
    }
    let Some(rule) = &setting.procedure().collection else { return Ok(()) };
    let Some(duty) = duty_of(rule, draft.kind, draft.stage) else { return Ok(()) };
    let collected = &setting.case.collected;
    if !setting.actor.person.as_ref().is_some_and(|person| collected.contains(person)) {
        return Ok(());
    }
    let (subject, detail) = (name_of(setting.procedure(), duty), act_name(ActKind::PayFee));
    let separated = RefusalRule::CollectionSeparated;
    Err(Refusal::new(separated, Some(&rule.basis), &subject, &detail))
}

fn check_receipt(setting: &Setting<'_>, draft: &Draft) -> Result<(), Refusal> {
    let (procedure, actor, kind) = (setting.procedure(), setting.actor, draft.kind);
    if !is_of_organ(procedure, actor) {
        return Ok(());
    }
    // Where nothing keeps collection apart, the party alone pays.
    let Some(rule) = &procedure.collection else { return Err(setting.not_foreseen(kind)) };
    let Some(person) = &actor.person else {
        return Err(setting.refuse(RefusalRule::Person, Some(&rule.basis), kind, &Text::default()));
    };
    let judged = setting.case.judged.iter().find(|(known, _)| known == person);
    let duty = judged.map(|(_, duty)| *duty).or_else(|| held(procedure, rule, actor));
    if let Some(duty) = duty {
        return Err(separated(procedure, rule, duty));
    }
    if draft.body.number.is_none() {
        let lacks = ["收款票据号码", "收款票據號碼", "the number of the receipt"];
        return Err(setting.incomplete(kind, lacks));
    }
    Ok(())
}

/// Why somebody may not record a receipt in one role, who holds another in which the case is judged.
pub(super) fn barred_by_another_role(
    procedure: &Procedure,
    actors: &[Actor],
    events: &[Event],
) -> Option<Refusal> {
    let rule = procedure.collection.as_ref()?;
    events.iter().find(|event| event.kind == ActKind::PayFee)?;
    let duty = actors.iter().find_map(|actor| held(procedure, rule, actor))?;
    Some(separated(procedure, rule, duty))
}

/// The duty kept apart from collection that the role of somebody brings with it.
fn held(procedure: &Procedure, rule: &CollectionRule, actor: &Actor) -> Option<Duty> {
    let role = actor.role.as_ref()?;
    let is_theirs = |stage: &&StageIndex| {
        procedure.stage(**stage).is_some_and(|stage| stage.role.as_ref() == Some(role))
    };
    let stage = rule.apart_from.iter().find(is_theirs).copied().map(Duty::Stage);
    let approves = || procedure.extensions.iter().any(|rule| rule.approver == *role);
    stage.or_else(|| approves().then_some(Duty::Extension))
}

fn separated(procedure: &Procedure, rule: &CollectionRule, duty: Duty) -> Refusal {
    let (subject, detail) = (act_name(ActKind::PayFee), name_of(procedure, duty));
    Refusal::new(RefusalRule::CollectionSeparated, Some(&rule.basis), &subject, &detail)
}
