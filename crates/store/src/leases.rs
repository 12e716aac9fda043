//! Leases: on a server, only the process that holds the lease of a jurisdiction may write there.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use crate::settings::EVERYWHERE;
use crate::table::Table;

/// Takes the lease of every jurisdiction for `holder`, or finds that another process holds it.
///
/// On SQLite the file itself is locked by its one writer: see [`crate::writer`].
///
/// # Errors
/// Another process holds the lease until after `now`, or the database says no.
pub fn take(
    connection: &mut Connection,
    holder: &str,
    now: i64,
    milliseconds: i64,
) -> Result<i64, StoreError> {
    let sql = "select holder, token, expires_at from leases where jurisdiction = $1";
    let known = connection.query(sql, &[EVERYWHERE.into()])?.into_iter().next();
    let token = match known {
        None => 1,
        Some(mut row) => {
            let (by, token, until) = (row.text()?, row.integer()?, row.integer()?);
            if until > now && &*by != holder {
                let left = (until - now) / 1_000 + 1;
                return Err(StoreError::Leased(format!("`{by}`; its lease ends in {left} s")));
            }
            token + 1
        }
    };
    renew(connection, (holder, token), now + milliseconds)?;
    if let Connection::Postgres(postgres) = connection {
        postgres.guard_with(holder, token);
    }
    Ok(token)
}

/// Makes a lease last until `until`; a moment in the past gives it back.
///
/// # Errors
/// The database says no.
pub fn renew(
    connection: &mut Connection,
    (holder, token): (&str, i64),
    until: i64,
) -> Result<(), StoreError> {
    let mut changes = Changes::new();
    let row = vec![EVERYWHERE.into(), holder.into(), token.into(), until.into()];
    changes.write(Table::Leases, row);
    connection.commit(&changes)
}
