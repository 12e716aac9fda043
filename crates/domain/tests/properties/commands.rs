//! What `decide` accepts applies without any deviation, whatever was decided before.

use crate::choices::{Choices, check};
use crate::courses::{
    BEGIN, any_actor, frame, ground_word, limit_word, moment, outcome_word, stage_word,
};
use crate::shelf::PROCEDURES;
use domain::case::decide::{Command, decide, due_automatically};
use domain::case::fold::Fold;
use domain::case::{Case, Change};
use domain::event::{ActKind, Actor, Source};
use domain::procedure::automaton::Fit;
use domain::procedure::{Procedure, Stage, StageIndex};
use jiff::Timestamp;
use std::cell::Cell;

const CASES: u32 = 700;
const NUMBERS: usize = 900;

fn text(choices: &mut Choices<'_>) -> String {
    if choices.once_in(10) { " ".to_owned() } else { "因".to_owned() }
}

fn some(choices: &mut Choices<'_>) -> Option<String> {
    Some(text(choices))
}

fn agencies(choices: &mut Choices<'_>) -> Vec<String> {
    let all = ["消防", "x", "消防"];
    let count = if choices.once_in(8) { choices.below(4) } else { 2 };
    all.iter().take(count).map(|agency| (*agency).to_owned()).collect()
}

fn any_command(procedure: &Procedure, choices: &mut Choices<'_>, at: Timestamp) -> Command {
    use Command as C;
    let materials = vec!["layout".to_owned()];
    match choices.below(33) {
        0 => C::Submit { materials },
        1 => C::RequestSupplement { materials, reason: text(choices) },
        2 => C::ReceiveSupplement { materials },
        3 => C::Accept,
        4 => C::DeemAccepted,
        5 => C::Decline { reason: text(choices) },
        6 => {
            let outcome = choices.once_in(2).then(|| outcome_word(procedure, choices));
            let (stage, reason) = (stage_word(procedure, choices), some(choices));
            C::Complete { stage, outcome, reason }
        }
        7 => C::Return { to: stage_word(procedure, choices), reason: text(choices) },
        8 => C::Transfer { to_post: text(choices) },
        9 => C::Consult { agency: text(choices), question: text(choices) },
        10 => C::AnswerConsultation { agency: text(choices), text: text(choices) },
        11 => C::AddSigner { post: text(choices) },
        12 => C::Urge,
        13 => {
            let days = i64::try_from(choices.below(40)).unwrap() - 2;
            let until = Timestamp::from_second(at.as_second() + days * 86_400).unwrap();
            let until = Some(until.to_zoned(jiff::tz::TimeZone::UTC).date());
            let (ground, evidence) = (ground_word(procedure, choices), some(choices));
            C::StartPause { ground, until, evidence, notice: some(choices) }
        }
        14 => C::EndPause,
        15 => C::PauseExpired,
        16 => {
            let approver = procedure.extensions.first().map(|rule| rule.approver.to_string());
            let (limit, reason) = (limit_word(procedure, choices), some(choices));
            let approver = approver.unwrap_or_default();
            C::Extend { limit, reason, approver, notice: some(choices) }
        }
        17 => C::Split { agencies: agencies(choices) },
        18 => C::GiveOpinion { agency: "消防".to_owned(), outcome: None, text: text(choices) },
        19 => C::PayFee { number: text(choices), amount_fen: 100 },
        20 => C::Decide { outcome: outcome_word(procedure, choices), reason: some(choices) },
        21 => C::Issue { number: text(choices) },
        22 => C::handed_over(text(choices)),
        23 => C::Withdraw { confirmation: text(choices), reason: some(choices) },
        24 | 25 => C::Rate {
            level: u8::try_from(choices.below(7)).unwrap(),
            labels: Vec::new(),
            text: some(choices),
        },
        26 => C::NameLicence {
            number: text(choices),
            until: Timestamp::from_second(at.as_second() + 40 * 86_400)
                .unwrap()
                .to_zoned(jiff::tz::TimeZone::UTC)
                .date(),
        },
        27 => C::AcceptWithMissing {
            materials,
            until: at.to_zoned(jiff::tz::TimeZone::UTC).date().tomorrow().unwrap(),
        },
        28 => C::HandIn { materials },
        29 => C::DeferralLapsed,
        30 => C::Revoke { reason: text(choices) },
        31 => C::Close { outcome: None, reason: some(choices) },
        _ => C::Correct { event: 1, text: text(choices) },
    }
}

/// A command that would complete a stage, so that courses get far.
fn towards(stage: &Stage, choices: &mut Choices<'_>) -> Command {
    use Command as C;
    let plain: Vec<_> = stage.outcomes.iter().filter(|outcome| outcome.act.is_none()).collect();
    let outcome = choices.of(&plain).map(|outcome| outcome.id.to_string());
    match stage.act {
        ActKind::Submit => C::Submit { materials: Vec::new() },
        ActKind::Accept if choices.once_in(6) => C::Decline { reason: text(choices) },
        ActKind::Accept => C::Accept,
        ActKind::Split => C::Split { agencies: agencies(choices) },
        ActKind::GiveOpinion => {
            let agency = if choices.once_in(2) { "消防" } else { "x" };
            let word = if choices.once_in(3) { "opposed" } else { "agreed" };
            let outcome = outcome.or_else(|| Some(word.to_owned()));
            C::GiveOpinion { agency: agency.to_owned(), outcome, text: text(choices) }
        }
        ActKind::Decide => {
            C::Decide { outcome: outcome.unwrap_or_default(), reason: some(choices) }
        }
        ActKind::NameLicence => {
            let days = 86_400 * i64::try_from(choices.below(60)).unwrap();
            let until = Timestamp::from_second(BEGIN + days).unwrap();
            let until = until.to_zoned(jiff::tz::TimeZone::UTC).date();
            C::NameLicence { number: text(choices), until }
        }
        ActKind::Revoke => C::Revoke { reason: text(choices) },
        ActKind::Issue => C::Issue { number: text(choices) },
        ActKind::Deliver => C::handed_over(text(choices)),
        ActKind::Close => C::Close { outcome: None, reason: None },
        _ => C::Complete { stage: stage.id.to_string(), outcome, reason: some(choices) },
    }
}

/// Mostly what leads on, signed by somebody with the role of the stage; sometimes anything.
pub(crate) fn next(
    fold: &Fold<'_>,
    case: &Case,
    choices: &mut Choices<'_>,
    at: Timestamp,
) -> (Command, Actor) {
    let procedure = fold.frame.procedure;
    let mut actor = any_actor(procedure, choices);
    let automatic = due_automatically(fold, case, at);
    if let (Some(command), true) = (automatic.first(), choices.once_in(2)) {
        return (command.clone(), Actor::default());
    }
    let possible: Vec<&Stage> = (0_u16..)
        .zip(&procedure.stages)
        .filter(|(index, _)| fold.automaton.is_possible(case.state, StageIndex(*index)))
        .map(|(_, stage)| stage)
        .collect();
    match choices.of(&possible) {
        Some(stage) if !choices.once_in(3) => {
            let command = towards(stage, choices);
            actor.role.clone_from(&stage.role);
            if let Command::GiveOpinion { agency, .. } = &command {
                actor.agency = Some(agency.as_str().into());
            }
            (command, actor)
        }
        _ => {
            let command = any_command(procedure, choices, at);
            if let Command::Extend { approver, .. } = &command {
                actor.role = Some(approver.as_str().into());
            }
            (command, actor)
        }
    }
}

/// Decides and applies one command; whether it was accepted.
pub(crate) fn one(
    fold: &mut Fold<'_>,
    case: &mut Case,
    command: &Command,
    actor: &Actor,
    at: Timestamp,
) -> bool {
    let (before, n) = (case.clone(), case.events + 1);
    let decided = decide(fold, case, command.clone(), actor, at, n);
    assert_eq!(*case, before);
    let Ok(events) = decided else { return false };
    for (event, number) in events.iter().zip(n..) {
        let phase = case.phase;
        let mut change = Change::default();
        fold.apply(case, event, &mut change);
        assert!(matches!(change.fit, None | Some(Fit::Fits)), "{command:?}: {:?}", change.fit);
        assert!(change.early.is_empty(), "{command:?}: {:?}", change.early);
        assert!(change.pause_faults.is_empty(), "{command:?}: {:?}", change.pause_faults);
        assert_eq!(Ok(case.phase), phase.after(change.kind.unwrap()), "{command:?}");
        assert_eq!(change.kind, Some(event.kind), "{command:?}");
        let envelope = (event.n, event.source, event.recorded_at);
        assert_eq!(envelope, (number, Source::Native, at));
        let by_law = event.body.as_ref().is_some_and(|body| body.automatic);
        assert_eq!(event.actor.person, actor.person.clone().filter(|_| !by_law), "{command:?}");
    }
    true
}

#[test]
fn what_is_decided_applies_without_any_deviation() {
    let (accepted, refused, closed) = (Cell::new(0), Cell::new(0), Cell::new(0));
    check(CASES, NUMBERS, |choices| {
        let procedure = choices.of(&PROCEDURES).unwrap();
        let mut fold = Fold::new(frame(procedure, choices));
        let mut case = fold.new_case();
        let mut seconds = BEGIN;
        for _ in 0..40 {
            seconds += 3_600 * i64::try_from(choices.below(30)).unwrap();
            let at = moment(seconds);
            let (command, actor) = next(&fold, &case, choices, at);
            let counter =
                if one(&mut fold, &mut case, &command, &actor, at) { &accepted } else { &refused };
            counter.set(counter.get() + 1);
        }
        closed.set(closed.get() + u32::from(case.phase.is_over()));
    });
    assert!(accepted.get() > 3_000, "{accepted:?} accepted, {refused:?} refused");
    assert!(refused.get() > 3_000, "{accepted:?} accepted, {refused:?} refused");
    assert!(closed.get() > 60, "only {closed:?} cases got to their end");
}
