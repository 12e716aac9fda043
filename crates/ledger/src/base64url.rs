//! Hashes and salts as text: base64url without padding (RFC 4648 section 5).

use crate::merkle::Hash;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Characters of a hash.
pub(crate) const HASH_CHARACTERS: usize = 43;
/// Characters of a salt of 16 bytes.
pub(crate) const SALT_CHARACTERS: usize = 22;

/// A hash as text, without allocation.
pub(crate) fn hash_text(hash: &Hash) -> [u8; HASH_CHARACTERS] {
    let mut text = [0; HASH_CHARACTERS];
    // 32 bytes always give 43 characters.
    let _ = URL_SAFE_NO_PAD.encode_slice(hash, &mut text);
    text
}

/// The first 16 bytes of a hash as text, without allocation.
pub(crate) fn salt_text(hash: &Hash) -> [u8; SALT_CHARACTERS] {
    let mut text = [0; SALT_CHARACTERS];
    // 16 bytes always give 22 characters.
    let _ = URL_SAFE_NO_PAD.encode_slice(hash.split_at(16).0, &mut text);
    text
}

/// A hash from its text; only the one text that a hash has.
pub(crate) fn hash(text: &str) -> Option<Hash> {
    if text.len() != HASH_CHARACTERS {
        return None;
    }
    decode(text)?.try_into().ok()
}

/// Bytes as text.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes as text, in a buffer that is used again.
pub(crate) fn encode_into(bytes: &[u8], text: &mut Vec<u8>) {
    text.clear();
    text.resize(bytes.len().div_ceil(3).saturating_mul(4), 0);
    let length = URL_SAFE_NO_PAD.encode_slice(bytes, text).unwrap_or_default();
    text.truncate(length);
}

/// Bytes from text.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
