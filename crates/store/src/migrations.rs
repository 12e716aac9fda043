//! Forward migrations: files of equal names for both databases, each applied once, in order.

use crate::connection::{Connection, StoreError, System};
use crate::sqlite::Sqlite;
use crate::value::Row;
use std::collections::BTreeMap;

const SQLITE: &[(&str, &str)] = &[
    ("0001-acts", include_str!("../migrations/sqlite/0001-acts.sql")),
    ("0002-records", include_str!("../migrations/sqlite/0002-records.sql")),
    ("0003-audit", include_str!("../migrations/sqlite/0003-audit.sql")),
    ("0003-tasks", include_str!("../migrations/sqlite/0003-tasks.sql")),
    ("0004-cards-of-case", include_str!("../migrations/sqlite/0004-cards-of-case.sql")),
    ("0005-closed-cases", include_str!("../migrations/sqlite/0005-closed-cases.sql")),
];
const POSTGRES: &[(&str, &str)] = &[
    ("0001-acts", include_str!("../migrations/postgres/0001-acts.sql")),
    ("0002-records", include_str!("../migrations/postgres/0002-records.sql")),
    ("0003-audit", include_str!("../migrations/postgres/0003-audit.sql")),
    ("0003-tasks", include_str!("../migrations/postgres/0003-tasks.sql")),
    ("0004-cards-of-case", include_str!("../migrations/postgres/0004-cards-of-case.sql")),
    ("0005-closed-cases", include_str!("../migrations/postgres/0005-closed-cases.sql")),
];

type Files = &'static [(&'static str, &'static str)];

fn files(connection: &Connection) -> Files {
    match connection.system {
        System::Sqlite(_) => SQLITE,
        System::Postgres(_) => POSTGRES,
    }
}

/// Brings the schema of a database up to this version.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let files = files(connection);
    connection
        .run("create table if not exists schema_migrations (name text not null primary key)")?;
    let applied = applied(connection)?;
    if let Some(newer) = applied.iter().find(|name| files.iter().all(|(known, _)| known != name)) {
        return Err(StoreError::Newer(newer.clone()));
    }
    for (name, sql) in files.iter().filter(|(name, _)| !applied.iter().any(|known| known == name)) {
        connection.run(&format!(
            "begin; {sql}; insert into schema_migrations (name) values ('{name}'); commit"
        ))?;
    }
    Ok(())
}

/// Names of the migrations that a database has.
pub(crate) fn applied(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let rows = connection.query("select name from schema_migrations order by name", &[])?;
    rows.into_iter().map(|mut row| Ok(row.text()?.into_string())).collect()
}

/// What a schema has: kind and name of each thing, and on SQLite the statement that made it.
pub(crate) type Made = BTreeMap<String, String>;

/// What the migrations that a database has make of an empty one: on PostgreSQL indices and triggers alone.
pub(crate) fn made(connection: &mut Connection) -> Result<Made, StoreError> {
    let applied = applied(connection)?;
    let has = |(name, _): &&(&str, &str)| applied.iter().any(|known| known == name);
    let files = files(connection).iter().filter(has);
    match connection.system {
        System::Sqlite(_) => {
            let mut fresh = Connection::from(System::Sqlite(Sqlite::in_memory()?));
            fresh.run(
                "create table if not exists schema_migrations (name text not null primary key)",
            )?;
            for (_, sql) in files {
                fresh.run(sql)?;
            }
            present(&mut fresh)
        }
        System::Postgres(_) => {
            let mut things = BTreeMap::new();
            files.for_each(|(_, sql)| note_things(sql, &mut things));
            Ok(things.into_keys().map(|name| (name, String::new())).collect())
        }
    }
}

/// What the schema of a database on SQLite has.
pub(crate) fn present(connection: &mut Connection) -> Result<Made, StoreError> {
    let sql = "select type || ' ' || name, coalesce(sql, '') from sqlite_schema where name not like 'sqlite_%'";
    named(connection.query(sql, &[])?)
}

/// Rows of names and texts.
pub(crate) fn named(rows: Vec<Row>) -> Result<Made, StoreError> {
    let pair = |mut row: Row| Ok((row.text()?.into_string(), row.text()?.into_string()));
    rows.into_iter().map(pair).collect()
}

/// Notes which indices and triggers a migration makes and drops, each with its table.
fn note_things(sql: &str, things: &mut BTreeMap<String, String>) {
    for line in sql.lines().filter(|line| !line.starts_with("--")) {
        let words: Vec<&str> =
            line.split_whitespace().map(|word| word.trim_end_matches(';')).collect();
        let on = words.iter().position(|word| *word == "on").and_then(|at| words.get(at + 1));
        match (words.as_slice(), on) {
            (["create", kind @ ("index" | "trigger"), name, ..], Some(table)) => {
                things.insert(format!("{kind} {name}"), (*table).to_owned());
            }
            (["drop", kind @ ("index" | "trigger"), name, ..], _) => {
                things.remove(&format!("{kind} {name}"));
            }
            (["drop", "table", gone, ..], _) => things.retain(|_, table| table != gone),
            (["alter", "table", old, "rename", "to", new, ..], _) => {
                let renamed = things.values_mut().filter(|table| *table == old);
                renamed.for_each(|table| *table = (*new).to_owned());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_have_the_same_migrations() {
        let names = |files: &[(&'static str, &str)]| {
            files.iter().map(|(name, _)| *name).collect::<Vec<_>>()
        };
        assert_eq!(names(SQLITE), names(POSTGRES));
        let tables = |sql: &str| {
            let lines = sql.lines().filter_map(|line| line.strip_prefix("create table "));
            lines.map(|line| line.trim_end_matches(" (").to_owned()).collect::<Vec<_>>()
        };
        for ((_, sqlite), (_, postgres)) in SQLITE.iter().zip(POSTGRES) {
            assert_eq!(tables(sqlite), tables(postgres));
        }
    }
}
