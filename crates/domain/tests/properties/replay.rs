//! Folding and judging: never a panic, and always the same answer.

use crate::choices::check;
use crate::courses::{BEGIN, any_case, frame, moment};
use crate::shelf::{CALENDAR, PROCEDURES, RULES};
use domain::calendar::CalendarError;
use domain::case::Case;
use domain::event::Event;
use domain::supervision::finding::Finding;
use domain::supervision::judge::Judge;
use domain::text::Language;
use jiff::civil::DateTime;
use std::cell::Cell;

const CASES: u32 = 400;
const NUMBERS: usize = 700;

type Verdict = (Vec<Finding>, Vec<CalendarError>, Case);

/// The judgement of a case; states are numbered in the order of their first visit, so the number is left out.
fn judge(judge: &mut Judge<'_>, events: &[Event], as_of: DateTime) -> Verdict {
    judge.begin(&[]);
    for event in events {
        judge.observe(event);
    }
    let going_on = judge.going_on();
    judge.watch(&going_on, as_of);
    let mut case = judge.case().clone();
    case.state =
        domain::procedure::automaton::Automaton::new(&judge.frame().procedure.net).initial();
    (judge.findings().to_vec(), judge.alarms().to_vec(), case)
}

#[test]
fn judging_any_events_never_panics_and_does_not_depend_on_the_cases_before() {
    let found = Cell::new(0);
    check(CASES, NUMBERS, |choices| {
        let procedure = choices.of(&PROCEDURES).unwrap();
        let frame = frame(procedure, choices);
        let events = any_case(procedure, choices);
        let others = [any_case(procedure, choices), any_case(procedure, choices)];
        let as_of = CALENDAR.time_zone.to_datetime(moment(BEGIN + 90 * 86_400));
        let new = || Judge::new(frame, &RULES, Language::English).unwrap();
        let first = judge(&mut new(), &events, as_of);
        let mut used = new();
        for other in &others {
            judge(&mut used, other, as_of);
        }
        assert_eq!(judge(&mut used, &events, as_of), first);
        assert_eq!(judge(&mut used, &events, as_of), first);
        assert_eq!(u32::try_from(events.len()).unwrap(), first.2.events);
        found.set(found.get() + first.0.len());
    });
    assert!(found.get() > 1_000, "too few findings to compare: {}", found.get());
}

#[test]
fn the_ends_of_time_are_no_reason_to_panic() {
    for procedure in PROCEDURES.iter() {
        check(20, NUMBERS, |choices| {
            let frame = frame(procedure, choices);
            let events = any_case(procedure, choices);
            let mut judging = Judge::new(frame, &RULES, Language::SimplifiedChinese).unwrap();
            for as_of in [DateTime::MIN, DateTime::MAX] {
                judge(&mut judging, &events, as_of);
            }
        });
    }
}
