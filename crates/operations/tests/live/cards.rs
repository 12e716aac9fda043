//! Cards fall by themselves, once, and move with their own cases.

use crate::world::{COUNTY, World};
use domain::case::decide::Command;
use store::cards::{self, CardRow};

/// 食品经营许可, twenty working days by law.
const FOOD: &str = "0100020001";

fn cards_of(world: &World, case: &str) -> Vec<CardRow> {
    world.platform.readers().read(|connection| cards::of_case(connection, COUNTY, case)).unwrap()
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
    // The board shows an automatic card as a new one.
    let shown: Vec<_> = world.platform.board(|board| {
        board.recent().map(|card| (card.rule.to_string(), card.state.to_string())).collect()
    });
    assert!(shown.contains(&("statutory-overdue".to_owned(), "issued".to_owned())), "{shown:?}");
    assert!(world.platform.board(|board| board.today().cards.iter().sum::<i64>() > 0));
    assert!(world.platform.alarms().all().is_empty(), "{:?}", world.platform.alarms().all());
    println!("{}", world.folder.path().display());
}

#[test]
fn an_official_with_several_roles_extends_in_the_one_that_may() {
    let world = World::new("2026-03-02T01:00:00Z");
    let agency = world.agency("market-regulation", COUNTY);
    let case = world.open(&agency, FOOD).case_id;
    let window = world.official(&agency, "window");
    world.step(window, &case, Command::Accept).unwrap();
    let extend = Command::Extend {
        limit: "statutory".into(),
        reason: Some("案情复杂".into()),
        approver: "head-of-organ".into(),
        notice: Some("延〔2026〕1号".into()),
    };
    let head = world.official(&agency, "head-of-organ");
    world.step(head, &case, extend.clone()).unwrap();
    let window = world.official(&agency, "window");
    assert!(world.step(window, &case, extend).is_err());
}
