//! What silence brings about: a grant, a renewal (行政许可法 50), the opinion of a joint agency.

use super::setting::{Setting, plain};
use super::step::Draft;
use crate::case::fold::Frame;
use crate::case::refusal::{Refusal, RefusalRule};
use crate::case::{Case, CaseClock};
use crate::event::{ActKind, Body, Name};
use crate::limit::Due;
use crate::procedure::{ClockRule, OnExpiry, OnSilence, Procedure, Stage, StageIndex};
use crate::text::Text;

/// The stage at which a case is decided, and its outcome that grants.
fn granting(procedure: &Procedure) -> Option<(StageIndex, &Stage, &Name)> {
    let closing = procedure.closing.as_ref()?;
    procedure.stages_of_act(ActKind::Decide).find_map(|index| {
        let stage = procedure.stage(index)?;
        let grants = |id: &Name| closing.granting.iter().any(|granting| **granting == **id);
        let outcome = stage.outcomes.iter().find(|outcome| grants(&outcome.id))?;
        Some((index, stage, &outcome.id))
    })
}

/// Whether silence can still decide a case: it is open, and was not decided before.
pub(super) fn is_undecided(procedure: &Procedure, case: &Case) -> bool {
    case.phase.after(ActKind::Decide).is_ok()
        && case.occurrence(ActKind::Decide).is_none()
        && granting(procedure).is_some()
}

/// Whether silence decides in this way when a limit runs out: an application for renewal must have come early enough, so
/// that the period of the limit lies between it and the end. What counts is its receipt, whenever the licence was named.
pub(super) fn speaks(
    frame: Frame<'_>,
    case: &Case,
    clock: &CaseClock,
    due: Due,
) -> Option<OnExpiry> {
    let rule = frame.procedure.limits.get(clock.limit)?;
    let decides = [OnExpiry::DeemGranted, OnExpiry::DeemRenewed];
    let silence = rule.on_expiry.filter(|silence| decides.contains(silence))?;
    if !rule.until_named_day {
        return Some(silence);
    }
    let received = case.occurrence(ActKind::Submit).map(|received| received.first);
    let begun = received.unwrap_or(clock.clock.started_at).date();
    let needed = rule.period.unrolled_end(begun, frame.calendar).ok()?;
    (needed <= due.last_day).then_some(silence)
}

/// The running limit that has run out and whose silence decides in this way, if there is one.
pub(super) fn spoken<'a>(
    setting: &Setting<'a>,
    silence: OnExpiry,
) -> Result<Option<&'a ClockRule>, Refusal> {
    for clock in &setting.case.clocks {
        let rule = setting.procedure().limits.get(clock.limit);
        let Some(rule) = rule.filter(|rule| rule.on_expiry == Some(silence)) else { continue };
        let due = clock.clock.due(setting.frame().calendar, setting.date());
        let due = due.map_err(|error| setting.no_calendar(&rule.basis, &rule.name, error))?;
        let speaks = || speaks(setting.frame(), setting.case, clock, due).is_some();
        if due.is_exceeded_at(setting.at) && speaks() {
            return Ok(Some(rule));
        }
    }
    Ok(None)
}

/// Whatever stage the case stands at: what the organ has left undone no longer matters.
pub(super) fn decide(setting: &Setting<'_>, silence: OnExpiry) -> Result<Draft, Refusal> {
    let kind = ActKind::Decide;
    setting.check_phase(kind)?;
    let limit = spoken(setting, silence)?;
    let decided =
        granting(setting.procedure()).filter(|_| is_undecided(setting.procedure(), setting.case));
    let (Some(limit), Some((stage, _, outcome))) = (limit, decided) else {
        return Err(setting.refuse(RefusalRule::NotExpired, None, kind, &Text::default()));
    };
    let body = Body { automatic: true, limit: Some(limit.id.as_ref().into()), ..Body::default() };
    Ok(Draft { kind, stage: Some(stage), outcome: Some(outcome.clone()), body })
}

/// The joint agencies whose silence has spoken.
pub(super) fn silent<'a>(setting: &Setting<'a>) -> impl Iterator<Item = &'a Name> + use<'a> {
    let (procedure, case, frame) = (setting.procedure(), setting.case, setting.frame());
    let (at, date) = (setting.at, setting.date());
    let rule = procedure.joint.as_ref().filter(|rule| rule.silence == OnSilence::Agreed);
    let clocks = rule.map_or(&[][..], |_| case.clocks.as_slice());
    clocks.iter().filter_map(move |clock| {
        let agency =
            clock.agency.as_ref().filter(|_| rule.is_some_and(|r| r.limit == clock.limit))?;
        let due = clock.clock.due(frame.calendar, date).ok()?;
        let mut joint = case.joint_agencies.iter();
        let open = joint.any(|joint| joint.name == *agency && !joint.answered);
        (open && due.is_exceeded_at(at)).then_some(agency)
    })
}

/// Silence of a joint agency counts as agreement, where the procedure says so.
pub(super) fn opinion(setting: &Setting<'_>, agency: &str) -> Result<Draft, Refusal> {
    let kind = ActKind::GiveOpinion;
    let Some(rule) = &setting.procedure().joint else {
        return Err(setting.not_foreseen(kind));
    };
    if !silent(setting).any(|silent| **silent == *agency) {
        let basis = Some(&rule.basis);
        return Err(setting.refuse(RefusalRule::NotExpired, basis, kind, &plain(agency)));
    }
    let limit = setting.procedure().limits.get(rule.limit);
    let body = Body {
        automatic: true,
        limit: limit.map(|limit| limit.id.as_ref().into()),
        targets: vec![agency.into()],
        ..Body::default()
    };
    let mut draft = Draft::of_stage(setting, kind, body)?;
    draft.outcome = Some(rule.agreed.clone());
    Ok(draft)
}
