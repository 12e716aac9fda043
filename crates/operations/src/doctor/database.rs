//! The database itself, and what is kept in it beside cases: the law as it stood, the register.

use super::{Add, Standing, unless_unreadable};
use crate::platform::Place;
use crate::register::{Agency, Jurisdiction, Post, Register};
use domain::procedure::content_hash;
use store::connection::{Connection, StoreError};
use store::database::Database;
use store::examination;
use store::register::Registered;

/// What the database says of itself: migrations, settings, schema, file.
pub(super) fn add_database(place: &Place, connection: &mut Connection, add: Add<'_>) {
    let (system, at) = (connection.system(), &place.database);
    let applied = Database::migrations(connection);
    if let Some(applied) = unless_unreadable("database", applied, add) {
        let finding = format!("{system} at {at}; migrations: {}", applied.join(", "));
        add("database", Standing::InOrder, finding);
    }
    let settings = Database::settings(connection);
    for (name, value, right) in
        unless_unreadable("database setting", settings, add).unwrap_or_default()
    {
        add("database setting", Standing::of(right), format!("{name} = {value}"));
    }
    let schema = examination::schema(connection);
    let schema = unless_unreadable("database schema", schema, add);
    add_each("database schema", schema, "tables, indices and triggers are whole", add);
    let file = examination::file_faults(connection);
    let file = unless_unreadable("database file", file, add);
    add_each("database file", file, "no page is damaged", add);
}

fn add_each(about: &'static str, faults: Option<Vec<String>>, in_order: &str, add: Add<'_>) {
    let Some(faults) = faults else { return };
    if faults.is_empty() {
        add(about, Standing::InOrder, in_order.to_owned());
    }
    for fault in faults {
        let finding =
            format!("{fault}. What to do: keep this copy as evidence, and restore a backup");
        add(about, Standing::Fault, finding);
    }
}

/// Whether each version of the law that is kept still has its hash.
pub(super) fn add_laws(connection: &mut Connection, add: Add<'_>) -> Result<(), StoreError> {
    let versions = examination::law_versions(connection)?;
    let mut damaged = 0;
    for hash in &versions {
        let files = store::settings::law(connection, hash)?.unwrap_or_default();
        if content_hash(&files) != **hash {
            damaged += 1;
            let finding = format!(
                "the files that are kept under `{hash}` have another hash: they were changed. What to do: restore them from a backup; cases that were opened under them cannot be judged until then"
            );
            add("law", Standing::Fault, finding);
        }
    }
    if damaged == 0 {
        add("law", Standing::InOrder, format!("{} versions kept, each whole", versions.len()));
    }
    Ok(())
}

/// Whether the register can be read, row by row and as a whole; returns it.
pub(super) fn add_register(
    connection: &mut Connection,
    add: Add<'_>,
) -> Result<Option<Register>, StoreError> {
    let rows = store::register::jurisdictions(connection)?;
    let places = rows.len();
    let mut wrong = unreadable::<Jurisdiction>("jurisdiction", rows);
    let rows = store::register::agencies(connection)?;
    let agencies = rows.len();
    wrong.extend(unreadable::<Agency>("agency", rows));
    let rows = store::register::posts(connection)?;
    let posts = rows.len();
    wrong.extend(unreadable::<Post>("post", rows));
    for finding in &wrong {
        add("register", Standing::Fault, finding.clone());
    }
    match Register::load(connection) {
        Ok(register) if wrong.is_empty() => {
            let finding = format!("{places} jurisdictions, {agencies} agencies, {posts} posts");
            add("register", Standing::InOrder, finding);
            Ok(Some(register))
        }
        Ok(register) => Ok(Some(register)),
        Err(error) => {
            add("register", Standing::Fault, format!("it does not fit together: {error}"));
            Ok(None)
        }
    }
}

/// The rows that hold no document of their kind.
fn unreadable<T: serde::de::DeserializeOwned>(kind: &str, rows: Vec<Registered>) -> Vec<String> {
    let wrong = |row: Registered| {
        let error = serde_json::from_str::<T>(&row.document).err()?;
        let key = if row.key.is_empty() { &row.jurisdiction } else { &row.key };
        Some(format!(
            "the document of {kind} `{key}` cannot be read: {error}. What to do: import the register again"
        ))
    };
    rows.into_iter().filter_map(wrong).collect()
}
