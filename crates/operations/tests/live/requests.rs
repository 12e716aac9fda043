//! Requests that may be repeated are answered alike and done once.

use crate::world::{COUNTY, FOOD, Site, World};
use domain::case::decide::Command;
use operations::caller::Caller;
use operations::desk::{Answer, Failure, Request, RequestKey, StepCase};
use std::sync::mpsc::channel;

on_both!(
    a_repeated_request_is_answered_and_not_done_again,
    a_repeated_request_is_known_after_a_restart,
    a_key_used_for_another_request_is_refused,
    requests_of_one_key_in_one_transaction_are_done_once,
    a_refused_request_may_be_repeated,
    the_same_key_elsewhere_is_another_key,
    an_act_of_who_has_not_seen_the_last_one_is_refused,
);

fn key(key: &str, hash: u8) -> Option<RequestKey> {
    Some(RequestKey { key: key.into(), hash: [hash; 32] })
}

fn open(world: &World, under: Option<RequestKey>) -> Result<Answer, Failure> {
    let agency = world.agency("market-regulation", COUNTY);
    let party = Caller::Party { person: "a-001".into() };
    world.platform().ask(party, Request::Open(World::opening(&agency, FOOD)), under)
}

fn cases(world: &World) -> i64 {
    world.read(store::cases::count)
}

fn a_repeated_request_is_answered_and_not_done_again(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let first = open(&world, key("one", 1)).unwrap();
    let again = open(&world, key("one", 1)).unwrap();
    assert_eq!((first.repeated, again.repeated), (false, true));
    assert_eq!((&first.text, &first.case_id), (&again.text, &again.case_id));
    assert_eq!((cases(&world), world.leaves()), (1, 1));
    let other = open(&world, key("two", 1)).unwrap();
    assert_ne!(other.case_id, first.case_id);
    assert_eq!(world.assert_sound().cases, 2);
}

fn a_repeated_request_is_known_after_a_restart(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let first = open(&world, key("one", 1)).unwrap();
    world.restart();
    let again = open(&world, key("one", 1)).unwrap();
    assert_eq!((&first.text, true), (&again.text, again.repeated));
    assert_eq!(open(&world, key("one", 2)), Err(Failure::KeyReused));
    assert_eq!(cases(&world), 1);
}

fn a_key_used_for_another_request_is_refused(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    open(&world, key("one", 1)).unwrap();
    assert_eq!(open(&world, key("one", 2)), Err(Failure::KeyReused));
    assert_eq!(cases(&world), 1);
}

fn requests_of_one_key_in_one_transaction_are_done_once(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let (sender, answers) = channel();
    for n in 0..200 {
        let sender = sender.clone();
        let party = Caller::Party { person: "a-001".into() };
        let request = Request::Open(World::opening(&agency, FOOD));
        let reply = move |outcome| sender.send(outcome).unwrap();
        // Every tenth is another request under the same key.
        let hash = if n > 0 && n % 10 == 0 { 2 } else { 1 };
        world.platform().submit(party, request, key("one", hash), Box::new(reply));
    }
    drop(sender);
    let answers: Vec<Result<Answer, Failure>> = answers.iter().collect();
    assert_eq!(answers.len(), 200);
    let done = answers.iter().filter(|answer| answer.as_ref().is_ok_and(|a| !a.repeated));
    assert_eq!(done.count(), 1);
    let reused = answers.iter().filter(|answer| **answer == Err(Failure::KeyReused));
    assert_eq!(reused.count(), 19);
    let mut texts: Vec<_> = answers.iter().flatten().map(|a| (&a.text, &a.case_id)).collect();
    texts.dedup();
    assert_eq!(texts.len(), 1);
    assert_eq!(world.assert_sound().leaves, 1);
}

fn a_refused_request_may_be_repeated(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let ask = |command| {
        let caller = world.official(&agency, "approver");
        let step = StepCase { jurisdiction: COUNTY.into(), case_id: (&*case).into(), command };
        world.platform().ask(caller, Request::Step(step), key("one", 1))
    };
    let decide = || crate::world::decide("granted", None);
    assert!(matches!(ask(decide()), Err(Failure::Refused(_))));
    let examiner = world.official(&agency, "examiner");
    world.step(examiner, &case, crate::world::complete("examine", None)).unwrap();
    assert!(!ask(decide()).unwrap().repeated);
    assert!(ask(decide()).unwrap().repeated);
    assert!(ask(Command::Urge).unwrap().repeated, "the hash says that it is the same");
}

fn the_same_key_elsewhere_is_another_key(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    open(&world, key("one", 1)).unwrap();
    let write = Request::Write(Box::new(|changes, _| {
        store::settings::write(changes, "name", "value");
    }));
    let written = world.platform().ask(Caller::Platform, write, key("one", 2)).unwrap();
    assert!(!written.repeated);
}

fn an_act_of_who_has_not_seen_the_last_one_is_refused(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let ask = |acts, hash| {
        let command = Command::Record { text: "记录".to_owned() };
        let step = StepCase { jurisdiction: COUNTY.into(), case_id: (&*case).into(), command };
        let caller = world.official(&agency, "window");
        world.platform().ask(caller, Request::StepSeen(step, acts), key(&format!("n{hash}"), hash))
    };
    assert!(!ask(2, 1).unwrap().repeated, "application and acceptance were seen");
    assert!(ask(2, 1).unwrap().repeated, "the same form sent twice");
    let Err(Failure::Refused(refusal)) = ask(2, 2) else { panic!("it is older than the case") };
    assert_eq!(refusal.rule.word(), "outdated");
    assert!(refusal.basis.is_some());
    assert!(!ask(3, 2).unwrap().repeated);
    world.assert_sound();
}
