//! Requests that may be repeated: the answer that was given, under the key that the client chose.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use crate::table::Table;

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Hash of what was asked: the same key with another request is a mistake of the client.
    pub request_hash: [u8; 32],
    /// The answer as JSON.
    pub response: Box<str>,
}

/// Remembers an answer.
pub fn remember(
    changes: &mut Changes,
    [jurisdiction, scope, key]: [&str; 3],
    answered: &Answered,
    recorded_at: i64,
) {
    changes.write(
        Table::IdempotencyKeys,
        vec![
            jurisdiction.into(),
            scope.into(),
            key.into(),
            answered.request_hash.as_slice().into(),
            (&*answered.response).into(),
            recorded_at.into(),
        ],
    );
}

/// The answer that was given under a key; the scope is the case that the request was about, or empty.
///
/// # Errors
/// The database says no.
pub fn find(
    connection: &mut Connection,
    [jurisdiction, scope, key]: [&str; 3],
) -> Result<Option<Answered>, StoreError> {
    let sql = "select request_hash, response from idempotency_keys where jurisdiction = $1 and scope = $2 and request_key = $3";
    let rows = connection.query(sql, &[jurisdiction.into(), scope.into(), key.into()])?;
    let answered = |mut row: crate::value::Row| {
        Ok(Answered { request_hash: row.array()?, response: row.text()? })
    };
    rows.into_iter().next().map(answered).transpose()
}
