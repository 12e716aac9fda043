//! Settings, and the law files as they stood when cases were opened.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use crate::table::Table;

/// The key of what holds in every jurisdiction.
pub const EVERYWHERE: &str = "*";

/// Writes a setting.
pub fn write(changes: &mut Changes, name: &str, value: &str) {
    changes.write(Table::Settings, vec![EVERYWHERE.into(), name.into(), value.into()]);
}

/// A setting.
///
/// # Errors
/// The database says no.
pub fn find(connection: &mut Connection, name: &str) -> Result<Option<Box<str>>, StoreError> {
    let sql = "select value from settings where jurisdiction = $1 and name = $2";
    let rows = connection.query(sql, &[EVERYWHERE.into(), name.into()])?;
    rows.into_iter().next().map(|mut row| row.text()).transpose()
}

/// Keeps a version of the law files.
pub fn keep_law(changes: &mut Changes, hash: &str, files: &str, recorded_at: i64) {
    let row = vec![EVERYWHERE.into(), hash.into(), files.into(), recorded_at.into()];
    changes.write(Table::LawVersions, row);
}

/// Since when a version of the law files is kept, in milliseconds since 1970: since when there is something to do here.
///
/// # Errors
/// The database says no.
pub fn law_since(connection: &mut Connection) -> Result<Option<i64>, StoreError> {
    let sql =
        "select recorded_at from law_versions where jurisdiction = $1 order by recorded_at limit 1";
    let rows = connection.query(sql, &[EVERYWHERE.into()])?;
    rows.into_iter().next().map(|mut row| row.integer()).transpose()
}

/// A version of the law files.
///
/// # Errors
/// The database says no.
pub fn law(connection: &mut Connection, hash: &str) -> Result<Option<Box<str>>, StoreError> {
    let sql = "select files from law_versions where jurisdiction = $1 and hash = $2";
    let rows = connection.query(sql, &[EVERYWHERE.into(), hash.into()])?;
    rows.into_iter().next().map(|mut row| row.text()).transpose()
}
