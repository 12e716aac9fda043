//! Timers: for each case the next moment at which time itself has something to do or to say.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use crate::table::Table;

/// A timer that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTimer {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Number of the case.
    pub case_id: Box<str>,
    /// When it was due, in milliseconds since 1970.
    pub due_at: i64,
}

/// Sets the timer of a case, or takes it away.
pub fn set(changes: &mut Changes, jurisdiction: &str, case_id: &str, due_at: Option<i64>) {
    match due_at {
        Some(due_at) => {
            let row = vec![jurisdiction.into(), case_id.into(), due_at.into()];
            changes.write(Table::Timers, row);
        }
        None => changes.remove(Table::Timers, vec![jurisdiction.into(), case_id.into()]),
    }
}

/// The timers of a jurisdiction that are due at a moment, the oldest first. What it costs grows with what is due, not
/// with what is open.
///
/// # Errors
/// The database says no.
pub fn due(
    connection: &mut Connection,
    jurisdiction: &str,
    at: i64,
    at_most: u32,
) -> Result<Vec<DueTimer>, StoreError> {
    let rows = connection.query(DUE, &[jurisdiction.into(), at.into(), at_most.into()])?;
    rows.into_iter()
        .map(|mut row| {
            Ok(DueTimer { jurisdiction: row.text()?, case_id: row.text()?, due_at: row.integer()? })
        })
        .collect()
}

/// The statement of [`due`], for tests that watch how databases find it.
pub const DUE: &str = "select jurisdiction, case_id, due_at from timers where jurisdiction = $1 and due_at <= $2 order by due_at limit $3";

/// The timer of a case.
///
/// # Errors
/// The database says no.
pub fn of_case(
    connection: &mut Connection,
    jurisdiction: &str,
    case_id: &str,
) -> Result<Option<i64>, StoreError> {
    let rows = connection.query(OF_CASE, &[jurisdiction.into(), case_id.into()])?;
    rows.into_iter().next().map(|mut row| row.integer()).transpose()
}

/// The statement of [`of_case`], for tests that watch how databases find it.
pub const OF_CASE: &str = "select due_at from timers where jurisdiction = $1 and case_id = $2";
