//! What was recorded is never changed or removed: not by the program, not by raw statements, not by the owner.

use crate::place::{Place, commit};
use crate::rows::{all, key_of, row};
use store::connection::Connection;
use store::table::Table;
use store::value::Value;

on_both!(
    the_program_cannot_write_a_recorded_row_again,
    the_program_cannot_remove_a_recorded_row,
    no_raw_statement_of_the_program_changes_what_was_recorded,
    no_statement_of_the_owner_changes_what_was_recorded,
    the_program_cannot_change_the_schema,
    readers_cannot_write,
);

const RECORDED: [Table; 4] =
    [Table::Events, Table::LogLeaves, Table::Checkpoints, Table::LawVersions];

fn recorded(place: &Place) -> (Connection, Vec<Vec<Value>>) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| {
        RECORDED.into_iter().for_each(|table| changes.write(table, row(table, 1, 1)));
    })
    .unwrap();
    (writer, RECORDED.into_iter().map(|table| row(table, 1, 1)).collect())
}

fn assert_unchanged(place: &Place, rows: &[Vec<Value>]) {
    for (table, row) in RECORDED.into_iter().zip(rows) {
        let found = all(&mut place.reader(), table);
        assert_eq!(found, std::slice::from_ref(row), "{}", table.name());
    }
}

fn the_program_cannot_write_a_recorded_row_again(place: &Place) {
    let (mut writer, rows) = recorded(place);
    for table in RECORDED {
        let again = commit(&mut writer, |changes| changes.write(table, row(table, 1, 1)));
        assert!(again.is_err(), "the same row of {}", table.name());
        let other = commit(&mut writer, |changes| changes.write(table, row(table, 1, 2)));
        assert!(other.is_err(), "another row of the key of {}", table.name());
    }
    assert_unchanged(place, &rows);
}

fn the_program_cannot_remove_a_recorded_row(place: &Place) {
    let (mut writer, rows) = recorded(place);
    for (table, row) in RECORDED.into_iter().zip(&rows) {
        let removed = commit(&mut writer, |changes| changes.remove(table, key_of(table, row)));
        assert!(removed.is_err(), "{}", table.name());
    }
    assert_unchanged(place, &rows);
}

/// Ways to change a row or to be rid of it.
fn attacks(table: Table) -> Vec<String> {
    let name = table.name();
    let columns: Vec<&str> = table.columns().iter().map(|(name, _)| *name).collect();
    let (first, last) = (columns.first().unwrap(), columns.last().unwrap());
    let list = columns.join(", ");
    vec![
        format!("update {name} set {last} = {last}"),
        format!("update {name} set {first} = 'x'"),
        format!("update {name} set {first} = 'x' where 1 = 1"),
        format!("delete from {name}"),
        format!("delete from {name} where {first} is not null"),
        format!(
            "insert into {name} ({list}) select {list} from {name} where true on conflict ({key}) do update set {last} = excluded.{last}",
            key = columns.get(..table.key_columns()).unwrap().join(", ")
        ),
    ]
}

fn no_raw_statement_of_the_program_changes_what_was_recorded(place: &Place) {
    let (mut writer, rows) = recorded(place);
    for table in RECORDED {
        let mut statements = attacks(table);
        let name = table.name();
        if place.is_sqlite() {
            statements.push(format!("insert or replace into {name} select * from {name}"));
            statements.push(format!("replace into {name} select * from {name}"));
            statements.push(format!("update or replace {name} set jurisdiction = jurisdiction"));
        } else {
            statements.push(format!("truncate {name}"));
            statements.push(format!("truncate {name} cascade"));
        }
        for statement in statements {
            let refused = writer.query(statement.clone().leak(), &[]);
            assert!(refused.is_err(), "{statement}");
        }
    }
    assert_unchanged(place, &rows);
}

fn no_statement_of_the_owner_changes_what_was_recorded(place: &Place) {
    let (_writer, rows) = recorded(place);
    for table in RECORDED {
        let mut statements = attacks(table);
        if !place.is_sqlite() {
            statements.push(format!("truncate {}", table.name()));
        }
        for statement in statements {
            let refused = place.as_owner(&statement).expect_err(&statement);
            assert!(refused.contains("are never"), "{statement}: {refused}");
        }
    }
    assert_unchanged(place, &rows);
}

/// SQLite has no roles: whoever may write to the file may do this, and the checkpoints outside tell.
fn the_program_cannot_change_the_schema(place: &Place) {
    if place.is_sqlite() {
        return;
    }
    let (mut writer, rows) = recorded(place);
    for statement in [
        "drop table events",
        "alter table events disable trigger all",
        "drop trigger events_are_fixed on events",
        "create or replace function keep_records() returns trigger language plpgsql as 'begin return new; end'",
        "insert into schema_migrations (name) values ('0002')",
        "set session_replication_role = replica",
    ] {
        let _ = writer.query(statement, &[]);
    }
    assert!(writer.query("update events set event = event", &[]).is_err());
    assert!(place.as_owner("update events set event = event").is_err());
    assert_unchanged(place, &rows);
}

fn readers_cannot_write(place: &Place) {
    let (_writer, rows) = recorded(place);
    let mut reader = place.reader();
    if place.is_sqlite() {
        let written = commit(&mut reader, |changes| {
            changes.write(Table::Settings, row(Table::Settings, 1, 1));
        });
        assert!(written.is_err());
    }
    let removed = commit(&mut reader, |changes| {
        changes.remove(Table::Events, key_of(Table::Events, &row(Table::Events, 1, 1)));
    });
    assert!(removed.is_err());
    assert_unchanged(place, &rows);
}
