//! Events and the leaves that prove them, and the state of each log.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use crate::table::Table;
use crate::value::Row;

/// A recorded act with its leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Number of the case.
    pub case_id: Box<str>,
    /// Number of the event in the case, from 1.
    pub n: u32,
    /// Index of the leaf in the log, from 0.
    pub leaf: i64,
    /// When it was recorded, in milliseconds since 1970.
    pub recorded_at: i64,
    /// The event as JSON, exactly as committed to.
    pub event: Box<str>,
    /// The leaf, exactly as hashed.
    pub leaf_bytes: Box<str>,
    /// Hash of the leaf.
    pub leaf_hash: [u8; 32],
    /// The secret from which the salts of the commitment come.
    pub seed: [u8; 32],
}

impl Entry {
    /// Writes event and leaf.
    pub fn write(self, changes: &mut Changes) {
        changes.write(
            Table::Events,
            vec![
                (&*self.jurisdiction).into(),
                (&*self.case_id).into(),
                self.n.into(),
                self.leaf.into(),
                crate::value::Value::Text(self.event),
            ],
        );
        changes.write(
            Table::LogLeaves,
            vec![
                (&*self.jurisdiction).into(),
                self.leaf.into(),
                (&*self.case_id).into(),
                self.n.into(),
                self.recorded_at.into(),
                crate::value::Value::Text(self.leaf_bytes),
                self.leaf_hash.as_slice().into(),
                self.seed.as_slice().into(),
            ],
        );
    }
}

/// The state of one log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Number of leaves.
    pub size: i64,
    /// When the last one was recorded, in milliseconds since 1970.
    pub last_at: i64,
    /// The roots of the complete subtrees.
    pub frontier: Box<[u8]>,
}

impl LogHead {
    /// Writes the state.
    pub fn write(&self, changes: &mut Changes) {
        let jurisdiction = (&*self.jurisdiction).into();
        let row =
            vec![jurisdiction, self.size.into(), self.last_at.into(), (&*self.frontier).into()];
        changes.write(Table::LogHeads, row);
    }
}

/// The state of every log.
///
/// # Errors
/// The database says no.
pub fn heads(connection: &mut Connection) -> Result<Vec<LogHead>, StoreError> {
    let sql = "select jurisdiction, size, last_at, frontier from log_heads order by jurisdiction";
    connection.query(sql, &[])?.into_iter().map(log_head).collect()
}

/// The state of one log.
///
/// # Errors
/// The database says no.
pub fn head(
    connection: &mut Connection,
    jurisdiction: &str,
) -> Result<Option<LogHead>, StoreError> {
    let sql = "select jurisdiction, size, last_at, frontier from log_heads where jurisdiction = $1";
    connection.query(sql, &[jurisdiction.into()])?.into_iter().next().map(log_head).transpose()
}

fn log_head(mut row: Row) -> Result<LogHead, StoreError> {
    Ok(LogHead {
        jurisdiction: row.text()?,
        size: row.integer()?,
        last_at: row.integer()?,
        frontier: row.bytes()?,
    })
}

/// The events of a case, in order.
///
/// # Errors
/// The database says no.
pub fn events_of(
    connection: &mut Connection,
    jurisdiction: &str,
    case_id: &str,
) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = connection.query(EVENTS_OF, &[jurisdiction.into(), case_id.into()])?;
    rows.into_iter()
        .map(|mut row| {
            Ok(StoredEvent { n: row.count()?, leaf: row.integer()?, event: row.text()? })
        })
        .collect()
}

/// The statement of [`events_of`], for tests that watch how databases find it.
pub const EVENTS_OF: &str =
    "select n, leaf, event from events where jurisdiction = $1 and case_id = $2 order by n";

/// An event as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Number in the case.
    pub n: u32,
    /// Index of its leaf.
    pub leaf: i64,
    /// The event as JSON.
    pub event: Box<str>,
}

/// A leaf as stored, with the event that it commits to, if that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLeaf {
    /// Index in the log.
    pub leaf: i64,
    /// Number of the case, as the leaf's row says.
    pub case_id: Box<str>,
    /// Number of the event, as the leaf's row says.
    pub n: u32,
    /// When it was recorded, as the leaf's row says.
    pub recorded_at: i64,
    /// The leaf.
    pub bytes: Box<str>,
    /// Its hash, as stored.
    pub hash: Box<[u8]>,
    /// The secret of its salts.
    pub seed: Box<[u8]>,
    /// The event, and the index of the leaf that the event's row names.
    pub event: Option<(i64, Box<str>)>,
}

fn stored_leaf(mut row: Row) -> Result<StoredLeaf, StoreError> {
    Ok(StoredLeaf {
        leaf: row.integer()?,
        case_id: row.text()?,
        n: row.count()?,
        recorded_at: row.integer()?,
        bytes: row.text()?,
        hash: row.bytes()?,
        seed: row.bytes()?,
        event: match (row.optional_integer()?, row.optional_text()?) {
            (Some(leaf), Some(event)) => Some((leaf, event)),
            _ => None,
        },
    })
}

/// All leaves of a log from an index on, in order, each with its event.
///
/// # Errors
/// The database says no, or `each` does.
pub fn for_each_leaf<E: From<StoreError>>(
    connection: &mut Connection,
    jurisdiction: &str,
    from: i64,
    each: impl FnMut(StoredLeaf) -> Result<(), E>,
) -> Result<(), E> {
    for_leaves_in(connection, jurisdiction, (from, i64::MAX), each)
}

/// The leaves of a log from an index on and before another, in order, each with its event.
///
/// # Errors
/// The database says no, or `each` does.
pub fn for_leaves_in<E: From<StoreError>>(
    connection: &mut Connection,
    jurisdiction: &str,
    (from, until): (i64, i64),
    mut each: impl FnMut(StoredLeaf) -> Result<(), E>,
) -> Result<(), E> {
    let sql = "select l.leaf, l.case_id, l.n, l.recorded_at, l.bytes, l.hash, l.seed, e.leaf, e.event from log_leaves l left join events e on e.jurisdiction = l.jurisdiction and e.case_id = l.case_id and e.n = l.n where l.jurisdiction = $1 and l.leaf >= $2 and l.leaf < $3 order by l.leaf";
    let values = [jurisdiction.into(), from.into(), until.into()];
    connection.for_each(sql, &values, |row| each(stored_leaf(row)?))
}

/// How many events a jurisdiction has.
///
/// # Errors
/// The database says no.
pub fn count_events(connection: &mut Connection, jurisdiction: &str) -> Result<i64, StoreError> {
    let sql = "select count(*) from events where jurisdiction = $1";
    let rows = connection.query(sql, &[jurisdiction.into()])?;
    rows.into_iter().next().map_or(Ok(0), |mut row| row.integer())
}

/// One leaf with its event.
///
/// # Errors
/// The database says no.
pub fn leaf(
    connection: &mut Connection,
    jurisdiction: &str,
    index: i64,
) -> Result<Option<StoredLeaf>, StoreError> {
    let sql = "select l.leaf, l.case_id, l.n, l.recorded_at, l.bytes, l.hash, l.seed, e.leaf, e.event from log_leaves l left join events e on e.jurisdiction = l.jurisdiction and e.case_id = l.case_id and e.n = l.n where l.jurisdiction = $1 and l.leaf = $2";
    let rows = connection.query(sql, &[jurisdiction.into(), index.into()])?;
    rows.into_iter().next().map(stored_leaf).transpose()
}
