//! Extensions (延长): of a running limit, in time, as often as the procedure allows, by the one who may.

use super::setting::{Setting, plain};
use super::step::Draft;
use super::{boxed, says};
use crate::case::refusal::{Refusal, RefusalRule};
use crate::event::{ActKind, Body};
use crate::procedure::{ClockRule, ExtensionRule};
use crate::text::Text;

/// An extension as asked for.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) limit: String,
    pub(super) reason: Option<String>,
    pub(super) approver: String,
    pub(super) notice: Option<String>,
}

pub(super) fn extend(setting: &Setting<'_>, request: &Request) -> Result<Draft, Refusal> {
    let kind = ActKind::Extend;
    let procedure = setting.procedure();
    let position = procedure.limit_position(&request.limit);
    let limit = position.and_then(|position| procedure.limits.get(position));
    let mut rules = procedure.extensions.iter();
    let rule = rules.find(|rule| Some(rule.limit) == position);
    let (Some(limit), Some(rule)) = (limit, rule) else {
        // The limit's own clause is the one that allows no more time.
        let basis = limit.map_or(&procedure.basis, |limit| &limit.basis);
        return Err(setting.refuse(RefusalRule::NotForeseen, Some(basis), kind, &Text::default()));
    };
    check_times(setting, limit, rule)?;
    check_running(setting, limit, rule)?;
    let approves = setting.actor.role.as_ref() == Some(&rule.approver);
    if request.approver != *rule.approver || !approves {
        return Err(refuse(RefusalRule::Approver, limit, rule, &plain(&rule.approver)));
    }
    if rule.reason_required && !request.reason.as_deref().is_some_and(says) {
        let basis = Some(&rule.basis);
        return Err(setting.refuse(RefusalRule::Reason, basis, kind, &Text::default()));
    }
    if rule.notice_required && !request.notice.as_deref().is_some_and(says) {
        let basis = Some(&rule.basis);
        return Err(setting.refuse(RefusalRule::NoNotice, basis, kind, &Text::default()));
    }
    let body = Body {
        limit: Some(limit.id.as_ref().into()),
        reason: boxed(request.reason.clone()),
        approver: Some(rule.approver.as_ref().into()),
        notice: boxed(request.notice.clone()),
        ..Body::default()
    };
    Draft::new(setting, kind, body)
}

fn refuse(rule: RefusalRule, limit: &ClockRule, clause: &ExtensionRule, detail: &Text) -> Refusal {
    Refusal::new(rule, Some(&clause.basis), &limit.name, detail)
}

fn check_times(
    setting: &Setting<'_>,
    limit: &ClockRule,
    rule: &ExtensionRule,
) -> Result<(), Refusal> {
    let used = setting.case.extensions.iter().find(|(limit, _)| *limit == rule.limit);
    let used = used.map_or(0, |(_, times)| *times);
    if used >= rule.times {
        return Err(refuse(RefusalRule::ExtendedAlready, limit, rule, &plain(used)));
    }
    Ok(())
}

/// Only what still runs can be lengthened: afterwards it would be a breach made undone.
fn check_running(
    setting: &Setting<'_>,
    limit: &ClockRule,
    rule: &ExtensionRule,
) -> Result<(), Refusal> {
    let mut running = setting.case.clocks.iter().filter(|clock| clock.limit == rule.limit);
    let mut any = false;
    for clock in running.by_ref() {
        any = true;
        let due = clock.clock.due(setting.frame().calendar, setting.date());
        let due = due.map_err(|error| setting.no_calendar(&limit.basis, &limit.name, error))?;
        if due.is_exceeded_at(setting.at) {
            return Err(refuse(RefusalRule::LimitExceeded, limit, rule, &plain(due.last_day)));
        }
    }
    if any {
        Ok(())
    } else {
        Err(refuse(RefusalRule::LimitNotRunning, limit, rule, &Text::default()))
    }
}
