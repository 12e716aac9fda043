//! The catalogue as a whole: every kind of power is there, every basis is complete, nothing is given twice.

use crate::shelf::{ITEMS, PROCEDURES, files, folder};
use domain::basis::Basis;
use domain::catalogue::CatalogueLaw;
use domain::item::{Item, ItemKind};
use domain::life_event::LifeEvents;
use domain::text::Text;
use std::collections::HashSet;

const KINDS: [ItemKind; 11] = [
    ItemKind::Licence,
    ItemKind::Penalty,
    ItemKind::Coercion,
    ItemKind::Levy,
    ItemKind::Payment,
    ItemKind::Inspection,
    ItemKind::Confirmation,
    ItemKind::Reward,
    ItemKind::Ruling,
    ItemKind::Other,
    ItemKind::PublicService,
];

fn of(kind: ItemKind) -> impl Iterator<Item = &'static Item> {
    ITEMS.iter().filter(move |item| item.kind == kind)
}

fn bases(item: &Item) -> Vec<&Basis> {
    let mut bases = vec![&item.basis];
    bases.extend(item.promised.iter().map(|limit| &limit.basis));
    bases.extend(item.materials.iter().map(|material| &material.basis));
    bases.extend(item.fees.iter().map(|fee| &fee.basis));
    bases
}

fn texts(item: &Item) -> Vec<&Text> {
    let mut texts = vec![&item.name];
    texts.extend(&item.conditions);
    texts.extend(item.materials.iter().map(|material| &material.name));
    for fee in &item.fees {
        texts.push(&fee.name);
        texts.extend(&fee.unit);
    }
    texts.extend(&item.holder);
    texts.extend(item.result.iter().map(|result| &result.name));
    for question in &item.questions {
        texts.push(&question.text);
        texts.extend(&question.help);
        texts.extend(question.choices.iter().map(|choice| &choice.name));
        texts.extend(question.exclusions.iter().map(|exclusion| &exclusion.reason));
    }
    for field in &item.fields {
        texts.push(&field.label);
        let more = [&field.section, &field.help, &field.unit, &field.pattern_help];
        texts.extend(more.into_iter().flatten());
        texts.extend(field.choices.iter().map(|choice| &choice.name));
    }
    texts
}

#[test]
fn every_kind_has_three_items_and_licences_the_most() {
    for kind in KINDS {
        assert!(of(kind).count() >= 3, "{kind:?}: {}", of(kind).count());
        assert!(of(kind).count() <= of(ItemKind::Licence).count(), "{kind:?}");
    }
    assert!(of(ItemKind::Licence).count() >= 25);
    assert!(ITEMS.len() >= 66, "{}", ITEMS.len());
}

#[test]
fn the_code_begins_with_the_number_of_its_kind() {
    for item in ITEMS.iter() {
        let number = KINDS.iter().position(|kind| *kind == item.kind).unwrap() + 1;
        let number = if number == KINDS.len() { 20 } else { number };
        assert!(item.code.starts_with(&format!("{number:02}")), "{}", item.code);
    }
}

#[test]
fn no_code_and_no_name_is_given_twice() {
    let mut codes = HashSet::new();
    let mut names = HashSet::new();
    for item in ITEMS.iter() {
        assert!(codes.insert(&item.code), "{}", item.code);
        assert!(names.insert(&item.name.simplified), "{}", item.name.simplified);
    }
}

#[test]
fn every_basis_is_complete_and_stands_when_the_item_begins() {
    for item in ITEMS.iter() {
        assert!(!item.conditions.is_empty(), "{} has no condition", item.code);
        for basis in bases(item) {
            assert!(basis.is_complete(), "{}: {}", item.code, basis.citation());
            assert!(basis.stands_on(item.valid_from), "{}: {}", item.code, basis.citation());
            assert!(basis.valid_from.is_some(), "{}: {}", item.code, basis.citation());
        }
    }
}

#[test]
fn every_text_has_three_languages() {
    for item in ITEMS.iter() {
        for text in texts(item) {
            let complete = text.traditional.is_some() && text.english.is_some();
            assert!(complete, "{}: {}", item.code, text.simplified);
        }
    }
}

#[test]
fn a_promise_is_no_longer_than_that_of_the_procedure() {
    for item in ITEMS.iter() {
        let Some(promised) = &item.promised else { continue };
        let procedure = PROCEDURES.iter().find(|procedure| procedure.id == item.procedure);
        let limits = &procedure.unwrap_or_else(|| panic!("{}: no procedure", item.code)).limits;
        let own = limits.iter().find(|limit| &*limit.id == "promised");
        let own = own.unwrap_or_else(|| panic!("{}: its procedure promises nothing", item.code));
        assert_eq!(promised.unit, own.period.unit, "{}", item.code);
        assert!(promised.amount <= own.period.amount, "{}", item.code);
    }
}

#[test]
fn every_item_says_whose_it_is_how_it_is_handled_and_what_comes_out() {
    for item in ITEMS.iter() {
        let code = &item.code;
        assert!(item.holder.is_some() && item.result.is_some(), "{code}");
        assert!(!item.levels.is_empty() && !item.forms.is_empty(), "{code}");
        assert!(!item.audiences.is_empty(), "{code}");
    }
}

#[test]
fn life_events_are_those_of_the_taxonomy_and_each_has_an_item() {
    let mut known = HashSet::new();
    for (file, text) in files(&folder().join("life-events"), "toml") {
        for event in LifeEvents::parse(&file, &text).unwrap().events {
            assert!(event.name.english.is_some() && event.about.traditional.is_some());
            assert!(known.insert(event.id.clone()), "{} is given twice", event.id);
        }
    }
    let named: HashSet<String> =
        ITEMS.iter().flat_map(|item| item.life_events.iter().cloned()).collect();
    assert_eq!(named, known);
}

#[test]
fn an_excluding_answer_leads_to_an_item_that_exists() {
    let codes: HashSet<&str> = ITEMS.iter().map(|item| item.code.as_str()).collect();
    let exclusions = ITEMS.iter().flat_map(|item| &item.questions).flat_map(|q| &q.exclusions);
    let instead: Vec<&str> = exclusions.filter_map(|why| why.instead.as_deref()).collect();
    assert!(instead.len() >= 8, "{instead:?}");
    for code in instead {
        assert!(codes.contains(code), "{code}");
    }
}

#[test]
fn the_catalogue_knows_three_grounds_and_a_review_period() {
    let path = folder().join("catalogue.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let law = CatalogueLaw::parse("catalogue.toml", &text).unwrap();
    let grounds: Vec<&str> = law.grounds.iter().map(|ground| ground.id.as_str()).collect();
    assert_eq!(grounds, ["state-secret", "trade-secret", "privacy"]);
    assert!(ITEMS.iter().all(|item| law.review_of(item).amount > 0));
    assert!(ITEMS.iter().all(|item| !law.channels_of(item).is_empty()));
}
