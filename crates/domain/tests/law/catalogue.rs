//! The catalogue's own check over the catalogue of the house, and what differs between versions.

use crate::shelf::{ITEMS, PROCEDURES, files, folder};
use domain::catalogue::CatalogueLaw;
use domain::catalogue::check::{Shortcoming, Surroundings, check};
use domain::catalogue::difference::{Value, differences};
use domain::item::{Item, MaterialSource};
use domain::life_event::LifeEvents;
use jiff::civil::date;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static CATALOGUE: LazyLock<CatalogueLaw> = LazyLock::new(|| {
    let text = std::fs::read_to_string(folder().join("catalogue.toml")).unwrap();
    CatalogueLaw::parse("catalogue.toml", &text).unwrap()
});

static EVENTS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let all = files(&folder().join("life-events"), "toml");
    let events = all.iter().flat_map(|(file, text)| LifeEvents::parse(file, text).unwrap().events);
    events.map(|event| event.id).collect()
});

fn shortcomings(item: &Item) -> Vec<Shortcoming> {
    let codes = ITEMS.iter().map(|item| item.code.clone()).collect();
    let around = Surroundings {
        procedure: PROCEDURES.iter().find(|procedure| procedure.id == item.procedure),
        law: Some(&CATALOGUE),
        life_events: &EVENTS,
        codes: &codes,
        from: date(2026, 3, 5),
    };
    check(item, around)
}

fn food() -> Item {
    ITEMS.iter().find(|item| item.code == "0100020001").unwrap().clone()
}

/// The columns of what blocks after a change of the food licence.
fn blocked(change: impl FnOnce(&mut Item)) -> Vec<String> {
    let mut item = food();
    change(&mut item);
    let found = shortcomings(&item).into_iter().filter(|found| found.blocks);
    found.map(|found| found.column).collect()
}

#[test]
fn every_item_of_the_house_could_be_published() {
    for item in ITEMS.iter() {
        let found = shortcomings(item);
        assert!(found.is_empty(), "{}: {found:#?}", item.name.simplified);
    }
}

#[test]
fn every_item_is_the_same_after_it_was_written_as_a_law_file() {
    for item in ITEMS.iter() {
        let text = item.to_law_file().unwrap();
        assert_eq!(&Item::parse("again.toml", &text).unwrap(), item);
        assert!(differences(item, item).is_empty());
    }
}

#[test]
fn what_the_law_requires_blocks_when_it_is_missing() {
    assert!(blocked(|_| {}).is_empty());
    assert_eq!(blocked(|item| item.basis.article.clear()), ["basis"]);
    assert_eq!(blocked(|item| item.basis.valid_to = Some(date(2025, 1, 1))), ["basis"]);
    assert_eq!(blocked(|item| item.procedure = "nothing".to_owned()), ["procedure"]);
    assert_eq!(blocked(|item| item.promised.as_mut().unwrap().amount = 21), ["promised"]);
    assert_eq!(blocked(|item| item.promised.as_mut().unwrap().amount = 0), ["promised"]);
    assert_eq!(
        blocked(|item| item.special_procedures = vec!["holiday".to_owned()]),
        ["special_procedures"]
    );
    assert_eq!(blocked(|item| item.holder = None), ["holder"]);
    assert_eq!(blocked(|item| item.life_events = vec!["wedding".to_owned()]), ["life_events"]);
    assert_eq!(blocked(|item| item.code = "编码".to_owned()), ["code"]);
    let elsewhere =
        |item: &mut Item| item.questions[0].exclusions[0].instead = Some("9".to_owned());
    assert_eq!(blocked(elsewhere), ["question"]);
    let unfounded = |item: &mut Item| item.materials[0].basis.law.clear();
    assert_eq!(blocked(unfounded), ["material"]);
}

#[test]
fn what_the_government_has_may_not_be_demanded() {
    let demand = |name: &str| {
        blocked(|item| {
            item.materials[0].source = MaterialSource::Applicant;
            item.materials[0].name.simplified = name.to_owned();
        })
    };
    for held in ["营业执照", "营业执照复印件", "营业执照（副本）"] {
        assert_eq!(demand(held), ["material"], "{held}");
    }
    for own in ["营业执照遗失声明", "食品经营许可申请书"] {
        assert!(demand(own).is_empty(), "{own}");
    }
}

#[test]
fn differences_say_what_was_and_what_is() {
    let before = food();
    let mut after = food();
    after.promised.as_mut().unwrap().amount = 5;
    after.materials.remove(0);
    after.conditions.push(before.name.clone());
    let found = differences(&before, &after);
    let aspects: Vec<(&str, &str)> = found.iter().map(|found| (found.part, found.aspect)).collect();
    assert!(
        aspects.starts_with(&[("item", "promised"), ("item", "conditions"), ("material", "name")]),
        "{aspects:?}"
    );
    let Some(Value::Text(was)) = found[0].before.first() else { panic!("{found:?}") };
    assert_eq!(was.in_language(domain::text::Language::English), "10 working days");
    assert!(found[2].after.is_empty());
    assert_eq!(differences(&after, &before).len(), found.len());
}
