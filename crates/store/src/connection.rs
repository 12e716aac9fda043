//! A connection to one of the two databases, behind one small interface.

use crate::changes::Changes;
use crate::value::{Row, Value};
use crate::{postgresql, sqlite};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite says no.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL says no.
    #[error("PostgreSQL: {}", with_cause(.0))]
    Postgres(#[from] postgres::Error),
    /// What was read is not what was written.
    #[error("the database holds something unexpected: {0}")]
    Unexpected(String),
    /// The database was made by a newer version.
    #[error(
        "the database has the migration `{0}`, which this version does not know: use the version that made it"
    )]
    Newer(String),
    /// A migration differs from the one that was applied.
    #[error("the database is not one of ours: {0}")]
    Foreign(String),
    /// A file or folder.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The address of the database makes no sense.
    #[error("`{0}` is no address of a database: `postgres://…`, or a file for SQLite")]
    Address(String),
    /// Another process writes.
    #[error("another process writes here: {0}")]
    Leased(String),
    /// The writer has stopped after a fault; nothing more is recorded until the program is started again.
    #[error("the writer has stopped: {0}")]
    Stopped(String),
}

fn with_cause(error: &postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

impl StoreError {
    pub(crate) fn unexpected(what: impl Into<String>) -> Self {
        Self::Unexpected(what.into())
    }
}

/// One of the two database systems.
pub(crate) enum System {
    /// SQLite, embedded.
    Sqlite(sqlite::Sqlite),
    /// PostgreSQL.
    Postgres(Box<postgresql::Postgresql>),
}

/// A connection.
pub struct Connection {
    pub(crate) system: System,
    reading: Reading,
}

/// What was read: how much work an answer took, whatever else the machine did meanwhile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    /// Queries.
    pub statements: u64,
    /// Rows that they gave.
    pub rows: u64,
}

impl From<System> for Connection {
    fn from(system: System) -> Self {
        Self { system, reading: Reading::default() }
    }
}

impl Connection {
    /// What was read on it since it was asked last.
    pub(crate) fn take_reading(&mut self) -> Reading {
        std::mem::take(&mut self.reading)
    }

    /// The rows of a query; the same text for both databases, with places `$1`, `$2`, … in order.
    ///
    /// # Errors
    /// The database says no.
    pub fn query(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let rows = match &mut self.system {
            System::Sqlite(sqlite) => sqlite.query(sql, values),
            System::Postgres(postgres) => postgres.query(sql, values),
        }?;
        self.reading.statements += 1;
        self.reading.rows += rows.len() as u64;
        Ok(rows)
    }

    /// Hands each row of a query to `each`, without holding all of them.
    ///
    /// # Errors
    /// The database says no, or `each` does.
    pub fn for_each<E: From<StoreError>>(
        &mut self,
        sql: &'static str,
        values: &[Value],
        mut each: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { system, reading } = self;
        reading.statements += 1;
        let each = |row| {
            reading.rows += 1;
            each(row)
        };
        match system {
            System::Sqlite(sqlite) => sqlite.for_each(sql, values, each),
            System::Postgres(postgres) => postgres.for_each(sql, values, each),
        }
    }

    /// Everything that `read` reads is of one moment, whatever is written meanwhile. Keep it short: what is written is kept
    /// beside the database until it ends.
    ///
    /// # Errors
    /// The database says no, or `read` does.
    pub fn at_one_moment<T, E: From<StoreError>>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let begin = match self.system {
            System::Sqlite(_) => "begin",
            System::Postgres(_) => "begin isolation level repeatable read read only",
        };
        self.run(begin)?;
        let outcome = read(self);
        // Nothing was written.
        let ended = self.run("rollback");
        let value = outcome?;
        ended?;
        Ok(value)
    }

    /// Writes changes in one durable transaction. When this returns, they survive a power cut; when it fails, none of
    /// them is there, unless the commit itself failed, of which nobody can say.
    ///
    /// # Errors
    /// The database says no.
    pub fn commit(&mut self, changes: &Changes) -> Result<(), StoreError> {
        match &mut self.system {
            System::Sqlite(sqlite) => sqlite.commit(changes),
            System::Postgres(postgres) => postgres.commit(changes),
        }
    }

    /// The name of the database system.
    #[must_use]
    pub fn system(&self) -> &'static str {
        match self.system {
            System::Sqlite(_) => "SQLite",
            System::Postgres(_) => "PostgreSQL",
        }
    }

    /// Runs statements that take no values: migrations and settings, never anything typed by a person.
    pub(crate) fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        match &mut self.system {
            System::Sqlite(sqlite) => sqlite.run(sql),
            System::Postgres(postgres) => postgres.run(sql),
        }
    }
}
