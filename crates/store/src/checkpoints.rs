//! Signed checkpoints of the logs.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use crate::table::Table;
use crate::value::Value;

/// A checkpoint as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// Number of leaves.
    pub size: i64,
    /// The signed note.
    pub note: Box<str>,
    /// When it was signed, in milliseconds since 1970.
    pub recorded_at: i64,
}

/// Writes a checkpoint.
pub fn write(changes: &mut Changes, jurisdiction: &str, checkpoint: &StoredCheckpoint) {
    let note = (&*checkpoint.note).into();
    let row =
        vec![jurisdiction.into(), checkpoint.size.into(), note, checkpoint.recorded_at.into()];
    changes.write(Table::Checkpoints, row);
}

/// All checkpoints of a log, the smallest first.
///
/// # Errors
/// The database says no.
pub fn all(
    connection: &mut Connection,
    jurisdiction: &str,
) -> Result<Vec<StoredCheckpoint>, StoreError> {
    let sql =
        "select size, note, recorded_at from checkpoints where jurisdiction = $1 order by size";
    read(connection, sql, &[jurisdiction.into()])
}

/// Up to `at_most` checkpoints of a log that are larger than a size, the smallest first.
///
/// # Errors
/// The database says no.
pub fn after(
    connection: &mut Connection,
    jurisdiction: &str,
    size: i64,
    at_most: u32,
) -> Result<Vec<StoredCheckpoint>, StoreError> {
    let sql = "select size, note, recorded_at from checkpoints where jurisdiction = $1 and size > $2 order by size limit $3";
    read(connection, sql, &[jurisdiction.into(), size.into(), at_most.into()])
}

/// The newest checkpoint of a log.
///
/// # Errors
/// The database says no.
pub fn last(
    connection: &mut Connection,
    jurisdiction: &str,
) -> Result<Option<StoredCheckpoint>, StoreError> {
    let sql = "select size, note, recorded_at from checkpoints where jurisdiction = $1 order by size desc limit 1";
    Ok(read(connection, sql, &[jurisdiction.into()])?.into_iter().next())
}

fn read(
    connection: &mut Connection,
    sql: &'static str,
    values: &[Value],
) -> Result<Vec<StoredCheckpoint>, StoreError> {
    let rows = connection.query(sql, values)?;
    rows.into_iter()
        .map(|mut row| {
            Ok(StoredCheckpoint {
                size: row.integer()?,
                note: row.text()?,
                recorded_at: row.integer()?,
            })
        })
        .collect()
}
