//! The outbox: each notice is asked for as a letter in the transaction of its act, becomes one once, and is handed over
//! until it is taken or given up.

use super::relay::{Post, PostError};
use super::{About, CONTACT, Contact};
use crate::caller::Caller;
use crate::desk::{Failure, Record, Records};
use crate::document::{At, read};
use crate::inbox::{INBOX, Told};
use crate::permissions;
use crate::platform::Platform;
use serde::{Deserialize, Serialize};
use store::changes::Changes;
use store::connection::{Connection, StoreError};
use store::records::From;
use store::settings::EVERYWHERE;

/// The kind of the notices that may have to become letters, under the keys that they have in the inbox.
const ASKED_FOR: &str = "letter-asked-for";
/// The kind of the letters.
const LETTER: &str = "letter";
/// The owner of letters that wait, by which they are found; those that were given up have another.
const WAITING: &str = "waiting";
/// The owner of letters that were given up: somebody should look at them.
const GIVEN_UP: &str = "given-up";
/// Notices or letters in one go.
const AT_ONCE: u32 = 200;
/// The first pause after a letter was not taken, in milliseconds; each one is twice the one before. While the relay is away
/// it stays so: then the letter is not what is wrong.
const FIRST_PAUSE: i64 = 30_000;
/// After so many times a letter is given up: about five days.
const TIMES: u32 = 14;

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// To whom: a letter is not sent any more to an address that the person has given up.
    #[serde(default)]
    pub person: Box<str>,
    /// The address.
    pub to: Box<str>,
    /// The subject.
    pub subject: Box<str>,
    /// The text.
    pub text: Box<str>,
    /// How often the relay refused it.
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

/// Asks for a letter about a notice, in the transaction that puts it into the inbox under this key.
pub(crate) fn ask_for(key: &str, at: i64, changes: &mut Changes) {
    store::records::write(changes, &asked_for(key, at));
}

/// The record by which a letter is asked for.
pub(crate) fn asked_for(key: &str, at: i64) -> Record {
    Record {
        jurisdiction: EVERYWHERE.into(),
        kind: ASKED_FOR.into(),
        key: key.into(),
        owner: "".into(),
        at,
        document: "{}".into(),
    }
}

/// Makes letters of the notices that came since the last time, for those who want to be written to; how many.
///
/// # Errors
/// The store says no, or the writer has stopped.
pub fn collect(
    platform: &Platform,
    word: impl Fn(&Told, &Contact) -> (String, String),
) -> Result<usize, Failure> {
    let (asked_for, notices) = platform
        .readers()
        .read(|connection| {
            let found = store::records::of_kind(connection, [EVERYWHERE, ASKED_FOR, ""], AT_ONCE)?;
            let keys: Vec<Box<str>> = found.into_iter().map(|record| record.key).collect();
            let notices = wanted(connection, &keys)?;
            Ok((keys, notices))
        })
        .map_err(|error: StoreError| stopped(&error))?;
    if asked_for.is_empty() {
        return Ok(0);
    }
    let letters: Vec<(Box<str>, Letter)> = notices
        .into_iter()
        .map(|(notice, told, contact)| {
            let (subject, text) = word(&told, &contact);
            let (to, subject, text) = (contact.email, subject.into(), text.into());
            (notice.key, Letter { person: notice.owner, to, subject, text, tried: 0, fault: None })
        })
        .collect();
    let count = letters.len();
    platform.keep(&Caller::Platform, &permissions::SEND, move |records| {
        let now = records.now();
        for (key, letter) in letters {
            // Whoever closed the account in between gets none.
            if records.find([EVERYWHERE, ASKED_FOR, &key])?.is_none() {
                continue;
            }
            records.write(At::everywhere(LETTER, &key).record(WAITING, now, &letter)?);
        }
        for key in &asked_for {
            records.remove([EVERYWHERE, ASKED_FOR, key]);
        }
        Ok(Ok(()))
    })?;
    Ok(count)
}

/// The notices of which their owners want to be told by letter.
fn wanted(
    connection: &mut Connection,
    keys: &[Box<str>],
) -> Result<Vec<(Record, Told, Contact)>, StoreError> {
    let mut wanted = Vec::new();
    for key in keys {
        let notice = store::records::find(connection, [EVERYWHERE, INBOX, key])?;
        let Some(notice) = notice else { continue };
        let Some(contact) = find_contact(connection, &notice.owner)? else { continue };
        let (notice, told) = read::<Told>(notice)?;
        if contact.about.contains(&About::of(told.kind)) {
            wanted.push((notice, told, contact));
        }
    }
    Ok(wanted)
}

/// Where somebody wants to be written to, as far as it is durable.
pub(crate) fn find_contact(
    connection: &mut Connection,
    person: &str,
) -> Result<Option<Contact>, StoreError> {
    let found = store::records::find(connection, [EVERYWHERE, CONTACT, person])?;
    found.map(|record| Ok(read::<Contact>(record)?.1)).transpose()
}

/// Hands over the letters whose time has come.
///
/// # Errors
/// The store says no, or the writer has stopped.
pub fn deliver(platform: &Platform, post: &dyn Post) -> Result<Sent, Failure> {
    let mut sent = Sent::default();
    let now = platform.now();
    for (key, letter) in due(platform, now).map_err(|error| stopped(&error))? {
        if !stands(platform, &letter)? {
            forget(platform, key)?;
            continue;
        }
        let done = post.hand_over(&letter);
        told(platform, &done);
        match done {
            Ok(()) => {
                sent.taken += 1;
                forget(platform, key)?;
            }
            // Who is away is away for all, and no letter's fault: the others need not wait for it one by one.
            Err(PostError::Away(fault)) => {
                sent.later += 1;
                let letter = Letter { fault: Some(fault.into()), ..letter };
                put_back(platform, (key, letter), (WAITING, now + FIRST_PAUSE))?;
                break;
            }
            Err(error) => {
                let never = matches!(error, PostError::Never(_)) || letter.tried + 1 >= TIMES;
                if never {
                    sent.given_up += 1;
                } else {
                    sent.later += 1;
                }
                refused(platform, (key, letter), &error, (now, never))?;
            }
        }
    }
    Ok(sent)
}

/// Whether the reader still has the address of a letter.
fn stands(platform: &Platform, letter: &Letter) -> Result<bool, Failure> {
    let known = platform.readers().read(|connection| find_contact(connection, &letter.person));
    let known = known.map_err(|error| stopped(&error))?;
    Ok(known.is_some_and(|contact| contact.email == letter.to))
}

/// Forgets the letter of a notice, also one that was given up or is only asked for.
pub(crate) fn forget_letter(records: &mut Records<'_>, key: &str) {
    records.remove([EVERYWHERE, ASKED_FOR, key]);
    records.remove([EVERYWHERE, LETTER, key]);
}

fn forget(platform: &Platform, key: Box<str>) -> Result<(), Failure> {
    platform.keep(&Caller::Platform, &permissions::SEND, move |records| {
        records.remove([EVERYWHERE, LETTER, &key]);
        Ok(Ok(()))
    })
}

/// Tells those who run the installation whether the relay can be reached.
fn told(platform: &Platform, done: &Result<(), PostError>) {
    match done {
        Err(error @ PostError::Away(_)) => platform.alarms().raise("relay", error.to_string()),
        _ => platform.alarms().clear("relay"),
    }
}

/// A letter that the relay did not take: it waits twice as long as the last time, or is given up.
fn refused(
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
    let owner = if never { GIVEN_UP } else { WAITING };
    put_back(platform, (key, letter), (owner, now + pause))
}

fn put_back(
    platform: &Platform,
    (key, letter): (Box<str>, Letter),
    (owner, at): (&'static str, i64),
) -> Result<(), Failure> {
    platform.keep(&Caller::Platform, &permissions::SEND, move |records| {
        // It may have been erased with the account of its reader while it was handed over.
        if records.find([EVERYWHERE, LETTER, &key])?.is_none() {
            return Ok(Ok(()));
        }
        records.write(At::everywhere(LETTER, &key).record(owner, at, &letter)?);
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
