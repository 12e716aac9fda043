//! What time does in a case: acceptance by silence, the end of a pause, one warning and one excess.

use crate::world::{COUNTY, Site, World, complete, kinds, local, names};
use domain::case::decide::Command;
use domain::event::ActKind;
use jiff::civil::date;

on_both!(
    silence_accepts_at_the_start_of_the_sixth_working_day,
    nobody_is_accepted_by_silence_who_was_answered,
    a_pause_ends_by_itself_on_its_declared_day,
    a_limit_is_warned_about_and_exceeded_once,
    what_time_has_said_it_does_not_say_after_a_restart,
    time_catches_up_after_the_program_stood_still,
    a_limit_that_nobody_keeps_becomes_a_warning_and_cards,
);

/// Times that a case was warned about or exceeded limits of a rule.
fn times(world: &World, case: &str, kind: ActKind, rule: &str) -> usize {
    let events = world.events(case);
    let says = |body: &domain::event::Body| body.rule.as_deref() == Some(rule);
    let spoken = |event: &&operations::event_text::EventText| {
        event.kind == kind && event.body.as_deref().is_some_and(says)
    };
    events.iter().filter(spoken).count()
}

fn silence_accepts_at_the_start_of_the_sixth_working_day(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (_, case) = world.applied();
    world.pass_to("2026-03-09T23:59:59.999");
    assert_eq!(kinds(&world.events(&case)), [ActKind::Submit]);
    world.pass_to("2026-03-10T00:00");
    let events = world.events(&case);
    let accepted = events.iter().find(|event| event.kind == ActKind::Accept).unwrap();
    assert!(accepted.body.as_deref().unwrap().automatic);
    assert_eq!(accepted.actor, domain::event::Actor::default());
    assert_eq!(accepted.recorded_at.parse::<jiff::Timestamp>().unwrap().as_millisecond(), {
        local("2026-03-10T00:00")
    });
    assert_eq!(&*world.head(&case).phase, "accepted");
    // The organ's silence is a breach all the same.
    assert_eq!(world.card(&case, "intake-undecided").level, 2);
    world.restart();
    world.pass_to("2026-03-10T09:00");
    let accepts = kinds(&world.events(&case));
    assert_eq!(accepts.iter().filter(|kind| **kind == ActKind::Accept).count(), 1);
    world.assert_sound();
}

fn nobody_is_accepted_by_silence_who_was_answered(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.applied();
    world.pass_to("2026-03-09T17:00");
    let decline = Command::Decline { reason: "不属于本机关职权范围".into() };
    world.step(world.official(&agency, "window"), &case, decline).unwrap();
    world.pass_to("2026-03-10T09:00");
    assert_eq!(kinds(&world.events(&case)), [ActKind::Submit, ActKind::Decline]);
    assert_eq!(world.cards(&case), []);
}

fn pause(until: jiff::civil::Date) -> Command {
    Command::StartPause {
        ground: "testing".into(),
        until: Some(until),
        evidence: Some("检字〔2026〕1号".into()),
        notice: Some("告知〔2026〕1号".into()),
    }
}

fn a_pause_ends_by_itself_on_its_declared_day(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let due = world.head(&case).due_day.unwrap();
    world.pass_to("2026-03-03T09:00");
    let examiner = || world.official(&agency, "examiner");
    world.step(examiner(), &case, pause(date(2026, 3, 12))).unwrap();
    world.pass_to("2026-03-11T23:59:59");
    assert_eq!(kinds(&world.events(&case)).last(), Some(&ActKind::StartPause));
    world.pass_to("2026-03-12T00:00");
    let events = world.events(&case);
    assert_eq!(events.last().unwrap().kind, ActKind::EndPause);
    assert!(events.last().unwrap().body.as_deref().unwrap().automatic);
    assert!(world.head(&case).due_day.unwrap() > due);
    world.step(examiner(), &case, complete("examine", None)).unwrap();
    world.assert_sound();
}

fn a_limit_is_warned_about_and_exceeded_once(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (_, case) = world.accepted();
    // Ten working days from 3 March end on 16 March; two are left from 12 March on.
    for day in ["03-11", "03-12", "03-13", "03-16"] {
        world.pass_to(&format!("2026-{day}T12:00"));
    }
    assert_eq!(times(&world, &case, ActKind::WarnLimit, "promised-near"), 1);
    assert_eq!(times(&world, &case, ActKind::ExceedLimit, "promised-overdue"), 0);
    for day in ["03-17", "03-18", "03-30", "03-31", "04-20"] {
        for hour in ["00:00", "09:00", "18:00"] {
            world.pass_to(&format!("2026-{day}T{hour}"));
        }
    }
    for (kind, rule) in [
        (ActKind::WarnLimit, "promised-near"),
        (ActKind::ExceedLimit, "promised-overdue"),
        (ActKind::ExceedLimit, "statutory-overdue"),
    ] {
        assert_eq!(times(&world, &case, kind, rule), 1, "{rule}");
        assert_eq!(world.cards(&case).iter().filter(|c| *c.rule == *rule).count(), 1, "{rule}");
    }
    assert_eq!(world.card(&case, "promised-near").level, 1);
    // Nobody answered the yellow card.
    assert_eq!(world.card(&case, "promised-overdue").level, 3);
    assert_eq!(world.card(&case, "statutory-overdue").level, 3);
    world.assert_sound();
}

fn what_time_has_said_it_does_not_say_after_a_restart(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (_, case) = world.accepted();
    for day in ["03-13T09:00", "03-17T00:00", "03-17T09:00", "03-31T00:00", "04-30T09:00"] {
        world.pass_to(&format!("2026-{day}"));
        let said = world.events(&case).len();
        let cards = world.cards(&case).len();
        world.restart();
        world.pass_to_moment(world.platform().now() + 60_000);
        assert_eq!((world.events(&case).len(), world.cards(&case).len()), (said, cards), "{day}");
    }
    assert_eq!(times(&world, &case, ActKind::ExceedLimit, "statutory-overdue"), 1);
    world.assert_sound();
}

fn time_catches_up_after_the_program_stood_still(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (_, silent) = world.applied();
    let (_, idle) = world.accepted();
    world.stop();
    world.time.set(local("2026-08-03T09:00"));
    world.restart();
    world.pass_to("2026-08-03T09:00");
    assert_eq!(times(&world, &idle, ActKind::ExceedLimit, "statutory-overdue"), 1);
    assert_eq!(world.card(&silent, "intake-undecided").level, 2);
    assert!(kinds(&world.events(&silent)).contains(&ActKind::Accept));
    let said = (world.leaves(), world.cards(&idle));
    world.pass_to("2026-08-03T09:30");
    assert_eq!((world.leaves(), world.cards(&idle)), said);
    assert_eq!(world.platform().alarms().all(), []);
    // A warning that came too late to be given is not waited for, minute by minute.
    let timer = world.read(|connection| store::timers::of_case(connection, COUNTY, &idle));
    let soon = local("2026-08-03T09:30") + 5 * 60_000;
    assert!(timer.is_none_or(|timer| timer > soon), "{timer:?}");
    world.assert_sound();
}

fn a_limit_that_nobody_keeps_becomes_a_warning_and_cards(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (_, case) = world.accepted();
    assert_eq!(world.cards(&case), []);
    world.pass_to("2026-06-01T09:00");
    let cards = world.cards(&case);
    assert!(names(&cards).contains(&("statutory-overdue", 3, "issued")), "{:?}", names(&cards));
    assert_eq!(world.platform().alarms().all(), []);
}
