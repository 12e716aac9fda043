//! Signatures of checkpoints: C2SP `signed-note` with Ed25519.
//!
//! Keys are arguments: this crate makes none and keeps none. The text forms of keys are those of the Go tools.

use crate::checkpoint::{Checkpoint, Signature, SignedCheckpoint};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer;
use sha2::{Digest, Sha256};
use std::fmt;

/// The kind of key and signature in the format: Ed25519.
const ED25519: u8 = 1;
const PRIVATE: &str = "PRIVATE+KEY+";

/// Why a key or a signature is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The name of a key.
    #[error("the name of a key may not be empty or hold white space, control characters or `+`")]
    Name,
    /// The text of a key.
    #[error("not the text of an Ed25519 key")]
    Key,
    /// The key id is not that of name and key.
    #[error("the key id is not that of this name and key")]
    KeyId,
    /// A text that no note can carry.
    #[error("a text to sign ends with a line break and holds no other control character")]
    Text,
    /// A checkpoint that would be read back differently.
    #[error("the origin or an extension line of the checkpoint is not one line of text")]
    Checkpoint,
    /// No signature by that key.
    #[error("there is no signature by this key")]
    NotSigned,
    /// A signature that is wrong.
    #[error("the signature is not that of this text by this key")]
    Forged,
}

/// A public key with its name: what an auditor must get by a way of his own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

/// A secret key with its name. It is wiped from memory when dropped, and never shown by `Debug`.
pub struct SigningKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

impl VerifyingKey {
    /// A key from its 32 bytes.
    ///
    /// # Errors
    /// [`NoteError::Name`] or [`NoteError::Key`].
    pub fn new(name: &str, public: &[u8; 32]) -> Result<Self, NoteError> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(public).map_err(|_| NoteError::Key)?;
        if key.is_weak() {
            return Err(NoteError::Key);
        }
        Ok(Self { name: checked(name)?, key })
    }

    /// Reads `name+hexid+base64(0x01||public)`.
    ///
    /// # Errors
    /// [`NoteError::Name`], [`NoteError::Key`] or [`NoteError::KeyId`].
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let (name, id, public) = split_key(text)?;
        let key = Self::new(name, &public)?;
        if id == hexadecimal(key.key_id()) { Ok(key) } else { Err(NoteError::KeyId) }
    }

    /// Name of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256 over name, line break, kind and key.
    #[must_use]
    pub fn key_id(&self) -> [u8; 4] {
        let hash: [u8; 32] = Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize()
            .into();
        let [one, two, three, four, ..] = hash;
        [one, two, three, four]
    }

    /// Checks one signature of a text.
    ///
    /// # Errors
    /// [`NoteError::NotSigned`] for the signature of another key, [`NoteError::Forged`] for a wrong one.
    pub fn verify_text(&self, text: &str, signature: &Signature) -> Result<(), NoteError> {
        if signature.name != self.name || signature.key_id != self.key_id() {
            return Err(NoteError::NotSigned);
        }
        let bytes = signature.bytes.as_slice().try_into().map_err(|_| NoteError::Forged)?;
        let bytes = ed25519_dalek::Signature::from_bytes(bytes);
        self.key.verify_strict(text.as_bytes(), &bytes).map_err(|_| NoteError::Forged)
    }

    /// Checks that a checkpoint carries a signature by this key, and that all by this key are good.
    ///
    /// # Errors
    /// [`NoteError::NotSigned`] or [`NoteError::Forged`].
    pub fn verify(&self, signed: &SignedCheckpoint) -> Result<(), NoteError> {
        let text = signed.checkpoint.to_string();
        let mut answer = Err(NoteError::NotSigned);
        for signature in &signed.signatures {
            match self.verify_text(&text, signature) {
                Err(NoteError::NotSigned) => {}
                Err(error) => return Err(error),
                Ok(()) => answer = Ok(()),
            }
        }
        answer
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, key) = (hexadecimal(self.key_id()), tagged(self.key.as_bytes()));
        write!(formatter, "{}+{id}+{key}", self.name)
    }
}

impl SigningKey {
    /// A key from its 32 secret bytes, which the caller draws from a good source.
    ///
    /// # Errors
    /// [`NoteError::Name`].
    pub fn new(name: &str, secret: &[u8; 32]) -> Result<Self, NoteError> {
        let key = ed25519_dalek::SigningKey::from_bytes(secret);
        Ok(Self { name: checked(name)?, key })
    }

    /// Reads `PRIVATE+KEY+name+hexid+base64(0x01||secret)`.
    ///
    /// # Errors
    /// [`NoteError::Name`], [`NoteError::Key`] or [`NoteError::KeyId`].
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let rest = text.strip_prefix(PRIVATE).ok_or(NoteError::Key)?;
        let (name, id, secret) = split_key(rest)?;
        let key = Self::new(name, &secret)?;
        let right = id == hexadecimal(key.verifying_key().key_id());
        if right { Ok(key) } else { Err(NoteError::KeyId) }
    }

    /// The secret text form, for a file that only the log may read.
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        let id = hexadecimal(self.verifying_key().key_id());
        format!("{PRIVATE}{}+{id}+{}", self.name, tagged(self.key.as_bytes()))
    }

    /// The public key.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// Signs a text.
    ///
    /// # Errors
    /// [`NoteError::Text`] for a text that no note can carry.
    pub fn sign_text(&self, text: &str) -> Result<Signature, NoteError> {
        if !text.ends_with('\n') || text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(NoteError::Text);
        }
        let bytes = self.key.sign(text.as_bytes()).to_bytes().to_vec();
        let key_id = self.verifying_key().key_id();
        Ok(Signature { name: self.name.clone(), key_id, bytes })
    }

    /// Signs a checkpoint.
    ///
    /// # Errors
    /// [`NoteError::Checkpoint`] for a checkpoint that would be read back differently.
    pub fn sign(&self, checkpoint: Checkpoint) -> Result<SignedCheckpoint, NoteError> {
        let text = checkpoint.to_string();
        if Checkpoint::parse(&text).as_ref() != Ok(&checkpoint) {
            return Err(NoteError::Checkpoint);
        }
        let signatures = vec![self.sign_text(&text)?];
        Ok(SignedCheckpoint { checkpoint, signatures })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SigningKey").field("name", &self.name).finish_non_exhaustive()
    }
}

fn checked(name: &str) -> Result<String, NoteError> {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
    let good = !name.is_empty() && name.chars().all(plain);
    if good { Ok(name.to_owned()) } else { Err(NoteError::Name) }
}

fn tagged(key: &[u8; 32]) -> String {
    let mut bytes = vec![ED25519];
    bytes.extend_from_slice(key);
    STANDARD.encode(bytes)
}

/// Name, key id and key bytes of `name+hexid+base64`.
fn split_key(text: &str) -> Result<(&str, &str, [u8; 32]), NoteError> {
    let parts = text.split_once('+').and_then(|(name, rest)| Some((name, rest.split_once('+')?)));
    let (name, (id, encoded)) = parts.ok_or(NoteError::Key)?;
    let bytes = STANDARD.decode(encoded).map_err(|_| NoteError::Key)?;
    match bytes.split_first() {
        Some((&ED25519, key)) => Ok((name, id, key.try_into().map_err(|_| NoteError::Key)?)),
        _ => Err(NoteError::Key),
    }
}

fn hexadecimal(key_id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(key_id))
}

#[cfg(test)]
mod tests;
