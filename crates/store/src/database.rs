//! Where a database is, and how to open it.

use crate::connection::{Connection, StoreError, System};
use crate::migrations;
use crate::postgresql::Postgresql;
use crate::sqlite::Sqlite;
use std::fmt;
use std::path::{Path, PathBuf};

/// The address of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// A server: `postgres://user:password@host:port/name`.
    Postgres(String),
}

impl fmt::Display for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(formatter, "{}", path.display()),
            // The address may hold a password.
            Self::Postgres(address) => {
                let place = address.rsplit('@').next().unwrap_or_default();
                write!(formatter, "postgres://{}", place.trim_start_matches("postgres://"))
            }
        }
    }
}

impl Database {
    /// Reads an address: `postgres://…`, or the path of a file.
    ///
    /// # Errors
    /// It has another scheme.
    pub fn parse(address: &str) -> Result<Self, StoreError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Ok(Self::Postgres(address.to_owned()));
        }
        if address.contains("://") || address.is_empty() {
            return Err(StoreError::Address(address.to_owned()));
        }
        Ok(Self::Sqlite(Path::new(address).to_owned()))
    }

    /// Brings the schema up to date and opens the one connection that writes.
    ///
    /// # Errors
    /// The database cannot be opened or is of a newer version.
    pub fn open_writer(&self) -> Result<Connection, StoreError> {
        match self {
            Self::Sqlite(path) => {
                let mut connection = Connection::from(System::Sqlite(Sqlite::open_writer(path)?));
                migrations::migrate(&mut connection)?;
                Ok(connection)
            }
            Self::Postgres(address) => {
                let mut owner =
                    Connection::from(System::Postgres(Box::new(Postgresql::open(address)?)));
                migrations::migrate(&mut owner)?;
                self.open_reader()
            }
        }
    }

    /// Opens a connection for reading. On PostgreSQL it acts as the role that may not change what was recorded.
    ///
    /// # Errors
    /// The database cannot be opened.
    pub fn open_reader(&self) -> Result<Connection, StoreError> {
        match self {
            Self::Sqlite(path) => Ok(System::Sqlite(Sqlite::open_reader(path)?).into()),
            Self::Postgres(address) => {
                let mut connection = Postgresql::open(address)?;
                connection.act_as_program()?;
                Ok(System::Postgres(Box::new(connection)).into())
            }
        }
    }

    /// Settings of the database that durability rests on, as `(name, value, whether it is right)`.
    ///
    /// # Errors
    /// The database says no.
    pub fn settings(
        connection: &mut Connection,
    ) -> Result<Vec<(String, String, bool)>, StoreError> {
        if let System::Sqlite(sqlite) = &connection.system {
            let mode = sqlite.pragma("journal_mode")?;
            let right = mode == "wal";
            return Ok(vec![("journal_mode".to_owned(), mode, right)]);
        }
        let sql = "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name";
        let rows = connection.query(sql, &[])?;
        rows.into_iter()
            .map(|mut row| {
                let (name, value) = (row.text()?.into_string(), row.text()?.into_string());
                let right = value != "off";
                Ok((name, value, right))
            })
            .collect()
    }

    /// Names of the migrations that were applied.
    ///
    /// # Errors
    /// The database says no.
    pub fn migrations(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
        migrations::applied(connection)
    }
}
