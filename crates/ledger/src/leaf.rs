//! Leaves: what stands in the public log for ever, one per event.
//!
//! The bytes are JSON in the canonical form of RFC 8785 (JCS). They are stored and served as they are, and their hash
//! is [`leaf_hash`](crate::merkle::leaf_hash) over them; [`Leaf::parse`] accepts no other bytes than [`Leaf::to_bytes`]
//! gives, so a leaf can be written in one way only.

use crate::base64url;
use crate::json::{self, JsonError, Member};
use crate::merkle::Hash;
use crate::time::Time;
use std::borrow::Cow;
use std::io::Write;

/// A leaf that is longer does not fit into the 16-bit length of an entry bundle (C2SP `tlog-tiles`).
pub const BYTES_MAX: usize = 65_535;
/// The version of the format, member `v`.
const VERSION: &str = "1";

/// A random name of a case that says nothing about it.
pub type Handle = [u8; 16];

/// A leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf<'a> {
    /// When the event was recorded, member `t`.
    pub time: Time,
    /// Which case, member `case`, in lower-case hexadecimal.
    pub case: Handle,
    /// The number of the event in its case from 1, member `n`.
    pub n: u32,
    /// The hash of the leaf before it in its case, member `prev`; the first has none.
    pub prev: Option<Hash>,
    /// The kind of event, member `type`.
    pub kind: Cow<'a, str>,
    /// The organ, member `org`, if the disclosure profile shows it.
    pub organ: Option<Cow<'a, str>>,
    /// The commitment to the event, member `c`, see [`commit`](crate::commitment::commit).
    pub commitment: Cow<'a, str>,
}

/// Why there is no such leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeafError {
    /// Too long for an entry bundle.
    #[error("longer than {BYTES_MAX} bytes")]
    TooLong,
    /// Not JSON as leaves have it.
    #[error("{0}")]
    Json(#[from] JsonError),
    /// A member is missing or malformed.
    #[error("the member `{0}` is missing or malformed")]
    Member(&'static str),
    /// The first event of a case with a `prev`, or a later one without.
    #[error("`prev` stands in every leaf of a case but the first")]
    Prev,
    /// The same content in other bytes than the canonical ones, or with members that no leaf has.
    #[error("not the canonical bytes of a leaf")]
    NotCanonical,
}

impl<'a> Leaf<'a> {
    /// The canonical bytes.
    ///
    /// # Errors
    /// [`LeafError::Member`] for `n` 0, an empty kind or organ and a commitment that is none, [`LeafError::Prev`],
    /// [`LeafError::TooLong`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, LeafError> {
        self.check()?;
        let mut bytes = Vec::with_capacity(320 + self.kind.len());
        bytes.extend_from_slice(b"{\"c\":\"");
        bytes.extend_from_slice(self.commitment.as_bytes());
        bytes.extend_from_slice(b"\",\"case\":\"");
        write_hexadecimal(&self.case, &mut bytes);
        bytes.extend_from_slice(b"\",\"n\":");
        // Writing to memory does not fail.
        let _ = write!(bytes, "{}", self.n);
        if let Some(organ) = &self.organ {
            bytes.extend_from_slice(b",\"org\":");
            json::write_string(organ, &mut bytes);
        }
        if let Some(prev) = &self.prev {
            bytes.extend_from_slice(b",\"prev\":\"");
            bytes.extend_from_slice(&base64url::hash_text(prev));
            bytes.push(b'"');
        }
        let _ = write!(bytes, ",\"t\":\"{}\",\"type\":", self.time);
        json::write_string(&self.kind, &mut bytes);
        let _ = write!(bytes, ",\"v\":{VERSION}}}");
        if bytes.len() > BYTES_MAX { Err(LeafError::TooLong) } else { Ok(bytes) }
    }

    fn check(&self) -> Result<(), LeafError> {
        let members = [
            ("n", self.n > 0),
            ("type", !self.kind.is_empty()),
            ("org", self.organ.as_ref().is_none_or(|organ| !organ.is_empty())),
            ("c", base64url::hash(&self.commitment).is_some()),
        ];
        if let Some((name, _)) = members.into_iter().find(|(_, good)| !good) {
            return Err(LeafError::Member(name));
        }
        if (self.n == 1) == self.prev.is_none() { Ok(()) } else { Err(LeafError::Prev) }
    }

    /// Reads the canonical bytes of a leaf, and no others.
    ///
    /// # Errors
    /// See [`LeafError`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, LeafError> {
        if bytes.len() > BYTES_MAX {
            return Err(LeafError::TooLong);
        }
        let members = json::members(bytes)?;
        if json::value(&members, "v") != Some(VERSION) {
            return Err(LeafError::Member("v"));
        }
        let required = |name| string(&members, name)?.ok_or(LeafError::Member(name));
        let prev = match string(&members, "prev")? {
            None => None,
            Some(text) => Some(base64url::hash(&text).ok_or(LeafError::Member("prev"))?),
        };
        let n = json::value(&members, "n").and_then(|n| n.parse().ok());
        let leaf = Self {
            time: Time::parse(&required("t")?).ok_or(LeafError::Member("t"))?,
            case: hexadecimal(&required("case")?).ok_or(LeafError::Member("case"))?,
            n: n.ok_or(LeafError::Member("n"))?,
            prev,
            kind: required("type")?,
            organ: string(&members, "org")?,
            commitment: required("c")?,
        };
        // Also refuses members that no leaf has: they would not be written again.
        if leaf.to_bytes()? == bytes { Ok(leaf) } else { Err(LeafError::NotCanonical) }
    }
}

/// What the member says; an error if it is no string.
fn string<'a>(
    members: &[Member<'a>],
    name: &'static str,
) -> Result<Option<Cow<'a, str>>, LeafError> {
    let Some(value) = json::value(members, name) else { return Ok(None) };
    json::string(value).map(Some).ok_or(LeafError::Member(name))
}

fn write_hexadecimal(handle: &Handle, bytes: &mut Vec<u8>) {
    for nibble in handle.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
        bytes.push(if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble });
    }
}

fn hexadecimal(text: &str) -> Option<Handle> {
    let plain = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u128::from_str_radix(text, 16).ok().filter(|_| plain)?;
    Some(number.to_be_bytes())
}

#[cfg(test)]
mod tests;
