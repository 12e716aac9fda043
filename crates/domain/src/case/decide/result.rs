//! Decision, result, delivery, fees and closing.

use super::setting::{Setting, plain, words};
use super::step::Draft;
use super::{DeliveryWay, boxed, deferral, says};
use crate::case::phase::Phase;
use crate::case::refusal::{Refusal, RefusalRule, act_name};
use crate::event::{ActKind, Body, Name};
use crate::item::Item;
use crate::procedure::ClosingRule;
use crate::text::Text;

pub(super) fn decide(
    setting: &Setting<'_>,
    outcome: String,
    reason: Option<String>,
) -> Result<Draft, Refusal> {
    let body = Body { reason: boxed(reason), ..Body::default() };
    let mut draft = Draft::of_stage(setting, ActKind::Decide, body)?;
    // Decision and review may both be possible: the outcome says which is meant.
    let mut stages = setting.procedure().stages_of_act(ActKind::Decide);
    let meant = stages.find(|index| {
        let named = setting.stage(*index).is_some_and(|stage| stage.outcome(&outcome).is_some());
        named && setting.is_possible(*index)
    });
    draft.stage = meant.or(draft.stage);
    deferral::check_owed(setting, &outcome)?;
    draft.outcome = says(&outcome).then(|| outcome.into());
    Ok(draft)
}

/// The outcome by which the case was granted, if it was.
fn granted(setting: &Setting<'_>, closing: &ClosingRule) -> bool {
    let outcomes =
        setting.case.completions.iter().flatten().filter_map(|done| done.outcome.as_ref());
    outcomes.into_iter().any(|outcome| grants(closing, outcome))
}

fn grants(closing: &ClosingRule, outcome: &str) -> bool {
    closing.granting.iter().any(|granting| granting == outcome)
}

pub(super) fn issue(setting: &Setting<'_>, number: String) -> Result<Draft, Refusal> {
    let kind = ActKind::Issue;
    let phase = setting.case.phase;
    if phase.is_over() || phase == Phase::New {
        let mut stages = setting.procedure().stages_of_act(kind);
        let stage = stages.next().and_then(|index| setting.stage(index));
        let basis = stage.and_then(|stage| stage.basis.as_ref());
        return Err(setting.refuse(RefusalRule::NoOpenCase, basis, kind, &Text::default()));
    }
    setting.check_phase(kind)?;
    // Where issuing is a stage, the course of stages says whether it may be done again.
    let is_stage = setting.procedure().stages_of_act(kind).next().is_some();
    if !is_stage && setting.case.occurrence(kind).is_some() {
        return Err(setting.refuse(RefusalRule::IssuedAlready, None, kind, &Text::default()));
    }
    if let Some(closing) = &setting.procedure().closing
        && !closing.granting.is_empty()
        && !granted(setting, closing)
    {
        let basis = Some(&closing.basis);
        let rule = RefusalRule::ResultBeforeDecision;
        return Err(setting.refuse(rule, basis, kind, &Text::default()));
    }
    match setting.frame().item.and_then(|item| item.certificate.as_ref()) {
        Some(rule) if says(&number) => {
            let by_platform = RefusalRule::NumberByPlatform;
            let (basis, subject) = (Some(&rule.basis), plain(&number));
            return Err(Refusal::new(by_platform, basis, &subject, &Text::default()));
        }
        None if !says(&number) => {
            let lacks = ["结果编号", "結果編號", "the number of the result"];
            return Err(setting.incomplete(kind, lacks));
        }
        _ => {}
    }
    Draft::new(setting, kind, Body { number: boxed(number), ..Body::default() })
}

/// Revokes the result: what was granted stands no more.
pub(super) fn revoke(setting: &Setting<'_>, reason: String) -> Result<Draft, Refusal> {
    let kind = ActKind::Revoke;
    let body = Body { reason: boxed(reason), ..Body::default() };
    let draft = Draft::of_stage(setting, kind, body)?;
    if draft.body.reason.is_none() {
        let stage = draft.stage.and_then(|index| setting.stage(index));
        let basis = stage.and_then(|stage| stage.basis.as_ref());
        return Err(setting.refuse(RefusalRule::Reason, basis, kind, &Text::default()));
    }
    Ok(draft)
}

/// A delivery, which says by which way. Whether a code is right is for the desk to say, which knows it.
pub(super) fn deliver(
    setting: &Setting<'_>,
    way: String,
    by: DeliveryWay,
) -> Result<Draft, Refusal> {
    let kind = ActKind::Deliver;
    if !says(&way) {
        return Err(setting.incomplete(kind, ["送达方式", "送達方式", "the way of delivery"]));
    }
    // Nobody says afterwards that the code was not asked for because it went another way: the record names the way.
    let way = match by {
        DeliveryWay::PickUp => way,
        DeliveryWay::Post => beginning_with("邮寄", way),
        DeliveryWay::Electronic => beginning_with("电子送达", way),
    };
    Draft::new(setting, kind, Body { text: boxed(way), ..Body::default() })
}

fn beginning_with(word: &str, text: String) -> String {
    if text.trim_start().starts_with(word) { text } else { format!("{word}，{}", text.trim()) }
}

pub(super) fn charge_fee(
    setting: &Setting<'_>,
    fee: String,
    amount_fen: i64,
) -> Result<Draft, Refusal> {
    let kind = ActKind::ChargeFee;
    check_amount(setting, kind, amount_fen)?;
    if let Some(item) = setting.frame().item {
        check_catalogue(setting, item, (&fee, amount_fen))?;
    }
    // What the applicant has in hand is not charged for afterwards; where charging is a stage, its place says when.
    let is_stage = setting.procedure().stages_of_act(kind).next().is_some();
    if !is_stage
        && setting.case.phase == Phase::Decided
        && setting.case.occurrence(ActKind::Deliver).is_some()
    {
        let delivered = words(["已送达", "已送達", "delivered"]);
        return Err(setting.refuse(RefusalRule::Phase, None, kind, &delivered));
    }
    let (text, amount_fen) = (boxed(fee), Some(amount_fen));
    Draft::new(setting, kind, Body { text, amount_fen, ..Body::default() })
}

/// A fee of the catalogue, with the amount that the catalogue gives.
fn check_catalogue(
    setting: &Setting<'_>,
    item: &Item,
    (id, amount_fen): (&str, i64),
) -> Result<(), Refusal> {
    let Some(fee) = item.fees.iter().find(|known| known.id == id) else {
        let rule = RefusalRule::OutsideCatalogue;
        return Err(Refusal::new(rule, Some(&item.basis), &plain(id), &Text::default()));
    };
    let charged = setting.case.charged_fen.iter().find(|(known, _)| **known == *id);
    if fee.covers(amount_fen, charged.map_or(0, |(_, charged)| *charged)) {
        return Ok(());
    }
    Err(Refusal::new(RefusalRule::FeeAmount, Some(&fee.basis), &fee.name, &fee.standard()))
}

pub(super) fn pay_fee(
    setting: &Setting<'_>,
    number: String,
    amount_fen: i64,
) -> Result<Draft, Refusal> {
    let kind = ActKind::PayFee;
    check_amount(setting, kind, amount_fen)?;
    // Where paying is a stage of its own, what is to be paid stands in the decision.
    let is_stage = setting.procedure().stages_of_act(kind).next().is_some();
    if !is_stage && amount_fen > setting.case.owed_fen {
        let due = setting.case.owed_fen;
        let due = plain(format!("{}.{:02}", due / 100, due % 100));
        return Err(setting.refuse(RefusalRule::NothingDue, None, kind, &due));
    }
    let (number, amount_fen) = (boxed(number), Some(amount_fen));
    Draft::new(setting, kind, Body { number, amount_fen, ..Body::default() })
}

fn check_amount(setting: &Setting<'_>, kind: ActKind, amount_fen: i64) -> Result<(), Refusal> {
    if amount_fen > 0 {
        return Ok(());
    }
    Err(setting.incomplete(kind, ["金额", "金額", "the amount"]))
}

pub(super) fn close(
    setting: &Setting<'_>,
    outcome: Option<String>,
    reason: Option<String>,
) -> Result<Draft, Refusal> {
    let kind = ActKind::Close;
    setting.check_phase(kind)?;
    check_pause(setting)?;
    let outcome: Option<Name> = outcome.filter(|outcome| says(outcome)).map(Into::into);
    if let Some(closing) = &setting.procedure().closing {
        check_needs(setting, closing, outcome.as_deref())?;
    }
    let mut draft = Draft::new(setting, kind, Body { reason: boxed(reason), ..Body::default() })?;
    draft.outcome = outcome;
    if draft.stage.is_none() && !setting.fold.automaton.may_be_final(setting.case.state) {
        let basis = Some(&setting.procedure().basis);
        return Err(setting.refuse(RefusalRule::NotFinished, basis, kind, &Text::default()));
    }
    Ok(draft)
}

fn check_pause(setting: &Setting<'_>) -> Result<(), Refusal> {
    // A special procedure ends by itself at its declared end.
    let open = setting.case.pause.as_ref();
    let Some(open) = open.filter(|p| p.until.is_none_or(|until| until > setting.date())) else {
        return Ok(());
    };
    let rule = setting.procedure().pause(&open.ground);
    let detail = rule.map_or_else(|| plain(&open.ground), |rule| rule.name.clone());
    let basis = rule.map(|rule| &rule.basis);
    Err(setting.refuse(RefusalRule::PauseOpen, basis, ActKind::Close, &detail))
}

/// A granted case needs the result and the delivery that the closing clause names (假办结).
fn check_needs(
    setting: &Setting<'_>,
    closing: &ClosingRule,
    outcome: Option<&str>,
) -> Result<(), Refusal> {
    let now = outcome.is_some_and(|outcome| grants(closing, outcome));
    if !now && !granted(setting, closing) {
        return Ok(());
    }
    let needs = [
        (closing.needs_result, ActKind::Issue, RefusalRule::NoResult),
        (closing.needs_delivery, ActKind::Deliver, RefusalRule::NoDelivery),
    ];
    for (needed, act, rule) in needs {
        if needed && setting.case.occurrence(act).is_none() {
            return Err(setting.refuse(rule, Some(&closing.basis), ActKind::Close, &act_name(act)));
        }
    }
    Ok(())
}
