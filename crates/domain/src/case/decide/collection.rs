//! Collection apart from decision (收缴分离): whoever judges a case does not record that its money was received, and
//! whoever recorded it does not judge.

use super::setting::Setting;
use super::step::Draft;
use crate::case::collection::is_of_organ;
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
    let Some(stage) = draft.stage.filter(|stage| rule.apart_from.contains(stage)) else {
        return Ok(());
    };
    let collected = &setting.case.collected;
    if !setting.actor.person.as_ref().is_some_and(|person| collected.contains(person)) {
        return Ok(());
    }
    let (subject, detail) = (setting.stage_name(stage), act_name(ActKind::PayFee));
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
    let stage = judged.map(|(_, stage)| *stage).or_else(|| held(procedure, rule, actor));
    if let Some(stage) = stage {
        return Err(separated(procedure, rule, stage));
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
    let stage = actors.iter().find_map(|actor| held(procedure, rule, actor))?;
    Some(separated(procedure, rule, stage))
}

/// The first stage kept apart from collection that the role of somebody completes.
fn held(procedure: &Procedure, rule: &CollectionRule, actor: &Actor) -> Option<StageIndex> {
    let role = actor.role.as_ref()?;
    let is_theirs = |stage: &&StageIndex| {
        procedure.stage(**stage).is_some_and(|stage| stage.role.as_ref() == Some(role))
    };
    rule.apart_from.iter().find(is_theirs).copied()
}

fn separated(procedure: &Procedure, rule: &CollectionRule, stage: StageIndex) -> Refusal {
    let detail = procedure.stage(stage).map(|stage| stage.name.clone()).unwrap_or_default();
    let (subject, separated) = (act_name(ActKind::PayFee), RefusalRule::CollectionSeparated);
    Refusal::new(separated, Some(&rule.basis), &subject, &detail)
}
