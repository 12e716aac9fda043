//! Reading in parallel with the writer: a few connections, lent out one at a time.

use crate::connection::{Connection, Reading, StoreError};
use crate::database::Database;
use std::cell::Cell;
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Idle connections kept.
const CONNECTIONS_KEPT: usize = 4;
/// Connections lent at one time for each core, and at least [`LEAST`]: more would not read faster, and each takes memory.
const PER_CORE: usize = 4;
const LEAST: usize = 8;

/// A pool of reading connections.
#[derive(Debug)]
pub struct Readers {
    database: Database,
    most: usize,
    places: Mutex<Places>,
    returned: Condvar,
}

#[derive(Debug, Default)]
struct Places {
    idle: Vec<Connection>,
    lent: usize,
    reading: Reading,
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
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let most = (cores * PER_CORE).max(LEAST);
        Self { database, most, places: Mutex::default(), returned: Condvar::new() }
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Lends a connection to `read`; while many are lent, waits for one. Blocks: call it where blocking is allowed.
    ///
    /// # Errors
    /// No connection can be opened, or `read` fails.
    pub fn read<T, E: From<StoreError>>(
        &self,
        read: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let _lent = Lent::begin(self);
        let idle = self.hold().idle.pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.database.open_reader()?,
        };
        let outcome = read(&mut connection);
        let reading = connection.take_reading();
        let mut places = self.hold();
        places.reading.statements += reading.statements;
        places.reading.rows += reading.rows;
        // A connection that failed may be broken: it is not lent again.
        if outcome.is_ok() && places.idle.len() < CONNECTIONS_KEPT {
            places.idle.push(connection);
        }
        outcome
    }

    /// What was read since the start, by readings that are over.
    #[must_use]
    pub fn reading(&self) -> Reading {
        self.hold().reading
    }

    fn hold(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

thread_local! {
    /// Connections that this thread has borrowed.
    static BORROWED: Cell<usize> = const { Cell::new(0) };
}

/// One lent connection, given back whatever becomes of the reading.
struct Lent<'a>(&'a Readers);

impl<'a> Lent<'a> {
    fn begin(readers: &'a Readers) -> Self {
        let mut places = readers.hold();
        // Who has one already and waited for a second would wait for itself.
        while places.lent >= readers.most && BORROWED.get() == 0 {
            places = readers.returned.wait(places).unwrap_or_else(PoisonError::into_inner);
        }
        places.lent += 1;
        BORROWED.set(BORROWED.get() + 1);
        Self(readers)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        BORROWED.set(BORROWED.get().saturating_sub(1));
        self.0.hold().lent -= 1;
        self.0.returned.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn more_readers_than_connections_wait_for_each_other_and_never_for_themselves() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("readers.db"));
        drop(database.open_writer().unwrap());
        let readers = Readers { most: 2, ..Readers::new(database) };
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let outer = |connection: &mut Connection| {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(5));
            readers.read(|inner| inner.query("select 1", &[]).map(drop))?;
            now.fetch_sub(1, Ordering::SeqCst);
            connection.query("select 1", &[]).map(drop)
        };
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| readers.read(outer).unwrap());
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), 2);
        assert_eq!(readers.hold().lent, 0);
    }
}
