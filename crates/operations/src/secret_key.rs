//! The secret of an installation: made once, kept in a file that only its owner may read, never in the database. From it
//! a key is derived for each purpose, so that what one is used for says nothing about another.

use crate::private_files;
use hmac::{Hmac, KeyInit, Mac};
use rand::TryRngCore;
use sha2::Sha256;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Bytes of the secret.
const LENGTH: usize = 32;

/// The secret of an installation.
pub struct SecretKey([u8; LENGTH]);

impl SecretKey {
    /// Reads the secret of an installation that is there; makes none.
    ///
    /// # Errors
    /// There is none, or it is damaged.
    pub fn read(path: &Path) -> io::Result<Self> {
        let bytes = fs::read(path)?;
        let damaged = |_| io::Error::other(format!("{}: it is damaged", path.display()));
        bytes.try_into().map(Self).map_err(damaged)
    }

    /// Reads the secret, or makes it.
    ///
    /// # Errors
    /// The file cannot be read or written, or the machine gives no randomness.
    pub fn open(path: &Path) -> io::Result<Self> {
        match Self::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            read => return read,
        }
        let mut secret = [0; LENGTH];
        rand::rngs::OsRng.try_fill_bytes(&mut secret).map_err(io::Error::other)?;
        // Written beside and moved: who is killed meanwhile leaves no half of a secret in its place.
        let beside = path.with_extension("new");
        let mut file = private_files::create(&beside)?;
        file.write_all(&secret)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        #[cfg(unix)]
        if let Some(folder) = path.parent() {
            fs::File::open(folder)?.sync_all()?;
        }
        Ok(Self(secret))
    }

    /// The key of a purpose.
    #[must_use]
    pub fn of(&self, purpose: &str) -> [u8; LENGTH] {
        mac(&self.0, &[purpose.as_bytes()])
    }
}

/// The HMAC-SHA-256 of several texts under a key: each with its length before it, so that none runs into the next.
#[must_use]
pub(crate) fn mac(key: &[u8; LENGTH], parts: &[&[u8]]) -> [u8; LENGTH] {
    // A key of 32 bytes is one of any length: it cannot be refused.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; LENGTH] };
    for part in parts {
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_read_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        assert!(SecretKey::read(&path).is_err(), "reading makes none");
        let made = SecretKey::open(&path).unwrap();
        let again = SecretKey::open(&path).unwrap();
        assert_eq!(made.of("a"), again.of("a"));
        assert_ne!(made.of("a"), made.of("b"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let other = folder.path().join("other.key");
        fs::write(other.with_extension("new"), "ab").unwrap();
        assert!(SecretKey::open(&other).is_ok(), "half of one, of who was killed, is replaced");
        assert!(SecretKey::read(&other).is_ok());
        fs::write(&path, "ab").unwrap();
        assert!(SecretKey::open(&path).is_err(), "a damaged one is not replaced");
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(mac(&[1; 32], &[b"ab", b"c"]), mac(&[1; 32], &[b"a", b"bc"]));
    }
}
