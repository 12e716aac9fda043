//! Where a world stands: a folder, and a database of either kind.

use operations::platform::Place;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use store::database::Database;
use tempfile::TempDir;

/// The variable by which `cargo xtask test` says where the server is.
const SERVER: &str = "YANGGUANG_POSTGRES";

/// A folder and a database; gone when dropped.
pub(crate) struct Site {
    pub(crate) folder: TempDir,
    /// Server, name and address of the database that was made.
    made: Option<(String, String, String)>,
}

/// A folder as an installation has it: for its owner alone.
fn private_folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let alone = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder.path(), alone).unwrap();
    }
    folder
}

impl Site {
    pub(crate) fn sqlite() -> Self {
        Self { folder: private_folder(), made: None }
    }

    /// None, said aloud, when no server is named.
    pub(crate) fn postgres() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var(SERVER) else {
            skipped(&format!("{SERVER} is not set, so no PostgreSQL"));
            return None;
        };
        let name = format!("live_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        administer(&server, &format!("create database {name} encoding 'UTF8' template template0"));
        let (before, _) = server.rsplit_once('/').unwrap();
        let address = format!("{before}/{name}");
        Some(Self { folder: private_folder(), made: Some((server, name, address)) })
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.made.is_none()
    }

    pub(crate) fn place(&self) -> Place {
        match &self.made {
            None => Place::in_folder(self.folder.path()),
            Some((_, _, address)) => Place {
                folder: self.folder.path().to_owned(),
                database: Database::parse(address).unwrap(),
            },
        }
    }

    /// Runs statements past the program, as who owns the database.
    pub(crate) fn as_owner(&self, sql: &str) {
        match &self.made {
            None => sqlite(&self.folder.path().join("yangguang.db"), sql),
            Some((_, _, address)) => administer(address, sql),
        }
    }
}

/// Runs statements on a file of SQLite.
pub(crate) fn sqlite(file: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(file).unwrap();
    connection.busy_timeout(std::time::Duration::from_secs(60)).unwrap();
    connection.execute_batch(sql).unwrap();
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some((server, name, _)) = &self.made {
            administer(server, &format!("drop database {name} with (force)"));
        }
    }
}

/// Says what was not tried, past the capture of the test runner: a skipped check must not be quiet.
pub(crate) fn skipped(what: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {what}");
}

/// One at a time: the server copies a template for each database, of which nobody else may make use.
fn administer(address: &str, sql: &str) {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut client = postgres::Client::connect(address, postgres::NoTls).unwrap();
    client.batch_execute(sql).unwrap();
}
