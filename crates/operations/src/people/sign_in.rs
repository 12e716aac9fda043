//! Signing in: by password, with a second factor where there is one, or by a one-time code.
//!
//! A name that nobody has, a closed account and a wrong password get the same answer after the same work.

use super::account::{self, Account, Class, login_of};
use super::audit::{Entry, Subject, add, failed};
use super::codes::{self, Contact};
use super::sessions::{Capacity, begin, capacities};
use super::throttle::By;
use super::{From, People, digest, find, read, secret, write};
use crate::caller::Caller;
use crate::desk::{Failure, Records};
use crate::permissions;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::connection::StoreError;
use store::settings::EVERYWHERE;

/// The kind of records that are sign-ins half done: the password was right, the second factor is asked for.
const HALF: &str = "half-sign-in";
/// How long the second factor may take, in milliseconds.
const HALF_STANDS: i64 = 300_000;

/// How an attempt to sign in came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedIn {
    /// A session began.
    Yes {
        /// The secret of its cookie.
        secret: String,
        /// Whether there is a choice of capacities.
        choice: bool,
        /// A second factor must be set up first.
        enrol: bool,
        /// Whether it is one of the three administrators.
        administrator: bool,
    },
    /// The second factor is asked for, with this ticket.
    SecondFactor(String),
    /// Name or secret is wrong.
    No,
    /// After several failures one waits this many seconds.
    Wait(i64),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Half {
    account: String,
    login: String,
    at: i64,
    /// The generation of the account when its password was right.
    #[serde(default)]
    generation: u32,
}

impl People {
    /// Signs in by name and password.
    ///
    /// # Errors
    /// Too many sign in at once, or the writer has stopped.
    pub fn sign_in(&self, name: &str, password: &str, from: &From) -> Result<SignedIn, Failure> {
        let (login, now) = (login_of(name), self.now());
        let by = [By::Name(&login), By::Address(&from.address)];
        let wait = self.throttle.wait(&by, now);
        if wait > 0 {
            self.note(&refused("sign-in-throttled", &login, from));
            return Ok(SignedIn::Wait(seconds(wait)));
        }
        let found = self.platform.readers().read(|c| account::of_login(c, &login));
        let known = found.map_err(failed)?.filter(|account| !account.disabled);
        let stored = known.as_ref().and_then(|account| account.password.as_deref());
        // A password longer than any that can be set is not worth the work.
        let fits = self.hasher.fits(password.get(..1_024).unwrap_or(password), stored)?;
        let Some(account) = known.filter(|_| fits) else {
            self.throttle.failed(&by, now);
            self.note(&refused("sign-in", &login, from));
            return Ok(SignedIn::No);
        };
        if account.second_factor.is_some() {
            return self.ask_second_factor(&account, &login);
        }
        self.throttle.succeeded(By::Name(&login));
        self.let_in(&account, "sign-in", from)
    }

    fn ask_second_factor(&self, account: &Account, login: &str) -> Result<SignedIn, Failure> {
        let (ticket, now) = (secret(), self.now());
        let generation = account.generation;
        let half =
            Half { account: account.id.clone(), login: login.to_owned(), at: now, generation };
        let key = digest(&ticket);
        self.platform.keep(&Caller::Anyone, &permissions::SIGN_IN, move |records| {
            write(records, [HALF, &key, &half.account], now, &half)?;
            Ok(Ok(()))
        })?;
        Ok(SignedIn::SecondFactor(ticket))
    }

    /// Goes on with the second factor.
    ///
    /// # Errors
    /// The writer has stopped.
    pub fn second_factor(
        &self,
        ticket: &str,
        code: &str,
        from: &From,
    ) -> Result<SignedIn, Failure> {
        let (key, now) = (digest(ticket), self.now());
        let half: Option<Half> = self.read(HALF, &key).map_err(failed)?;
        let Some(half) = half.filter(|half| now - half.at <= HALF_STANDS) else {
            return Ok(SignedIn::No);
        };
        let by = [By::Name(&half.login), By::Address(&from.address)];
        let wait = self.throttle.wait(&by, now);
        if wait > 0 {
            return Ok(SignedIn::Wait(seconds(wait)));
        }
        let (id, code) = (half.account.clone(), code.to_owned());
        let sealer = Arc::clone(&self.sealer);
        let right = self.platform.keep(&Caller::Anyone, &permissions::SIGN_IN, move |records| {
            let Some(mut account) = account::current(records, &id)? else { return Ok(Ok(false)) };
            let of = (&*sealer, id.as_str());
            let accepts = |factor: &mut super::totp::SecondFactor| factor.accepts(of, &code, now);
            let right = account.second_factor.as_mut().is_some_and(accepts);
            if right {
                // The code is used up, and so is the ticket.
                account::keep(records, &account)?;
                records.remove([EVERYWHERE, HALF, &key]);
            }
            Ok(Ok(right))
        })?;
        if !right {
            self.throttle.failed(&by, now);
            self.note(&refused("second-factor", &half.account, from));
            return Ok(SignedIn::No);
        }
        self.throttle.succeeded(By::Name(&half.login));
        self.begin((half.account, half.generation), "sign-in-second-factor", from)
    }

    /// Sends a code with which the account of a contact can sign in. Whether there is one makes no difference here.
    ///
    /// # Errors
    /// It is no contact, or codes were asked for too often.
    pub fn send_sign_in_code(
        &self,
        typed: &str,
        from: &From,
    ) -> Result<(Contact, String), Failure> {
        let contact = Contact::parse(typed).ok_or_else(no_contact)?;
        let code = self.send_code(&contact, "sign-in", from)?;
        Ok((contact, code))
    }

    /// Signs in by the code that came back. Staff have passwords; a code alone does not let them in.
    ///
    /// # Errors
    /// The writer has stopped.
    pub fn sign_in_by_code(
        &self,
        contact: &Contact,
        code: &str,
        from: &From,
    ) -> Result<SignedIn, Failure> {
        let (login, now) = (contact.address().to_owned(), self.now());
        let by = codes::by(&login, from);
        let wait = self.throttle.wait(&by, now);
        if wait > 0 {
            return Ok(SignedIn::Wait(seconds(wait)));
        }
        let (to, typed) = (contact.clone(), code.to_owned());
        let id = self.platform.keep(&Caller::Anyone, &permissions::SIGN_IN, move |records| {
            let taken = match codes::take(records, &to, &typed, now)? {
                Ok(taken) => taken,
                Err(failure) => return Ok(Err(failure)),
            };
            if taken.is_none() {
                return Ok(Ok(None));
            }
            Ok(Ok(find::<String>(records, account::LOGIN, to.address())?))
        })?;
        let account: Option<Account> = match &id {
            Some(id) => self.read(account::ACCOUNT, id).map_err(failed)?,
            None => None,
        };
        let allowed = |account: &Account| {
            !account.disabled && matches!(account.class, Class::Person | Class::Enterprise)
        };
        let Some(account) = account.filter(allowed) else {
            self.throttle.failed(&by, now);
            self.note(&refused("sign-in-code", &login, from));
            return Ok(SignedIn::No);
        };
        if account.second_factor.is_some() {
            return self.ask_second_factor(&account, &login);
        }
        self.throttle.succeeded(By::ContactFrom(&login, &from.address));
        self.let_in(&account, "sign-in-code", from)
    }

    /// Begins a session of an account as it was when somebody proved to be its holder.
    pub(super) fn let_in(
        &self,
        proved: &Account,
        act: &str,
        from: &From,
    ) -> Result<SignedIn, Failure> {
        self.begin((proved.id.clone(), proved.generation), act, from)
    }

    /// Begins a session in the first of the person's capacities, unless the account has come to another generation since
    /// the proof: the password that was right is not the password any more.
    pub(super) fn begin(
        &self,
        (id, generation): (String, u32),
        act: &str,
        from: &From,
    ) -> Result<SignedIn, Failure> {
        let (register, official, now) = (self.platform.register(), self.platform.now(), self.now());
        let must_enrol = self.settings().second_factor == 1;
        let (act, from) = (act.to_owned(), from.clone());
        self.platform.keep(&Caller::Anyone, &permissions::SIGN_IN, move |records| {
            let stands = |known: &Account| !known.disabled && known.generation == generation;
            let Some(account) = account::current(records, &id)?.filter(stands) else {
                add(records, &refused(&act, &id, &from), now)?;
                return Ok(Ok(SignedIn::No));
            };
            let all = capacities(&register, &account, official);
            let first = all.first().cloned().unwrap_or(Capacity::Party);
            let entry = Entry::done(Subject::SignIn, &act, &id).on(&first.word()).from(&from);
            add(records, &entry, now)?;
            let secret = begin(records, &account, (first, &from), now)?;
            let enrol = must_enrol && account.is_official() && account.second_factor.is_none();
            let (choice, administrator) = (all.len() > 1, account.administrator.is_some());
            Ok(Ok(SignedIn::Yes { secret, choice, enrol, administrator }))
        })
    }

    /// The account of a name, for the security administrator.
    pub(crate) fn account_of_login(&self, name: &str) -> Result<Option<Account>, StoreError> {
        let login = login_of(name);
        self.platform.readers().read(|connection| {
            let id: Option<String> = read(connection, account::LOGIN, &login)?;
            id.map_or(Ok(None), |id| account::of_id(connection, &id))
        })
    }
}

/// Ends what was half done for an account, such as when its password changes.
pub(crate) fn end_halves(records: &mut Records<'_>, account: &str) -> Result<(), StoreError> {
    let owner = [EVERYWHERE, HALF, account];
    for half in records.of_owner(owner, 200)? {
        records.remove([EVERYWHERE, HALF, &half.key]);
    }
    Ok(())
}

fn refused(act: &str, who: &str, from: &From) -> Entry {
    Entry::done(Subject::SignIn, act, who).refused().from(from)
}

/// Whole seconds, rounded up.
fn seconds(milliseconds: i64) -> i64 {
    (milliseconds + 999) / 1_000
}

pub(crate) fn no_contact() -> Failure {
    super::invalid(
        "请填写11位手机号码，或者完整的电子邮箱地址；邮箱地址中间不能有空格。",
        "請填寫11位手機號碼，或者完整的電子郵箱地址；郵箱地址中間不能有空格。",
        "Give a mobile number of 11 digits, or a whole e-mail address; an e-mail address has no space inside.",
    )
}
