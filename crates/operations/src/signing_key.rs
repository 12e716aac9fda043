//! The key that signs checkpoints: made once, kept in a file that only its owner may read, never in the database.

use crate::private_files;
use ledger::note::SigningKey;
use rand::TryRngCore;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Name of the key, and with a jurisdiction behind it of a log, where an installation chooses none.
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
    /// The name that was asked for is none that a key can have.
    #[error(
        "hall.toml: log_name: `{0}` is no name of a log; write a domain of yours and a path, without spaces and `+`, like province.example/ledger"
    )]
    Name(Box<str>),
    /// The installation signs under another name already.
    #[error(
        "hall.toml: log_name: the logs are signed as `{stands}` since the first start, and cannot become `{asked}`: the name stands in every checkpoint that people hold. Write `{stands}`, or take the line out"
    )]
    Renamed {
        /// The name since the first start.
        stands: Box<str>,
        /// The name that was asked for.
        asked: Box<str>,
    },
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

/// Reads the key, or makes it under the name that the installation chose. The name stays: it stands in every checkpoint.
///
/// # Errors
/// See [`KeyError`].
pub fn open(path: &Path, name: Option<&str>) -> Result<SigningKey, KeyError> {
    let key = match read(path) {
        Err(KeyError::File { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            return make(path, name.unwrap_or(NAME));
        }
        read => read?,
    };
    let stands: Box<str> = key.verifying_key().name().into();
    match name {
        Some(asked) if *asked != *stands => Err(KeyError::Renamed { stands, asked: asked.into() }),
        _ => Ok(key),
    }
}

fn make(path: &Path, name: &str) -> Result<SigningKey, KeyError> {
    let failed = |source| KeyError::File { path: path.to_owned(), source };
    let mut secret = [0; 32];
    rand::rngs::OsRng
        .try_fill_bytes(&mut secret)
        .map_err(|error| KeyError::Randomness(error.to_string()))?;
    // A scheme is none of the name (C2SP signed-note): a log is known by it, not fetched from it.
    let key = SigningKey::new(name, &secret).ok().filter(|_| !name.contains("://"));
    let key = key.ok_or_else(|| KeyError::Name(name.into()))?;
    let mut file = private_files::writing().create_new(true).open(path).map_err(failed)?;
    writeln!(file, "{}", key.to_secret_text()).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_chosen_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.key");
        for wrong in ["", "two words", "a+b", "https://province.example/ledger"] {
            let refused = open(&path, Some(wrong));
            assert!(matches!(refused, Err(KeyError::Name(_))), "{wrong}");
            assert!(!path.exists(), "{wrong}: a key was made");
        }
        let name = "province.example/ledger";
        let made = open(&path, Some(name)).unwrap().verifying_key().to_string();
        assert!(made.starts_with(name), "{made}");
        for same in [Some(name), None] {
            assert_eq!(open(&path, same).unwrap().verifying_key().to_string(), made);
        }
        let refused = open(&path, Some("other.example/ledger")).err().unwrap().to_string();
        assert!(refused.contains(name) && refused.contains("other.example"), "{refused}");
        assert_eq!(read(&path).unwrap().verifying_key().to_string(), made);
        let usual = folder.path().join("usual.key");
        assert_eq!(open(&usual, None).unwrap().verifying_key().name(), NAME);
    }
}
