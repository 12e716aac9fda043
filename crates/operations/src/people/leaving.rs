//! Closing one's own account (注销账号): what the law wants kept stays where it is, in the files of cases; everything that
//! only served the account is erased. It takes two steps, because it cannot be undone.

use super::account::{self, Account, Class, LOGIN};
use super::audit::{Entry, Subject, add, failed};
use super::sessions::{Present, end_all};
use super::{People, digest, find, invalid, secret, write};
use crate::caller::Caller;
use crate::cases::show::show;
use crate::delivery;
use crate::desk::{Failure, Records};
use crate::document::{each_of_kind, find_of_owner};
use crate::drafts;
use crate::inbox::{INBOX, READ};
use crate::mail::{contact_of, forget_letter};
use crate::my_cases::{self, OWN_CASE};
use crate::permissions;
use crate::platform::Platform;
use domain::event::ActKind;
use serde::{Deserialize, Serialize};
use store::cases::CaseHead;
use store::connection::StoreError;
use store::settings::EVERYWHERE;

/// The kind of records that are first steps, one for an account.
const LEAVING: &str = "leaving";
/// The kind of records that name accounts that were closed while a case of theirs went on.
const LEFT: &str = "left";
/// How long the second step may take, in milliseconds.
const STANDS: i64 = 600_000;
/// Cases that are named at most.
const SHOWN: usize = 20;
/// The name of whoever had no case, once the account is closed.
const NOBODY: &str = "（已注销）";

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Ticket {
    hash: String,
    at: i64,
}

impl People {
    /// Whether the holder may close the account: not while it serves a post, and no administrator.
    ///
    /// # Errors
    /// It may not be closed by its holder.
    pub fn may_leave(&self, present: &Present) -> Result<(), Failure> {
        let account = &present.account;
        let (register, now) = (self.platform.register(), self.platform.now());
        let serves = register.posts_held_by(&account.id, now).next().is_some()
            || register.deputed_to(&account.id, now).next().is_some();
        if account.is_official() || serves {
            return Err(invalid(
                "工作人员和管理员的账号由安全管理员停用；担任岗位期间不能自行注销。",
                "工作人員和管理員的帳號由安全管理員停用；擔任崗位期間不能自行註銷。",
                "Accounts of staff and administrators are closed by the security administrator; nobody who holds a post closes the own one.",
            ));
        }
        Ok(())
    }

    /// Open cases whose result is still to come at the window or on the page of the case: without the account nobody has the
    /// code or opens the page. Place and number of each, up to a page of them.
    ///
    /// # Errors
    /// The store says no.
    pub fn cases_that_wait(&self, present: &Present) -> Result<Vec<[Box<str>; 2]>, Failure> {
        let party = Caller::Party { person: present.account.id.as_str().into() };
        let (mut found, mut from) = (Vec::new(), None);
        loop {
            let page = my_cases::list(&self.platform, &party, (false, from), SHOWN);
            let page = page.map_err(failed)?;
            for case in page.cases {
                if self.is_awaited(&party, &case)? {
                    found.push([case.jurisdiction, case.case_id]);
                }
            }
            from = page.next;
            if from.is_none() || found.len() >= SHOWN {
                return Ok(found);
            }
        }
    }

    /// Whether the result of a case reaches its party by the account alone, and was not handed out yet.
    fn is_awaited(&self, party: &Caller, case: &CaseHead) -> Result<bool, Failure> {
        let names = [&*case.jurisdiction, &*case.case_id];
        let needs = self.platform.readers().read(|c| delivery::needs_account(c, names));
        if !needs.map_err(failed)? {
            return Ok(false);
        }
        let shown = show(&self.platform, party, names[0], names[1]);
        let shown = shown.map_err(|error| Failure::Stopped(error.to_string()))?;
        Ok(shown.is_none_or(|shown| shown.case.occurrence(ActKind::Deliver).is_none()))
    }

    /// Whether the account can be closed now: its holder may, and no result would be lost.
    ///
    /// # Errors
    /// See [`Self::may_leave`]; or a result waits for the holder.
    pub fn could_leave(&self, present: &Present) -> Result<(), Failure> {
        self.may_leave(present)?;
        if self.cases_that_wait(present)?.is_empty() {
            return Ok(());
        }
        Err(invalid(
            "您还有办件的结果需要凭取件码领取或者在办件页面下载，账号注销后将无法领取。请先领取结果；还可以撤回的办件，也可以先撤回。",
            "您還有辦件的結果需要憑取件碼領取或者在辦件頁面下載，帳號註銷後將無法領取。請先領取結果；還可以撤回的辦件，也可以先撤回。",
            "You have cases whose result is picked up with a code or taken from their page, which needs the account. Take it first; a case that can still be withdrawn may be withdrawn instead.",
        ))
    }

    /// Whether the person has cases, whose files keep the name.
    ///
    /// # Errors
    /// The store says no.
    pub fn has_cases(&self, present: &Present) -> Result<bool, Failure> {
        let key = [EVERYWHERE, OWN_CASE, present.account.id.as_str()];
        let count = |connection: &mut _| store::records::count(connection, key);
        Ok(self.platform.readers().read(count).map_err(failed)? > 0)
    }

    /// The first step: the password once more, or the code that stands for it; the ticket of the second.
    ///
    /// # Errors
    /// The account may not be closed by its holder, or the password is wrong.
    pub fn begin_leaving(&self, present: &Present, typed: &str) -> Result<String, Failure> {
        self.could_leave(present)?;
        self.confirm_password(present, typed)?;
        let (ticket, now) = (secret(), self.now());
        let (hash, id) = (digest(&ticket), present.account.id.clone());
        self.keep_own(present, move |records| {
            write(records, [LEAVING, &id, &id], now, &Ticket { hash, at: now })?;
            Ok(Ok(()))
        })?;
        Ok(ticket)
    }

    /// The second step: the name typed out, with the ticket of the first. The account is closed, and what only served it
    /// is erased.
    ///
    /// # Errors
    /// The ticket does not stand, the name is another, or the writer has stopped.
    pub fn leave(&self, present: &Present, (ticket, typed): (&str, &str)) -> Result<(), Failure> {
        self.could_leave(present)?;
        let (hash, now, id) = (digest(ticket), self.now(), present.account.id.clone());
        let found: Option<Ticket> = self.read(LEAVING, &id).map_err(failed)?;
        let stands = |ticket: &Ticket| ticket.hash == hash && now - ticket.at <= STANDS;
        if !found.as_ref().is_some_and(stands) {
            return Err(invalid(
                "第一步已超过十分钟，请从头开始。",
                "第一步已超過十分鐘，請從頭開始。",
                "The first step was more than ten minutes ago. Begin again.",
            ));
        }
        if typed.split_whitespace().ne(present.account.name.split_whitespace()) {
            return Err(invalid(
                "姓名与账号不一致，请照账号上的姓名填写。",
                "姓名與帳號不一致，請照帳號上的姓名填寫。",
                "This is not the name of the account. Type it as it stands there.",
            ));
        }
        let party = Caller::Party { person: id.as_str().into() };
        for draft in drafts::list(&self.platform, &party)? {
            drafts::discard(&self.platform, &party, &draft.id)?;
        }
        let keeps_name = self.has_cases(present)?;
        let goes_on = has_open_cases(&self.platform, &id).map_err(failed)?;
        self.keep_own(present, move |records| {
            let Some(account) = account::current(records, &id)? else {
                return Ok(Err(Failure::Unknown("account", id.into())));
            };
            // Somebody may have been quicker with the same ticket.
            if find::<Ticket>(records, LEAVING, &id)?.is_none() {
                return Ok(Err(Failure::KeyReused));
            }
            records.remove([EVERYWHERE, LEAVING, &id]);
            erase(records, &account)?;
            if goes_on {
                write(records, [LEFT, &id, ""], now, &now)?;
            }
            account::keep(records, &left(account, keeps_name, now))?;
            add(records, &Entry::done(Subject::Account, "leave", &id), now)?;
            Ok(Ok(()))
        })
    }
}

/// What is left of an account: its id, by which files of cases know their party, and its name where there are any.
fn left(account: Account, keeps_name: bool, now: i64) -> Account {
    let Account { id, class, name, created_at, generation, .. } = account;
    let name = if keeps_name { name } else { NOBODY.to_owned() };
    let mut left = Account::new(id, class, name, created_at);
    left.disabled = true;
    left.generation = generation.wrapping_add(1);
    left.left_at = Some(now);
    left
}

/// Removes what only served the account.
fn erase(records: &mut Records<'_>, account: &Account) -> Result<(), StoreError> {
    let id = account.id.as_str();
    for login in &account.logins {
        records.remove([EVERYWHERE, LOGIN, login]);
    }
    records.remove(contact_of(id).key());
    records.remove([EVERYWHERE, READ, id]);
    super::codes::forget_all(records, account)?;
    end_all(records, id, None)?;
    erase_notices(records, id)
}

/// Whether a case of a person runs.
fn has_open_cases(platform: &Platform, id: &str) -> Result<bool, StoreError> {
    let party = Caller::Party { person: id.into() };
    let page = my_cases::list(platform, &party, (false, None), 1)?;
    Ok(!page.cases.is_empty() || page.next.is_some())
}

/// Erases what the inboxes of closed accounts were told since: their cases went on, and nobody reads it.
///
/// # Errors
/// The store says no, or the writer has stopped.
pub fn sweep(platform: &Platform) -> Result<(), Failure> {
    each_of_kind(platform, LEFT, |left| {
        let goes_on = has_open_cases(platform, &left.key).map_err(failed)?;
        platform.keep(&Caller::Platform, &permissions::SWEEP, move |records| {
            erase_notices(records, &left.key)?;
            if !goes_on {
                records.remove([EVERYWHERE, LEFT, &left.key]);
            }
            Ok(Ok(()))
        })
    })
}

/// Erases the inbox of a person, with the letters about it.
fn erase_notices(records: &mut Records<'_>, id: &str) -> Result<(), StoreError> {
    let mut keys = Vec::new();
    find_of_owner(records.connection(), [EVERYWHERE, INBOX, id], |notice| {
        keys.push(notice.key);
        Ok(None::<()>)
    })?;
    for key in keys {
        records.remove([EVERYWHERE, INBOX, &key]);
        forget_letter(records, &key);
    }
    Ok(())
}

/// Whether an account is one that its holder may close at all.
#[must_use]
pub fn is_of_citizen(account: &Account) -> bool {
    matches!(account.class, Class::Person | Class::Enterprise)
}
