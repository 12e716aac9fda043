//! Lists come in order, in pages, and narrowed to what was asked.

use crate::place::{Place, commit};
use crate::rows::{COUNTY, card, head};
use store::cards::{self, Filter};
use store::cases::{self, CaseKind, Page};
use store::connection::Connection;
use store::records::{self, From, Record};
use store::timers;

on_both!(
    timers_come_when_due_the_oldest_first,
    no_more_timers_come_than_are_asked_for,
    cards_are_listed_page_by_page,
    cards_are_narrowed,
    cards_are_counted,
    open_cases_are_listed_page_by_page,
    open_cases_are_counted,
    a_case_is_found_by_its_number_alone,
    records_are_listed_by_owner_and_time,
    a_record_is_replaced_and_removed,
);

fn due(connection: &mut Connection, place: &str, at: i64, at_most: u32) -> Vec<(String, i64)> {
    let due = timers::due(connection, place, at, at_most).unwrap();
    assert!(due.iter().all(|timer| *timer.jurisdiction == *place));
    due.into_iter().map(|timer| (timer.case_id.into(), timer.due_at)).collect()
}

fn timers_come_when_due_the_oldest_first(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| {
        for (case, at) in [("d", 40), ("a", 30), ("c", -5), ("b", 20), ("e", 41)] {
            timers::set(changes, COUNTY, case, Some(at));
        }
        timers::set(changes, "990102", "f", Some(1));
    })
    .unwrap();
    let known = |list: &[(&str, i64)]| -> Vec<(String, i64)> {
        list.iter().map(|(case, at)| ((*case).to_owned(), *at)).collect()
    };
    assert_eq!(due(&mut writer, COUNTY, -6, 9), []);
    assert_eq!(due(&mut writer, COUNTY, 20, 9), known(&[("c", -5), ("b", 20)]));
    let four = known(&[("c", -5), ("b", 20), ("a", 30), ("d", 40)]);
    assert_eq!(due(&mut writer, COUNTY, 40, 9), four);
    assert_eq!(due(&mut writer, "990102", 40, 9), known(&[("f", 1)]));
    commit(&mut writer, |changes| {
        timers::set(changes, COUNTY, "c", None);
        timers::set(changes, COUNTY, "b", Some(99));
    })
    .unwrap();
    assert_eq!(due(&mut writer, COUNTY, 40, 9), known(&[("a", 30), ("d", 40)]));
    assert_eq!(timers::of_case(&mut writer, COUNTY, "b").unwrap(), Some(99));
    assert_eq!(timers::of_case(&mut writer, COUNTY, "c").unwrap(), None);
}

fn no_more_timers_come_than_are_asked_for(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| {
        for n in 0..50 {
            timers::set(changes, COUNTY, &format!("{n}"), Some(100 - n));
        }
    })
    .unwrap();
    assert_eq!(due(&mut writer, COUNTY, 100, 0), []);
    let three: Vec<i64> = due(&mut writer, COUNTY, 100, 3).into_iter().map(|(_, at)| at).collect();
    assert_eq!(three, [51, 52, 53]);
    assert_eq!(due(&mut writer, COUNTY, i64::MAX, u32::MAX).len(), 50);
}

fn numbers(found: Vec<cards::CardRow>) -> Vec<String> {
    found.into_iter().map(|card| card.card_id.into()).collect()
}

fn cards_are_listed_page_by_page(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| {
        // Several of one moment: the number decides.
        for (n, at) in [(1, 10), (2, 10), (3, 10), (4, 5), (5, 20), (6, 20)] {
            card(&format!("c{n}"), at).write(changes);
        }
    })
    .unwrap();
    let mut paged = Vec::new();
    for skip in [0, 2, 4, 6] {
        let filter = Filter { skip, ..Filter::default() };
        let page = numbers(cards::list(&mut writer, &filter, 2).unwrap());
        assert_eq!(page.len(), if skip == 6 { 0 } else { 2 });
        paged.extend(page);
    }
    assert_eq!(paged, ["c6", "c5", "c3", "c2", "c1", "c4"]);
    assert_eq!(cards::list(&mut writer, &Filter::default(), 0).unwrap(), []);
    let of_case: Vec<String> = numbers(cards::of_case(&mut writer, COUNTY, "case").unwrap());
    assert_eq!(of_case, ["c4", "c1", "c2", "c3", "c5", "c6"]);
}

fn cards_are_narrowed(place: &Place) {
    let mut writer = place.writer();
    let mut other = card("place", 4);
    other.jurisdiction = "990102".into();
    let mut answered = card("answered", 3);
    answered.state = "answered".into();
    let mut red = card("red", 2);
    red.level = 3;
    let mut notice = card("notice", 1);
    (notice.level, notice.agency) = (0, "else".into());
    commit(&mut writer, |changes| {
        [&other, &answered, &red, &notice].into_iter().for_each(|card| card.write(changes));
    })
    .unwrap();
    let mut found = |filter: &Filter| {
        let listed = numbers(cards::list(&mut writer, filter, 9).unwrap());
        assert_eq!(cards::count_found(&mut writer, filter).unwrap(), listed.len() as u64);
        listed
    };
    let all = || Filter::default();
    assert_eq!(found(&all()), ["place", "answered", "red", "notice"]);
    assert_eq!(found(&Filter { jurisdiction: "990102".into(), ..all() }), ["place"]);
    assert_eq!(found(&Filter { state: "answered".into(), ..all() }), ["answered"]);
    assert_eq!(found(&Filter { agency: "else".into(), ..all() }), ["notice"]);
    assert_eq!(found(&Filter { level: Some(3), ..all() }), ["red"]);
    assert_eq!(found(&Filter { level: Some(0), ..all() }), ["notice"]);
    assert_eq!(found(&Filter { least_level: 3, ..all() }), ["red"]);
    let both = Filter { jurisdiction: COUNTY.into(), state: "issued".into(), ..all() };
    assert_eq!(found(&both), ["red", "notice"]);
    assert_eq!(found(&Filter { level: Some(2), least_level: 3, ..all() }), Vec::<String>::new());
}

fn cards_are_counted(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| {
        card("a", 1).write(changes);
        card("b", 2).write(changes);
        let mut closed = card("c", 3);
        closed.state = "closed".into();
        closed.write(changes);
    })
    .unwrap();
    let mut counts: Vec<(String, u32, i64)> = cards::count(&mut writer)
        .unwrap()
        .into_iter()
        .map(|count| (count.state.into(), count.level, count.cards))
        .collect();
    counts.sort();
    assert_eq!(counts, [("closed".into(), 2, 1), ("issued".into(), 2, 2)]);
}

fn open_cases_are_listed_page_by_page(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| {
        for n in 0..5 {
            head(&format!("case-{n}"), "agency", None).write(changes);
        }
        let mut closed = head("case-9", "agency", None);
        closed.closed_at = Some(7);
        let mut card = head("case-8", "agency", None);
        card.kind = CaseKind::Card;
        let mut elsewhere = head("case-7", "agency", None);
        elsewhere.jurisdiction = "990102".into();
        let other = head("case-6", "other", None);
        [&closed, &card, &elsewhere, &other].into_iter().for_each(|head| head.write(changes));
    })
    .unwrap();
    let mut after = String::new();
    let mut listed = Vec::new();
    for expected in [2, 2, 1, 0] {
        let page = Page { after: after.clone(), length: 2 };
        let cases = cases::list_open(&mut writer, COUNTY, "agency", &page).unwrap();
        assert_eq!(cases.len(), expected);
        after = cases.last().map_or(after, |case| case.case_id.clone().into());
        listed.extend(cases.into_iter().map(|case| String::from(case.case_id)));
    }
    assert_eq!(listed, ["case-0", "case-1", "case-2", "case-3", "case-4"]);
    assert_eq!(cases::count(&mut writer).unwrap(), 9);
}

fn open_cases_are_counted(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| {
        head("a", "agency", Some(5)).write(changes);
        head("b", "agency", Some(5)).write(changes);
        head("c", "agency", None).write(changes);
        let mut stage = head("d", "other", Some(5));
        stage.stages = "decide".into();
        stage.write(changes);
        let mut closed = head("e", "agency", Some(5));
        closed.closed_at = Some(1);
        closed.write(changes);
    })
    .unwrap();
    let mut counts: Vec<(String, Option<i64>, i64)> = cases::count_open(&mut writer)
        .unwrap()
        .into_iter()
        .map(|count| (count.agency.into(), count.due_day, count.cases))
        .collect();
    counts.sort();
    let known = [("agency".to_owned(), None, 1), ("agency".into(), Some(5), 2)];
    assert_eq!(counts, [&known[..], &[("other".into(), Some(5), 1)]].concat());
    let mut stages = cases::count_by_stages(&mut writer, COUNTY, "0100020001").unwrap();
    stages.sort();
    assert_eq!(stages, [("decide".into(), 1), ("examine decide".into(), 3)]);
}

fn a_case_is_found_by_its_number_alone(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| head("a", "agency", None).write(changes)).unwrap();
    let places = ["990102".into(), COUNTY.into()];
    let found = cases::find_by_number(&mut writer, &places, "a").unwrap();
    assert_eq!(found, Some(head("a", "agency", None)));
    assert_eq!(cases::find_by_number(&mut writer, &places[..1], "a").unwrap(), None);
    let mut seen = Vec::new();
    cases::for_each(&mut writer, |head| {
        seen.push(head.case_id);
        Ok::<(), store::connection::StoreError>(())
    })
    .unwrap();
    assert_eq!(seen, ["a".into()]);
}

fn record(key: &str, owner: &str, at: i64) -> Record {
    Record {
        jurisdiction: COUNTY.into(),
        kind: "draft".into(),
        key: key.into(),
        owner: owner.into(),
        at,
        document: "{}".into(),
    }
}

fn records_are_listed_by_owner_and_time(place: &Place) {
    let mut writer = place.writer();
    let known = [("a", 5), ("b", 5), ("c", 1), ("d", 9)];
    commit(&mut writer, |changes| {
        for (key, at) in known {
            records::write(changes, &record(key, "li", at));
        }
        records::write(changes, &record("e", "wang", 7));
        records::write(changes, &Record { kind: "notice".into(), ..record("f", "li", 7) });
        records::write(changes, &Record { jurisdiction: "990102".into(), ..record("g", "li", 7) });
    })
    .unwrap();
    let mut page = |from, limit| -> String {
        let of_li = [COUNTY, "draft", "li"];
        let found = records::of_owner(&mut writer, of_li, from, limit).unwrap();
        found.into_iter().map(|record| record.key.into_string()).collect()
    };
    assert_eq!(page(From::Newest, 9), "dbac");
    assert_eq!(page(From::Newest, 2), "db");
    assert_eq!(page(From::Before(5, "b"), 9), "ac");
    assert_eq!(page(From::Oldest, 9), "cabd");
    assert_eq!(page(From::After(5, "a"), 9), "bd");
    assert_eq!(records::count(&mut writer, [COUNTY, "draft", "li"]).unwrap(), 4);
    let of_kind = records::of_kind(&mut writer, [COUNTY, "draft", "b"], 2).unwrap();
    assert_eq!(of_kind.iter().map(|record| &*record.key).collect::<String>(), "cd");
}

fn a_record_is_replaced_and_removed(place: &Place) {
    let mut writer = place.writer();
    let key = [COUNTY, "draft", "a"];
    commit(&mut writer, |changes| records::write(changes, &record("a", "li", 5))).unwrap();
    commit(&mut writer, |changes| records::write(changes, &record("a", "wang", 6))).unwrap();
    assert_eq!(records::find(&mut writer, key).unwrap(), Some(record("a", "wang", 6)));
    assert_eq!(records::count(&mut writer, [COUNTY, "draft", "li"]).unwrap(), 0);
    commit(&mut writer, |changes| records::remove(changes, key)).unwrap();
    assert_eq!(records::find(&mut writer, key).unwrap(), None);
}
