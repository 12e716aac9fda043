//! Every table is written, replaced, removed and read back.

use crate::place::{Place, commit};
use crate::rows::{COUNTY, all, entry, key_of, row};
use store::checkpoints::{self, StoredCheckpoint};
use store::log::{self, LogHead, StoredEvent};
use store::requests::{self, Answered};
use store::table::Table;
use store::{register, settings};

on_both!(
    every_table_is_written_and_read_back,
    a_row_of_the_same_key_is_replaced,
    a_row_is_removed_by_its_key,
    events_and_leaves_are_read_together,
    heads_and_checkpoints_are_read,
    answers_settings_law_and_register_are_read,
);

fn every_table_is_written_and_read_back(place: &Place) {
    let mut writer = place.writer();
    for table in Table::ALL {
        let rows = [row(table, 1, 1), row(table, 2, 2), row(table, 3, 3)];
        commit(&mut writer, |changes| {
            rows.iter().for_each(|row| changes.write(table, row.clone()));
        })
        .unwrap();
        assert_eq!(all(&mut writer, table), rows, "{}", table.name());
        assert_eq!(all(&mut place.reader(), table), rows, "{} by a reader", table.name());
    }
}

fn a_row_of_the_same_key_is_replaced(place: &Place) {
    let mut writer = place.writer();
    for table in Table::ALL.into_iter().filter(|table| !table.is_append_only()) {
        let (first, other) = (row(table, 1, 1), row(table, 2, 2));
        commit(&mut writer, |changes| {
            changes.write(table, first.clone());
            changes.write(table, other.clone());
        })
        .unwrap();
        let second = row(table, 1, 7);
        commit(&mut writer, |changes| changes.write(table, second.clone())).unwrap();
        assert_eq!(all(&mut writer, table), [second, other], "{}", table.name());
    }
}

fn a_row_is_removed_by_its_key(place: &Place) {
    let mut writer = place.writer();
    for table in Table::ALL.into_iter().filter(|table| !table.is_append_only()) {
        let (gone, kept) = (row(table, 1, 1), row(table, 2, 2));
        commit(&mut writer, |changes| {
            changes.write(table, gone.clone());
            changes.write(table, kept.clone());
        })
        .unwrap();
        let absent = key_of(table, &row(table, 9, 9));
        commit(&mut writer, |changes| {
            changes.remove(table, key_of(table, &gone));
            changes.remove(table, absent);
        })
        .unwrap();
        assert_eq!(all(&mut writer, table), [kept], "{}", table.name());
    }
}

fn events_and_leaves_are_read_together(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| {
        entry("a", 1, 0).write(changes);
        entry("b", 1, 1).write(changes);
        entry("a", 2, 2).write(changes);
    })
    .unwrap();
    let stored = |n, leaf| StoredEvent { n, leaf, event: format!("{{\"n\":{n}}}").into() };
    assert_eq!(log::events_of(&mut writer, COUNTY, "a").unwrap(), [stored(1, 0), stored(2, 2)]);
    assert_eq!(log::events_of(&mut writer, "990102", "a").unwrap(), []);
    assert_eq!(log::count_events(&mut writer, COUNTY).unwrap(), 3);
    let mut leaves = Vec::new();
    log::for_each_leaf(&mut writer, COUNTY, 1, |leaf| {
        leaves.push(leaf);
        Ok::<(), store::connection::StoreError>(())
    })
    .unwrap();
    let known: Vec<_> = leaves.iter().map(|leaf| (leaf.leaf, &*leaf.case_id, leaf.n)).collect();
    assert_eq!(known, [(1, "b", 1), (2, "a", 2)]);
    let last = log::leaf(&mut writer, COUNTY, 2).unwrap().unwrap();
    assert_eq!(leaves.last(), Some(&last));
    assert_eq!(last.event, Some((2, "{\"n\":2}".into())));
    assert_eq!((&*last.hash, &*last.seed), ([2; 32].as_slice(), [9; 32].as_slice()));
    assert_eq!((last.recorded_at, &*last.bytes), (1_002, "{\"leaf\":2}"));
    assert_eq!(log::leaf(&mut writer, COUNTY, 3).unwrap(), None);
}

fn heads_and_checkpoints_are_read(place: &Place) {
    let mut writer = place.writer();
    let head = |jurisdiction: &str, size| LogHead {
        jurisdiction: jurisdiction.into(),
        size,
        last_at: 5,
        frontier: [3; 32].as_slice().into(),
    };
    let signed = |size| StoredCheckpoint { size, note: format!("{size}").into(), recorded_at: 5 };
    commit(&mut writer, |changes| {
        head("990102", 1).write(changes);
        head(COUNTY, 7).write(changes);
        for size in [10, 9, 2] {
            checkpoints::write(changes, COUNTY, &signed(size));
        }
        checkpoints::write(changes, "990102", &signed(99));
    })
    .unwrap();
    assert_eq!(log::heads(&mut writer).unwrap(), [head(COUNTY, 7), head("990102", 1)]);
    let all = checkpoints::all(&mut writer, COUNTY).unwrap();
    assert_eq!(all, [signed(2), signed(9), signed(10)]);
    assert_eq!(checkpoints::last(&mut writer, COUNTY).unwrap(), Some(signed(10)));
    assert_eq!(checkpoints::last(&mut writer, "990103").unwrap(), None);
}

fn answers_settings_law_and_register_are_read(place: &Place) {
    let mut writer = place.writer();
    let answered = Answered { request_hash: [4; 32], response: "{\"n\":1}".into() };
    commit(&mut writer, |changes| {
        requests::remember(changes, (COUNTY, "key"), &answered, 1);
        settings::write(changes, "name", "值");
        settings::keep_law(changes, "hash", "{}", 1);
        register::write_jurisdiction(changes, COUNTY, Some("990100"), "place");
        register::write_jurisdiction(changes, "990000", None, "province");
        register::write_agency(changes, COUNTY, "agency", "organ");
        register::write_post(changes, COUNTY, ["post", "agency"], "seat");
        register::write_token(changes, COUNTY, ["digest", "holder"], 1);
    })
    .unwrap();
    assert_eq!(requests::find(&mut writer, COUNTY, "key").unwrap(), Some(answered));
    assert_eq!(requests::find(&mut writer, "990102", "key").unwrap(), None);
    assert_eq!(settings::find(&mut writer, "name").unwrap().as_deref(), Some("值"));
    assert_eq!(settings::find(&mut writer, "other").unwrap(), None);
    assert_eq!(settings::law(&mut writer, "hash").unwrap().as_deref(), Some("{}"));
    assert_eq!(settings::law(&mut writer, "other").unwrap(), None);
    let short = |rows: Vec<register::Registered>| -> Vec<[String; 3]> {
        let texts = |row: register::Registered| [row.jurisdiction, row.key, row.document];
        rows.into_iter().map(|row| texts(row).map(Into::into)).collect()
    };
    let texts = |texts: [&str; 3]| texts.map(str::to_owned);
    let places = short(register::jurisdictions(&mut writer).unwrap());
    assert_eq!(places, [texts(["990000", "", "province"]), texts([COUNTY, "", "place"])]);
    let agencies = short(register::agencies(&mut writer).unwrap());
    assert_eq!(agencies, [texts([COUNTY, "agency", "organ"])]);
    let posts = short(register::posts(&mut writer).unwrap());
    assert_eq!(posts, [texts([COUNTY, "post", "seat"])]);
    let tokens = short(register::tokens(&mut writer).unwrap());
    assert_eq!(tokens, [texts([COUNTY, "digest", "holder"])]);
}
