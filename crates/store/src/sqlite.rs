//! SQLite, embedded: write-ahead log, every commit flushed to the disk.

use crate::changes::Changes;
use crate::connection::StoreError;
use crate::value::{Row, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, OpenFlags, ToSql};
use std::path::Path;

/// Statements kept prepared on a connection.
const STATEMENTS_KEPT: usize = 64;
/// Page cache of the writer, in KiB; negative is how SQLite wants it.
const WRITER_CACHE: i64 = -16_384;
/// Page cache of a reader, in KiB.
const READER_CACHE: i64 = -2_048;

/// Pages in the write-ahead log after which they are copied into the file: pages that change often are copied once.
const CHECKPOINT: i64 = 8_192;

/// A connection to a file.
pub(crate) struct Sqlite {
    connection: rusqlite::Connection,
}

impl Sqlite {
    pub(crate) fn open_writer(path: &Path) -> Result<Self, StoreError> {
        make_privately(path);
        let connection = rusqlite::Connection::open(path)?;
        let sqlite = Self::with_settings(connection, WRITER_CACHE)?;
        sqlite.connection.pragma_update(None, "journal_mode", "wal")?;
        sqlite.connection.pragma_update(None, "synchronous", "full")?;
        sqlite.connection.pragma_update(None, "foreign_keys", true)?;
        sqlite.connection.pragma_update(None, "secure_delete", true)?;
        sqlite.connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
        // Else `replace` would remove rows past the triggers that keep them.
        sqlite.connection.pragma_update(None, "recursive_triggers", true)?;
        Ok(sqlite)
    }

    pub(crate) fn open_reader(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = rusqlite::Connection::open_with_flags(path, flags)?;
        Self::with_settings(connection, READER_CACHE)
    }

    /// An empty database that is gone with its connection.
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        Self::with_settings(rusqlite::Connection::open_in_memory()?, READER_CACHE)
    }

    fn with_settings(connection: rusqlite::Connection, cache: i64) -> Result<Self, StoreError> {
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cache_size", cache)?;
        Ok(Self { connection })
    }

    pub(crate) fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        self.for_each(sql, values, |row| {
            rows.push(row);
            Ok::<(), StoreError>(())
        })?;
        Ok(rows)
    }

    pub(crate) fn for_each<E: From<StoreError>>(
        &self,
        sql: &str,
        values: &[Value],
        mut each: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let sqlite = |error| StoreError::Sqlite(error);
        let mut statement = self.connection.prepare_cached(sql).map_err(sqlite)?;
        bind(&mut statement, values)?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(sqlite)? {
            let mut read = Vec::with_capacity(columns);
            for column in 0..columns {
                read.push(value(row.get_ref(column).map_err(sqlite)?)?);
            }
            each(Row::new(read))?;
        }
        Ok(())
    }

    pub(crate) fn commit(&mut self, changes: &Changes) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for (table, changes) in changes.in_order() {
            let statements = table.statements();
            write_all(&transaction, &statements.remove_one, &changes.removed)?;
            write_all(&transaction, &statements.write_one, &changes.rows)?;
        }
        Ok(transaction.commit()?)
    }

    pub(crate) fn run(&self, sql: &str) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(sql)?)
    }

    /// What a setting of the connection says.
    pub(crate) fn pragma(&self, name: &str) -> Result<String, StoreError> {
        let text = |row: &rusqlite::Row<'_>| {
            Ok(match row.get_ref(0)? {
                ValueRef::Integer(number) => number.to_string(),
                other => other.as_str().unwrap_or_default().to_owned(),
            })
        };
        Ok(self.connection.pragma_query_value(None, name, text)?)
    }
}

fn write_all(
    transaction: &rusqlite::Transaction<'_>,
    sql: &str,
    rows: &[Vec<Value>],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut statement = transaction.prepare_cached(sql)?;
    for row in rows {
        bind(&mut statement, row)?;
        statement.raw_execute()?;
    }
    Ok(())
}

fn bind(statement: &mut CachedStatement<'_>, values: &[Value]) -> Result<(), StoreError> {
    for (position, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(position + 1, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Makes the file of a database for its owner alone; SQLite gives the files beside it the same mode. One that is there is not
/// even opened: closing it would take the locks of other connections away. Who may not make one learns that from SQLite.
fn make_privately(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}

fn value(read: ValueRef<'_>) -> Result<Value, StoreError> {
    Ok(match read {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => {
            return Err(StoreError::unexpected(format!("{number} is no whole number")));
        }
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Value::from(text),
            Err(_) => return Err(StoreError::unexpected("a text is not UTF-8")),
        },
        ValueRef::Blob(bytes) => Value::from(bytes),
    })
}
