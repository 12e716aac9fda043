//! What the platform knows of an applicant already, so that nobody types it again: from the account, and from what was
//! handed in the last time. Each answer says where it comes from, and may be changed.

use super::{Draft, Purpose};
use crate::applications::{APPLICATION, Application};
use crate::caller::Caller;
use crate::document::read;
use crate::my_cases::OWN_CASE;
use crate::people::account::{self, Account, Class};
use crate::people::codes::Contact;
use crate::platform::Platform;
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
    /// An earlier application of the same applicant.
    Earlier,
}

/// Fills in what is known of the applicant of an application that begins.
pub(super) fn fill(
    platform: &Platform,
    caller: &Caller,
    draft: &mut Draft,
    today: Date,
) -> Result<(), StoreError> {
    let (Caller::Party { person }, Purpose::Application { item, .. }) = (caller, &draft.purpose)
    else {
        return Ok(());
    };
    let law = platform.law();
    let Some(item) = law.items.get(&**item) else { return Ok(()) };
    let wanted = || item.fields.iter().filter(|field| field.prefill.is_some());
    if wanted().next().is_none() {
        return Ok(());
    }
    let known = platform.readers().read(|connection| {
        let account = account::of_id(connection, person)?;
        Ok::<_, StoreError>((account, earlier(connection, person)?))
    })?;
    for field in wanted() {
        let account = known.0.as_ref().filter(|account| is_meant(item, account, field));
        let of_account = account.and_then(|account| of_account(account, field));
        let found = of_account.map(|answer| (answer, Origin::Account)).or_else(|| {
            let answers = known
                .1
                .iter()
                .filter_map(|(code, answers)| of_earlier(law.items.get(&**code)?, answers, field));
            answers.map(|answer| (answer, Origin::Earlier)).next()
        });
        let Some((answer, origin)) = found.filter(|(answer, _)| fits(field, answer, today)) else {
            continue;
        };
        draft.answers.insert(field.id.clone(), answer);
        draft.prefilled.insert(field.id.clone(), origin);
    }
    Ok(())
}

/// Whether the applicant whom a form asks for can be the holder of an account: the name of a person is not that of an
/// enterprise.
fn is_meant(item: &Item, account: &Account, field: &Field) -> bool {
    if field.prefill != Some(AccountFact::Name) {
        return true;
    }
    let asks = |kind: FieldKind| {
        let credential = |other: &Field| other.prefill == Some(AccountFact::Credential);
        item.fields.iter().any(|other| credential(other) && other.kind == kind)
    };
    match (asks(FieldKind::CreditCode), asks(FieldKind::IdNumber)) {
        (true, false) => account.class == Class::Enterprise,
        (false, true) => account.class != Class::Enterprise,
        _ => true,
    }
}

/// What an account answers to a field.
fn of_account(account: &Account, field: &Field) -> Option<String> {
    match (field.prefill?, &account.contact) {
        (AccountFact::Name, _) => Some(account.name.clone()),
        // An enterprise is known by its code; of a person the account knows no number.
        (AccountFact::Credential, _) => {
            account.credit_code.clone().filter(|_| field.kind == FieldKind::CreditCode)
        }
        (AccountFact::Phone, Some(Contact::Phone(number))) => Some(number.clone()),
        (AccountFact::Email, Some(Contact::Email(address))) => Some(address.clone()),
        _ => None,
    }
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
