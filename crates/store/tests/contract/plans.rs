//! What is asked for every act and every page is found by an index, however many rows there are.

use crate::place::Place;
use store::connection::Connection;
use store::value::Value;
use store::{cards, log, records, tasks, timers};

on_both!(what_is_asked_often_is_found_by_index);

/// Each statement, how many places it has, and how it must be found.
const HOT: [(&str, usize, &str); 9] = [
    (cards::OF_CASE, 2, "cards USING INDEX cards_of_case (jurisdiction=? AND case_id=?)"),
    (tasks::OF_CASE, 2, "tasks USING PRIMARY KEY (jurisdiction=? AND case_id=?)"),
    (tasks::LIST, 16, "tasks USING COVERING INDEX tasks_by_due (agency=?"),
    (tasks::COUNT, 1, "tasks USING COVERING INDEX tasks_by_due (agency=?"),
    (timers::DUE, 3, "timers USING COVERING INDEX timers_due (jurisdiction=? AND due_at<?)"),
    (timers::OF_CASE, 2, "timers USING PRIMARY KEY (jurisdiction=? AND case_id=?)"),
    (
        log::EVENTS_OF,
        2,
        "events USING INDEX sqlite_autoindex_events_1 (jurisdiction=? AND case_id=?)",
    ),
    (
        records::BACKWARDS,
        6,
        "records USING INDEX records_of_owner (jurisdiction=? AND kind=? AND owner=?",
    ),
    (
        records::SINCE,
        6,
        "records USING COVERING INDEX records_of_owner (jurisdiction=? AND kind=? AND owner=? AND at>?)",
    ),
];

/// The steps by which SQLite finds what a statement asks for.
fn plan(connection: &mut Connection, sql: &str, places: usize) -> Vec<String> {
    let values = vec![Value::Null; places];
    let steps = connection.query(format!("explain query plan {sql}").leak(), &values).unwrap();
    let said = steps.into_iter().map(|mut row| {
        for _ in 0..3 {
            row.integer().unwrap();
        }
        row.text().unwrap().into()
    });
    said.collect()
}

fn what_is_asked_often_is_found_by_index(place: &Place) {
    if !place.is_sqlite() {
        // A small table is read whole there, whatever its indices.
        return;
    }
    let mut writer = place.writer();
    for (sql, places, found) in HOT {
        let said = plan(&mut writer, sql, places);
        let first = said.iter().find(|step| step.starts_with("SEARCH")).unwrap();
        assert!(first.starts_with(&format!("SEARCH {found}")), "{sql}: {said:?}");
        // The groups of a count are collected; a list comes in order as it stands.
        assert!(!said.iter().any(|step| step.contains("FOR ORDER BY")), "{sql}: {said:?}");
    }
}
