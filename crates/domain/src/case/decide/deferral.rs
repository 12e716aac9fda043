//! Acceptance with missing materials (容缺受理): only what the catalogue lets follow, by a promised day.

use super::setting::{Setting, plain, words};
use super::step::Draft;
use super::{all_boxed, boxed, intake};
use crate::case::refusal::{Refusal, RefusalRule};
use crate::event::{ActKind, Body};
use crate::procedure::DeferralRule;
use crate::text::Text;
use jiff::civil::Date;

fn rule<'a>(setting: &Setting<'a>, kind: ActKind) -> Result<&'a DeferralRule, Refusal> {
    setting.procedure().deferral.as_ref().ok_or_else(|| setting.not_foreseen(kind))
}

pub(super) fn accept(
    setting: &Setting<'_>,
    materials: Vec<String>,
    until: Date,
) -> Result<Draft, Refusal> {
    let kind = ActKind::Accept;
    let rule = rule(setting, kind)?;
    let materials = all_boxed(materials);
    if materials.is_empty() {
        let lacks = words(["后补的材料", "後補的材料", "the materials that follow"]);
        return Err(setting.refuse(RefusalRule::Incomplete, Some(&rule.basis), kind, &lacks));
    }
    if let Some(item) = setting.frame().item
        && let Some(other) = materials.iter().find(|material| !item.may_follow(material))
    {
        let (may_not, basis) = (RefusalRule::MayNotFollow, Some(&rule.basis));
        return Err(Refusal::new(may_not, basis, &plain(other), &Text::default()));
    }
    let end = rule.longest.period().end(setting.date().into(), setting.frame().calendar);
    let end = end.map_err(|error| setting.no_calendar(&rule.basis, &plain(until), error))?;
    if until < setting.date() || until > end.last_day {
        let (too_long, basis) = (RefusalRule::DeferralTooLong, Some(&rule.longest.basis));
        return Err(setting.refuse(too_long, basis, kind, &plain(end.last_day)));
    }
    let mut draft = intake::accept(setting)?;
    draft.body.materials = materials;
    draft.body.until = Some(until);
    Ok(draft)
}

pub(super) fn hand_in(setting: &Setting<'_>, materials: Vec<String>) -> Result<Draft, Refusal> {
    let kind = ActKind::HandIn;
    let rule = rule(setting, kind)?;
    let refuse = |refused: RefusalRule, detail: &Text| {
        Err(setting.refuse(refused, Some(&rule.basis), kind, detail))
    };
    let Some(deferred) = &setting.case.deferred else {
        return refuse(RefusalRule::NothingOwed, &Text::default());
    };
    let materials = all_boxed(materials);
    if materials.is_empty() {
        let lacks = words(["后补的材料", "後補的材料", "the materials that follow"]);
        return refuse(RefusalRule::Incomplete, &lacks);
    }
    let owed = |material: &str| deferred.materials.iter().any(|owed| **owed == *material);
    if let Some(other) = materials.iter().find(|material| !owed(material)) {
        return refuse(RefusalRule::NothingOwed, &plain(other));
    }
    Draft::new(setting, kind, Body { materials, ..Body::default() })
}

/// By itself, after the promised day: the application counts as withdrawn.
pub(super) fn lapse(setting: &Setting<'_>) -> Result<Draft, Refusal> {
    let kind = ActKind::Withdraw;
    let rule = rule(setting, kind)?;
    let lapsed = setting.case.deferred.as_ref().filter(|owed| owed.until < setting.date());
    let Some(owed) = lapsed else {
        let basis = Some(&rule.basis);
        return Err(setting.refuse(RefusalRule::NotExpired, basis, kind, &Text::default()));
    };
    let body = Body {
        automatic: true,
        until: Some(owed.until),
        materials: owed.materials.iter().map(|material| (&**material).into()).collect(),
        reason: boxed(rule.lapse_reason.clone()),
        ..Body::default()
    };
    Draft::new(setting, kind, body)
}

/// No grant while materials are owed.
pub(super) fn check_owed(setting: &Setting<'_>, outcome: &str) -> Result<(), Refusal> {
    let procedure = setting.procedure();
    let (Some(rule), Some(owed)) = (&procedure.deferral, &setting.case.deferred) else {
        return Ok(());
    };
    let closing = procedure.closing.as_ref();
    if !closing.is_some_and(|closing| closing.granting.iter().any(|known| known == outcome)) {
        return Ok(());
    }
    let detail = plain(owed.materials.join("、"));
    let (refused, basis) = (RefusalRule::MaterialsOwed, Some(&rule.basis));
    Err(setting.refuse(refused, basis, ActKind::Decide, &detail))
}
