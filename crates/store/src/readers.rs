//! Reading in parallel with the writer: a few connections, lent out one at a time.

use crate::connection::{Connection, StoreError};
use crate::database::Database;
use std::sync::{Mutex, PoisonError};

/// Idle connections kept.
const CONNECTIONS_KEPT: usize = 4;

/// A pool of reading connections.
#[derive(Debug)]
pub struct Readers {
    database: Database,
    idle: Mutex<Vec<Connection>>,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Connection({})", self.system())
    }
}

impl Readers {
    /// Readers of a database that the writer has opened before.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self { database, idle: Mutex::new(Vec::new()) }
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Lends a connection to `read`. Blocks: call it where blocking is allowed.
    ///
    /// # Errors
    /// No connection can be opened, or `read` fails.
    pub fn read<T, E: From<StoreError>>(
        &self,
        read: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.database.open_reader()?,
        };
        let outcome = read(&mut connection);
        // A connection that failed may be broken: it is not lent again.
        if outcome.is_ok() {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < CONNECTIONS_KEPT {
                idle.push(connection);
            }
        }
        outcome
    }
}
