//! The inbox of a party (站内通知): what became of its cases, written by the desk in the transaction of each act.

use crate::caller::Caller;
use crate::desk::Failure;
use crate::document::{At, read};
use crate::permissions;
use crate::platform::Platform;
use domain::event::{ActKind, Body};
use serde::{Deserialize, Serialize};
use store::connection::{Connection, StoreError};
use store::records::From;
use store::settings::EVERYWHERE;

/// The kind of the records of the inbox. Keys begin with the time, so that all of them stand in the order of time.
pub(crate) const INBOX: &str = "inbox";
/// The kind of the records that remember what was read.
pub(crate) const READ: &str = "inbox-read";
/// Unread notices that are counted; above it is "many".
pub const COUNTED: u32 = 99;

/// What a party is told of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Number of the case.
    pub case: Box<str>,
    /// Number of the act.
    pub n: u32,
    /// The act.
    pub kind: ActKind,
    /// Code of the item.
    pub item: Box<str>,
    /// The agency.
    pub agency: Box<str>,
    /// The procedure.
    pub procedure: Box<str>,
    /// The stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Box<str>>,
    /// The outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Box<str>>,
    /// What the act carries.
    #[serde(default)]
    pub body: Body,
    /// It is about what was paid above what was due, and no act: with a number where it was refunded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refund: bool,
}

impl Told {
    /// The key of its record.
    pub(crate) fn key(&self, at: i64) -> String {
        format!("{at:015}-{}/{}/{}", self.jurisdiction, self.case, self.n)
    }
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The key of its record.
    pub key: Box<str>,
    /// It has not been read.
    pub unread: bool,
    /// What is told.
    pub told: Told,
}

/// Up to `length` notices of the caller, the newest first, before a place in time.
///
/// # Errors
/// The caller may not, or the store says no.
pub fn list(
    platform: &Platform,
    caller: &Caller,
    before: Option<(i64, &str)>,
    length: u32,
) -> Result<Vec<Notice>, Failure> {
    permissions::INBOX.check(caller, None).map_err(Failure::Forbidden)?;
    let Caller::Party { person } = caller else { return Ok(Vec::new()) };
    let from = before.map_or(From::Newest, |(at, key)| From::Before(at, key));
    let found = platform.readers().read(|connection| {
        let read_until = store::records::find(connection, [EVERYWHERE, READ, person])?;
        let key = [EVERYWHERE, INBOX, person];
        Ok((read_until, store::records::of_owner(connection, key, from, length)?))
    });
    let stopped = |error: StoreError| Failure::Stopped(error.to_string());
    let (read_until, records) = found.map_err(stopped)?;
    let read_until = read_until.map_or(i64::MIN, |record| record.at);
    let notices = records.into_iter().map(|record| {
        let (record, told) = read::<Told>(record)?;
        let unread = record.at > read_until;
        Ok(Notice { at: record.at, key: record.key, unread, told })
    });
    notices.collect::<Result<_, _>>().map_err(stopped)
}

/// How many notices of the caller are unread, up to [`COUNTED`] and one more.
///
/// # Errors
/// The store says no.
pub fn unread(platform: &Platform, caller: &Caller) -> Result<u32, StoreError> {
    let Caller::Party { person } = caller else { return Ok(0) };
    if permissions::INBOX.check(caller, None).is_err() {
        return Ok(0);
    }
    let key = [EVERYWHERE, INBOX, person];
    let count = |connection: &mut Connection| {
        store::records::count_since(connection, key, READ, COUNTED + 1)
    };
    platform.readers().read(count).map(|count| u32::try_from(count).unwrap_or(u32::MAX))
}

/// Remembers that the caller has read everything up to a moment.
///
/// # Errors
/// The caller may not, or the writer has stopped.
pub fn mark_read(platform: &Platform, caller: &Caller, until: i64) -> Result<(), Failure> {
    permissions::INBOX.check(caller, None).map_err(Failure::Forbidden)?;
    let Caller::Party { person } = caller else { return Ok(()) };
    let person = person.clone();
    platform.keep(caller, &permissions::INBOX, move |records| {
        let at = At::everywhere(READ, &person);
        let known = records.find(at.key())?.map_or(i64::MIN, |record| record.at);
        let until = until.min(records.now()).max(known);
        records.write(at.record(&person, until, &())?);
        Ok(Ok(()))
    })
}
