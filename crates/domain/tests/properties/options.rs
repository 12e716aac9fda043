//! What is offered is what is decided: every option as its prototype is decided, and nothing is decided that is not
//! offered.

use crate::choices::{Choices, check};
use crate::commands::{next, one};
use crate::courses::{BEGIN, frame, moment};
use crate::shelf::PROCEDURES;
use domain::case::Case;
use domain::case::decide::{Command, decide, decide_as, due_automatically};
use domain::case::fold::Fold;
use domain::case::options::{CaseOption, Verdict, options};
use domain::case::refusal::RefusalRule;
use domain::event::{ActKind, Actor, Event};
use jiff::Timestamp;
use std::cell::Cell;
use std::time::Instant;

const CASES: u32 = 250;
const NUMBERS: usize = 900;

type Scene<'a> = (&'a Fold<'a>, &'a Case, Timestamp);

/// The verdict is that of the prototype.
fn agree((fold, case, at): Scene<'_>, option: &CaseOption, actors: &[Actor]) {
    let decided = decide_as(fold, case, &option.prototype, actors, at);
    match (&option.verdict, decided) {
        (Verdict::Allowed { actor, role }, Ok(decided)) => {
            assert_eq!((*actor, role), (decided.actor, &actors[*actor].role));
            // `complete` becomes the act of its stage.
            let kind = decided.events[0].kind;
            assert!(option.kind == ActKind::Complete || option.kind == kind, "{option:?}");
            assert_eq!(decided.events[0].stage, option.stage.as_ref().map(|s| s.id.clone()));
        }
        (Verdict::Refused(told), Err(refusal)) => assert_eq!(**told, refusal),
        (told, decided) => panic!("{:?}: {told:?} but {decided:?}", option.prototype),
    }
}

/// What the prototype says without a reason is refused exactly where a reason is needed.
fn reason_is_needed((fold, case, at): Scene<'_>, option: &CaseOption, actors: &[Actor]) {
    let mut command = option.prototype.clone();
    match &mut command {
        Command::Complete { reason, .. }
        | Command::Decide { reason, .. }
        | Command::Close { reason, .. }
        | Command::Withdraw { reason, .. }
        | Command::Extend { reason, .. } => *reason = None,
        Command::Decline { reason }
        | Command::Return { reason, .. }
        | Command::RequestSupplement { reason, .. } => reason.clear(),
        _ => return,
    }
    let needed = option.need("reason").is_some_and(|need| need.required);
    let outcome = decide_as(fold, case, &command, actors, at).map_err(|refusal| refusal.rule);
    let found = outcome.err() == Some(RefusalRule::Reason);
    assert_eq!(found, needed, "{command:?} in {}", fold.frame.procedure.id);
}

/// Whether an option is the one that an event came from.
fn offers(option: &CaseOption, event: &Event, command: &Command) -> bool {
    let choice = option.choice.as_ref().map(|choice| &*choice.id);
    let same = option.is_allowed() && option.prototype.kind() == command.kind();
    let stage = option.stage.as_ref().map(|stage| &stage.id) == event.stage.as_ref();
    same && match command {
        Command::StartPause { ground, .. } => choice == Some(ground),
        Command::Extend { limit, .. } => choice == Some(limit),
        Command::Return { to, .. } => choice == Some(to),
        Command::Complete { outcome, .. } => stage && choice == outcome.as_deref(),
        Command::Decide { outcome, .. } => stage && choice == Some(outcome),
        _ => stage,
    }
}

fn look(scene: Scene<'_>, (command, actor): (&Command, &Actor), choices: &mut Choices<'_>) -> u32 {
    let (fold, case, at) = scene;
    let other = Actor { role: Some("head-of-organ".into()), ..actor.clone() };
    let actors = if choices.once_in(3) { vec![other, actor.clone()] } else { vec![actor.clone()] };
    let found = options(fold, case, &actors, at);
    for option in &found {
        agree(scene, option, &actors);
        if option.is_allowed() {
            reason_is_needed(scene, option, &actors);
        }
    }
    // What the law itself does is nobody's option.
    if matches!(command, Command::DeemAccepted | Command::PauseExpired)
        || due_automatically(fold, case, at).contains(command)
    {
        return 0;
    }
    let Ok(events) = decide(fold, case, command.clone(), actor, at, case.events + 1) else {
        return 0;
    };
    let mine = options(fold, case, std::slice::from_ref(actor), at);
    let is_offered = mine.iter().any(|option| offers(option, &events[0], command));
    assert!(is_offered, "{command:?} of {actor:?} in {} is not offered", fold.frame.procedure.id);
    1
}

#[test]
fn what_is_offered_is_what_is_decided() {
    let (looked, offered) = (Cell::new(0), Cell::new(0));
    check(CASES, NUMBERS, |choices| {
        let procedure = choices.of(&PROCEDURES).unwrap();
        let mut fold = Fold::new(frame(procedure, choices));
        let mut case = fold.new_case();
        let mut seconds = BEGIN;
        for _ in 0..30 {
            seconds += 3_600 * i64::try_from(choices.below(30)).unwrap();
            let at = moment(seconds);
            let (command, actor) = next(&fold, &case, choices, at);
            looked.set(looked.get() + 1);
            offered.set(offered.get() + look((&fold, &case, at), (&command, &actor), choices));
            one(&mut fold, &mut case, &command, &actor, at);
        }
    });
    assert!(offered.get() > 1_000, "{} of {}", offered.get(), looked.get());
}

/// Less than a millisecond in a release build; here only that it does not grow out of hand.
#[test]
fn all_options_of_a_case_are_found_quickly() {
    check(20, NUMBERS, |choices| {
        for procedure in PROCEDURES.iter() {
            let fold = Fold::new(frame(procedure, choices));
            let case = fold.new_case();
            let actors: Vec<Actor> = ["window", "examiner", "approver"]
                .iter()
                .map(|role| Actor { role: Some((*role).into()), ..Actor::default() })
                .collect();
            let begun = Instant::now();
            let count = options(&fold, &case, &actors, moment(BEGIN)).len();
            assert!((20..200).contains(&count), "{count} options in {}", procedure.id);
            assert!(begun.elapsed().as_millis() < 500, "{:?}", begun.elapsed());
        }
    });
}
