//! A rating is an act of the party in the case: once, after there is a result, by nobody else, and it outlives the closing.

use crate::world::{Site, World, refused_by};
use domain::case::decide::Command;
use domain::event::ActKind;
use operations::caller::Caller;
use operations::desk::Failure;

on_both!(only_the_party_rates_and_once, what_cannot_be_kept_is_said);

fn rate(level: u8) -> Command {
    Command::Rate { level, labels: vec!["late".into()], text: Some("等了很久".into()) }
}

fn only_the_party_rates_and_once(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let party = || Caller::Party { person: "a-001".into() };
    let early = world.step(party(), &case, rate(1)).unwrap_err();
    assert_eq!(refused_by(&early), "rating-too-early");
    world.finish(&agency, &case);
    assert_eq!(&*world.head(&case).phase, "closed");
    for role in ["window", "approver"] {
        let staff = world.step(world.official(&agency, role), &case, rate(5)).unwrap_err();
        assert_eq!(refused_by(&staff), "not-the-party", "{role}");
    }
    let stranger = world.step(Caller::Party { person: "a-002".into() }, &case, rate(5));
    assert!(matches!(stranger, Err(Failure::Forbidden(_))), "{stranger:?}");
    let closed_at = world.head(&case).closed_at;
    world.time.set(crate::world::local("2026-03-03T15:00"));
    world.step(party(), &case, rate(1)).unwrap();
    let again = world.step(party(), &case, rate(5)).unwrap_err();
    assert_eq!(refused_by(&again), "rated-already");
    let events = world.events(&case);
    let rating = events.last().unwrap();
    let level = rating.body.as_deref().and_then(|body| body.level);
    assert_eq!((rating.kind, level), (ActKind::Rate, Some(1)));
    assert_eq!(rating.actor.person.as_deref(), Some("a-001"));
    assert_eq!((&*world.head(&case).phase, world.head(&case).closed_at), ("closed", closed_at));
    assert!(world.cards(&case).iter().all(|card| &*card.rule != "act-after-closing"));
    let mut world = world;
    world.assert_sound();
}

fn what_cannot_be_kept_is_said(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (_, case) = world.applied();
    let party = Caller::Party { person: "a-001".into() };
    let long = Command::Rate { level: 1, labels: Vec::new(), text: Some("长".repeat(5_000)) };
    let outcome = world.step(party, &case, long);
    assert!(matches!(outcome, Err(Failure::Invalid(_))), "{outcome:?}");
}
