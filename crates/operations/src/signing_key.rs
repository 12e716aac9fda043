//! The key that signs checkpoints: made once, kept in a file that only its owner may read, never in the database.

use crate::private_files;
use ledger::note::SigningKey;
use rand::TryRngCore;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Name of the key, and with a jurisdiction behind it of a log, until an installation gives it another.
const NAME: &str = "yangguang.invalid/ledger";

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file holds no key.
    #[error("{0}: this is no signing key: {1}")]
    Malformed(PathBuf, String),
    /// The machine gives no randomness.
    #[error("the machine gives no randomness: {0}")]
    Randomness(String),
}

/// Reads the key of an installation that is there; makes none.
///
/// # Errors
/// There is none, or it is wrong.
pub fn read(path: &Path) -> Result<SigningKey, KeyError> {
    let failed = |source| KeyError::File { path: path.to_owned(), source };
    let text = fs::read_to_string(path).map_err(failed)?;
    let malformed =
        |error: ledger::note::NoteError| KeyError::Malformed(path.to_owned(), error.to_string());
    SigningKey::parse(text.trim()).map_err(malformed)
}

/// Reads the key, or makes it.
///
/// # Errors
/// See [`KeyError`].
pub fn open(path: &Path) -> Result<SigningKey, KeyError> {
    let failed = |source| KeyError::File { path: path.to_owned(), source };
    let malformed = |error: String| KeyError::Malformed(path.to_owned(), error);
    match fs::read_to_string(path) {
        Ok(text) => SigningKey::parse(text.trim()).map_err(|error| malformed(error.to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut secret = [0; 32];
            rand::rngs::OsRng
                .try_fill_bytes(&mut secret)
                .map_err(|error| KeyError::Randomness(error.to_string()))?;
            let key = SigningKey::new(NAME, &secret).map_err(|e| malformed(e.to_string()))?;
            let mut options = private_files::writing();
            let mut file = options.create_new(true).open(path).map_err(failed)?;
            writeln!(file, "{}", key.to_secret_text()).map_err(failed)?;
            file.sync_all().map_err(failed)?;
            Ok(key)
        }
        Err(source) => Err(failed(source)),
    }
}
