//! A clock that is not to be trusted: no official act until it is set right.

use crate::world::{FOOD, LAW, Site, World, local, province, wait_until};
use domain::case::decide::Command;
use operations::caller::Caller;
use operations::desk::{Failure, Request};
use operations::platform::Platform;
use operations::time_source::TimeSource;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

on_both!(
    a_clock_that_goes_back_stops_acts_until_it_is_right,
    a_clock_that_goes_back_a_little_is_waited_for,
    a_clock_that_went_back_while_the_program_stood_still_is_noticed,
);

fn a_clock_that_goes_back_stops_acts_until_it_is_right(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.applied();
    let accept = || world.step(world.official(&agency, "window"), &case, Command::Accept);
    world.time.set(local("2026-03-02T08:00"));
    assert!(matches!(accept(), Err(Failure::Clock(_))));
    assert!(world.platform().alarms().about("clock").is_some());
    assert_eq!(world.leaves(), 1);
    wait_until("the tick raises the alarm too", || {
        world.platform().alarms().about("clock").is_some()
    });
    world.time.set(local("2026-03-02T09:00"));
    accept().unwrap();
    assert_eq!(world.platform().alarms().about("clock"), None);
    world.assert_sound();
}

fn a_clock_that_goes_back_a_little_is_waited_for(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.applied();
    world.time.set(local("2026-03-02T08:59:59"));
    world.step(world.official(&agency, "window"), &case, Command::Accept).unwrap();
    let times: Vec<_> = world.events(&case).into_iter().map(|event| event.recorded_at).collect();
    assert_eq!(times.first(), times.last(), "recorded at the last known moment");
    world.assert_sound();
}

fn a_clock_that_went_back_while_the_program_stood_still_is_noticed(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.applied();
    world.stop();
    world.time.set(local("2020-01-01T09:00"));
    world.restart();
    let outcome = world.step(world.official(&agency, "window"), &case, Command::Accept);
    assert!(matches!(outcome, Err(Failure::Clock(_))), "{outcome:?}");
    wait_until("the alarm", || world.platform().alarms().about("clock").is_some());
    world.time.set(local("2026-03-02T10:00"));
    world.step(world.official(&agency, "window"), &case, Command::Accept).unwrap();
}

/// A clock that calls itself real.
struct Leaping(AtomicI64);

impl TimeSource for Leaping {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    fn is_real(&self) -> bool {
        true
    }
}

#[test]
fn a_real_clock_that_leaps_forward_makes_nothing_due() {
    let mut world = World::new("2026-03-02T09:00");
    let (_, case) = world.applied();
    let events = world.events(&case).len();
    world.stop();
    let clock = Arc::new(Leaping(local("2026-03-02T09:01").into()));
    let platform = Platform::start(world.site.place(), *LAW, clock.clone()).unwrap();
    platform.write_register(province()).unwrap();
    clock.0.store(local("2026-06-01T09:00"), Ordering::SeqCst);
    wait_until("the alarm", || platform.alarms().about("clock").is_some());
    clock.0.store(local("2026-06-02T09:00"), Ordering::SeqCst);
    let written = platform.write_register(province());
    assert!(written.is_err(), "nothing is written before somebody looks at the clock");
    drop(platform);
    world.time.set(local("2026-03-02T09:02"));
    world.restart();
    assert_eq!(world.events(&case).len(), events);
    assert_eq!(world.cards(&case), []);
}

/// A world that has acted, started again on a clock that calls itself real; the clock is the first thing that `act` is
/// handed, and then whether an act is recorded now.
fn on_a_real_clock(started: &str, look: impl FnOnce(&Leaping, &dyn Fn() -> bool, &Platform)) {
    let mut world = World::new("2026-03-02T09:00");
    let (agency, _) = world.applied();
    world.stop();
    let clock = Arc::new(Leaping(local(started).into()));
    let platform = Platform::start(world.site.place(), *LAW, clock.clone()).unwrap();
    let acts = || {
        let party = Caller::Party { person: "a-001".into() };
        let open = Request::Open(World::opening(&agency, FOOD));
        platform.ask(party, open, None).is_ok()
    };
    look(&clock, &acts, &platform);
}

#[test]
fn a_clock_that_was_put_back_may_be_set_right() {
    on_a_real_clock("2026-03-02T10:00", |clock, acts, platform| {
        let set = |text| clock.0.store(local(text), Ordering::SeqCst);
        assert!(acts());
        set("2026-03-02T07:00");
        wait_until("the alarm", || platform.alarms().about("clock").is_some());
        assert!(!acts());
        set("2026-03-02T10:00");
        wait_until("it clears itself", || platform.alarms().about("clock").is_none());
        assert!(acts());
        set("2026-03-03T10:00");
        assert!(!acts(), "a day forward is still a leap");
        set("2026-03-02T10:00");
        assert!(acts(), "and may be set right too");
    });
}

#[test]
fn a_clock_that_was_behind_at_the_start_may_be_set_right() {
    on_a_real_clock("2026-03-02T06:00", |clock, acts, platform| {
        wait_until("the alarm", || platform.alarms().about("clock").is_some());
        clock.0.store(local("2026-03-02T10:00"), Ordering::SeqCst);
        assert!(acts());
        assert_eq!(platform.alarms().about("clock"), None);
    });
}
