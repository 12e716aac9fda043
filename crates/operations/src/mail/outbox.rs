//! The outbox: each notice becomes a letter once, and each letter is handed over until it is taken or given up.

use super::relay::{Post, PostError};
use super::{CONTACT, Contact};
use crate::caller::Caller;
use crate::desk::{Failure, Record};
use crate::document::{At, read};
use crate::inbox::{INBOX, Told, moment_key};
use crate::permissions;
use crate::platform::Platform;
use serde::{Deserialize, Serialize};
use store::connection::{Connection, StoreError};
use store::records::From;
use store::settings::EVERYWHERE;

/// The kind of the letters.
const LETTER: &str = "letter";
/// The owner of letters that wait, by which they are found; those that were given up have another.
const WAITING: &str = "waiting";
/// The owner of letters that were given up: somebody should look at them.
const GIVEN_UP: &str = "given-up";
/// The record that remembers up to where the inboxes were looked at.
const CURSOR: &str = "letter-cursor";
/// Notices or letters in one go.
const AT_ONCE: u32 = 200;
/// Notices of the last moments may still be on their way to the store: they are looked at in the next round.
const SETTLED: i64 = 3_000;
/// The first pause after a letter was not taken, in milliseconds; each one is twice the one before.
const FIRST_PAUSE: i64 = 30_000;
/// After so many times a letter is given up: about five days.
const TIMES: u32 = 14;

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The address.
    pub to: Box<str>,
    /// The subject.
    pub subject: Box<str>,
    /// The text.
    pub text: Box<str>,
    /// How often it was not taken.
    #[serde(default)]
    pub tried: u32,
    /// Why not, the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Box<str>>,
}

/// What became of letters in one round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sent {
    /// They were taken.
    pub taken: usize,
    /// They wait for another time.
    pub later: usize,
    /// They were given up.
    pub given_up: usize,
}

fn stopped(error: &StoreError) -> Failure {
    Failure::Stopped(error.to_string())
}

/// Makes letters of the notices that came since the last time, for those who want to be written to; how many.
///
/// # Errors
/// The store says no, or the writer has stopped.
pub fn collect(
    platform: &Platform,
    word: impl Fn(&Told, &Contact) -> (String, String),
) -> Result<usize, Failure> {
    let until = moment_key(platform.now() - SETTLED);
    let (notices, last) = platform
        .readers()
        .read(|connection| {
            let cursor = store::records::find(connection, [EVERYWHERE, CURSOR, "inbox"])?;
            let after: String = match cursor {
                Some(cursor) => serde_json::from_str(&cursor.document).unwrap_or_default(),
                None => String::new(),
            };
            let key = [EVERYWHERE, INBOX, after.as_str()];
            let mut found = store::records::of_kind(connection, key, AT_ONCE)?;
            found.retain(|notice| *notice.key < *until);
            let last = found.last().map(|notice| notice.key.clone());
            Ok((wanted(connection, found)?, last))
        })
        .map_err(|error: StoreError| stopped(&error))?;
    let Some(last) = last else { return Ok(0) };
    let letters: Vec<(Box<str>, Letter)> = notices
        .into_iter()
        .map(|(key, told, contact)| {
            let (subject, text) = word(&told, &contact);
            let (to, subject, text) = (contact.email, subject.into(), text.into());
            (key, Letter { to, subject, text, tried: 0, fault: None })
        })
        .collect();
    let count = letters.len();
    platform.keep(&Caller::Platform, &permissions::SEND, move |records| {
        let now = records.now();
        for (key, letter) in letters {
            records.write(At::everywhere(LETTER, &key).record(WAITING, now, &letter)?);
        }
        records.write(At::everywhere(CURSOR, "inbox").record("", now, &last)?);
        Ok(Ok(()))
    })?;
    Ok(count)
}

/// The notices whose owners want to be written to.
fn wanted(
    connection: &mut Connection,
    notices: Vec<Record>,
) -> Result<Vec<(Box<str>, Told, Contact)>, StoreError> {
    let mut wanted = Vec::new();
    for notice in notices {
        let key = [EVERYWHERE, CONTACT, &*notice.owner];
        let Some(contact) = store::records::find(connection, key)? else { continue };
        let (contact, (notice, told)) = (read::<Contact>(contact)?.1, read::<Told>(notice)?);
        wanted.push((notice.key, told, contact));
    }
    Ok(wanted)
}

/// Hands over the letters whose time has come.
///
/// # Errors
/// The store says no, or the writer has stopped.
pub fn deliver(platform: &Platform, post: &dyn Post) -> Result<Sent, Failure> {
    let mut sent = Sent::default();
    let now = platform.now();
    for (key, letter) in due(platform, now).map_err(|error| stopped(&error))? {
        match post.hand_over(&letter) {
            Ok(()) => {
                sent.taken += 1;
                platform.keep(&Caller::Platform, &permissions::SEND, move |records| {
                    records.remove([EVERYWHERE, LETTER, &key]);
                    Ok(Ok(()))
                })?;
            }
            Err(error) => {
                let never = matches!(error, PostError::Never(_)) || letter.tried + 1 >= TIMES;
                if never {
                    sent.given_up += 1;
                } else {
                    sent.later += 1;
                }
                put_back(platform, (key, letter), &error, (now, never))?;
            }
        }
    }
    Ok(sent)
}

fn put_back(
    platform: &Platform,
    (key, letter): (Box<str>, Letter),
    error: &PostError,
    (now, never): (i64, bool),
) -> Result<(), Failure> {
    let pause = FIRST_PAUSE << letter.tried.min(TIMES);
    let fault = Some(error.to_string().into());
    let letter = Letter { tried: letter.tried + 1, fault, ..letter };
    if never {
        let message = format!("a letter was given up after {} times: {error}", letter.tried);
        platform.alarms().raise("mail", message);
    }
    platform.keep(&Caller::Platform, &permissions::SEND, move |records| {
        let owner = if never { GIVEN_UP } else { WAITING };
        records.write(At::everywhere(LETTER, &key).record(owner, now + pause, &letter)?);
        Ok(Ok(()))
    })
}

/// Letters whose time has come: their time in the store is when they are tried next.
fn due(platform: &Platform, now: i64) -> Result<Vec<(Box<str>, Letter)>, StoreError> {
    let key = [EVERYWHERE, LETTER, WAITING];
    let mut found = platform
        .readers()
        .read(|connection| store::records::of_owner(connection, key, From::Oldest, AT_ONCE))?;
    found.retain(|letter| letter.at <= now);
    let letters = found.into_iter().map(|record| {
        let (record, letter) = read::<Letter>(record)?;
        Ok((record.key, letter))
    });
    letters.collect()
}

/// How many letters wait.
///
/// # Errors
/// The store says no.
pub fn waiting(platform: &Platform) -> Result<i64, StoreError> {
    let key = [EVERYWHERE, LETTER, WAITING];
    platform.readers().read(|connection| store::records::count(connection, key))
}
