//! Who applies at a window and has no account there: known by an opaque id, with a name and a telephone that windows keep.
//!
//! A document number leads to one party wherever it is entered. What is known of it is kept: a window that enters something
//! else is asked, and a correction is recorded with who made it and when. An account proves nothing of the name and code
//! that somebody typed when signing up: none of it counts here, where the original was looked at.

use super::window_of;
use crate::caller::Caller;
use crate::desk::{Failure, Records, hex};
use crate::document::{At, random_id, read};
use crate::drafts::Served;
use crate::people::audit::{self, Entry, Subject};
use crate::people::codes::Contact;
use crate::permissions;
use crate::platform::Platform;
use domain::credit_code::CreditCode;
use domain::identity_number::IdentityNumber;
use domain::text::half_width;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::connection::{Connection, StoreError};
use store::records::From;
use store::settings::EVERYWHERE;

/// The kind of the records of parties that windows made.
const PARTY: &str = "window-party";
/// The kind of the records of what was corrected in them; they go by the id of the party.
const CORRECTION: &str = "party-correction";
/// What a correction is called in the audit log.
const CORRECT: &str = "correct-party";
/// The longest name and document number, in characters.
const LONGEST: usize = 120;
/// Corrections that a window is shown.
const SHOWN: u32 = 5;

/// Who applies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowParty {
    /// Name of the person or enterprise.
    pub name: String,
    /// Number of the identity document, or unified social credit code.
    pub document: String,
    /// Where to reach them.
    #[serde(default)]
    pub phone: String,
}

/// What is to become of what is known of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It stays, whatever was entered.
    Keep,
    /// It is corrected to what was entered.
    Correct,
}

impl Choice {
    /// Reads the word of a choice.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "keep" => Some(Self::Keep),
            "correct" => Some(Self::Correct),
            _ => None,
        }
    }
}

/// A correction of what windows keep of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What was known before.
    pub before: WindowParty,
    /// What is known since.
    pub after: WindowParty,
    /// Who corrected it, with the post.
    pub by: String,
    /// The agency at whose window it was.
    pub agency: Box<str>,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// What is known of a party, as far as a window may see that has entered something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownParty {
    /// Its name, all but the first letter hidden.
    pub name: String,
    /// Its telephone with the middle hidden; blank where none is known.
    pub phone: String,
    /// When and at which agency it was corrected, the newest first.
    pub corrected: Vec<(i64, Box<str>)>,
}

/// A party that was entered, settled with what is known of it.
pub(super) struct Settled {
    /// Its opaque id.
    pub(super) id: Box<str>,
    /// What counts of it from now on.
    pub(super) party: WindowParty,
    /// What was entered, where the window kept another name: whose document it was, it has not shown.
    entered: Option<WindowParty>,
    /// It was known before.
    is_known: bool,
}

impl Settled {
    /// For whom a window begins a draft: what is known of a party is not filled in without a trace, and not for who entered
    /// another name.
    pub(super) fn served(self, by: &Caller) -> Served {
        let Self { id, entered, is_known, .. } = self;
        let audit = is_known.then(|| entry("draft-for-party", &id, by));
        Served { id, entered, audit }
    }
}

/// What was entered, as it is compared and kept.
fn cleaned(party: &WindowParty) -> Result<WindowParty, Failure> {
    let clean = |text: &str| {
        text.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>()
    };
    let party = WindowParty {
        name: clean(&party.name),
        document: half_width(&clean(&party.document)).to_ascii_uppercase(),
        phone: half_width(&clean(&party.phone)),
    };
    let is_number = IdentityNumber::parse(&party.document).is_ok()
        || CreditCode::parse(&party.document).is_ok();
    if !is_number {
        return Err(Failure::invalid([
            "证件号码不对：居民身份证为18位，统一社会信用代码为18位，请核对末位校验码。",
            "證件號碼不對：居民身份證為18位，統一社會信用代碼為18位，請核對末位校驗碼。",
            "The document number is wrong: identity cards and credit codes have 18 characters and a check digit at the end.",
        ]));
    }
    if party.name.is_empty() {
        return Err(Failure::invalid([
            "请填写申请人姓名或者单位名称。",
            "請填寫申請人姓名或者單位名稱。",
            "Enter the name of the applicant.",
        ]));
    }
    Ok(party)
}

/// The key of a document number: no number stands in a key.
fn key_of(document: &str) -> String {
    let number: [u8; 32] = Sha256::digest(document.as_bytes()).into();
    hex(&number)
}

/// Whether a window must say what is to become of what is known: it is not what was entered. What was left blank, or was not
/// known before, is no difference.
fn differs(known: &WindowParty, entered: &WindowParty) -> bool {
    let other_phone = !entered.phone.is_empty() && !known.phone.is_empty();
    known.name != entered.name || (other_phone && known.phone != entered.phone)
}

/// What is known of a party of whom a window has entered something else; none where there is nothing to ask.
///
/// # Errors
/// The caller is at no window, what was entered is wrong, or the store says no.
pub fn known(
    platform: &Platform,
    caller: &Caller,
    entered: &WindowParty,
) -> Result<Option<KnownParty>, Failure> {
    permissions::TAKE_IN.check(caller, None).map_err(Failure::Forbidden)?;
    let entered = cleaned(entered)?;
    let found = platform.readers().read(|connection| {
        let key = key_of(&entered.document);
        let found = store::records::find(connection, [EVERYWHERE, PARTY, &key])?;
        let Some(record) = found else { return Ok(None) };
        let (record, known) = read::<WindowParty>(record)?;
        Ok::<_, StoreError>(Some((known, corrections_of(connection, &record.owner)?)))
    });
    let found = found.map_err(|error| Failure::Stopped(error.to_string()))?;
    let found = found.filter(|(known, _)| differs(known, &entered));
    Ok(found.map(|(known, corrected)| KnownParty {
        name: masked(&known.name),
        phone: masked_phone(&known.phone),
        corrected: corrected.into_iter().map(|one| (one.at, one.agency)).collect(),
    }))
}

fn masked(name: &str) -> String {
    let hidden = name.chars().count().saturating_sub(1).min(3);
    name.chars().take(1).chain(std::iter::repeat_n('*', hidden)).collect()
}

fn masked_phone(phone: &str) -> String {
    match Contact::parse(phone) {
        Some(contact) => contact.masked(),
        None if phone.is_empty() => String::new(),
        None => phone.chars().take(2).chain("****".chars()).collect(),
    }
}

/// The party that was entered, with its opaque id: made when it is new, kept as it is known, corrected when the window says
/// so.
pub(super) fn settle(
    platform: &Platform,
    caller: &Caller,
    (entered, choice): (&WindowParty, Option<Choice>),
) -> Result<Settled, Failure> {
    let entered = cleaned(entered)?;
    let by = caller.clone();
    let fresh: Box<str> = format!("w-{}", hex(&rand::random::<[u8; 8]>())).into();
    platform.keep(caller, &permissions::TAKE_IN, move |records| {
        let key = key_of(&entered.document);
        let at = At::everywhere(PARTY, &key);
        let Some((record, known)) = at.find::<WindowParty>(records)? else {
            let now = records.now();
            records.write(at.record(&fresh, now, &entered)?);
            let settled = Settled { id: fresh, party: entered, entered: None, is_known: false };
            return Ok(Ok(settled));
        };
        let id = record.owner;
        let party = match settled(&known, &entered, choice) {
            Ok(party) => party,
            Err(failure) => return Ok(Err(failure)),
        };
        if let Some(act) = act(&known, &entered, choice, &party) {
            write(records, (&id, known), &party, (act, &by))?;
        }
        let entered = (party.name != entered.name).then_some(entered);
        Ok(Ok(Settled { id, party, entered, is_known: true }))
    })
}

/// What counts of the party from now on.
fn settled(
    known: &WindowParty,
    entered: &WindowParty,
    choice: Option<Choice>,
) -> Result<WindowParty, Failure> {
    let phone = |entered: &WindowParty| match entered.phone.is_empty() {
        true => known.phone.clone(),
        false => entered.phone.clone(),
    };
    match choice {
        // What was not known is added; nothing is lost by it.
        _ if !differs(known, entered) => Ok(WindowParty { phone: phone(entered), ..known.clone() }),
        Some(Choice::Keep) => Ok(known.clone()),
        Some(Choice::Correct) => Ok(WindowParty { phone: phone(entered), ..entered.clone() }),
        None => Err(ask()),
    }
}

/// What was done to a party that was known, as the audit log calls it; nothing where all agreed.
fn act(
    known: &WindowParty,
    entered: &WindowParty,
    choice: Option<Choice>,
    party: &WindowParty,
) -> Option<&'static str> {
    match choice {
        Some(Choice::Keep) if differs(known, entered) => Some("keep-party"),
        Some(Choice::Correct) if differs(known, entered) => Some(CORRECT),
        _ => (known != party).then_some("complete-party"),
    }
}

/// The entry of the audit log about a party: it says who did what to whom at which agency, never what is known.
fn entry(act: &str, id: &str, by: &Caller) -> Entry {
    Entry::done(Subject::Account, act, &audit::name_of(by)).on(id).because(window_of(by))
}

/// Writes what is known of a party, and what was done to it: a correction with what was known before.
fn write(
    records: &mut Records<'_>,
    (id, before): (&str, WindowParty),
    party: &WindowParty,
    (act, by): (&str, &Caller),
) -> Result<(), StoreError> {
    let at = records.now();
    let key = key_of(&party.document);
    if before != *party {
        records.write(At::everywhere(PARTY, &key).record(id, at, party)?);
    }
    if act == CORRECT {
        let (who, agency) = (audit::name_of(by), window_of(by).into());
        let correction = Correction { before, after: party.clone(), by: who, agency, at };
        records.write(At::everywhere(CORRECTION, &random_id()).record(id, at, &correction)?);
    }
    audit::add(records, &entry(act, id, by), at)
}

fn corrections_of(connection: &mut Connection, id: &str) -> Result<Vec<Correction>, StoreError> {
    let key = [EVERYWHERE, CORRECTION, id];
    let found = store::records::of_owner(connection, key, From::Newest, SHOWN)?;
    found.into_iter().map(|record| Ok(read(record)?.1)).collect()
}

/// The last corrections of a party, the newest first; for those who may see persons.
///
/// # Errors
/// The store says no.
pub fn corrections(platform: &Platform, id: &str) -> Result<Vec<Correction>, StoreError> {
    platform.readers().read(|connection| corrections_of(connection, id))
}

/// What is known of a party that a window made; for those who may see persons.
pub(crate) fn of_id(
    connection: &mut Connection,
    id: &str,
) -> Result<Option<WindowParty>, StoreError> {
    let key = [EVERYWHERE, PARTY, id];
    let found = store::records::of_owner(connection, key, From::Newest, 1)?;
    found.into_iter().next().map(|record| Ok(read::<WindowParty>(record)?.1)).transpose()
}

/// The name of a party that a window made; for those who may see persons.
#[must_use]
pub fn party_name(platform: &Platform, id: &str) -> Option<String> {
    let found = platform.readers().read(|connection| of_id(connection, id)).ok()?;
    found.map(|party| party.name)
}

fn ask() -> Failure {
    Failure::invalid([
        "这个证件号码已有登记，与填写的不同，没有改动。请核对证件原件后，选择保留原登记或者更正。",
        "這個證件號碼已有登記，與填寫的不同，沒有改動。請核對證件原件後，選擇保留原登記或者更正。",
        "Something else is known under this document number, and was left as it is. Look at the original, then choose whether it stays or is corrected.",
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_tells_nobody_what_it_is() {
        assert_eq!([masked("李四"), masked("欧阳修远之"), masked("")], ["李*", "欧***", ""]);
        let shown = ["13800138000", "0791-8888", ""].map(masked_phone);
        assert_eq!(shown, ["138****8000", "07****", ""]);
    }
}
