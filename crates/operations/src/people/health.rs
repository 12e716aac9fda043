//! How the machine and the database are, for the system administrator: figures, nothing of any case.

use super::People;
use super::audit::failed;
use crate::caller::Caller;
use crate::desk::Failure;
use crate::permissions;
use store::database::Database;

/// Bytes of a mebibyte.
const MEBIBYTE: u64 = 1_048_576;

/// What is known of the machine and the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Version of the program.
    pub version: &'static str,
    /// Which database it is, without where.
    pub database: String,
    /// Hash of the law as it stands.
    pub law: String,
    /// How many logs there are.
    pub logs: u64,
    /// How many acts they hold.
    pub acts: u64,
    /// Free space of the disk of the data folder; none where that cannot be found out.
    pub free_mebibytes: Option<u64>,
}

impl People {
    /// How the machine and the database are.
    ///
    /// # Errors
    /// The caller may not, or the store says no.
    pub fn health(&self, caller: &Caller) -> Result<Health, Failure> {
        permissions::READ_HEALTH.check(caller, None).map_err(Failure::Forbidden)?;
        let place = self.platform.place();
        let heads = self.platform.readers().read(store::log::heads).map_err(failed)?;
        let acts: i64 = heads.iter().map(|head| head.size).sum();
        let database = match &place.database {
            Database::Sqlite(_) => "SQLite",
            Database::Postgres(_) => "PostgreSQL",
        };
        Ok(Health {
            version: env!("CARGO_PKG_VERSION"),
            database: database.to_owned(),
            law: self.platform.law().hash.to_string(),
            logs: heads.len().try_into().unwrap_or(u64::MAX),
            acts: acts.try_into().unwrap_or(0),
            free_mebibytes: fs4::available_space(&place.folder).ok().map(|free| free / MEBIBYTE),
        })
    }
}
