//! An account: one person, or one enterprise, that can sign in.

use super::codes::Contact;
use super::totp::SecondFactor;
use super::{find, read, write};
use crate::caller::AdministratorKind;
use crate::desk::Records;
use serde::{Deserialize, Serialize};
use store::connection::{Connection, StoreError};
use store::records::From;
use store::settings::EVERYWHERE;

/// The kind of records that are accounts.
pub(crate) const ACCOUNT: &str = "account";
/// The kind of records that lead from a name to its account.
pub(crate) const LOGIN: &str = "login";

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A citizen (个人).
    Person,
    /// An enterprise or other organisation (法人).
    Enterprise,
    /// Somebody who works in an agency; a citizen too.
    Staff,
    /// One of the three administrators, and nothing else.
    Administrator,
}

impl Class {
    /// All classes.
    pub const ALL: [Self; 4] = [Self::Staff, Self::Person, Self::Enterprise, Self::Administrator];

    /// The word of the class, in addresses and records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Enterprise => "enterprise",
            Self::Staff => "staff",
            Self::Administrator => "administrator",
        }
    }

    /// Reads the word of a class.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The opaque id of the person: the same as a citizen, in a post, and as a deputy.
    pub id: String,
    /// What it is for.
    pub class: Class,
    /// Which of the three, for an administrator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrator: Option<AdministratorKind>,
    /// Name for people.
    pub name: String,
    /// Names under which the person signs in.
    pub logins: Vec<String>,
    /// Where codes and notices go, once it was verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The unified social credit code that an enterprise typed when signing up; nobody has verified it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<String>,
    /// The hash of the password; none until one is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) password: Option<String>,
    /// The second factor, once it was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) second_factor: Option<SecondFactor>,
    /// How often all other sessions were ended, such as by another password: a session, or a sign-in half done, that began
    /// under an older number does not stand, however late it is written.
    #[serde(default)]
    pub(super) generation: u32,
    /// Nobody can sign in.
    #[serde(default)]
    pub disabled: bool,
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
    /// When its holder closed it: nobody opens it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<i64>,
}

impl Account {
    /// An account that can do nothing yet.
    #[must_use]
    pub fn new(id: String, class: Class, name: String, created_at: i64) -> Self {
        Self {
            id,
            class,
            administrator: None,
            name,
            logins: Vec::new(),
            contact: None,
            credit_code: None,
            password: None,
            second_factor: None,
            generation: 0,
            disabled: false,
            created_at,
            left_at: None,
        }
    }

    /// Whether a password was set.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.password.is_some()
    }

    /// Whether a second factor is asked for.
    #[must_use]
    pub fn has_second_factor(&self) -> bool {
        self.second_factor.is_some()
    }

    /// How many recovery codes are left.
    #[must_use]
    pub fn recovery_codes(&self) -> usize {
        self.second_factor.as_ref().map_or(0, |factor| factor.recovery.len())
    }

    /// Whether it belongs to somebody who works for the authorities.
    #[must_use]
    pub fn is_official(&self) -> bool {
        matches!(self.class, Class::Staff | Class::Administrator)
    }
}

/// An id for a person whom nobody knew before.
pub(crate) fn new_id() -> String {
    format!("p-{}", super::random_word(20))
}

/// A name to sign in with, as it is compared: without case and surroundings; a phone number without its prefix.
#[must_use]
pub fn login_of(typed: &str) -> String {
    let text: String = typed.trim().to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    match Contact::parse(&text) {
        Some(contact) => contact.address().to_owned(),
        None => text,
    }
}

/// Reads an account that is durable.
pub(crate) fn of_id(connection: &mut Connection, id: &str) -> Result<Option<Account>, StoreError> {
    read(connection, ACCOUNT, id)
}

/// Reads the account of a name.
pub(crate) fn of_login(
    connection: &mut Connection,
    login: &str,
) -> Result<Option<Account>, StoreError> {
    let id: Option<String> = read(connection, LOGIN, login)?;
    id.map_or(Ok(None), |id| of_id(connection, &id))
}

/// Up to `most` accounts of a class, the newest first, from before one on.
pub(crate) fn of_class(
    connection: &mut Connection,
    class: Class,
    before: Option<(i64, &str)>,
    most: u32,
) -> Result<Vec<Account>, StoreError> {
    let from = before.map_or(From::Newest, |(at, key)| From::Before(at, key));
    let owner = [EVERYWHERE, ACCOUNT, class.word()];
    let rows = store::records::of_owner(connection, owner, from, most)?;
    rows.iter().map(super::parsed).collect()
}

/// The account as it stands in the transaction.
pub(crate) fn current(records: &mut Records<'_>, id: &str) -> Result<Option<Account>, StoreError> {
    find(records, ACCOUNT, id)
}

/// Keeps an account.
pub(crate) fn keep(records: &mut Records<'_>, account: &Account) -> Result<(), StoreError> {
    write(records, [ACCOUNT, &account.id, account.class.word()], account.created_at, account)
}

/// Gives names to an account; false when one of them belongs to another.
pub(crate) fn claim(
    records: &mut Records<'_>,
    account: &Account,
    now: i64,
) -> Result<bool, StoreError> {
    for login in &account.logins {
        let taken: Option<String> = find(records, LOGIN, login)?;
        if taken.is_some_and(|id| id != account.id) {
            return Ok(false);
        }
    }
    for login in &account.logins {
        write(records, [LOGIN, login, &account.id], now, &account.id)?;
    }
    Ok(true)
}
