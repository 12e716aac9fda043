//! Forward migrations: files of equal names for both databases, each applied once, in order.

use crate::connection::{Connection, StoreError};

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

/// Brings the schema of a database up to this version.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let files = match connection {
        Connection::Sqlite(_) => SQLITE,
        Connection::Postgres(_) => POSTGRES,
    };
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
