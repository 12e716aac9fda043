//! What the platform knows of an applicant already, so that nobody types it again: from the account, from what windows know of
//! whom they serve, and from what was handed in the last time. Each answer says where it comes from, and may be changed.

use super::{Draft, Purpose};
use crate::applications::{APPLICATION, Application};
use crate::caller::Caller;
use crate::document::read;
use crate::my_cases::OWN_CASE;
use crate::people::account::{self, Account, Class};
use crate::people::codes::Contact;
use crate::platform::Platform;
use crate::windows::{self, WindowParty};
use domain::identity_number::IdentityNumber;
use domain::item::Item;
use domain::item::form::{AccountFact, Field, FieldKind, check};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::connection::{Connection, StoreError};
use store::records::From;
use store::settings::EVERYWHERE;

/// Cases of the applicant that are looked at for what was filled in there.
const LOOKED_AT: u32 = 5;

/// The code of an item, and what was answered to its form.
type Answered = (Box<str>, BTreeMap<String, String>);

/// Where an answer comes from that nobody has typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The account.
    Account,
    /// What windows know of the applicant, by the document that was shown.
    Window,
    /// An earlier application of the same applicant.
    Earlier,
}

/// What is known of an applicant, from its account or from the windows.
struct Applicant {
    origin: Origin,
    is_enterprise: bool,
    name: String,
    /// Identity number or credit code; of a person the account knows none.
    credential: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

impl Applicant {
    fn of_account(account: Account) -> Self {
        let (phone, email) = match account.contact {
            Some(Contact::Phone(number)) => (Some(number), None),
            Some(Contact::Email(address)) => (None, Some(address)),
            None => (None, None),
        };
        Self {
            origin: Origin::Account,
            is_enterprise: account.class == Class::Enterprise,
            name: account.name,
            credential: account.credit_code,
            phone,
            email,
        }
    }

    fn of_window(party: WindowParty) -> Self {
        Self {
            origin: Origin::Window,
            is_enterprise: IdentityNumber::parse(&party.document).is_err(),
            name: party.name,
            credential: Some(party.document),
            phone: Some(party.phone),
            email: None,
        }
    }

    /// What is known of somebody by an opaque id.
    fn of_id(connection: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        if let Some(account) = account::of_id(connection, id)? {
            return Ok(Some(Self::of_account(account)));
        }
        Ok(windows::of_id(connection, id)?.map(Self::of_window))
    }

    /// Whether this can be the applicant whom a form asks for: the name of a person is not that of an enterprise.
    fn is_meant(&self, item: &Item, field: &Field) -> bool {
        if field.prefill != Some(AccountFact::Name) {
            return true;
        }
        let asks = |kind: FieldKind| {
            let credential = |other: &Field| other.prefill == Some(AccountFact::Credential);
            item.fields.iter().any(|other| credential(other) && other.kind == kind)
        };
        match (asks(FieldKind::CreditCode), asks(FieldKind::IdNumber)) {
            (true, false) => self.is_enterprise,
            (false, true) => !self.is_enterprise,
            _ => true,
        }
    }

    /// What it answers to a field.
    fn answer(&self, field: &Field) -> Option<String> {
        let kind = if self.is_enterprise { FieldKind::CreditCode } else { FieldKind::IdNumber };
        match field.prefill? {
            AccountFact::Name => Some(self.name.clone()),
            AccountFact::Kind => {
                let id = if self.is_enterprise { "organisation" } else { "person" };
                field.choices.iter().any(|choice| choice.id == id).then(|| id.to_owned())
            }
            AccountFact::Credential => self.credential.clone().filter(|_| field.kind == kind),
            AccountFact::Phone => self.phone.clone(),
            AccountFact::Email => self.email.clone(),
            AccountFact::Address => None,
        }
    }
}

/// Fills in what is known of the applicant of an application that begins: the caller, or whom a window serves. Only what the
/// form marks as known to the authorities is filled in, whoever holds it: nobody may ask for it again (优化营商环境条例 35).
/// Where a window entered another name than is known, only what it entered.
pub(super) fn fill(
    platform: &Platform,
    caller: &Caller,
    (draft, entered): (&mut Draft, Option<WindowParty>),
    today: Date,
) -> Result<(), StoreError> {
    let Purpose::Application { item, .. } = &draft.purpose else { return Ok(()) };
    let person = match (caller, &draft.applicant) {
        (Caller::Party { person }, _) => &**person,
        (Caller::Official { .. }, Some(applicant)) => &**applicant,
        _ => return Ok(()),
    };
    let law = platform.law();
    let Some(item) = law.items.get(&**item) else { return Ok(()) };
    let wanted = || item.fields.iter().filter(|field| field.prefill.is_some());
    if wanted().next().is_none() {
        return Ok(());
    }
    let (applicant, before) = match entered {
        Some(entered) => (Some(Applicant::of_window(entered)), Vec::new()),
        None => platform.readers().read(|connection| {
            let applicant = Applicant::of_id(connection, person)?;
            Ok::<_, StoreError>((applicant, earlier(connection, person)?))
        })?,
    };
    for field in wanted() {
        let known = applicant.as_ref().filter(|applicant| applicant.is_meant(item, field));
        let answers = known.and_then(|known| Some((known.answer(field)?, known.origin)));
        let found = answers.filter(|(answer, _)| fits(field, answer, today)).or_else(|| {
            let mut answers = before
                .iter()
                .filter_map(|(code, answers)| of_earlier(law.items.get(&**code)?, answers, field))
                .filter(|answer| fits(field, answer, today));
            answers.next().map(|answer| (answer, Origin::Earlier))
        });
        let Some((answer, origin)) = found else { continue };
        draft.answers.insert(field.id.clone(), answer);
        draft.prefilled.insert(field.id.clone(), origin);
    }
    Ok(())
}

/// The answers of the last applications, with the items for which they were given, the newest first.
fn earlier(connection: &mut Connection, person: &str) -> Result<Vec<Answered>, StoreError> {
    let key = [EVERYWHERE, OWN_CASE, person];
    let mut found = Vec::new();
    for case in store::records::of_owner(connection, key, From::Newest, LOOKED_AT)? {
        let Some((place, number)) = case.key.split_once('/') else { continue };
        let Some(head) = store::cases::find(connection, place, number)? else { continue };
        let record = store::records::find(connection, [place, APPLICATION, number])?;
        // What a window typed for somebody is not what that person has said.
        let Some(record) = record.filter(|record| *record.owner == *person) else { continue };
        found.push((head.item, read::<Application>(record)?.1.answers));
    }
    Ok(found)
}

/// What was answered to a field of the same meaning and type.
fn of_earlier(item: &Item, answers: &BTreeMap<String, String>, field: &Field) -> Option<String> {
    let same = |other: &&Field| other.prefill == field.prefill && other.kind == field.kind;
    let mut others = item.fields.iter().filter(same);
    others.find_map(|other| answers.get(&other.id)).cloned()
}

/// Whether an answer is one that the field takes.
fn fits(field: &Field, answer: &str, today: Date) -> bool {
    let alone = Field { when: None, ..field.clone() };
    let answers = BTreeMap::from([(field.id.clone(), answer.to_owned())]);
    !answer.trim().is_empty() && check(&[alone], &answers, today).is_empty()
}
