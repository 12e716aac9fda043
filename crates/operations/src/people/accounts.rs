//! Accounts in the hands of the security administrator: made, listed, closed, and given a one-time link. Passwords are
//! set by their holders alone.

use super::account::{self, ACCOUNT, Account, Class};
use super::audit::{Entry, Subject, add, failed, name_of};
use super::own::{change, check};
use super::password::same;
use super::replacement::needs_two;
use super::sessions::end_all;
use super::{People, digest, find, invalid, secret, setup, sign_up, write};
use crate::caller::Caller;
use crate::desk::Failure;
use crate::permissions;
use serde::{Deserialize, Serialize};
use store::settings::EVERYWHERE;

/// The kind of records that are one-time links.
pub(super) const LINK: &str = "password-link";
/// How long a link stands, in milliseconds: until the next working day.
const LINK_STANDS: i64 = 3 * 86_400_000;
/// Accounts on a page.
pub const PER_PAGE: u32 = 50;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Link {
    pub(super) account: String,
    pub(super) at: i64,
    /// The hash of a word without which the link opens nothing; none for links that one administrator makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) word: Option<String>,
}

/// For whom a link stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkHolder {
    /// Name for people.
    pub name: String,
    /// Whether a word is asked for that somebody else hands over.
    pub needs_word: bool,
}

/// Somebody for whom an account is to be made.
#[derive(Debug, Clone, Default)]
pub struct NewAccount {
    /// Name for people.
    pub name: String,
    /// Name to sign in with.
    pub login: String,
    /// The id by which the register knows the person, when it does.
    pub person: String,
}

/// Accounts, and where to go on when there may be more.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// The accounts, the newest first.
    pub accounts: Vec<Account>,
    /// The last one, when there may be more.
    pub more: Option<(i64, String)>,
}

impl People {
    /// The accounts of a class, the newest first; with a name to sign in with, the one account that has it.
    ///
    /// # Errors
    /// The caller may not, or the store says no.
    pub fn accounts(
        &self,
        caller: &Caller,
        class: Class,
        login: &str,
        before: Option<(i64, &str)>,
    ) -> Result<Listed, Failure> {
        permissions::MANAGE_ACCOUNTS.check(caller, None).map_err(Failure::Forbidden)?;
        if !login.trim().is_empty() {
            let found = self.account_of_login(login).map_err(failed)?;
            return Ok(Listed { accounts: found.into_iter().collect(), more: None });
        }
        let read = |connection: &mut _| account::of_class(connection, class, before, PER_PAGE);
        let accounts = self.platform.readers().read(read).map_err(failed)?;
        let full = accounts.len() == PER_PAGE as usize;
        let more = accounts.last().filter(|_| full).map(|last| (last.created_at, last.id.clone()));
        Ok(Listed { accounts, more })
    }

    /// One account.
    ///
    /// # Errors
    /// The caller may not, there is none, or the store says no.
    pub fn account(&self, caller: &Caller, id: &str) -> Result<Account, Failure> {
        permissions::MANAGE_ACCOUNTS.check(caller, None).map_err(Failure::Forbidden)?;
        let found: Option<Account> = self.read(ACCOUNT, id).map_err(failed)?;
        found.ok_or_else(|| Failure::Unknown("account", id.into()))
    }

    /// The name of the holder of an account, for entries of the audit log; none for other ids.
    #[must_use]
    pub fn display_name(&self, id: &str) -> Option<String> {
        self.known_account(id).ok().flatten().map(|account| account.name)
    }

    /// The account of a person, without who asks: for operations that have checked already.
    pub(crate) fn known_account(&self, id: &str) -> Result<Option<Account>, Failure> {
        self.read(ACCOUNT, id).map_err(failed)
    }

    /// Makes an account for somebody of an agency; its id, and the one-time link with which the person sets a password.
    ///
    /// # Errors
    /// The caller may not, something is not right, or the name or person has an account already.
    pub fn create_account(
        &self,
        caller: &Caller,
        new: &NewAccount,
    ) -> Result<(String, String), Failure> {
        let name = sign_up::name_of(&new.name)?;
        let login = setup::login(&new.login)?;
        let person = new.person.trim();
        let register = self.platform.register();
        let known = register.person_name(person);
        if !person.is_empty() && known.is_none_or(|known| *known != *name) {
            return Err(invalid(
                "登记簿中没有这个人员编号，或者姓名与登记簿不一致。请核对；新来的人员可以不填编号。",
                "登記簿中沒有這個人員編號，或者姓名與登記簿不一致。請核對；新來的人員可以不填編號。",
                "The register knows no person of this id, or by another name. Check it; for somebody new leave it empty.",
            ));
        }
        let now = self.now();
        let id = if person.is_empty() { account::new_id() } else { person.to_owned() };
        let mut account = Account::new(id.clone(), Class::Staff, name, now);
        account.logins = vec![login];
        let by = name_of(caller);
        let (link, key) = fresh_link();
        self.platform.keep(caller, &permissions::MANAGE_ACCOUNTS, move |records| {
            let there = account::current(records, &account.id)?.is_some();
            if there || !account::claim(records, &account, now)? {
                return Ok(Err(setup::taken()));
            }
            account::keep(records, &account)?;
            write(
                records,
                [LINK, &key, &account.id],
                now,
                &Link { account: account.id.clone(), at: now, word: None },
            )?;
            let entry = Entry::done(Subject::Administration, "create-account", &by);
            add(records, &entry.on(&account.id), now)?;
            Ok(Ok(()))
        })?;
        Ok((id, link))
    }

    /// A one-time link with which the holder sets a new password; the old one, the second factor and all sessions end.
    /// Nobody else learns the password.
    ///
    /// # Errors
    /// The caller may not, there is no such account or it is an administrator's, there is no reason, or the writer has stopped.
    pub fn reset_password(
        &self,
        caller: &Caller,
        id: &str,
        reason: &str,
    ) -> Result<String, Failure> {
        let reason = with_reason(reason)?;
        let (link, key) = fresh_link();
        let (by, now, id) = (name_of(caller), self.now(), id.to_owned());
        self.platform.keep(caller, &permissions::MANAGE_ACCOUNTS, move |records| {
            let Some(account) = account::current(records, &id)? else {
                return Ok(Err(Failure::Unknown("account", id.into())));
            };
            if account.left_at.is_some() {
                return Ok(Err(was_left()));
            }
            if account.administrator.is_some() {
                return Ok(Err(needs_two()));
            }
            change(records, &id, |account| {
                account.password = None;
                account.second_factor = None;
            })?;
            end_all(records, &id, None)?;
            let link = Link { account: id.clone(), at: now, word: None };
            write(records, [LINK, &key, &id], now, &link)?;
            let entry = Entry::done(Subject::Administration, "reset-password", &by);
            add(records, &entry.on(&id).because(&reason), now)?;
            Ok(Ok(()))
        })?;
        Ok(link)
    }

    /// Closes an account, or opens it again. Its sessions end at once.
    ///
    /// # Errors
    /// The caller may not, it is the caller's own, there is no such account, or there is no reason.
    pub fn close_account(
        &self,
        caller: &Caller,
        id: &str,
        (closed, reason): (bool, &str),
    ) -> Result<(), Failure> {
        let reason = with_reason(reason)?;
        let (by, now, id) = (name_of(caller), self.now(), id.to_owned());
        if by == id {
            return Err(invalid(
                "不能停用自己的账号。",
                "不能停用自己的帳號。",
                "Nobody closes the own account.",
            ));
        }
        self.platform.keep(caller, &permissions::MANAGE_ACCOUNTS, move |records| {
            let Some(account) = account::current(records, &id)? else {
                return Ok(Err(Failure::Unknown("account", id.into())));
            };
            if account.left_at.is_some() {
                return Ok(Err(was_left()));
            }
            change(records, &id, |account| account.disabled = closed)?;
            if closed {
                end_all(records, &id, None)?;
            }
            let act = if closed { "close-account" } else { "open-account" };
            let entry = Entry::done(Subject::Administration, act, &by);
            add(records, &entry.on(&id).because(&reason), now)?;
            Ok(Ok(()))
        })
    }

    /// For whom a link stands.
    ///
    /// # Errors
    /// The store says no.
    pub fn link_holder(&self, link: &str) -> Result<Option<LinkHolder>, Failure> {
        let found: Option<Link> = self.read(LINK, &digest(link)).map_err(failed)?;
        let Some(link) = found.filter(|link| self.now() - link.at <= LINK_STANDS) else {
            return Ok(None);
        };
        let known = self.known_account(&link.account)?.filter(|known| !known.disabled);
        let needs_word = link.word.is_some();
        Ok(known.map(|account| LinkHolder { name: account.name, needs_word }))
    }

    /// Sets a password by a one-time link, and the word that goes with it where one does.
    ///
    /// # Errors
    /// The link does not stand, the word is not right, or the password is guessed too easily.
    pub fn set_password(&self, link: &str, word: &str, new: &str) -> Result<(), Failure> {
        let (key, now) = (digest(link), self.now());
        let found: Option<Link> = self.read(LINK, &key).map_err(failed)?;
        let standing = found.filter(|link| now - link.at <= LINK_STANDS).ok_or_else(no_link)?;
        let typed = digest(&word.trim().to_lowercase());
        if standing.word.as_ref().is_some_and(|word| !same(word.as_bytes(), typed.as_bytes())) {
            return Err(wrong_word());
        }
        let known = self.known_account(&standing.account)?;
        let account = known.filter(|known| !known.disabled).ok_or_else(no_link)?;
        check(&account, new)?;
        let hash = self.hasher.hash(new)?;
        self.platform.keep(&Caller::Anyone, &permissions::SIGN_IN, move |records| {
            if find::<Link>(records, LINK, &key)?.is_none() {
                return Ok(Err(no_link()));
            }
            records.remove([EVERYWHERE, LINK, &key]);
            change(records, &account.id, |account| account.password = Some(hash))?;
            end_all(records, &account.id, None)?;
            add(records, &Entry::done(Subject::Account, "set-password", &account.id), now)?;
            Ok(Ok(()))
        })
    }
}

fn was_left() -> Failure {
    invalid(
        "该账号已由本人注销，或者其管理员职责已由他人接替，不能再启用；本人可以重新注册。",
        "該帳號已由本人註銷，或者其管理員職責已由他人接替，不能再啟用；本人可以重新註冊。",
        "Its holder has closed this account, or was replaced as an administrator: nobody opens it again. The holder may sign up anew.",
    )
}

fn wrong_word() -> Failure {
    invalid(
        "口令不正确：它由提出这件事的管理员当面交给您，与链接分开。请核对。",
        "口令不正確：它由提出這件事的管理員當面交給您，與連結分開。請核對。",
        "The word is not right: the administrator who proposed this hands it over, apart from the link. Check it.",
    )
}

pub(super) fn fresh_link() -> (String, String) {
    let link = secret();
    let key = digest(&link);
    (link, key)
}

/// A reason that was given.
pub(crate) fn with_reason(reason: &str) -> Result<String, Failure> {
    let reason = reason.trim();
    if reason.is_empty() { Err(super::no_reason()) } else { Ok(reason.to_owned()) }
}

fn no_link() -> Failure {
    invalid(
        "这个链接已经用过或者已经失效。请向安全管理员申请新的链接。",
        "這個連結已經用過或者已經失效。請向安全管理員申請新的連結。",
        "This link was used or has run out. Ask the security administrator for another.",
    )
}
