//! Many timers due at once: each fires once, also when the program ends in between.

use crate::world::{COUNTY, FOOD, LAW, Site, World, local, province, wait_until};
use domain::event::ActKind;
use operations::caller::Caller;
use operations::desk::Request;
use operations::platform::Platform;
use operations::time_source::SetTime;
use std::sync::Arc;
use std::sync::mpsc::channel;

on_both!(
    a_thousand_timers_due_at_once_fire_once,
    timers_fire_once_although_the_program_ends_again_and_again,
    acts_are_not_kept_waiting_by_timers,
);

const CASES: usize = 1_000;

/// Opens many cases at once.
fn open_many(world: &World, cases: usize) -> Vec<String> {
    let agency = world.agency("market-regulation", COUNTY);
    let (sender, answers) = channel();
    for _ in 0..cases {
        let sender = sender.clone();
        let party = Caller::Party { person: "a-001".into() };
        let request = Request::Open(World::opening(&agency, FOOD));
        world.platform().submit(
            party,
            request,
            None,
            Box::new(move |outcome| {
                sender.send(outcome).unwrap();
            }),
        );
    }
    drop(sender);
    answers.iter().map(|answer| answer.unwrap().case_id.into()).collect()
}

/// Each case was accepted by silence once, and that its intake was late made one card a rule.
fn assert_each_fired_once(world: &World, cases: &[String]) {
    for case in cases {
        let events = world.events(case);
        let count = |kind| events.iter().filter(|event| event.kind == kind).count();
        assert_eq!((count(ActKind::Accept), count(ActKind::ExceedLimit)), (1, 0), "{case}");
        let cards = world.cards(case);
        let mut rules: Vec<_> = cards.iter().map(|card| &*card.rule).collect();
        rules.sort_unstable();
        assert_eq!(rules, ["intake-undecided"], "{case}");
    }
}

fn a_thousand_timers_due_at_once_fire_once(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let cases = open_many(&world, CASES);
    assert_eq!(world.leaves(), i64::try_from(CASES).unwrap());
    world.pass_to("2026-03-10T09:00");
    assert_each_fired_once(&world, &cases);
    world.pass_to("2026-03-10T09:10");
    assert_each_fired_once(&world, &cases);
    assert_eq!(world.assert_sound().cases, 2 * CASES as u64);
}

fn timers_fire_once_although_the_program_ends_again_and_again(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let cases = open_many(&world, CASES);
    world.time.set(local("2026-03-10T09:00"));
    let mut ended = 0;
    while world.due(local("2026-03-10T09:00")) > 0 {
        // At the latest when nothing more is due, at the earliest when something has fired.
        let before = world.leaves();
        wait_until("something fires", || world.leaves() > before);
        world.restart();
        ended += 1;
    }
    assert!(ended > 1, "ended once only: nothing was tested");
    world.pass_to("2026-03-10T09:10");
    assert_each_fired_once(&world, &cases);
    world.assert_sound();
}

fn acts_are_not_kept_waiting_by_timers(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let cases = open_many(&world, 600);
    world.time.set(local("2026-03-10T09:00"));
    // Opened while timers fire.
    let during = open_many(&world, 50);
    world.pass_to("2026-03-10T09:01");
    assert_each_fired_once(&world, &cases);
    for case in during {
        assert_eq!(world.events(&case).len(), 1);
    }
    world.assert_sound();
}

#[test]
fn two_platforms_do_not_work_in_one_folder() {
    let world = World::new("2026-03-02T09:00");
    let time = Arc::new(SetTime::new(local("2026-03-02T09:00")));
    let second = Platform::start(world.site.place(), *LAW, time).map(|_| ());
    assert!(second.unwrap_err().to_string().contains("another process"));
    world.platform().write_register(province()).unwrap();
}
