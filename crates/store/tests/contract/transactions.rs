//! A commit is whole or not at all, and the last word for each key counts.

use crate::place::{Place, commit};
use crate::rows::{COUNTY, all, card, entry, head, key_of, row};
use store::changes::Changes;
use store::connection::Connection;
use store::table::Table;
use store::value::Value;
use store::{log, settings, timers};

on_both!(
    a_failing_row_leaves_nothing_of_its_transaction,
    an_event_of_a_number_that_is_taken_is_refused,
    two_events_of_one_number_in_a_transaction_are_refused,
    a_leaf_of_an_index_that_is_taken_is_refused,
    the_last_word_for_a_key_counts,
    what_is_taken_over_from_later_changes_counts,
    a_connection_goes_on_after_a_refused_commit,
    nothing_to_write_is_committed_too,
);

fn rows_of_all(connection: &mut Connection) -> usize {
    Table::ALL.into_iter().map(|table| all(connection, table).len()).sum()
}

fn a_failing_row_leaves_nothing_of_its_transaction(place: &Place) {
    let mut writer = place.writer();
    for bad in Table::ALL {
        let refused = commit(&mut writer, |changes| {
            for table in Table::ALL {
                changes.write(table, row(table, 1, 1));
            }
            let mut lacking = row(bad, 2, 2);
            *lacking.last_mut().unwrap() = Value::Null;
            *lacking.first_mut().unwrap() = Value::Null;
            changes.write(bad, lacking);
        });
        assert!(refused.is_err(), "{}", bad.name());
        assert_eq!(rows_of_all(&mut writer), 0, "after a bad row of {}", bad.name());
    }
}

fn an_event_of_a_number_that_is_taken_is_refused(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| entry("a", 1, 0).write(changes)).unwrap();
    let refused = commit(&mut writer, |changes| {
        settings::write(changes, "name", "value");
        entry("b", 1, 1).write(changes);
        entry("a", 1, 2).write(changes);
    });
    assert!(refused.is_err());
    assert_eq!(settings::find(&mut writer, "name").unwrap(), None);
    assert_eq!(log::count_events(&mut writer, COUNTY).unwrap(), 1);
    assert_eq!(all(&mut writer, Table::LogLeaves).len(), 1);
}

fn two_events_of_one_number_in_a_transaction_are_refused(place: &Place) {
    let mut writer = place.writer();
    let refused = commit(&mut writer, |changes| {
        entry("a", 1, 0).write(changes);
        entry("a", 1, 1).write(changes);
    });
    assert!(refused.is_err());
    assert_eq!(rows_of_all(&mut writer), 0);
}

fn a_leaf_of_an_index_that_is_taken_is_refused(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| entry("a", 1, 0).write(changes)).unwrap();
    let refused = commit(&mut writer, |changes| entry("b", 1, 0).write(changes));
    assert!(refused.is_err());
    assert_eq!(log::events_of(&mut writer, COUNTY, "b").unwrap(), []);
}

fn the_last_word_for_a_key_counts(place: &Place) {
    let mut writer = place.writer();
    let (table, key) = (Table::Tasks, |n| key_of(Table::Tasks, &row(Table::Tasks, n, 0)));
    commit(&mut writer, |changes| {
        changes.write(table, row(table, 5, 5));
        changes.write(table, row(table, 6, 6));
    })
    .unwrap();
    commit(&mut writer, |changes| {
        // Written twice, then removed.
        changes.write(table, row(table, 1, 1));
        changes.write(table, row(table, 1, 2));
        changes.remove(table, key(1));
        // Removed, then written twice.
        changes.remove(table, key(5));
        changes.write(table, row(table, 5, 1));
        changes.write(table, row(table, 5, 9));
        // Written, removed, written.
        changes.write(table, row(table, 2, 1));
        changes.remove(table, key(2));
        changes.write(table, row(table, 2, 3));
        // Removed twice, and a neighbour whose place moves.
        changes.write(table, row(table, 6, 7));
        changes.remove(table, key(6));
        changes.remove(table, key(6));
        changes.write(table, row(table, 2, 4));
        changes.write(table, row(table, 3, 1));
    })
    .unwrap();
    assert_eq!(all(&mut writer, table), [row(table, 2, 4), row(table, 3, 1), row(table, 5, 9)]);
}

fn what_is_taken_over_from_later_changes_counts(place: &Place) {
    let mut writer = place.writer();
    let mut first = Changes::new();
    timers::set(&mut first, COUNTY, "a", Some(1));
    timers::set(&mut first, COUNTY, "b", Some(1));
    let mut later = Changes::new();
    timers::set(&mut later, COUNTY, "a", None);
    timers::set(&mut later, COUNTY, "b", Some(2));
    timers::set(&mut later, COUNTY, "c", Some(3));
    first.extend(later);
    writer.commit(&first).unwrap();
    let mut of = |case| timers::of_case(&mut writer, COUNTY, case).unwrap();
    assert_eq!([of("a"), of("b"), of("c")], [None, Some(2), Some(3)]);
}

fn a_connection_goes_on_after_a_refused_commit(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| entry("a", 1, 0).write(changes)).unwrap();
    for _ in 0..3 {
        commit(&mut writer, |changes| entry("a", 1, 0).write(changes)).unwrap_err();
    }
    commit(&mut writer, |changes| {
        entry("a", 2, 1).write(changes);
        head("a", "agency", None).write(changes);
        card("k", 1).write(changes);
    })
    .unwrap();
    assert_eq!(log::count_events(&mut place.reader(), COUNTY).unwrap(), 2);
}

fn nothing_to_write_is_committed_too(place: &Place) {
    let mut writer = place.writer();
    let mut changes = Changes::new();
    assert!(changes.is_empty());
    writer.commit(&changes).unwrap();
    changes.write(Table::Settings, row(Table::Settings, 1, 1));
    assert!(!changes.is_empty());
}
