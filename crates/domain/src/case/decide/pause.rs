//! Special procedures (特别程序): the closed list of grounds that stop clocks.

use super::setting::{Setting, plain};
use super::step::Draft;
use super::{boxed, says};
use crate::case::CaseClock;
use crate::case::phase::Phase;
use crate::case::refusal::{Refusal, RefusalRule, phase_name};
use crate::event::{ActKind, Body};
use crate::procedure::PauseRule;
use crate::text::Text;
use jiff::civil::Date;

/// A special procedure as declared.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    pub(super) ground: String,
    pub(super) until: Option<Date>,
    pub(super) evidence: Option<String>,
    pub(super) notice: Option<String>,
}

pub(super) fn start(setting: &Setting<'_>, declared: &Declared) -> Result<Draft, Refusal> {
    let listed = setting.frame().item.is_none_or(|item| {
        let grounds = &item.special_procedures;
        grounds.is_empty() || grounds.contains(&declared.ground)
    });
    let rule = setting.procedure().pause(&declared.ground).filter(|_| listed);
    let Some(rule) = rule else {
        // The law that lists the grounds is the law that lacks this one.
        let basis = setting.procedure().pauses.first().map(|rule| &rule.basis);
        let subject = plain(&declared.ground);
        let rule = RefusalRule::UnlistedGround;
        return Err(Refusal::new(rule, basis, &subject, &Text::default()));
    };
    if setting.case.occurrence(ActKind::Accept).is_none() {
        return Err(refuse(RefusalRule::PauseBeforeAcceptance, rule, &Text::default()));
    }
    // After the decision there is something to stop only where a limit of the ground still runs, as in execution or review.
    let runs = |clock: &CaseClock| rule.stops.contains(&clock.limit);
    if setting.case.phase == Phase::Decided && !setting.case.clocks.iter().any(runs) {
        let phase = phase_name(setting.case.phase);
        return Err(setting.refuse(
            RefusalRule::Phase,
            Some(&rule.basis),
            ActKind::StartPause,
            &phase,
        ));
    }
    if let Some(open) = &setting.case.pause
        && open.until.is_none_or(|until| until > setting.date())
    {
        let before = setting.procedure().pause(&open.ground);
        let detail = before.map_or_else(|| plain(&open.ground), |rule| rule.name.clone());
        return Err(refuse(RefusalRule::PauseOverlap, rule, &detail));
    }
    check_papers(rule, declared)?;
    let until = check_end(setting, rule, declared)?;
    let body = Body {
        ground: Some(rule.ground.as_ref().into()),
        until: Some(until),
        evidence: boxed(declared.evidence.clone()),
        notice: boxed(declared.notice.clone()),
        ..Body::default()
    };
    Draft::new(setting, ActKind::StartPause, body)
}

fn refuse(rule: RefusalRule, clause: &PauseRule, detail: &Text) -> Refusal {
    Refusal::new(rule, Some(&clause.basis), &clause.name, detail)
}

fn check_papers(rule: &PauseRule, declared: &Declared) -> Result<(), Refusal> {
    if rule.evidence_required && !declared.evidence.as_deref().is_some_and(says) {
        return Err(refuse(RefusalRule::NoEvidence, rule, &Text::default()));
    }
    if rule.notice_required && !declared.notice.as_deref().is_some_and(says) {
        return Err(refuse(RefusalRule::NoNotice, rule, &Text::default()));
    }
    Ok(())
}

fn check_end(
    setting: &Setting<'_>,
    rule: &PauseRule,
    declared: &Declared,
) -> Result<Date, Refusal> {
    let until = declared.until.filter(|until| *until >= setting.date());
    let Some(until) = until else {
        return Err(refuse(RefusalRule::NoDeclaredEnd, rule, &Text::default()));
    };
    // What lies past every calendar has no limit after it: nobody could say when the case is due.
    if let Some(calendar) = setting.frame().calendar
        && let Err(error) = calendar.kind(until)
    {
        return Err(setting.no_calendar(&rule.basis, &rule.name, error));
    }
    if let Some(longest) = rule.at_once() {
        let end = longest.period().end(setting.date().into(), setting.frame().calendar);
        let end = end.map_err(|error| setting.no_calendar(&longest.basis, &rule.name, error))?;
        if until > end.last_day {
            let (basis, detail) = (Some(&longest.basis), plain(end.last_day));
            return Err(Refusal::new(RefusalRule::PauseTooLong, basis, &rule.name, &detail));
        }
    }
    Ok(until)
}

pub(super) fn end(setting: &Setting<'_>) -> Result<Draft, Refusal> {
    let kind = ActKind::EndPause;
    if setting.case.pause.is_none() {
        return Err(setting.refuse(RefusalRule::NoPause, None, kind, &Text::default()));
    }
    Draft::new(setting, kind, Body::default())
}

/// By itself, on the declared last day: the days up to it stay out of the count either way.
pub(super) fn expire(setting: &Setting<'_>) -> Result<Draft, Refusal> {
    let kind = ActKind::EndPause;
    let Some(pause) = &setting.case.pause else {
        return Err(setting.refuse(RefusalRule::NoPause, None, kind, &Text::default()));
    };
    if pause.until.is_none_or(|until| until > setting.date()) {
        let rule = setting.procedure().pause(&pause.ground);
        let subject = rule.map_or_else(|| plain(&pause.ground), |rule| rule.name.clone());
        let detail = pause.until.map_or_else(|| plain("—"), plain);
        let basis = rule.map(|rule| &rule.basis);
        return Err(Refusal::new(RefusalRule::PauseNotOver, basis, &subject, &detail));
    }
    Draft::new(setting, kind, Body { automatic: true, ..Body::default() })
}
