//! The audit log: sign-ins, refusals of permission, and what administrators and account holders changed.
//!
//! Entries are added in the transaction of what they tell of, and never changed: no operation does, and the database
//! refuses it. They tell that somebody looked or acted, never what a case contains.

pub(crate) mod chain;

use super::People;
use crate::caller::Caller;
use crate::desk::{Failure, Record, Records};
use crate::permissions;
use crate::platform::Platform;
use serde::{Deserialize, Serialize};
use store::connection::StoreError;
use store::records::From as Place;
use store::settings::EVERYWHERE;

/// The kind of records that are entries; the database keeps them from being changed.
pub const AUDIT: &str = "audit";
/// Entries that a filter by name looks through for one page, and those of one export.
const LOOKED_THROUGH: u32 = 5_000;
const EXPORTED: u32 = 200_000;
/// Bytes of a text in an entry at most.
const LONGEST: usize = 300;

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// Signing in and out, and what was tried.
    SignIn,
    /// Somebody asked for what he may not.
    Refusal,
    /// An act of an administrator.
    Administration,
    /// What somebody changed in the own account.
    Account,
}

impl Subject {
    /// All subjects.
    pub const ALL: [Self; 4] = [Self::SignIn, Self::Refusal, Self::Administration, Self::Account];

    /// The word of the subject, in addresses and records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Refusal => "refusal",
            Self::Administration => "administration",
            Self::Account => "account",
        }
    }

    /// Reads the word of a subject.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.word() == word)
    }
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What it is about.
    pub subject: Subject,
    /// What was done or tried, as a word: `sign-in`, `assign-post`.
    pub act: String,
    /// By whom: the id of an account, or what was typed as a name.
    pub who: String,
    /// Upon whom or what.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub on: String,
    /// Whether it was done; else it was refused or failed.
    pub done: bool,
    /// What more there is to say, such as the reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The address from which it was asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
}

impl Entry {
    /// An entry about something that was done.
    #[must_use]
    pub fn done(subject: Subject, act: &str, who: &str) -> Self {
        let (act, who) = (plain(act), plain(who));
        let (on, detail, address) = (String::new(), String::new(), String::new());
        Self { subject, act, who, on, done: true, detail, address }
    }

    /// The same, refused or failed.
    #[must_use]
    pub fn refused(self) -> Self {
        Self { done: false, ..self }
    }

    /// The same, upon somebody or something.
    #[must_use]
    pub fn on(self, on: &str) -> Self {
        Self { on: plain(on), ..self }
    }

    /// The same with what more there is to say.
    #[must_use]
    pub fn because(self, detail: &str) -> Self {
        Self { detail: plain(detail), ..self }
    }

    /// The same from an address.
    #[must_use]
    pub fn from(self, from: &super::From) -> Self {
        Self { address: plain(&from.address), ..self }
    }
}

/// A text without what could forge or hide lines of a log: control and direction characters.
fn plain(text: &str) -> String {
    let hides = |c: &char| {
        c.is_control()
            || matches!(*c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let mut plain = String::new();
    for character in text.chars().filter(|c| !hides(c)) {
        if plain.len() + character.len_utf8() > LONGEST {
            break;
        }
        plain.push(character);
    }
    plain
}

/// An entry that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Its key.
    pub key: String,
    /// The entry.
    pub entry: Entry,
}

/// Adds an entry in the transaction of what it tells of.
pub(crate) fn add(records: &mut Records<'_>, entry: &Entry, at: i64) -> Result<(), StoreError> {
    chain::add(records, entry, at)
}

/// Adds an entry about a caller whom the desk turned away.
pub(crate) fn turned_away(
    records: &mut Records<'_>,
    caller: &Caller,
    (operation, on): (&str, &str),
    at: i64,
) -> Result<(), StoreError> {
    let entry = Entry::done(Subject::Refusal, operation, &name_of(caller)).refused().on(on);
    add(records, &entry, at)
}

/// Adds an entry that stands alone; it is durable soon.
pub(crate) fn note(platform: &Platform, entry: &Entry) {
    let (entry, at) = (entry.clone(), platform.time().wall());
    let work = move |records: &mut Records<'_>| add(records, &entry, at).map(Ok);
    let request = crate::desk::Request::Keep(Box::new(work));
    // A writer that has stopped has raised its own alarm.
    platform.submit(Caller::Platform, request, None, Box::new(|_| {}));
}

/// What a caller is called in the log.
#[must_use]
pub fn name_of(caller: &Caller) -> String {
    match caller {
        Caller::Anyone => "-".to_owned(),
        Caller::Party { person } => person.to_string(),
        Caller::Official { person, post, .. } => format!("{person} ({post})"),
        Caller::Administrator { account, .. } => account.to_string(),
        Caller::Feed { agency } => format!("feed {agency}"),
        Caller::Platform => "platform".to_owned(),
    }
}

/// Which entries are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// About what; everything when none is given.
    pub subject: Option<Subject>,
    /// Part of who, on what, act, detail or address; everything when it is empty.
    pub text: String,
    /// From this moment on.
    pub since: Option<i64>,
    /// Before this moment.
    pub before: Option<i64>,
    /// Only those that come after an entry in the list, which goes back in time.
    pub after: Option<(i64, String)>,
}

/// Entries, and where to go on when there may be more.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The entries, the newest first.
    pub entries: Vec<Kept>,
    /// The last one that was looked at, when there are more.
    pub more: Option<(i64, String)>,
}

impl People {
    /// Adds an entry that stands alone; it is durable soon.
    pub fn note(&self, entry: &Entry) {
        note(&self.platform, entry);
    }

    /// The entries that a filter wants, the newest first.
    ///
    /// # Errors
    /// The caller may not, or the store says no.
    pub fn audit(&self, caller: &Caller, filter: &Filter, most: usize) -> Result<Found, Failure> {
        permissions::READ_AUDIT.check(caller, None).map_err(Failure::Forbidden)?;
        self.search(filter, most, LOOKED_THROUGH)
    }

    /// All of them as CSV. What a spreadsheet would run as a formula is written as text.
    ///
    /// # Errors
    /// The caller may not, or the store says no.
    pub fn audit_csv(&self, caller: &Caller, filter: &Filter) -> Result<String, Failure> {
        permissions::EXPORT_AUDIT.check(caller, None).map_err(Failure::Forbidden)?;
        let found = self.search(filter, EXPORTED as usize, EXPORTED)?;
        let mut text = String::from("\u{feff}at,subject,act,who,on,done,detail,address\r\n");
        for kept in &found.entries {
            let at = crate::cases::show::moment(kept.at).to_string();
            let entry = &kept.entry;
            let done = if entry.done { "yes" } else { "no" };
            let fields = [
                &at,
                entry.subject.word(),
                &entry.act,
                &entry.who,
                &entry.on,
                done,
                &entry.detail,
                &entry.address,
            ];
            text += &fields.map(cell).join(",");
            text += "\r\n";
        }
        self.note(&Entry::done(Subject::Administration, "export-audit", &name_of(caller)));
        Ok(text)
    }

    fn search(&self, filter: &Filter, most: usize, looked: u32) -> Result<Found, Failure> {
        const PAGE: u32 = 200;
        let mut place = filter.after.clone().or(filter.before.map(|at| (at, String::new())));
        let (mut found, mut seen) = (Found::default(), 0);
        loop {
            let page = self.newest(filter.subject, place.as_ref(), PAGE).map_err(failed)?;
            let full = page.len() == PAGE as usize;
            for kept in page {
                if filter.since.is_some_and(|since| kept.at < since) {
                    return Ok(found);
                }
                place = Some((kept.at, kept.key.clone()));
                seen += 1;
                if fits(&kept.entry, &filter.text) {
                    found.entries.push(kept);
                }
                if found.entries.len() >= most || seen >= looked {
                    found.more = place;
                    return Ok(found);
                }
            }
            if !full {
                return Ok(found);
            }
        }
    }

    /// Up to `most` entries before a place, of one subject or of all.
    fn newest(
        &self,
        subject: Option<Subject>,
        place: Option<&(i64, String)>,
        most: u32,
    ) -> Result<Vec<Kept>, StoreError> {
        let from = place.map_or(Place::Newest, |(at, key)| Place::Before(*at, key));
        let subjects = subject.map_or(Subject::ALL.to_vec(), |subject| vec![subject]);
        let mut all = Vec::new();
        self.platform.readers().read(|connection| {
            for subject in subjects {
                let owner = [EVERYWHERE, AUDIT, subject.word()];
                all.extend(store::records::of_owner(connection, owner, from, most)?);
            }
            Ok::<_, StoreError>(())
        })?;
        all.sort_by(|a, b| (b.at, &b.key).cmp(&(a.at, &a.key)));
        all.truncate(most as usize);
        let kept = |record: &Record| {
            Ok(Kept { at: record.at, key: record.key.to_string(), entry: super::parsed(record)? })
        };
        all.iter().map(kept).collect()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
pub(crate) fn failed(error: StoreError) -> Failure {
    Failure::Stopped(error.to_string())
}

fn fits(entry: &Entry, text: &str) -> bool {
    let wanted = text.trim().to_lowercase();
    let texts = [&entry.who, &entry.on, &entry.act, &entry.detail, &entry.address];
    wanted.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&wanted))
}

fn cell(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if runs { format!("'{text}") } else { text.to_owned() };
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_an_entry_forges_a_line_or_runs() {
        let entry = Entry::done(Subject::SignIn, "sign-in", "a\r\n=1+1\u{202e}b")
            .because("x".repeat(999).as_str());
        assert_eq!(entry.who, "a=1+1b");
        assert_eq!(entry.detail.len(), LONGEST);
        assert_eq!(cell("=1+\"1\""), "\"'=1+\"\"1\"\"\"");
    }
}
