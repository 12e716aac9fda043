//! The audit log as a chain: each entry carries its number and the hash of the entry before it, so that whoever changes, takes
//! out or puts in one breaks it. The newest link is signed and kept outside the database, and each checkpoint of a log names
//! it, so that the end cannot be cut off unseen either.

use super::{AUDIT, Entry};
use crate::desk::{Record, Records, hex};
use crate::document::At;
use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::note::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};
use store::connection::{Connection, StoreError};
use store::records;
use store::settings::EVERYWHERE;

/// The kind of the record of the newest link, and its key.
pub(crate) const HEAD: [&str; 3] = [EVERYWHERE, "audit-head", "newest"];
/// How the line of a checkpoint begins that names the newest link.
const LINE: &str = "audit";
/// Rows read in one go.
const PAGE: u32 = 500;

/// A link: the number of an entry, and the hash of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) number: u64,
    pub(crate) hash: [u8; 32],
}

/// What is kept of the newest link beside the entries; the number is the time of the row.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    hash: Box<str>,
}

/// An entry as a link.
#[derive(Debug, Serialize, Deserialize)]
struct Linked {
    #[serde(flatten)]
    entry: Entry,
    /// Its number from 1; entries from before there was a chain have none.
    #[serde(default)]
    number: u64,
    /// The hash of the entry before it; of the first nothing.
    #[serde(default)]
    before: Box<str>,
}

/// The hash of a row.
fn hash(row: &Record) -> [u8; 32] {
    let mut hash = Sha256::new();
    let at = row.at.to_string();
    for part in [&*row.key, &*row.owner, &*at, &*row.document] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The link that a head record names.
pub(crate) fn link_of(head: &Record) -> Option<Link> {
    let named: Head = serde_json::from_str(&head.document).ok()?;
    let hash = crate::spelling::unhex(&named.hash)?.try_into().ok()?;
    Some(Link { number: u64::try_from(head.at).ok()?, hash })
}

/// Adds an entry behind the newest one.
pub(super) fn add(records: &mut Records<'_>, entry: &Entry, at: i64) -> Result<(), StoreError> {
    let unreadable = "the head of the audit log cannot be read";
    let last = match records.find(HEAD)? {
        None => None,
        Some(head) => {
            let link = link_of(&head);
            Some(link.ok_or_else(|| StoreError::Unexpected(unreadable.to_owned()))?)
        }
    };
    let number = last.as_ref().map_or(0, |link| link.number) + 1;
    let before = last.map(|link| hex(&link.hash)).unwrap_or_default().into();
    // Keys are in the order of the chain, whatever the clock shows.
    let key = format!("{number:015}-{}", crate::people::random_word(10));
    let linked = Linked { entry: entry.clone(), number, before };
    let row = crate::people::record_of([AUDIT, &key, entry.subject.word()], at, &linked)?;
    let head = Head { hash: hex(&hash(&row)).into() };
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    records.write(row);
    records.write(
        At { jurisdiction: HEAD[0], kind: HEAD[1], key: HEAD[2] }.record("", number, &head)?,
    );
    Ok(())
}

/// The newest link of a store.
///
/// # Errors
/// The store says no.
pub(crate) fn newest(connection: &mut Connection) -> Result<Option<Link>, StoreError> {
    Ok(records::find(connection, HEAD)?.as_ref().and_then(link_of))
}

/// Where the newest link is kept outside the database.
pub(crate) fn head_file(folder: &Path) -> PathBuf {
    folder.join("audit.head")
}

fn origin(key: &VerifyingKey) -> String {
    format!("{}/{LINE}", key.name())
}

/// The newest link, signed, as it is kept outside the database.
pub(crate) fn signed(key: &SigningKey, link: &Link) -> Option<String> {
    let checkpoint = Checkpoint {
        origin: origin(&key.verifying_key()),
        size: link.number,
        root: link.hash,
        extensions: Vec::new(),
    };
    key.sign(checkpoint).ok().map(|signed| signed.to_string())
}

/// The link that is kept outside the database; none where there is no file.
///
/// # Errors
/// There is a file, and it cannot be read or is not signed by the key.
pub(crate) fn outside(folder: &Path, key: &VerifyingKey) -> Result<Option<Link>, String> {
    let text = match std::fs::read_to_string(head_file(folder)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    let signed = SignedCheckpoint::parse(&text).map_err(|error| error.to_string())?;
    key.verify(&signed).map_err(|error| error.to_string())?;
    let Checkpoint { origin: named, size, root, .. } = signed.checkpoint;
    if named != origin(key) {
        return Err(format!("it is of `{named}`"));
    }
    Ok(Some(Link { number: size, hash: root }))
}

/// The line by which a checkpoint names the newest link.
pub(crate) fn line(link: &Link) -> String {
    format!("{LINE} {} {}", link.number, hex(&link.hash))
}

/// The link that a checkpoint names.
pub(crate) fn named_in(note: &str) -> Option<Link> {
    let signed = SignedCheckpoint::parse(note).ok()?;
    signed.checkpoint.extensions.iter().find_map(|line| {
        let (number, hash) = line.strip_prefix(LINE)?.strip_prefix(' ')?.split_once(' ')?;
        let hash = crate::spelling::unhex(hash)?.try_into().ok()?;
        Some(Link { number: number.parse().ok()?, hash })
    })
}

/// What going through the chain has found.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    /// Entries of the chain.
    pub(crate) entries: u64,
    /// Entries without a number.
    pub(crate) unnumbered: u64,
    /// The first break, in words.
    pub(crate) break_at: Option<String>,
}

/// Goes through the chain from its first entry, and sets it against links that are known from elsewhere, each with where it
/// is from. What is found ends the way at its first break.
///
/// # Errors
/// The store says no.
pub(crate) fn walk(
    connection: &mut Connection,
    known: &[(String, Link)],
) -> Result<Walked, StoreError> {
    let mut walked = Walked::default();
    let mut last = Link { number: 0, hash: [0; 32] };
    let mut after = Some(Box::from(""));
    while let Some(from) = after {
        let rows = records::of_kind(connection, [EVERYWHERE, AUDIT, &from], PAGE)?;
        for row in &rows {
            match step(row, &last, known) {
                Ok(Some(link)) => last = link,
                Ok(None) => walked.unnumbered += 1,
                Err(broken) => {
                    walked.break_at = Some(broken);
                    return Ok(walked);
                }
            }
            walked.entries = last.number;
        }
        let is_last = rows.len() < PAGE as usize;
        after = rows.into_iter().next_back().map(|row| row.key).filter(|_| !is_last);
    }
    let head = records::find(connection, HEAD)?;
    let head = head.as_ref().and_then(link_of);
    let beyond = known.iter().find(|(_, link)| link.number > last.number);
    if let Some((of, link)) = beyond {
        walked.break_at = Some(format!(
            "entries {} to {} are missing: {of} names entry {}",
            last.number + 1,
            link.number,
            link.number
        ));
    } else if head.as_ref().is_some_and(|head| *head != last) || (head.is_none() && last.number > 0)
    {
        let named = head.map_or_else(|| "none".to_owned(), |head| format!("entry {}", head.number));
        walked.break_at = Some(format!(
            "after entry {}: the newest entry was changed, or entries after it were removed (the head names {named})",
            last.number
        ));
    }
    Ok(walked)
}

/// Goes on from an entry to the next; none for one that has no number.
fn step(row: &Record, last: &Link, known: &[(String, Link)]) -> Result<Option<Link>, String> {
    let next = last.number + 1;
    let linked: Linked = serde_json::from_str(&row.document)
        .map_err(|error| format!("entry {next} (`{}`) cannot be read: {error}", row.key))?;
    if linked.number == 0 {
        return Ok(None);
    }
    if linked.number != next || !row.key.starts_with(&format!("{next:015}-")) {
        return Err(format!(
            "entry {next} is missing or was renamed: entry {} follows (`{}`)",
            linked.number, row.key
        ));
    }
    let before = if last.number == 0 { String::new() } else { hex(&last.hash) };
    if *linked.before != *before {
        return Err(format!(
            "entry {} was changed: entry {next} names another hash of it",
            last.number
        ));
    }
    let link = Link { number: next, hash: hash(row) };
    let other = known.iter().find(|(_, known)| known.number == next && known.hash != link.hash);
    match other {
        Some((of, _)) => {
            Err(format!("entry {next} or one before it was changed: {of} names another hash of it"))
        }
        None => Ok(Some(link)),
    }
}
