//! What only an examination asks: every place of which something is stored, the numbers of cases page by page, rows that
//! nothing proves, and whether the database itself is whole.

use crate::connection::{Connection, StoreError, System};
use crate::migrations::{self, Made};
use crate::value::Value;
use std::collections::BTreeSet;

/// Jumps from one jurisdiction to the next, past all rows of each.
macro_rules! places_in {
    ($table:literal) => {
        concat!(
            "with recursive place (jurisdiction) as (select min(jurisdiction) from ",
            $table,
            " union all select (select min(jurisdiction) from ",
            $table,
            " where jurisdiction > place.jurisdiction) from place where place.jurisdiction is not null) select jurisdiction from place where jurisdiction is not null"
        )
    };
}

const LOGS: [&str; 4] = [
    places_in!("log_heads"),
    places_in!("log_leaves"),
    places_in!("events"),
    places_in!("checkpoints"),
];
const CASES: [&str; 5] = [
    places_in!("events"),
    places_in!("cases"),
    places_in!("tasks"),
    places_in!("timers"),
    places_in!("cards"),
];

fn places(connection: &mut Connection, of: &[&'static str]) -> Result<Vec<Box<str>>, StoreError> {
    let mut found = BTreeSet::new();
    for sql in of {
        for mut row in connection.query(sql, &[])? {
            found.insert(row.text()?);
        }
    }
    Ok(found.into_iter().collect())
}

/// Every jurisdiction of whose log anything is stored: its state, a leaf, an event or a checkpoint.
///
/// # Errors
/// The database says no.
pub fn logs(connection: &mut Connection) -> Result<Vec<Box<str>>, StoreError> {
    places(connection, &LOGS)
}

/// Every jurisdiction of whose cases anything is stored: an event, a head, a task, a timer or a card.
///
/// # Errors
/// The database says no.
pub fn places_of_cases(connection: &mut Connection) -> Result<Vec<Box<str>>, StoreError> {
    places(connection, &CASES)
}

/// Every jurisdiction in which there is a record of a kind.
///
/// # Errors
/// The database says no.
pub fn places_of_records(
    connection: &mut Connection,
    kind: &str,
) -> Result<Vec<Box<str>>, StoreError> {
    let sql = "select distinct jurisdiction from records where kind = $1 order by jurisdiction";
    connection.query(sql, &[kind.into()])?.into_iter().map(|mut row| row.text()).collect()
}

macro_rules! numbers_in {
    ($table:literal) => {
        concat!(
            "select case_id from (select distinct case_id from ",
            $table,
            " where jurisdiction = $1 and case_id > $2 order by case_id limit $3) as of_",
            $table
        )
    };
}

/// The statement of [`case_numbers`].
const NUMBERS: &str = concat!(
    numbers_in!("events"),
    " union ",
    numbers_in!("cases"),
    " union ",
    numbers_in!("tasks"),
    " union ",
    numbers_in!("timers"),
    " union ",
    numbers_in!("cards"),
    " order by 1 limit $3"
);

/// The numbers of the cases of which anything is stored, up to `at_most` after one of them.
///
/// # Errors
/// The database says no.
pub fn case_numbers(
    connection: &mut Connection,
    jurisdiction: &str,
    after: &str,
    at_most: u32,
) -> Result<Vec<Box<str>>, StoreError> {
    let values = [Value::from(jurisdiction), after.into(), at_most.into()];
    connection.query(NUMBERS, &values)?.into_iter().map(|mut row| row.text()).collect()
}

/// Where an event stands: its case, its number there, and the leaf that its row names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPlace {
    /// Number of the case.
    pub case_id: Box<str>,
    /// Number of the event.
    pub n: u32,
    /// Index of the leaf.
    pub leaf: i64,
}

fn event_places(
    connection: &mut Connection,
    sql: &'static str,
    values: &[Value],
) -> Result<Vec<EventPlace>, StoreError> {
    let place = |mut row: crate::value::Row| {
        Ok(EventPlace { case_id: row.text()?, n: row.count()?, leaf: row.integer()? })
    };
    connection.query(sql, values)?.into_iter().map(place).collect()
}

/// The first events that no leaf proves, and that were therefore put in past the log. Reads all of them.
///
/// # Errors
/// The database says no.
pub fn unproved(
    connection: &mut Connection,
    jurisdiction: &str,
    at_most: u32,
) -> Result<Vec<EventPlace>, StoreError> {
    let sql = "select e.case_id, e.n, e.leaf from events e left join log_leaves l on l.jurisdiction = e.jurisdiction and l.leaf = e.leaf where e.jurisdiction = $1 and (l.leaf is null or l.case_id <> e.case_id or l.n <> e.n) order by e.case_id, e.n limit $2";
    event_places(connection, sql, &[jurisdiction.into(), at_most.into()])
}

/// The event whose row names a leaf. Reads all of them.
///
/// # Errors
/// The database says no.
pub fn event_of_leaf(
    connection: &mut Connection,
    jurisdiction: &str,
    leaf: i64,
) -> Result<Option<EventPlace>, StoreError> {
    let sql = "select case_id, n, leaf from events where jurisdiction = $1 and leaf = $2 limit 1";
    Ok(event_places(connection, sql, &[jurisdiction.into(), leaf.into()])?.into_iter().next())
}

/// The last event of a case.
///
/// # Errors
/// The database says no.
pub fn last_event(
    connection: &mut Connection,
    jurisdiction: &str,
    case_id: &str,
) -> Result<Option<EventPlace>, StoreError> {
    let sql = "select case_id, n, leaf from events where jurisdiction = $1 and case_id = $2 order by n desc limit 1";
    let found = event_places(connection, sql, &[jurisdiction.into(), case_id.into()])?;
    Ok(found.into_iter().next())
}

/// The hashes under which versions of the law are kept, with the moment from which each was.
///
/// # Errors
/// The database says no.
pub fn law_versions(connection: &mut Connection) -> Result<Vec<Box<str>>, StoreError> {
    let sql = "select hash from law_versions where jurisdiction = $1 order by recorded_at, hash";
    let rows = connection.query(sql, &[crate::settings::EVERYWHERE.into()])?;
    rows.into_iter().map(|mut row| row.text()).collect()
}

/// What of the schema is not as the migrations make it, in words: tables, indices and triggers that are missing, changed,
/// switched off or added.
///
/// # Errors
/// The database says no.
pub fn schema(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let made = migrations::made(connection)?;
    let found = match connection.system {
        System::Sqlite(_) => migrations::present(connection)?,
        System::Postgres(_) => {
            let sql = "select 'index ' || cast(indexname as text), '' from pg_indexes where schemaname = current_schema() union all select 'trigger ' || cast(t.tgname as text), '' from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace s on s.oid = c.relnamespace where s.nspname = current_schema() and not t.tgisinternal and t.tgenabled in ('O', 'A')";
            migrations::named(connection.query(sql, &[])?)?
        }
    };
    Ok(differences(&made, &found))
}

fn differences(made: &Made, found: &Made) -> Vec<String> {
    let mut said = Vec::new();
    for (name, text) in made {
        match found.get(name) {
            None => said.push(format!("the {name} is missing or switched off")),
            Some(other) if other != text => said.push(format!("the {name} was changed")),
            Some(_) => {}
        }
    }
    let acts_by_itself = |name: &&String| name.starts_with("trigger ") || name.starts_with("view ");
    let added = found.keys().filter(acts_by_itself).filter(|name| !made.contains_key(*name));
    said.extend(added.map(|name| format!("the {name} is none of ours")));
    said
}

/// What SQLite finds wrong in its own file; nothing on a server, which has tools of its own.
///
/// # Errors
/// The database says no.
pub fn file_faults(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    if let System::Postgres(_) = connection.system {
        return Ok(Vec::new());
    }
    let rows = connection.query("pragma quick_check(20)", &[])?;
    let mut said = Vec::new();
    for mut row in rows {
        let text = row.text()?.into_string();
        if text != "ok" {
            said.push(text);
        }
    }
    Ok(said)
}
