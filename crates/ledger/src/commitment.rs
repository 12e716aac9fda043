//! What a leaf commits to: every field of an event, each behind a salt of its own (the disclosures of RFC 9901).
//!
//! One hash stands in the log for ever; any field can later be shown alone, or be forgotten, without touching it.
//! The event is hashed as it is stored, never re-encoded; `docs/reference/ledger.md` has a worked example.

use crate::base64url::{self, HASH_CHARACTERS, SALT_CHARACTERS};
use crate::json::{self, JsonError, Member};
use crate::merkle::Hash;
use sha2::{Digest, Sha256};

const SALT_CONTEXT: &[u8] = b"yangguang/salt/v1";

/// Why an event has no commitment, or a disclosure does not belong to one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitmentError {
    /// The event is not the narrow JSON that is committed to.
    #[error("the event: {0}")]
    Event(#[from] JsonError),
    /// A field to disclose that the event does not have.
    #[error("the event has no field `{0}`")]
    NoField(String),
    /// The digests are not those of the commitment.
    #[error("the digests do not give the commitment")]
    Digests,
    /// The disclosure is not base64url of `["salt","name",value]`.
    #[error("the disclosure is not base64url of [\"salt\",\"name\",value]")]
    Disclosure,
    /// The digest of the disclosure is not among the digests.
    #[error("the disclosure is not of this event: its digest is missing")]
    Foreign,
}

/// Some fields of an event, with what it takes to check them against its commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosed {
    /// The digests of all fields, sorted.
    pub digests: Vec<String>,
    /// The disclosures of the fields that were asked for, in the order of the question.
    pub disclosures: Vec<String>,
}

/// What a disclosure says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name of the field.
    pub name: String,
    /// Its value, JSON as it is stored.
    pub value: String,
}

/// The commitment to an event: base64url without padding of a SHA-256.
///
/// # Errors
/// [`CommitmentError::Event`] if the bytes are not one compact JSON object of whole numbers and unique names.
pub fn commit(event_bytes: &[u8], seed: &[u8; 32]) -> Result<String, CommitmentError> {
    Ok(commit_members(&json::members(event_bytes)?, seed))
}

/// The commitment to the members of an event.
pub(crate) fn commit_members(members: &[Member<'_>], seed: &[u8; 32]) -> String {
    commitment_of(&Salting::new(seed).digests(members))
}

/// The disclosures of the named fields.
///
/// # Errors
/// [`CommitmentError::Event`] as in [`commit`], [`CommitmentError::NoField`] for a name that the event does not have.
pub fn disclose(
    event_bytes: &[u8],
    seed: &[u8; 32],
    names: &[&str],
) -> Result<Disclosed, CommitmentError> {
    let members = json::members(event_bytes)?;
    let mut salting = Salting::new(seed);
    let mut disclosures = Vec::with_capacity(names.len());
    for &name in names {
        let value =
            json::value(&members, name).ok_or_else(|| CommitmentError::NoField(name.to_owned()))?;
        salting.write_plain(&Member { name, value });
        disclosures.push(base64url::encode(&salting.plain));
    }
    let digests = salting.digests(&members);
    let text = |digest: &[u8; HASH_CHARACTERS]| String::from_utf8_lossy(digest).into_owned();
    Ok(Disclosed { digests: digests.iter().map(text).collect(), disclosures })
}

/// Checks a disclosure against a commitment and the digests of its event, and says what it discloses.
///
/// # Errors
/// [`CommitmentError::Digests`], [`CommitmentError::Disclosure`] or [`CommitmentError::Foreign`].
pub fn check_disclosure(
    commitment: &str,
    digests: &[String],
    disclosure: &str,
) -> Result<Field, CommitmentError> {
    let mut sorted = Vec::with_capacity(digests.len());
    for digest in digests {
        let known = base64url::hash(digest).is_some();
        let bytes = digest.as_bytes().try_into().ok().filter(|_| known);
        sorted.push(bytes.ok_or(CommitmentError::Digests)?);
    }
    if !sorted.is_sorted() || commitment_of(&sorted) != commitment {
        return Err(CommitmentError::Digests);
    }
    let field = read_disclosure(disclosure).ok_or(CommitmentError::Disclosure)?;
    let digest = base64url::hash_text(&Sha256::digest(disclosure.as_bytes()).into());
    if sorted.contains(&digest) { Ok(field) } else { Err(CommitmentError::Foreign) }
}

fn read_disclosure(disclosure: &str) -> Option<Field> {
    let plain = String::from_utf8(base64url::decode(disclosure)?).ok()?;
    let elements = json::elements(&plain).ok()?;
    let &[salt, name, value] = elements.as_slice() else { return None };
    json::string(salt)?;
    Some(Field { name: json::string(name)?.into_owned(), value: value.to_owned() })
}

/// The hash over sorted digests.
fn commitment_of(digests: &[[u8; HASH_CHARACTERS]]) -> String {
    let mut text = Vec::with_capacity(16 + digests.len().saturating_mul(HASH_CHARACTERS + 3));
    text.extend_from_slice(b"{\"_sd\":[");
    for (digest, place) in digests.iter().zip(0_usize..) {
        if place > 0 {
            text.push(b',');
        }
        text.push(b'"');
        text.extend_from_slice(digest);
        text.push(b'"');
    }
    text.extend_from_slice(b"]}");
    base64url::encode(&Sha256::digest(&text))
}

/// Salts and digests of the fields of one event; its buffers serve all of them.
struct Salting<'a> {
    seed: &'a [u8; 32],
    plain: Vec<u8>,
    encoded: Vec<u8>,
}

impl<'a> Salting<'a> {
    fn new(seed: &'a [u8; 32]) -> Self {
        Self { seed, plain: Vec::with_capacity(256), encoded: Vec::with_capacity(344) }
    }

    fn salt(&self, name: &str) -> [u8; SALT_CHARACTERS] {
        let hash = Sha256::new()
            .chain_update(SALT_CONTEXT)
            .chain_update(self.seed)
            .chain_update(name.as_bytes())
            .finalize();
        let hash: Hash = hash.into();
        base64url::salt_text(&hash)
    }

    /// Writes `["salt","name",value]`; a name has no escapes, see [`crate::json`].
    fn write_plain(&mut self, member: &Member<'_>) {
        let salt = self.salt(member.name);
        self.plain.clear();
        for part in [b"[\"", salt.as_slice(), b"\",\"", member.name.as_bytes(), b"\","] {
            self.plain.extend_from_slice(part);
        }
        self.plain.extend_from_slice(member.value.as_bytes());
        self.plain.push(b']');
    }

    fn digests(&mut self, members: &[Member<'_>]) -> Vec<[u8; HASH_CHARACTERS]> {
        let mut digests = Vec::with_capacity(members.len());
        for member in members {
            self.write_plain(member);
            base64url::encode_into(&self.plain, &mut self.encoded);
            digests.push(base64url::hash_text(&Sha256::digest(&self.encoded).into()));
        }
        digests.sort_unstable();
        digests
    }
}

#[cfg(test)]
mod tests;
