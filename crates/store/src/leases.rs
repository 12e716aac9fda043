//! Leases: on a server, only the process that holds the lease may write. (SQLite needs none: the folder is locked.)

use crate::changes::Changes;
use crate::connection::{Connection, StoreError, System};
use crate::settings::EVERYWHERE;
use crate::table::Table;
use std::time::{Duration, Instant};

/// How long a lease lasts without being renewed.
const LASTS: Duration = Duration::from_secs(30);
/// When a lease is renewed.
const RENEWED_AFTER: Duration = Duration::from_secs(10);

/// A lease that this process holds.
#[derive(Debug)]
pub struct Lease {
    holder: Box<str>,
    token: i64,
    renewed: Instant,
}

/// Takes the lease of a server's database for `holder`, or finds that another process holds it.
///
/// # Errors
/// Another process holds a lease that has not run out, or the database says no.
pub fn take(connection: &mut Connection, holder: &str) -> Result<Lease, StoreError> {
    let sql = "select holder, token, expires_at, cast(extract(epoch from now()) * 1000 as bigint) from leases where jurisdiction = $1";
    let known = connection.query(sql, &[EVERYWHERE.into()])?.into_iter().next();
    let token = match known {
        None => 1,
        Some(mut row) => {
            let (by, token) = (row.text()?, row.integer()?);
            let left = row.integer()? - row.integer()?;
            if left > 0 && *by != *holder {
                let seconds = left / 1_000 + 1;
                return Err(StoreError::Leased(format!("`{by}`; its lease ends in {seconds} s")));
            }
            token + 1
        }
    };
    let lease = Lease { holder: holder.into(), token, renewed: Instant::now() };
    let mut changes = Changes::new();
    lease.write(connection, &mut changes)?;
    connection.commit(&changes)?;
    if let System::Postgres(postgres) = &mut connection.system {
        postgres.guard_with(holder, token);
    }
    Ok(lease)
}

impl Lease {
    /// Renews the lease when it is time.
    ///
    /// # Errors
    /// The database says no.
    pub fn renew(
        &mut self,
        connection: &mut Connection,
        changes: &mut Changes,
    ) -> Result<(), StoreError> {
        if self.renewed.elapsed() < RENEWED_AFTER {
            return Ok(());
        }
        self.renewed = Instant::now();
        self.write(connection, changes)
    }

    /// The clock of the database counts, as the processes may have different ones.
    fn write(&self, connection: &mut Connection, changes: &mut Changes) -> Result<(), StoreError> {
        let sql = "select cast(extract(epoch from now()) * 1000 as bigint)";
        let now = connection.query(sql, &[])?.into_iter().next();
        let now = now.map_or(Ok(0), |mut row| row.integer())?;
        let until = now + i64::try_from(LASTS.as_millis()).unwrap_or(0);
        let row = vec![EVERYWHERE.into(), (&*self.holder).into(), self.token.into(), until.into()];
        changes.write(Table::Leases, row);
        Ok(())
    }
}
