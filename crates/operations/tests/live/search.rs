//! Finding items: by what people type, however they type it.

use crate::world::{COUNTY, FOOD, World};
use domain::item::ItemKind;
use operations::catalogue::documents::Amendment;
use operations::catalogue::drafts::{self, Drafting};
use operations::items::{Search, search};
use std::time::Instant;

const BUSINESS: &str = "0100010001";

fn found(world: &World, words: &str) -> Vec<String> {
    let wanted = Search { words: words.to_owned(), ..Search::default() };
    let found = search(world.platform(), &wanted).unwrap();
    found.hits.iter().map(|hit| hit.item.code.clone()).collect()
}

#[test]
fn the_same_item_by_every_way_of_typing() {
    let world = World::new("2026-03-05T09:00");
    let ways = [
        "营业执照",
        "执照",
        "營業執照",
        "yingyezhizhao",
        "yyzz",
        "YYZZ",
        "zhizhao",
        "开公司",
        "工商登记",
        "registration of an enterprise",
        "我想办理营业执照",
        BUSINESS,
        "ｙｙｚｚ",
    ];
    for words in ways {
        let found = found(&world, words);
        assert_eq!(found.first().map(String::as_str), Some(BUSINESS), "{words}: {found:?}");
    }
    let ways = [
        "食品经营",
        "食品經營許可證",
        "食品许可证",
        "spjyxk",
        "food business",
        "餐馆",
        "如何开餐馆",
    ];
    for words in ways {
        assert!(found(&world, words).iter().take(2).any(|code| code == FOOD), "{words}");
    }
    assert!(found(&world, "business licence").contains(&BUSINESS.to_owned()));
    assert!(found(&world, "食品安全法").contains(&FOOD.to_owned()));
    assert!(found(&world, "市场监督").contains(&FOOD.to_owned()));
}

#[test]
fn every_word_counts_and_nothing_is_found_for_nonsense() {
    let world = World::new("2026-03-05T09:00");
    assert_eq!(found(&world, "食品 处罚"), ["0200020001"]);
    for nonsense in ["量子纠缠", "zzzzqqq", "🦀", "a"] {
        assert!(found(&world, nonsense).len() < 20, "{nonsense}: {:?}", found(&world, nonsense));
    }
    assert!(found(&world, "量子纠缠").is_empty());
    let wanted = Search { words: "食器量子".to_owned(), ..Search::default() };
    let nothing = search(world.platform(), &wanted).unwrap();
    assert!(nothing.hits.is_empty());
    assert!(!nothing.suggestions.is_empty());
    let all = found(&world, "").len();
    assert_eq!(all, world.platform().law().items.len());
}

#[test]
fn a_search_is_narrowed_down_and_says_how_far() {
    let world = World::new("2026-03-05T09:00");
    let all = search(world.platform(), &Search::default()).unwrap();
    let of = |kind| all.kinds.iter().find(|(known, _)| *known == kind).unwrap().1;
    let licences = Search { kind: Some(ItemKind::Licence), ..Search::default() };
    let licences = search(world.platform(), &licences).unwrap();
    assert_eq!(licences.hits.len() as u64, of(ItemKind::Licence));
    assert_eq!(licences.kinds, all.kinds);
    let birth = Search { life_event: Some("birth".to_owned()), ..Search::default() };
    let birth = search(world.platform(), &birth).unwrap();
    assert_eq!(birth.hits.len(), 1);
    assert_eq!(birth.departments, [("公安机关".to_owned(), 1)]);
    let department = Search { department: Some("公安机关".to_owned()), ..Search::default() };
    assert!(search(world.platform(), &department).unwrap().hits.len() >= 4);
    let place = Search { jurisdiction: Some(COUNTY.to_owned()), ..Search::default() };
    let here = search(world.platform(), &place).unwrap().hits.len();
    assert!(here > 0 && here < all.hits.len());
    let agency =
        Search { agency: Some(world.agency("market-regulation", COUNTY)), ..Search::default() };
    assert!(search(world.platform(), &agency).unwrap().hits.len() < here);
}

#[test]
fn drafts_are_found_behind_what_stands_and_two_thousand_items_quickly() {
    let world = World::new("2026-03-05T09:00");
    let legal = world.official(&world.agency("legal-office", "990000"), "legal-officer");
    let food = world.platform().law().items[FOOD].clone();
    let drafts = (0..2_000).map(|number| {
        let mut item = food.clone();
        item.code = format!("draft-{number}");
        item.name.simplified = format!("第{number}号食品摊贩登记");
        let (amendment, reason) = (Amendment::Establish, "导入".to_owned());
        Drafting { item, amendment, reason, imported: None }
    });
    drafts::save_all(world.platform(), &legal, drafts.collect()).unwrap();
    let wanted = Search { words: "食品".to_owned(), ..Search::default() };
    let hits = search(world.platform(), &wanted).unwrap().hits;
    assert!(hits.len() >= 2_000);
    let first_draft = hits.iter().position(|hit| hit.draft).unwrap();
    assert!(first_draft > 3 && hits[first_draft..].iter().all(|hit| hit.draft));
    let standing = Search { standing_only: true, ..wanted };
    assert_eq!(search(world.platform(), &standing).unwrap().hits.len(), first_draft);
    for words in ["食品摊贩", "sptfdj", "shipintanfan", "registration"] {
        let wanted = Search { words: words.to_owned(), ..Search::default() };
        let started = Instant::now();
        let hits = search(world.platform(), &wanted).unwrap().hits.len();
        println!("{words}: {hits} in {:?}", started.elapsed());
        // Without optimisation; the bench of a release build is some milliseconds.
        assert!(started.elapsed().as_millis() < 2_000);
    }
}
