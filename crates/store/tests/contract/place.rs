//! A database of its own for each test.

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use store::changes::Changes;
use store::connection::{Connection, StoreError};
use store::database::Database;
use tempfile::TempDir;

/// The variable by which `cargo xtask test` says where the server is.
const SERVER: &str = "YANGGUANG_POSTGRES";

/// Where one test keeps what it has; gone when dropped.
pub(crate) struct Place {
    pub(crate) database: Database,
    _folder: Option<TempDir>,
    /// Server and name of the database that was made.
    made: Option<(String, String)>,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let database = Database::Sqlite(folder.path().join("contract.db"));
        Self { database, _folder: Some(folder), made: None }
    }

    /// None, said aloud, when no server is named.
    pub(crate) fn postgres() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var(SERVER) else {
            // Past the capture of the test runner: a skipped check must not be quiet.
            let _ = writeln!(std::io::stderr(), "skipped: {SERVER} is not set, so no PostgreSQL");
            return None;
        };
        let name =
            format!("contract_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        administer(&server, &format!("create database {name} encoding 'UTF8' template template0"));
        let (before, _) = server.rsplit_once('/').unwrap();
        let database = Database::parse(&format!("{before}/{name}")).unwrap();
        Some(Self { database, _folder: None, made: Some((server, name)) })
    }

    /// The connection that writes, of a schema that is up to date.
    pub(crate) fn writer(&self) -> Connection {
        self.database.open_writer().unwrap()
    }

    pub(crate) fn reader(&self) -> Connection {
        self.database.open_reader().unwrap()
    }

    /// Runs a statement past the program, as who owns the database.
    pub(crate) fn as_owner(&self, sql: &str) -> Result<(), String> {
        match &self.database {
            Database::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.execute_batch(sql).map_err(|error| error.to_string())
            }
            Database::Postgres(address) => {
                let mut client = postgres::Client::connect(address, postgres::NoTls).unwrap();
                client.batch_execute(sql).map_err(|error| format!("{error:?}"))
            }
        }
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.database, Database::Sqlite(_))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.made {
            administer(server, &format!("drop database {name} with (force)"));
        }
    }
}

/// One at a time: the server copies a template for each database, of which nobody else may make use.
fn administer(server: &str, sql: &str) {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut client = postgres::Client::connect(server, postgres::NoTls).unwrap();
    client.batch_execute(sql).unwrap();
}

/// Commits what `write` writes.
pub(crate) fn commit(
    connection: &mut Connection,
    write: impl FnOnce(&mut Changes),
) -> Result<(), StoreError> {
    let mut changes = Changes::new();
    write(&mut changes);
    connection.commit(&changes)
}
