//! Application, missing materials, acceptance and withdrawal.

use super::setting::{Setting, plain, words};
use super::step::Draft;
use super::{all_boxed, boxed, says};
use crate::case::refusal::{Refusal, RefusalRule};
use crate::event::{ActKind, Body, Name};
use crate::procedure::{Performer, Stage};
use crate::text::Text;
use jiff::civil::Date;

pub(super) fn submit(setting: &Setting<'_>, materials: Vec<String>) -> Result<Draft, Refusal> {
    let body = Body { materials: all_boxed(materials), ..Body::default() };
    Draft::of_stage(setting, ActKind::Submit, body)
}

/// Once, in full, in time, and only for what the catalogue names.
pub(super) fn request_supplement(
    setting: &Setting<'_>,
    materials: Vec<String>,
    reason: String,
) -> Result<Draft, Refusal> {
    let kind = ActKind::RequestSupplement;
    let Some(rule) = &setting.procedure().supplement else {
        return Err(setting.not_foreseen(kind));
    };
    let basis = Some(&rule.basis);
    if setting.case.completion(rule.until).is_some() {
        let stage = setting.stage_name(rule.until);
        return Err(setting.refuse(RefusalRule::LateSupplement, basis, kind, &stage));
    }
    let notices = setting.case.supplement_notices;
    if notices >= rule.times {
        let detail = super::setting::plain(notices);
        return Err(setting.refuse(RefusalRule::SecondSupplement, basis, kind, &detail));
    }
    let materials = all_boxed(materials);
    if materials.is_empty() {
        return Err(setting.incomplete(kind, ["所缺材料", "所缺材料", "the missing materials"]));
    }
    if let Some(item) = setting.frame().item
        && let Some(outside) = materials.iter().find(|material| !item.may_demand(material))
    {
        let subject = super::setting::plain(outside);
        let rule = RefusalRule::OutsideCatalogue;
        return Err(Refusal::new(rule, Some(&item.basis), &subject, &Text::default()));
    }
    if !says(&reason) {
        return Err(setting.refuse(RefusalRule::Reason, basis, kind, &Text::default()));
    }
    check_silence(setting, kind)?;
    Draft::new(setting, kind, Body { materials, reason: boxed(reason), ..Body::default() })
}

/// After the intake limit silence has spoken: the application is accepted by law.
fn check_silence(setting: &Setting<'_>, kind: ActKind) -> Result<(), Refusal> {
    match setting.deemed_accepted_by()? {
        Some(limit) => {
            Err(setting.refuse(RefusalRule::DeemedAccepted, Some(&limit.basis), kind, &limit.name))
        }
        None => Ok(()),
    }
}

pub(super) fn receive_supplement(
    setting: &Setting<'_>,
    materials: Vec<String>,
) -> Result<Draft, Refusal> {
    let body = Body { materials: all_boxed(materials), ..Body::default() };
    Draft::new(setting, ActKind::ReceiveSupplement, body)
}

pub(super) fn accept(setting: &Setting<'_>) -> Result<Draft, Refusal> {
    let mut draft = Draft::of_stage(setting, ActKind::Accept, Body::default())?;
    draft.outcome = accepting_outcome(setting, &draft);
    Ok(draft)
}

/// The outcome that acceptance itself chooses: the one without an act of its own.
fn accepting_outcome(setting: &Setting<'_>, draft: &Draft) -> Option<Name> {
    let stage: &Stage = setting.stage(draft.stage?)?;
    if let Some((_, outcome)) = stage.outcome_of_act(ActKind::Accept) {
        return Some(outcome.id.clone());
    }
    let mut plain = stage.outcomes.iter().filter(|outcome| outcome.act.is_none());
    match (plain.next(), plain.next()) {
        (Some(outcome), None) => Some(outcome.id.clone()),
        _ => None,
    }
}

pub(super) fn deem_accepted(setting: &Setting<'_>) -> Result<Draft, Refusal> {
    let kind = ActKind::Accept;
    let limit = setting.deemed_accepted_by()?;
    let Some(limit) = limit else {
        return Err(setting.refuse(RefusalRule::NotExpired, None, kind, &Text::default()));
    };
    let started = setting.case.clocks.iter().find(|clock| {
        let rule = setting.procedure().limits.get(clock.limit);
        rule.is_some_and(|rule| rule.id == limit.id && rule.dates_back)
    });
    let body = Body {
        automatic: true,
        limit: Some(limit.id.as_ref().into()),
        since: started.map(|clock| clock.clock.started_at.date()),
        ..Body::default()
    };
    let mut draft = Draft::of_stage(setting, kind, body)?;
    draft.outcome = accepting_outcome(setting, &draft);
    Ok(draft)
}

/// Names the licence that is to be renewed, while it stands.
pub(super) fn name_licence(
    setting: &Setting<'_>,
    number: String,
    until: Date,
) -> Result<Draft, Refusal> {
    let kind = ActKind::NameLicence;
    let body = Body { number: boxed(number), until: Some(until), ..Body::default() };
    let draft = Draft::of_stage(setting, kind, body)?;
    let stage = draft.stage.and_then(|index| setting.stage(index));
    let basis = stage.and_then(|stage| stage.basis.as_ref());
    if draft.body.number.is_none() {
        let lacks = words(["原许可证编号", "原許可證編號", "the number of the licence"]);
        return Err(setting.refuse(RefusalRule::Incomplete, basis, kind, &lacks));
    }
    if until < setting.date() {
        return Err(setting.refuse(RefusalRule::LicenceOver, basis, kind, &plain(until)));
    }
    Ok(draft)
}

pub(super) fn decline(setting: &Setting<'_>, reason: String) -> Result<Draft, Refusal> {
    let kind = ActKind::Decline;
    let body = Body { reason: boxed(reason), ..Body::default() };
    let mut draft = Draft::of_stage(setting, kind, body)?;
    let stage = draft.stage.and_then(|index| setting.stage(index));
    draft.outcome =
        stage.and_then(|stage| stage.outcome_of_act(kind)).map(|(_, outcome)| outcome.id.clone());
    check_silence(setting, kind)?;
    Ok(draft)
}

pub(super) fn withdraw(
    setting: &Setting<'_>,
    confirmation: String,
    reason: Option<String>,
) -> Result<Draft, Refusal> {
    let kind = ActKind::Withdraw;
    let Some(rule) = &setting.procedure().withdraw else {
        return Err(setting.not_foreseen(kind));
    };
    let basis = Some(&rule.basis);
    if setting.case.completion(rule.until).is_some() {
        let stage = setting.stage_name(rule.until);
        return Err(setting.refuse(RefusalRule::LateWithdrawal, basis, kind, &stage));
    }
    let stages = &setting.procedure().stages;
    let mut parties = stages.iter().filter(|stage| stage.performer == Performer::Party);
    let is_party =
        setting.actor.role.is_some() && parties.any(|stage| stage.role == setting.actor.role);
    if !is_party || !says(&confirmation) {
        return Err(setting.refuse(RefusalRule::NotTheParty, basis, kind, &Text::default()));
    }
    let (evidence, reason) = (boxed(confirmation), boxed(reason));
    Draft::new(setting, kind, Body { evidence, reason, ..Body::default() })
}
