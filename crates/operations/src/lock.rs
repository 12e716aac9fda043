//! The lock of a data folder: two processes that wrote there would each sign their own truth.

use crate::private_files;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// The lock, given back when it is dropped or the process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Why a folder cannot be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process is at work.
    #[error("another process is at work in {0}: stop it first, or use another folder")]
    Taken(PathBuf),
    /// The file cannot be opened.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Lock {
    /// Locks a folder.
    ///
    /// # Errors
    /// Another process holds it, or the file cannot be opened.
    pub fn take(folder: &Path) -> Result<Self, LockError> {
        let path = folder.join("lock");
        let failed = |source| LockError::File { path: path.clone(), source };
        let file = private_files::create(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Taken(folder.to_owned())),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}
