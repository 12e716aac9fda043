//! The platform at work: the writer with its desk, the readers, the register, the clock, the board, in one hand.

use crate::alarms::Alarms;
use crate::board::Board;
use crate::caller::{Caller, Permission};
use crate::catalogue::in_force::SharedLaw;
use crate::desk::{
    Answer, Beside, Desk, Failure, Fittings, Job, Records, Reply, Request, RequestKey,
    SharedRegister, current,
};
use crate::figures::ClosedCounts;
use crate::hall_settings::{HallSettings, HallSettingsError};
use crate::items::index::Finder;
use crate::law_library::LawError;
use crate::law_version::{LawShelf, LawVersion};
use crate::lock::{Lock, LockError};
use crate::notice::{Listener, Notice};
use crate::private_files;
use crate::register::{Register, RegisterError, RegisterFile};
use crate::secret_key::SecretKey;
use crate::signing_key::{self, KeyError};
use crate::stage_loads::StageLoads;
use crate::tasks::TaskCounts;
use crate::time_source::TimeSource;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, mpsc};
use std::time::Duration;
use store::connection::{Connection, StoreError};
use store::database::Database;
use store::leases::Lease;
use store::readers::Readers;
use store::writer::Writer;

/// How often timers are looked at.
const TICK: Duration = Duration::from_millis(200);

/// Where a platform keeps what it has.
#[derive(Debug, Clone)]
pub struct Place {
    /// Folder of the key, of the newest checkpoints and, with SQLite, of the database.
    pub folder: PathBuf,
    /// The database.
    pub database: Database,
}

impl Place {
    /// A place with the database in its folder.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        let database = Database::Sqlite(folder.join("yangguang.db"));
        Self { folder: folder.to_owned(), database }
    }

    /// Where the newest checkpoints are kept outside the database.
    #[must_use]
    pub fn checkpoints(&self) -> PathBuf {
        self.folder.join("checkpoints")
    }

    /// The file of the key that signs checkpoints.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.folder.join("ledger.key")
    }

    /// The file of the secret from which keys of other purposes are derived.
    #[must_use]
    pub fn secret_file(&self) -> PathBuf {
        self.folder.join("secret.key")
    }
}

/// Why a platform cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The law files are wrong.
    #[error(transparent)]
    Law(#[from] LawError),
    /// The register is wrong.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// The key is wrong.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Another process is at work here.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The settings of the hall are wrong.
    #[error(transparent)]
    Hall(#[from] HallSettingsError),
    /// A folder cannot be made.
    #[error("{path}: {source}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Whether time acts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timers {
    /// Timers that are due are taken.
    Run,
    /// They wait: for commands that only write to the register.
    Stand,
}

type Listeners = Arc<RwLock<Vec<Listener>>>;

/// A platform at work.
pub struct Platform {
    // Closed before the writer: SQLite tidies its log when the writer is the last to leave.
    readers: Readers,
    writer: Writer<Job>,
    register: SharedRegister,
    law: SharedLaw,
    base: &'static LawVersion,
    laws: RwLock<LawShelf>,
    time: Arc<dyn TimeSource>,
    alarms: Arc<Alarms>,
    board: Arc<Mutex<Board>>,
    listeners: Listeners,
    place: Place,
    hall: HallSettings,
    log_name: Box<str>,
    secret: SecretKey,
    stage_loads: StageLoads,
    task_counts: TaskCounts,
    closed_counts: ClosedCounts,
    finder: Finder,
    _lock: Lock,
}

impl Platform {
    /// Starts a platform at a place, where it goes on from what is there.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn start(
        place: Place,
        law: &'static LawVersion,
        time: Arc<dyn TimeSource>,
    ) -> Result<Self, StartError> {
        Self::start_with(place, law, time, Timers::Run)
    }

    /// A setting of a place at which nothing is started; none when there is nothing yet.
    ///
    /// # Errors
    /// The store says no.
    pub fn setting(place: &Place, name: &str) -> Result<Option<Box<str>>, StoreError> {
        if let Database::Sqlite(path) = &place.database
            && !path.is_file()
        {
            return Ok(None);
        }
        let mut connection = place.database.open_writer()?;
        store::settings::find(&mut connection, name)
    }

    /// As [`Self::start`]; while timers stand, time does nothing by itself.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn start_with(
        place: Place,
        law: &'static LawVersion,
        time: Arc<dyn TimeSource>,
        timers: Timers,
    ) -> Result<Self, StartError> {
        let folder = place.checkpoints();
        private_files::make_folder(&folder)
            .map_err(|source| StartError::Folder { path: folder, source })?;
        let hall = HallSettings::read(&place.folder)?;
        let lock = Lock::take(&place.folder)?;
        let mut connection = place.database.open_writer()?;
        let key = signing_key::open(&place.key_file(), hall.log_name.as_deref())?;
        let secret = SecretKey::open(&place.secret_file())
            .map_err(|source| StartError::Folder { path: place.secret_file(), source })?;
        let lease = lease(&place, &key.verifying_key().to_string(), &mut connection)?;
        let log_name: Box<str> = key.verifying_key().name().into();
        // What is only read is read with a small cache.
        let mut reading = place.database.open_reader()?;
        let register = Register::load(&mut reading)?;
        let register: SharedRegister = Arc::new(RwLock::new(Arc::new(register)));
        let alarms = Arc::new(Alarms::default());
        let board = Arc::new(Mutex::new(Board::load(&mut reading)?));
        let listeners: Listeners = Arc::default();
        let in_force = SharedLaw::new(law);
        let fittings = Fittings {
            time: Arc::clone(&time),
            base: law,
            law: in_force.clone(),
            register: Arc::clone(&register),
            listener: tell(Arc::clone(&board), Arc::clone(&listeners)),
            alarms: Arc::clone(&alarms),
            key,
            checkpoints: place.checkpoints(),
            lease,
            timers,
            letters: hall.mail.is_some(),
        };
        let desk = Desk::open(fittings, &mut connection)?;
        let writer = Writer::start([connection, reading], desk, TICK)?;
        let readers = Readers::new(place.database.clone());
        Ok(Self {
            writer,
            readers,
            register,
            law: in_force,
            base: law,
            laws: RwLock::new(LawShelf::new(law)),
            time,
            alarms,
            board,
            listeners,
            place,
            hall,
            log_name,
            secret,
            stage_loads: StageLoads::new(crate::stage_loads::FRESH),
            task_counts: TaskCounts::new(crate::tasks::FRESH),
            closed_counts: ClosedCounts::new(crate::tasks::FRESH),
            finder: Finder::default(),
            _lock: lock,
        })
    }

    /// Hands a request to the writer; the reply comes when it is durable, or refused.
    pub fn submit(&self, caller: Caller, request: Request, key: Option<RequestKey>, reply: Reply) {
        if let Err(job) = self.writer.submit(Job { caller, request, key, reply }) {
            let stopped = self.alarms.about("writer");
            (job.reply)(Err(stopped.map_or(Failure::Busy, Failure::Stopped)));
        }
    }

    /// As [`Self::submit`], waiting for the reply.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn ask(
        &self,
        caller: Caller,
        request: Request,
        key: Option<RequestKey>,
    ) -> Result<Answer, Failure> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let reply = move |outcome| {
            // Who asked may have gone.
            let _ = sender.send(outcome);
        };
        self.submit(caller, request, key, Box::new(reply));
        receiver.recv().unwrap_or_else(|_| Err(Failure::Stopped("no answer came".to_owned())))
    }

    /// As [`Self::ask`], with records that are written in the transaction of the act.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn ask_with(
        &self,
        caller: Caller,
        request: Request,
        beside: Beside,
    ) -> Result<Answer, Failure> {
        self.ask(caller, Request::With(Box::new(request), beside), None)
    }

    /// Does work on records inside the writer, after the caller's permission was found: what the work reads still holds
    /// when it writes, and the answer comes when it is durable.
    ///
    /// # Errors
    /// The caller may not, the work fails, or the writer has stopped.
    pub fn keep<T: Send + 'static>(
        &self,
        caller: &Caller,
        permission: &Permission,
        work: impl FnOnce(&mut Records<'_>) -> Result<Result<T, Failure>, StoreError> + Send + 'static,
    ) -> Result<T, Failure> {
        permission.check(caller, None).map_err(Failure::Forbidden)?;
        let made = Arc::new(Mutex::new(None));
        let given = Arc::clone(&made);
        let work = move |records: &mut Records<'_>| {
            Ok(work(records)?.map(|value| {
                *given.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
            }))
        };
        self.ask(Caller::Platform, Request::Keep(Box::new(work)), None)?;
        let value = made.lock().unwrap_or_else(PoisonError::into_inner).take();
        value.ok_or_else(|| Failure::Stopped("no answer came".to_owned()))
    }

    /// Adds to the register, and uses it from now on.
    ///
    /// # Errors
    /// It is not whole, or the writer has stopped.
    pub fn write_register(&self, file: RegisterFile) -> Result<(), RegisterError> {
        let mut check = store::changes::Changes::new();
        file.write(&mut check)?;
        let write = move |changes: &mut store::changes::Changes, _now: i64| {
            // It was written to nowhere a moment ago, and is the same.
            let _ = file.write(changes);
        };
        let done = self.ask(Caller::Platform, Request::Write(Box::new(write)), None);
        done.map_err(|failure| RegisterError::Inconsistent(format!("{failure:?}")))?;
        let loaded = self.readers.read(Register::load)?;
        *self.register.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(loaded);
        Ok(())
    }

    /// Reads the register again after something in it was changed, and uses it from now on.
    pub(crate) fn reload_register(&self) -> Result<(), Failure> {
        // One at a time: an older reading must not replace a newer one.
        let mut register = self.register.write().unwrap_or_else(PoisonError::into_inner);
        let loaded = self.readers.read(Register::load);
        *register = Arc::new(loaded.map_err(|error| Failure::Damaged(error.to_string()))?);
        Ok(())
    }

    /// Has `listener` told of everything that is committed from now on.
    pub fn listen(&self, listener: Listener) {
        self.listeners.write().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    /// Connections for reading.
    #[must_use]
    pub fn readers(&self) -> &Readers {
        &self.readers
    }

    /// The register as it stands.
    #[must_use]
    pub fn register(&self) -> Arc<Register> {
        current(&self.register)
    }

    /// The law in force. It changes when a version of an item comes into force: ask once for each thing that you do.
    #[must_use]
    pub fn law(&self) -> &'static LawVersion {
        self.law.current()
    }

    /// The law inside the program, without the items of the installation.
    #[must_use]
    pub fn given_law(&self) -> &'static LawVersion {
        self.base
    }

    /// A version of the law, as a case keeps it.
    ///
    /// # Errors
    /// It is not kept, or damaged.
    pub fn law_of(
        &self,
        hash: &str,
        connection: &mut Connection,
    ) -> Result<&'static LawVersion, StoreError> {
        let current = self.law.current();
        if *current.hash == *hash {
            return Ok(current);
        }
        if let Some(law) = self.laws.read().unwrap_or_else(PoisonError::into_inner).version(hash) {
            return Ok(law);
        }
        let unexpected = StoreError::Unexpected;
        let files = store::settings::law(connection, hash)?
            .ok_or_else(|| unexpected(format!("the law files `{hash}` are missing")))?;
        let law = LawVersion::compile_kept(hash, &files)
            .map_err(|error| unexpected(format!("the law files `{hash}`: {error}")))?;
        self.laws.write().unwrap_or_else(PoisonError::into_inner).add(law);
        Ok(law)
    }

    /// The time now, in milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.time.now()
    }

    /// When the last act was recorded, in milliseconds since 1970; 0 when there is none.
    ///
    /// # Errors
    /// The store says no.
    pub fn last_recorded(&self) -> Result<i64, StoreError> {
        let heads = self.readers.read(store::log::heads)?;
        Ok(heads.iter().map(|head| head.last_at).max().unwrap_or(0))
    }

    /// The clock.
    #[must_use]
    pub fn time(&self) -> &Arc<dyn TimeSource> {
        &self.time
    }

    /// Alarms that stand.
    #[must_use]
    pub fn alarms(&self) -> &Arc<Alarms> {
        &self.alarms
    }

    /// Where it keeps what it has.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The secret from which keys are derived.
    pub(crate) fn secret(&self) -> &SecretKey {
        &self.secret
    }

    /// The settings of the hall.
    #[must_use]
    pub fn hall(&self) -> &HallSettings {
        &self.hall
    }

    /// The name under which the logs are signed.
    #[must_use]
    pub fn log_name(&self) -> &str {
        &self.log_name
    }

    /// The counts of tasks of agencies that have many.
    #[must_use]
    pub(crate) fn task_counts(&self) -> &TaskCounts {
        &self.task_counts
    }

    /// What agencies with many cases closed.
    pub(crate) fn closed_counts(&self) -> &ClosedCounts {
        &self.closed_counts
    }

    /// How many cases stand at the stages of items, as it was counted.
    pub(crate) fn finder(&self) -> &Finder {
        &self.finder
    }

    pub(crate) fn stage_loads(&self) -> &StageLoads {
        &self.stage_loads
    }

    /// Lets `look` look at the board.
    pub fn board<T>(&self, look: impl FnOnce(&Board) -> T) -> T {
        look(&self.board.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn tell(board: Arc<Mutex<Board>>, listeners: Listeners) -> Listener {
    Arc::new(move |notices: &[Notice]| {
        board.lock().unwrap_or_else(PoisonError::into_inner).hear(notices);
        for listener in listeners.read().unwrap_or_else(PoisonError::into_inner).iter() {
            listener(notices);
        }
    })
}

/// On a server only one process writes: it holds a lease that a crash lets run out. The holder is the
/// key of the installation: its folder is locked, so that a start after a crash need not wait for its own lease.
fn lease(
    place: &Place,
    holder: &str,
    connection: &mut Connection,
) -> Result<Option<Lease>, StoreError> {
    if matches!(place.database, Database::Sqlite(_)) {
        return Ok(None);
    }
    store::leases::take(connection, holder).map(Some)
}
