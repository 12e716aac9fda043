//! Cards fall by themselves, once, and move with their own cases.

use crate::world::{COUNTY, World};
use domain::case::decide::Command;
use store::cards::{self, CardRow};
use store::connection::StoreError;

/// 食品经营许可, twenty working days by law.
const FOOD: &str = "0100020001";

fn cards_of(world: &World, case: &str) -> Vec<CardRow> {
    world
        .platform
        .readers()
        .read(|connection| Ok::<_, StoreError>(cards::of_case(connection, COUNTY, case)?))
        .unwrap()
}

#[test]
fn a_limit_that_nobody_keeps_becomes_a_warning_and_cards() {
    let world = World::new("2026-03-02T01:00:00Z");
    let agency = world.agency("market-regulation", COUNTY);
    let case = world.open(&agency, FOOD).case_id;
    let window = world.official(&agency, "window");
    world.step(window, &case, Command::Accept).unwrap();
    assert_eq!(cards_of(&world, &case), []);
    world.pass_to("2026-06-01T01:00:00Z");
    let cards = cards_of(&world, &case);
    let short: Vec<_> = cards.iter().map(|c| (&*c.rule, c.level, &*c.state)).collect();
    println!("{short:#?}");
    for card in &cards {
        println!("{}", card.document);
    }
    assert!(short.contains(&("statutory-overdue", 3, "issued")));
    assert!(world.platform.alarms().all().is_empty(), "{:?}", world.platform.alarms().all());
    println!("{}", world.folder.path().display());
}
