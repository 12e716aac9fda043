//! Every refusal once: the state, the unlawful command, the rule and the article.

use super::collection::charged;
use super::desk::{
    Act, Desk, JOINT, LICENCE, NUMBERED, PENALTY, PETITION, PRICED, RENEWAL, SHORT, actor, frame,
    moment,
};
use super::life::{extend, item_frame, joint, licence, pause, penalty, supported_petition};
use super::rows;
use super::silence::{following, opposed, renewal};
use crate::case::decide::{Command as C, decide};
use crate::case::fold::Frame;
use crate::case::refusal::clauses::Clauses;
use crate::case::refusal::{Refusal, RefusalRule as R};
use crate::text::Language;
use std::collections::BTreeSet;

fn course(name: &str) -> (Frame<'static>, Vec<Act>) {
    match name {
        "licence" => (item_frame(), licence()),
        "charged" => (frame(&LICENCE), charged()),
        "following" => following(),
        "opposed" => (frame(&JOINT), opposed()),
        "renewal" => (frame(&RENEWAL), renewal(jiff::civil::date(2026, 4, 20))),
        "numbered" => (Frame { item: Some(&NUMBERED), ..frame(&LICENCE) }, licence()),
        "priced" => (Frame { item: Some(&PRICED), ..frame(&LICENCE) }, licence()),
        "joint" => (frame(&JOINT), joint()),
        "petition" => (frame(&PETITION), supported_petition()),
        "penalty" => (frame(&PENALTY), penalty()),
        _ => (frame(&SHORT), vec![(C::Accept, "王 officer", "03-02 09:00")]),
    }
}

fn check_words(refusal: &Refusal) {
    for language in Language::ALL {
        let words = refusal.message.in_language(language);
        assert!(!words.contains('{'), "{words}");
        if let Some(basis) = &refusal.basis {
            assert!(words.contains(&basis.citation()), "{words}");
        }
    }
    assert!(refusal.message.traditional.is_some() && refusal.message.english.is_some());
    assert!(refusal.to_string().starts_with(&format!("[{}] ", refusal.rule.word())));
}

#[test]
fn every_unlawful_command_is_refused_with_its_article() {
    let mut seen = BTreeSet::new();
    let rows = [
        rows::of_the_course(),
        rows::of_intake_and_closing(),
        rows::of_pauses_and_extensions(),
        rows::of_joint_approval(),
        rows::of_ratings(),
        rows::of_silence(),
        rows::of_results(),
    ];
    for (state, command, rule, article) in rows.into_iter().flatten() {
        let [done, who, when] = state.split(" | ").collect::<Vec<_>>().try_into().unwrap();
        let (name, done) = done.split_once(' ').unwrap();
        let (frame, acts) = course(name);
        let desk = Desk::after(frame, acts.get(..done.parse().unwrap()).unwrap());
        let refusal =
            desk.decide(&command, who, when).expect_err(&format!("{command:?} at {when}"));
        assert_eq!(refusal.rule, rule, "{command:?}: {refusal}");
        let found = refusal.basis.as_ref().map_or("", |basis| basis.article.as_str());
        assert_eq!(found, article, "{command:?}: {refusal}");
        check_words(&refusal);
        seen.insert(rule);
    }
    // These need more than a row: see the tests below.
    seen.extend([R::Outdated, R::Calendar]);
    // These are of the desk: see crates/operations/tests/live.
    seen.extend([
        R::Backdated,
        R::ConflictOfInterest,
        R::NumberTaken,
        R::PostNotHeld,
        R::OutsideDelegation,
        R::DeliveryWay,
        R::PickUpCode,
        R::PickUpWait,
        R::NotServed,
    ]);
    let missing: Vec<R> = R::ALL.into_iter().filter(|rule| !seen.contains(rule)).collect();
    assert_eq!(missing, []);
}

#[test]
fn every_rule_has_a_clause_behind_it() {
    let text = include_str!("../../../../../../law/refusals.toml");
    let clauses = Clauses::parse("refusals.toml", text).unwrap();
    assert!(clauses.basis("forbidden").is_some());
    let nothing = Default::default();
    for rule in R::ALL {
        let refusal = Refusal::new(rule, None, &nothing, &nothing).with_clause(&clauses);
        let basis = refusal.basis.as_ref().unwrap_or_else(|| panic!("{rule:?} has no clause"));
        assert!(basis.is_complete());
        check_words(&refusal);
    }
    // A clause of the procedure comes first.
    let own =
        crate::basis::Basis { law: "甲法".into(), article: "9".into(), ..Default::default() };
    let refusal = Refusal::new(R::Phase, Some(&own), &nothing, &nothing).with_clause(&clauses);
    assert_eq!(refusal.basis.as_deref(), Some(&own));
    for wrong in [
        "[[clause]]\nrules = [\"nothing\"]\nbasis = { law = \"a\", article = \"1\" }",
        "[[clause]]\nrules = [\"phase\"]\nbasis = { law = \"\", article = \"\" }",
    ] {
        assert!(Clauses::parse("wrong.toml", wrong).is_err());
    }
}

#[test]
fn a_number_that_is_not_the_next_one_is_outdated() {
    let desk = Desk::after(item_frame(), &licence()[..1]);
    let (who, at) = (actor("王 window"), moment("03-03 09:00"));
    for n in [0, 1, 3, u32::MAX] {
        let refusal = decide(&desk.fold, &desk.case, C::Accept, &who, at, n).unwrap_err();
        assert_eq!(refusal.rule, R::Outdated);
    }
}

#[test]
fn without_a_calendar_no_limit_is_lengthened_and_no_hearing_declared() {
    let blind = Frame { calendar: None, ..frame(&LICENCE) };
    let with = Desk::after(frame(&LICENCE), &licence()[..4]);
    let mut desk = Desk::new(blind);
    // The events of a desk that sees: an act without a calendar would raise alarms.
    for event in &with.events {
        desk.fold.apply(&mut desk.case, event, &mut crate::case::Change::default());
    }
    for (command, who) in [(pause("hearing", 20), "赵 approver"), (extend(), "钱 head-of-organ")]
    {
        let refusal = desk.decide(&command, who, "03-09 09:00").unwrap_err();
        assert_eq!(refusal.rule, R::Calendar, "{refusal}");
    }
}

#[test]
fn words_of_rules_are_distinct_and_stable() {
    let words: BTreeSet<&str> = R::ALL.iter().map(|rule| rule.word()).collect();
    assert_eq!(words.len(), R::ALL.len());
    let printable = |c: char| c.is_ascii_lowercase() || c == '-';
    assert!(words.iter().all(|word| word.chars().all(printable)));
}
