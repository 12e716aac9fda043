//! Records: what the platform keeps beside official acts, such as accounts, sessions, drafts and notices.
//!
//! A record has a kind, a key and an owner; the document is JSON of the operation that keeps it. Lists are by owner,
//! in the order of their time.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use crate::table::Table;
use crate::value::{Row, Value};

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Jurisdiction; [`crate::settings::EVERYWHERE`] when it belongs to none.
    pub jurisdiction: Box<str>,
    /// What it is, such as `account`.
    pub kind: Box<str>,
    /// Its key among those of its kind.
    pub key: Box<str>,
    /// Whose it is: what lists are made by; may be empty.
    pub owner: Box<str>,
    /// When, in milliseconds since 1970: what lists are ordered by.
    pub at: i64,
    /// The rest, as JSON.
    pub document: Box<str>,
}

/// Where a page of a list begins and in which direction it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From<'a> {
    /// At the newest, backwards in time.
    Newest,
    /// Before the record with this time and key, backwards in time.
    Before(i64, &'a str),
    /// At the oldest, forwards in time.
    Oldest,
    /// After the record with this time and key, forwards in time.
    After(i64, &'a str),
}

/// Writes a record: adds it, or replaces the one of the same jurisdiction, kind and key.
pub fn write(changes: &mut Changes, record: &Record) {
    let texts = [&record.jurisdiction, &record.kind, &record.key, &record.owner];
    let mut row: Vec<Value> = texts.into_iter().map(|text| (&**text).into()).collect();
    row.push(record.at.into());
    row.push((&*record.document).into());
    changes.write(Table::Records, row);
}

/// Removes a record, if there is one.
pub fn remove(changes: &mut Changes, [jurisdiction, kind, key]: [&str; 3]) {
    changes.remove(Table::Records, vec![jurisdiction.into(), kind.into(), key.into()]);
}

fn record(mut row: Row) -> Result<Record, StoreError> {
    Ok(Record {
        jurisdiction: row.text()?,
        kind: row.text()?,
        key: row.text()?,
        owner: row.text()?,
        at: row.integer()?,
        document: row.text()?,
    })
}

fn several(rows: Vec<Row>) -> Result<Vec<Record>, StoreError> {
    rows.into_iter().map(record).collect()
}

/// A record by its key.
///
/// # Errors
/// The database says no.
pub fn find(
    connection: &mut Connection,
    [jurisdiction, kind, key]: [&str; 3],
) -> Result<Option<Record>, StoreError> {
    let sql = "select jurisdiction, kind, record_key, owner, at, document from records where jurisdiction = $1 and kind = $2 and record_key = $3";
    let rows = connection.query(sql, &[jurisdiction.into(), kind.into(), key.into()])?;
    rows.into_iter().next().map(record).transpose()
}

/// Up to `limit` records of an owner, from a place in time on.
///
/// # Errors
/// The database says no.
pub fn of_owner(
    connection: &mut Connection,
    [jurisdiction, kind, owner]: [&str; 3],
    from: From<'_>,
    limit: u32,
) -> Result<Vec<Record>, StoreError> {
    let (sql, at, key) = match from {
        From::Newest => (BACKWARDS, i64::MAX, ""),
        From::Before(at, key) => (BACKWARDS, at, key),
        From::Oldest => (FORWARDS, i64::MIN, ""),
        From::After(at, key) => (FORWARDS, at, key),
    };
    let owner = [jurisdiction.into(), kind.into(), owner.into()];
    let place = [at.into(), key.into(), Value::from(limit)];
    several(connection.query(sql, &[owner, place].concat())?)
}

/// A statement of [`of_owner`], for tests that watch how databases find it.
pub const BACKWARDS: &str = "select jurisdiction, kind, record_key, owner, at, document from records where jurisdiction = $1 and kind = $2 and owner = $3 and (at, record_key) < ($4, $5) order by at desc, record_key desc limit $6";
/// As [`BACKWARDS`].
pub const FORWARDS: &str = "select jurisdiction, kind, record_key, owner, at, document from records where jurisdiction = $1 and kind = $2 and owner = $3 and (at, record_key) > ($4, $5) order by at, record_key limit $6";

/// Up to `limit` records of a kind whose keys come after `after`, by key.
///
/// # Errors
/// The database says no.
pub fn of_kind(
    connection: &mut Connection,
    [jurisdiction, kind, after]: [&str; 3],
    limit: u32,
) -> Result<Vec<Record>, StoreError> {
    let sql = "select jurisdiction, kind, record_key, owner, at, document from records where jurisdiction = $1 and kind = $2 and record_key > $3 order by record_key limit $4";
    let parameters = [jurisdiction.into(), kind.into(), after.into(), Value::from(limit)];
    several(connection.query(sql, &parameters)?)
}

/// How many records of a kind an owner has.
///
/// # Errors
/// The database says no.
pub fn count(
    connection: &mut Connection,
    [jurisdiction, kind, owner]: [&str; 3],
) -> Result<i64, StoreError> {
    let sql = "select count(*) from records where jurisdiction = $1 and kind = $2 and owner = $3";
    let rows = connection.query(sql, &[jurisdiction.into(), kind.into(), owner.into()])?;
    rows.into_iter().next().map_or(Ok(0), |mut row| row.integer())
}

/// A statement of [`count_since`], for tests that watch how databases find it.
pub const SINCE: &str = "select count(*) from (select 1 from records where jurisdiction = $1 and kind = $2 and owner = $3 and at > coalesce((select mark.at from records mark where mark.jurisdiction = $1 and mark.kind = $4 and mark.record_key = $3), $5) limit $6) as found";

/// How many records of an owner are newer than the owner's own mark, a record of another kind under the owner's name; up
/// to `most`.
///
/// # Errors
/// The database says no.
pub fn count_since(
    connection: &mut Connection,
    [jurisdiction, kind, owner]: [&str; 3],
    mark: &str,
    most: u32,
) -> Result<i64, StoreError> {
    let whose = [jurisdiction.into(), kind.into(), owner.into()];
    let since = [mark.into(), i64::MIN.into(), Value::from(most)];
    let rows = connection.query(SINCE, &[whose, since].concat())?;
    rows.into_iter().next().map_or(Ok(0), |mut row| row.integer())
}
