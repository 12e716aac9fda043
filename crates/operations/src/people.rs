//! People: accounts, how they sign in, the posts that they hold, and the three administrators.
//!
//! An account is one person with one opaque id, whether it acts as a citizen, in a post or as a deputy. What is kept of
//! it are records; secrets are kept as hashes. Everything that happens to accounts leaves an entry in the audit log.

pub mod account;
pub mod accounts;
pub mod audit;
pub mod codes;
pub(crate) mod generation;
pub mod health;
pub mod leaving;
pub mod mail;
pub mod own;
pub mod password;
pub mod posts;
pub mod programs;
pub mod replacement;
pub(crate) mod sealing;
pub mod sessions;
pub mod settings;
pub mod setup;
pub mod sign_in;
pub mod sign_up;
pub mod standing;
pub mod throttle;
mod tickets;
pub mod totp;

use crate::desk::{Failure, Record, Records, hex};
use crate::mail::CodeSender;
use crate::platform::Platform;
use crate::spelling::sign;
use codes::{Sender, Spool};
use password::Hasher;
use rand::RngCore;
use sealing::Sealer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sessions::Seen;
use settings::Settings;
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use store::connection::{Connection, StoreError};
use store::settings::EVERYWHERE;
use throttle::Throttle;

/// Everything that signing in and the back office need, in one hand.
pub struct People {
    platform: Arc<Platform>,
    hasher: Hasher,
    throttle: Throttle,
    sender: Arc<dyn Sender>,
    sealer: Arc<Sealer>,
    settings: RwLock<Settings>,
    seen: Seen,
    /// Held while who holds a post is changed: what was read must still hold when it is written.
    turn: Mutex<()>,
}

/// An outcome within an outcome: the store's fault stops the writer, a failure is only answered.
pub(crate) type Outcome<T> = Result<Result<T, Failure>, StoreError>;

impl People {
    /// The people of a platform; codes go into a file of its folder until a sender is given, and to addresses of e-mail
    /// where the installation has a relay.
    ///
    /// # Errors
    /// The settings cannot be read, or make no sense.
    pub fn new(platform: Arc<Platform>) -> Result<Self, StoreError> {
        let folder = platform.place().folder.join("spool");
        let sender: Arc<dyn Sender> = match &platform.hall().mail {
            None => Arc::new(Spool::new(folder)),
            Some(settings) => {
                let alarms = Arc::clone(platform.alarms());
                let sender = CodeSender::new(folder, settings, alarms);
                Arc::new(
                    sender
                        .map_err(|error| StoreError::Unexpected(format!("hall.toml: {error}")))?,
                )
            }
        };
        Self::with_sender(platform, sender)
    }

    /// As [`Self::new`], with another way to send codes.
    ///
    /// # Errors
    /// The settings cannot be read.
    pub fn with_sender(
        platform: Arc<Platform>,
        sender: Arc<dyn Sender>,
    ) -> Result<Self, StoreError> {
        let settings = RwLock::new(platform.readers().read(Settings::load)?);
        let sealer = Arc::new(Sealer::of(platform.secret()));
        let people = Self {
            platform,
            sealer,
            hasher: Hasher::default(),
            throttle: Throttle::default(),
            sender,
            settings,
            seen: Seen::default(),
            turn: Mutex::default(),
        };
        people.seal_old().map_err(|failure| StoreError::Unexpected(format!("{failure:?}")))?;
        Ok(people)
    }

    /// The platform.
    #[must_use]
    pub fn platform(&self) -> &Arc<Platform> {
        &self.platform
    }

    /// How codes and notices are sent.
    #[must_use]
    pub fn sender(&self) -> &Arc<dyn Sender> {
        &self.sender
    }

    /// The settings as they stand.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time by which sessions, codes and waits run: that of the wall, also where offices work on a faster clock.
    pub(crate) fn now(&self) -> i64 {
        self.platform.time().wall()
    }

    /// Reads a record that is durable.
    pub(crate) fn read<T: DeserializeOwned>(
        &self,
        kind: &str,
        key: &str,
    ) -> Result<Option<T>, StoreError> {
        self.platform.readers().read(|connection| read(connection, kind, key))
    }
}

/// Whence a request comes, as far as the server knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct From {
    /// Address of the visitor.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
}

/// Bytes that nobody can guess, in hexadecimal.
pub(crate) fn secret() -> String {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    hex(&bytes)
}

/// A word of random letters and digits that cannot be mistaken for one another.
pub(crate) fn random_word(length: usize) -> String {
    let mut bytes = vec![0; length];
    rand::rng().fill_bytes(&mut bytes);
    bytes.into_iter().map(|byte| sign(byte).to_ascii_lowercase()).collect()
}

/// What is kept of a secret.
pub(crate) fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

pub(crate) fn invalid(simplified: &str, traditional: &str, english: &str) -> Failure {
    Failure::invalid([simplified, traditional, english])
}

pub(crate) fn no_reason() -> Failure {
    invalid(
        "请写明理由：这一操作要记入审计日志。",
        "請寫明理由：這一操作要記入審計日誌。",
        "State the reason: this is entered in the audit log.",
    )
}

pub(crate) fn parsed<T: DeserializeOwned>(record: &Record) -> Result<T, StoreError> {
    serde_json::from_str(&record.document).map_err(|error| {
        StoreError::Unexpected(format!("{} `{}`: {error}", record.kind, record.key))
    })
}

pub(crate) fn read<T: DeserializeOwned>(
    connection: &mut Connection,
    kind: &str,
    key: &str,
) -> Result<Option<T>, StoreError> {
    let record = store::records::find(connection, [EVERYWHERE, kind, key])?;
    record.as_ref().map(parsed).transpose()
}

/// Reads a record as it stands after everything that was done before.
pub(crate) fn find<T: DeserializeOwned>(
    records: &mut Records<'_>,
    kind: &str,
    key: &str,
) -> Result<Option<T>, StoreError> {
    let record = records.find([EVERYWHERE, kind, key])?;
    record.as_ref().map(parsed).transpose()
}

/// A record of kind, key and owner.
pub(crate) fn record_of<T: Serialize>(
    [kind, key, owner]: [&str; 3],
    at: i64,
    document: &T,
) -> Result<Record, StoreError> {
    let text = serde_json::to_string(document)
        .map_err(|error| StoreError::Unexpected(format!("{kind} `{key}`: {error}")))?;
    Ok(Record {
        jurisdiction: EVERYWHERE.into(),
        kind: kind.into(),
        key: key.into(),
        owner: owner.into(),
        at,
        document: text.into(),
    })
}

/// Writes a record of kind, key and owner.
pub(crate) fn write<T: Serialize>(
    records: &mut Records<'_>,
    names: [&str; 3],
    at: i64,
    document: &T,
) -> Result<(), StoreError> {
    records.write(record_of(names, at, document)?);
    Ok(())
}
