//! Secrets of second factors at rest: sealed with a key that does not stand in the database (ChaCha20-Poly1305, RFC 8439),
//! for one account each, so that who reads or copies rows of the database learns none and can move none to another account.

use super::account::{self, ACCOUNT, Account};
use super::{People, read, write};
use crate::caller::Caller;
use crate::desk::Failure;
use crate::document::each_of_kind;
use crate::permissions;
use crate::secret_key::SecretKey;
use crate::spelling::{hex, unhex};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use rand::RngCore;
use serde::{Deserialize, Serialize};

/// What the key is for.
const PURPOSE: &str = "second factors";
/// Bytes of a nonce: random ones do not repeat among the second factors of an installation.
const NONCE: usize = 12;
/// The setting that says that the rows of earlier versions were sealed.
const SETTING: &str = "setting";
const DONE: &str = "second-factors-sealed";

/// The key that seals.
pub(crate) struct Sealer(ChaCha20Poly1305);

/// A secret as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Kept {
    /// Sealed: nonce and ciphertext in hexadecimal.
    Sealed(String),
    /// As it is: how earlier versions kept it.
    Open(Vec<u8>),
}

impl Sealer {
    /// The sealer of an installation.
    pub(crate) fn of(secret: &SecretKey) -> Self {
        Self(ChaCha20Poly1305::new(&Key::from(secret.of(PURPOSE))))
    }

    /// Seals a secret of an account.
    pub(crate) fn seal(&self, account: &str, secret: &[u8]) -> Result<Kept, Failure> {
        let mut nonce = [0; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload { msg: secret, aad: account.as_bytes() };
        let sealed = self.0.encrypt(&Nonce::from(nonce), payload);
        let sealed =
            sealed.map_err(|_| Failure::Damaged("a secret cannot be sealed".to_owned()))?;
        Ok(Kept::Sealed(hex(&[&nonce, sealed.as_slice()].concat())))
    }

    /// Opens a secret of an account; none where it was sealed with another key, for another account, or changed.
    pub(crate) fn open(&self, account: &str, kept: &Kept) -> Option<Vec<u8>> {
        let bytes = match kept {
            Kept::Open(secret) => return Some(secret.clone()),
            Kept::Sealed(text) => unhex(text)?,
        };
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let payload = Payload { msg: sealed, aad: account.as_bytes() };
        self.0.decrypt(&Nonce::from(nonce), payload).ok()
    }
}

impl People {
    /// Seals what earlier versions kept as it is; once.
    ///
    /// # Errors
    /// The store says no, or the writer has stopped.
    pub(super) fn seal_old(&self) -> Result<(), Failure> {
        let done = |connection: &mut _| read::<bool>(connection, SETTING, DONE);
        let done = self.platform.readers().read(done).map_err(super::audit::failed)?;
        if done == Some(true) {
            return Ok(());
        }
        each_of_kind(&self.platform, ACCOUNT, |record| {
            let open = super::parsed::<Account>(&record).map_err(super::audit::failed)?;
            let Some(secret) = open.second_factor.as_ref().and_then(|factor| factor.open_secret())
            else {
                return Ok(());
            };
            let (id, sealed) = (open.id.clone(), self.sealer.seal(&open.id, secret)?);
            self.platform.keep(&Caller::Platform, &permissions::SWEEP, move |records| {
                let Some(mut account) = account::current(records, &id)? else { return Ok(Ok(())) };
                if let Some(factor) = account.second_factor.as_mut() {
                    factor.sealed_as(sealed);
                    account::keep(records, &account)?;
                }
                Ok(Ok(()))
            })
        })?;
        let now = self.now();
        self.platform.keep(&Caller::Platform, &permissions::SWEEP, move |records| {
            write(records, [SETTING, DONE, ""], now, &true)?;
            Ok(Ok(()))
        })
    }
}

/// How the secrets of second factors stand: sealed and readable, sealed with another key, and not sealed at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Census {
    pub(crate) readable: usize,
    pub(crate) lost: usize,
    pub(crate) open: usize,
}

impl Census {
    /// Counts one account.
    pub(crate) fn count(&mut self, sealer: Option<&Sealer>, account: &Account) {
        let Some(factor) = &account.second_factor else { return };
        if factor.open_secret().is_some() {
            self.open += 1;
        } else if sealer.is_some_and(|sealer| factor.opens(sealer, &account.id)) {
            self.readable += 1;
        } else {
            self.lost += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_for_its_account_alone() {
        let folder = tempfile::tempdir().unwrap();
        let key = |name: &str| Sealer::of(&SecretKey::open(&folder.path().join(name)).unwrap());
        let (sealer, other) = (key("one"), key("two"));
        let kept = sealer.seal("p-1", b"twenty secret bytes!").unwrap();
        let text = serde_json::to_string(&kept).unwrap();
        assert!(!text.contains("twenty"), "{text}");
        assert_ne!(kept, sealer.seal("p-1", b"twenty secret bytes!").unwrap());
        let read: Kept = serde_json::from_str(&text).unwrap();
        assert_eq!(sealer.open("p-1", &read).as_deref(), Some(&b"twenty secret bytes!"[..]));
        assert_eq!(sealer.open("p-2", &read), None, "moved to another account");
        assert_eq!(other.open("p-1", &read), None, "another key");
        let Kept::Sealed(text) = read else { unreachable!() };
        let changed = if text.ends_with('0') { "1" } else { "0" };
        let changed = format!("{}{changed}", &text[..text.len() - 1]);
        assert_eq!(sealer.open("p-1", &Kept::Sealed(changed)), None, "changed");
        assert_eq!(sealer.open("p-1", &Kept::Sealed("zz".into())), None);
        let old: Kept = serde_json::from_str("[1,2,3]").unwrap();
        assert_eq!(sealer.open("p-1", &old), Some(vec![1, 2, 3]), "as earlier versions kept it");
    }
}
