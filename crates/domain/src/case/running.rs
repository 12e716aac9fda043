//! The clocks of a case: started and stopped by triggers, paused by special procedures, extended once.

use super::fold::{Frame, Signal};
use super::{Case, CaseClock, Change, OpenPause, OpenWait, PauseFault, StoppedClock};
use crate::calendar::CalendarError;
use crate::clock::{Clock, Pause};
use crate::event::{ActKind, Event, Name};
use crate::procedure::{LimitKind, Opens, PauseRule, Trigger, WaitRule};
use jiff::civil::{Date, DateTime};

/// Stops the clocks whose end the signal is, and says when they were due.
pub(super) fn stop_clocks(
    frame: Frame<'_>,
    case: &mut Case,
    event: &Event,
    signal: Signal,
    change: &mut Change,
) {
    let mut position = 0;
    // An agency that was asked twice answers twice.
    let mut answers = answering(case, event, signal.kind);
    while let Some(clock) = case.clocks.get(position) {
        if !is_stopped(frame, clock, (event, answers.as_ref()), signal) {
            position += 1;
            continue;
        }
        let clock = case.clocks.remove(position);
        if kind_of(frame, &clock) == Some(LimitKind::Consultation) {
            answers = None;
        }
        let due = match clock.clock.due(frame.calendar, change.at.date()) {
            Ok(due) => Some(due),
            Err(alarm) => {
                change.alarms.push(alarm);
                None
            }
        };
        change.stopped.push(StoppedClock { clock, due });
    }
}

/// The consulted agency that an act answers for: the one that it names, else that of who acts, else the only one.
pub(super) fn answering(case: &Case, event: &Event, kind: ActKind) -> Option<Name> {
    if kind != ActKind::AnswerConsultation {
        return None;
    }
    let asked = |name: &str| case.consulted.iter().find(|asked| ***asked == *name).cloned();
    let named = event.body.as_deref().map_or(&[][..], |body| &body.targets);
    if !named.is_empty() {
        return named.iter().find_map(|name| asked(name));
    }
    let only = match case.consulted.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    event.actor.agency.as_deref().and_then(asked).or(only)
}

fn kind_of(frame: Frame<'_>, clock: &CaseClock) -> Option<LimitKind> {
    frame.procedure.limits.get(clock.limit).map(|rule| rule.kind)
}

fn is_stopped(
    frame: Frame<'_>,
    clock: &CaseClock,
    (event, answers): (&Event, Option<&Name>),
    signal: Signal,
) -> bool {
    let Some(rule) = frame.procedure.limits.get(clock.limit) else { return false };
    let mine = match (rule.kind, signal.kind) {
        (LimitKind::Consultation, ActKind::AnswerConsultation) => clock.agency.as_ref() == answers,
        // What ends a case for all ends it for the agencies that were asked.
        (LimitKind::Consultation, _) => true,
        _ => clock.agency.is_none() || clock.agency == event.actor.agency,
    };
    let of_one = rule.kind == LimitKind::Joint;
    let meets =
        |trigger| if of_one { signal.meets_for_one(trigger) } else { signal.meets(trigger) };
    mine && rule.until.iter().any(|trigger| meets(*trigger))
}

/// Starts the clocks whose beginning the signal is.
pub(super) fn start_clocks(
    frame: Frame<'_>,
    case: &mut Case,
    event: &Event,
    signal: Signal,
    at: DateTime,
) {
    for (position, rule) in frame.procedure.limits.iter().enumerate() {
        if !rule.from.iter().any(|trigger| signal.meets(*trigger)) {
            continue;
        }
        if matches!(rule.kind, LimitKind::Joint | LimitKind::Consultation) {
            let agencies = event.body.as_deref().map_or(&[][..], |body| &body.targets);
            for agency in agencies {
                start(frame, case, position, Some((&**agency).into()), at);
            }
            continue;
        }
        // What may begin anew does so only while it has not reached its end: a supplement after acceptance
        // opens no second time to accept.
        let reached = |trigger: &Trigger| match trigger {
            Trigger::Stage(stage) | Trigger::Outcome(stage, _) => case.completion(*stage).is_some(),
            Trigger::Act(_) => false,
        };
        if rule.restarts && rule.until.iter().any(reached) {
            continue;
        }
        let running = case.clocks.iter().position(|clock| clock.limit == position);
        match running {
            Some(_) if !rule.restarts => {}
            Some(running) => {
                case.clocks.remove(running);
                start(frame, case, position, None, at);
            }
            None => start(frame, case, position, None, at),
        }
        let named = event.detail(|body| body.until).filter(|_| rule.until_named_day);
        if let (Some(day), Some(clock)) = (named, case.clocks.last_mut())
            && clock.limit == position
        {
            clock.clock.reported_due = Some(day);
        }
    }
}

pub(super) fn start(
    frame: Frame<'_>,
    case: &mut Case,
    limit: usize,
    agency: Option<Name>,
    at: DateTime,
) {
    let Some(rule) = frame.procedure.limits.get(limit) else { return };
    let promised = frame.item.and_then(|item| item.promised.as_ref());
    let period = match (rule.kind, promised) {
        (LimitKind::Promised, Some(promised)) => promised.period(),
        _ => rule.period,
    };
    let mut clock = Clock::start(period, at);
    clock.reported_due = case.reported_due(limit);
    if let Some(pause) = &case.pause
        && pause.effective
        && stops(frame, frame.procedure.pause(&pause.ground), limit)
    {
        clock.pauses.push(as_clock_pause(pause));
    }
    case.clocks.push(CaseClock { limit, agency, clock });
}

/// A special procedure stops the limits that its ground names, and with them the limits of single stages: no
/// stage can be late for days that do not count.
fn stops(frame: Frame<'_>, rule: Option<&PauseRule>, limit: usize) -> bool {
    let is_stage = frame.procedure.limits.get(limit).is_some_and(|l| l.kind == LimitKind::Stage);
    rule.is_some_and(|rule| is_stage && !rule.stops.is_empty() || rule.stops.contains(&limit))
}

fn as_clock_pause(pause: &OpenPause) -> Pause {
    Pause { from: pause.from, until: pause.until, ended: None, ground: pause.ground.to_string() }
}

/// Delivery, payment and a party's rights go on after the case is closed.
pub(super) fn outlives_closing(frame: Frame<'_>, clock: &CaseClock) -> bool {
    let rule = frame.procedure.limits.get(clock.limit);
    rule.is_some_and(|rule| {
        matches!(rule.kind, LimitKind::Delivery | LimitKind::Party | LimitKind::FollowUp)
    })
}

/// Starts or ends a special procedure.
pub(super) fn apply_pause(
    frame: Frame<'_>,
    case: &mut Case,
    event: &Event,
    kind: ActKind,
    change: &mut Change,
) {
    match kind {
        ActKind::StartPause => start_pause(frame, case, event, change),
        ActKind::EndPause => {
            let date = change.at.date();
            if let Some(pause) = case.pause.take() {
                end_clock_pauses(case, &pause, date);
                change.ended_pause = Some(pause);
            }
        }
        _ => {}
    }
}

fn start_pause(frame: Frame<'_>, case: &mut Case, event: &Event, change: &mut Change) {
    let from = change.at.date();
    let body = event.body.as_deref();
    let ground: Name = body.and_then(|body| body.ground.as_deref()).unwrap_or_default().into();
    let until = body.and_then(|body| body.until);
    if let Some(before) = &case.pause {
        // A pause that has reached its declared end is over, recorded or not.
        if before.until.is_none_or(|until| until > from) {
            change.pause_faults.push(PauseFault::Overlap);
        }
    }
    if case.occurrence(ActKind::Accept).is_none() {
        change.pause_faults.push(PauseFault::BeforeAcceptance);
    }
    let mut pause = OpenPause { ground, from, until, effective: false };
    match frame.procedure.pause(&pause.ground) {
        None => change.pause_faults.push(PauseFault::UnlistedGround),
        Some(rule) => {
            check_against(frame, rule, event, &pause, change);
            // Evidence and notice are what makes a pause take effect; without them the clock runs on.
            pause.effective = change.pause_faults.is_empty();
            for clock in &mut case.clocks {
                if pause.effective && stops(frame, Some(rule), clock.limit) {
                    clock.clock.pauses.push(as_clock_pause(&pause));
                }
            }
        }
    }
    case.pause = Some(pause);
}

fn check_against(
    frame: Frame<'_>,
    rule: &PauseRule,
    event: &Event,
    pause: &OpenPause,
    change: &mut Change,
) {
    let body = event.body.as_deref();
    let faults = &mut change.pause_faults;
    if rule.evidence_required && body.is_none_or(|body| body.evidence.is_none()) {
        faults.push(PauseFault::NoEvidence);
    }
    if rule.notice_required && body.is_none_or(|body| body.notice.is_none()) {
        faults.push(PauseFault::NoNotice);
    }
    let Some(until) = pause.until else {
        faults.push(PauseFault::NoDeclaredEnd);
        return;
    };
    if let Some(longest) = &rule.longest {
        match longest.period().end(pause.from.into(), frame.calendar) {
            Ok(end) if until > end.last_day => faults.push(PauseFault::TooLong),
            Ok(_) => {}
            Err(alarm) => change.alarms.push(alarm),
        }
    }
}

fn end_clock_pauses(case: &mut Case, pause: &OpenPause, date: Date) {
    for clock in &mut case.clocks {
        let same = clock.clock.pauses.iter_mut().rev().find(|p| p.from == pause.from);
        if let Some(open) = same.filter(|open| open.ended.is_none()) {
            open.ended = Some(date);
        }
    }
}

/// Extends a running clock, as often as the procedure allows.
pub(super) fn apply_extension(frame: Frame<'_>, case: &mut Case, event: &Event, kind: ActKind) {
    if kind != ActKind::Extend {
        return;
    }
    let id = event.body.as_deref().and_then(|body| body.limit.as_deref());
    let rules = &frame.procedure.extensions;
    let named = id.and_then(|id| frame.procedure.limit_position(id));
    let rule = match (id, named) {
        (Some(_), named) => rules.iter().find(|rule| Some(rule.limit) == named),
        (None, _) => rules.first(),
    };
    let Some(rule) = rule else { return };
    let used = case.extensions.iter_mut().find(|(limit, _)| *limit == rule.limit);
    match used {
        Some((_, times)) if *times >= rule.times => return,
        Some((_, times)) => *times += 1,
        None => case.extensions.push((rule.limit, 1)),
    }
    for clock in case.clocks.iter_mut().filter(|clock| clock.limit == rule.limit) {
        clock.clock.extensions.push(rule.period);
    }
}

/// A waiting period that begins at `at`.
pub(super) fn open_wait(
    frame: Frame<'_>,
    position: usize,
    rule: &WaitRule,
    at: DateTime,
) -> Result<OpenWait, CalendarError> {
    let end = rule.period.end(at, frame.calendar)?;
    let opens = match rule.opens {
        Opens::OnLastDay => end.last_day,
        Opens::AfterLastDay => end.first_day_over(),
    };
    Ok(OpenWait { wait: position, started: at.date(), opens })
}
