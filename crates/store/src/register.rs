//! The register: places, agencies, posts with the people who hold them, and the tokens of programs.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use crate::table::Table;
use crate::value::Row;

/// One row of the register; the document is JSON of the operation that keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Its key in the jurisdiction; empty for the jurisdiction itself.
    pub key: Box<str>,
    /// The rest.
    pub document: Box<str>,
}

/// Writes a jurisdiction.
pub fn write_jurisdiction(changes: &mut Changes, code: &str, parent: Option<&str>, document: &str) {
    changes.write(Table::Jurisdictions, vec![code.into(), parent.into(), document.into()]);
}

/// Writes an agency.
pub fn write_agency(changes: &mut Changes, jurisdiction: &str, agency: &str, document: &str) {
    changes.write(Table::Agencies, vec![jurisdiction.into(), agency.into(), document.into()]);
}

/// Writes a post.
pub fn write_post(
    changes: &mut Changes,
    jurisdiction: &str,
    [post, agency]: [&str; 2],
    document: &str,
) {
    let row = vec![jurisdiction.into(), post.into(), agency.into(), document.into()];
    changes.write(Table::Posts, row);
}

/// Writes a token, of which only the hash is kept.
pub fn write_token(
    changes: &mut Changes,
    jurisdiction: &str,
    [hash, holder]: [&str; 2],
    recorded_at: i64,
) {
    let row = vec![jurisdiction.into(), hash.into(), holder.into(), recorded_at.into()];
    changes.write(Table::AccessTokens, row);
}

/// Removes a token.
pub fn remove_token(changes: &mut Changes, jurisdiction: &str, hash: &str) {
    changes.remove(Table::AccessTokens, vec![jurisdiction.into(), hash.into()]);
}

fn registered(mut row: Row) -> Result<Registered, StoreError> {
    Ok(Registered { jurisdiction: row.text()?, key: row.text()?, document: row.text()? })
}

fn all(connection: &mut Connection, sql: &'static str) -> Result<Vec<Registered>, StoreError> {
    connection.query(sql, &[])?.into_iter().map(registered).collect()
}

/// All jurisdictions.
///
/// # Errors
/// The database says no.
pub fn jurisdictions(connection: &mut Connection) -> Result<Vec<Registered>, StoreError> {
    all(connection, "select jurisdiction, '', document from jurisdictions order by jurisdiction")
}

/// All agencies.
///
/// # Errors
/// The database says no.
pub fn agencies(connection: &mut Connection) -> Result<Vec<Registered>, StoreError> {
    all(
        connection,
        "select jurisdiction, agency, document from agencies order by jurisdiction, agency",
    )
}

/// All posts.
///
/// # Errors
/// The database says no.
pub fn posts(connection: &mut Connection) -> Result<Vec<Registered>, StoreError> {
    all(connection, "select jurisdiction, post, document from posts order by jurisdiction, post")
}

/// All tokens: the key is the hash, the document the holder.
///
/// # Errors
/// The database says no.
pub fn tokens(connection: &mut Connection) -> Result<Vec<Registered>, StoreError> {
    all(
        connection,
        "select jurisdiction, token_hash, holder from access_tokens order by jurisdiction",
    )
}
