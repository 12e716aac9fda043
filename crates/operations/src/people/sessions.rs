//! Sessions: kept on the server under the hash of a random id, with limits for rest and duration, and with the capacity
//! (身份) in which the person acts.
//!
//! Who a session makes of its visitor is found anew for each request: an account that is closed, or a post that ended,
//! counts at once.

use super::account::{self, Account};
use super::audit::{Entry, Subject, add, failed};
use super::generation::next_generation;
use super::sign_in::end_halves;
use super::{From, People, digest, find, parsed, secret, write};
use crate::caller::Caller;
use crate::desk::{Failure, Records};
use crate::permissions;
use crate::register::Register;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::connection::StoreError;
use store::records::From as Place;
use store::settings::EVERYWHERE;

/// The kind of records that are sessions.
pub(crate) const SESSION: &str = "session";
/// Sessions of one account; the oldest ends when another begins.
const MOST: usize = 20;
/// After this long the time at which a session was last seen is written again, in milliseconds.
const WRITTEN_AGAIN: i64 = 60_000;

/// When sessions were last written as seen.
pub(crate) type Seen = Mutex<HashMap<String, i64>>;

/// In which capacity a person acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "as")]
pub enum Capacity {
    /// As a citizen or enterprise.
    Party,
    /// In a post.
    Post {
        /// The post.
        post: String,
    },
    /// In the post of somebody who is absent.
    Deputy {
        /// The post.
        post: String,
        /// The absent person.
        absent: String,
    },
    /// As one of the three administrators.
    Administrator,
}

impl Capacity {
    /// The word of the capacity, in forms: `party`, `post:ID`, `deputy:ID`.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Party => "party".to_owned(),
            Self::Post { post } => format!("post:{post}"),
            Self::Deputy { post, .. } => format!("deputy:{post}"),
            Self::Administrator => "administrator".to_owned(),
        }
    }

    /// The post, if it is one of a post.
    #[must_use]
    pub fn post(&self) -> Option<&str> {
        match self {
            Self::Post { post } | Self::Deputy { post, .. } => Some(post),
            Self::Party | Self::Administrator => None,
        }
    }
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its account.
    pub account: String,
    /// In which capacity the person acts.
    pub capacity: Capacity,
    /// When it began, in milliseconds since 1970.
    pub began: i64,
    /// When it was last seen.
    pub seen: i64,
    /// From which address it began.
    pub address: String,
    /// What the browser called itself.
    pub agent: String,
    /// The generation of its account in which it began.
    #[serde(default)]
    pub(super) generation: u32,
}

/// A session with the account that it belongs to, and the caller that it makes now.
#[derive(Debug, Clone)]
pub struct Present {
    /// The key under which the session is kept; not the secret of the cookie.
    pub key: String,
    /// The session.
    pub session: Session,
    /// Its account.
    pub account: Account,
    /// In which capacity the person acts now: another than chosen when the post has ended.
    pub capacity: Capacity,
    /// The caller.
    pub caller: Caller,
}

/// The capacities that a person has at a moment.
#[must_use]
pub fn capacities(register: &Register, account: &Account, now: i64) -> Vec<Capacity> {
    if account.administrator.is_some() {
        return vec![Capacity::Administrator];
    }
    let id = &account.id;
    let mut all: Vec<Capacity> = register
        .posts_held_by(id, now)
        .map(|post| Capacity::Post { post: post.id.to_string() })
        .collect();
    all.extend(register.deputed_to(id, now).map(|deputy| Capacity::Deputy {
        post: deputy.post.to_string(),
        absent: deputy.absent.id.to_string(),
    }));
    all.push(Capacity::Party);
    all
}

/// The caller that a capacity makes of a person at a moment; none when the person does not have it then.
#[must_use]
pub fn caller_of(
    register: &Register,
    account: &Account,
    capacity: &Capacity,
    now: i64,
) -> Option<Caller> {
    if !capacities(register, account, now).contains(capacity) {
        return None;
    }
    let of_post = |id: &str, absent: Option<&str>| {
        let mut caller = Caller::of_post(register, register.post(id)?);
        if let Caller::Official { person, acting_for, .. } = &mut caller {
            *person = account.id.as_str().into();
            *acting_for = absent.map(Into::into);
        }
        Some(caller)
    };
    match capacity {
        Capacity::Party => Some(Caller::Party { person: account.id.as_str().into() }),
        Capacity::Post { post } => of_post(post, None),
        Capacity::Deputy { post, absent } => of_post(post, Some(absent)),
        Capacity::Administrator => {
            let kind = account.administrator?;
            Some(Caller::Administrator { account: account.id.as_str().into(), kind })
        }
    }
}

/// Begins a session in the transaction that lets somebody in; the secret of its cookie.
pub(crate) fn begin(
    records: &mut Records<'_>,
    account: &Account,
    (capacity, from): (Capacity, &From),
    now: i64,
) -> Result<String, StoreError> {
    let secret = secret();
    let agent: String = from.agent.chars().filter(|c| !c.is_control()).take(200).collect();
    let session = Session {
        account: account.id.clone(),
        capacity,
        began: now,
        seen: now,
        address: from.address.clone(),
        agent,
        generation: account.generation,
    };
    // What is durable is enough: a session more or less for a moment harms nobody.
    let owner = [EVERYWHERE, SESSION, account.id.as_str()];
    let known = store::records::of_owner(records.connection(), owner, Place::Newest, 200)?;
    for old in known.iter().skip(MOST - 1) {
        records.remove([EVERYWHERE, SESSION, &old.key]);
    }
    write(records, [SESSION, &digest(&secret), &account.id], now, &session)?;
    Ok(secret)
}

/// Ends every session of an account but one, and whatever is on its way to become one.
pub(crate) fn end_all(
    records: &mut Records<'_>,
    account: &str,
    but: Option<&str>,
) -> Result<(), StoreError> {
    let generation = next_generation(records, account)?;
    for known in records.of_owner([EVERYWHERE, SESSION, account], 200)? {
        if Some(&*known.key) != but {
            records.remove([EVERYWHERE, SESSION, &known.key]);
            continue;
        }
        let session = Session { generation, ..parsed(&known)? };
        write(records, [SESSION, &known.key, account], known.at, &session)?;
    }
    end_halves(records, account)
}

impl People {
    /// Who comes with the secret of a cookie; nobody when its session is over or its account closed.
    ///
    /// # Errors
    /// The store says no.
    pub fn present(&self, secret: &str) -> Result<Option<Present>, StoreError> {
        let (key, now) = (digest(secret), self.now());
        let found = self.platform.readers().read(|connection| {
            let Some(session) = super::read::<Session>(connection, SESSION, &key)? else {
                return Ok::<_, StoreError>(None);
            };
            let Some(account) = account::of_id(connection, &session.account)? else {
                return Ok(None);
            };
            if session.generation == account.generation {
                return Ok(Some((session, account)));
            }
            // Between the two readings the holder may have ended all others: this one may be the one that goes on.
            let again = super::read::<Session>(connection, SESSION, &key)?;
            let standing = again.filter(|session| session.generation == account.generation);
            Ok(standing.map(|session| (session, account)))
        })?;
        let Some((session, account)) = found else { return Ok(None) };
        let (rest, whole) = self.settings().session(account.is_official());
        let seen = self.seen_at(&key).unwrap_or(session.seen).max(session.seen);
        if account.disabled || now - seen > rest || now - session.began > whole {
            return Ok(None);
        }
        self.see(&key, &session, now);
        let register = self.platform.register();
        let official = self.platform.now();
        let mut capacity = session.capacity.clone();
        let mut caller = caller_of(&register, &account, &capacity, official);
        if caller.is_none() {
            // The post has ended, or the absent person is back.
            capacity = Capacity::Party;
            caller = caller_of(&register, &account, &capacity, official);
        }
        Ok(caller.map(|caller| Present { key, session, account, capacity, caller }))
    }

    fn seen_at(&self, key: &str) -> Option<i64> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied()
    }

    /// Writes down, now and then, that a session was seen.
    fn see(&self, key: &str, session: &Session, now: i64) {
        if now - self.seen_at(key).unwrap_or(session.seen) < WRITTEN_AGAIN {
            return;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // What was written long ago is in the store.
        seen.retain(|_, at| now - *at < WRITTEN_AGAIN * 2);
        seen.insert(key.to_owned(), now);
        drop(seen);
        let (key, account) = (key.to_owned(), session.account.clone());
        let work = move |records: &mut Records<'_>| {
            if let Some(known) = find::<Session>(records, SESSION, &key)? {
                let session = Session { seen: now, ..known };
                write(records, [SESSION, &key, &account], session.began, &session)?;
            }
            Ok(Ok(()))
        };
        let request = crate::desk::Request::Keep(Box::new(work));
        self.platform.submit(Caller::Platform, request, None, Box::new(|_| {}));
    }

    /// The sessions of an account with their keys, the newest first.
    ///
    /// # Errors
    /// The store says no.
    pub fn sessions(&self, account: &Account) -> Result<Vec<(String, Session)>, Failure> {
        let owner = [EVERYWHERE, SESSION, account.id.as_str()];
        let (rest, whole) = self.settings().session(account.is_official());
        let now = self.now();
        let rows = self
            .platform
            .readers()
            .read(|connection| store::records::of_owner(connection, owner, Place::Newest, 200));
        let mut all = Vec::new();
        for row in rows.map_err(failed)? {
            let session: Session = parsed(&row).map_err(failed)?;
            let seen = self.seen_at(&row.key).unwrap_or(session.seen).max(session.seen);
            let stands = session.generation == account.generation;
            if stands && now - seen <= rest && now - session.began <= whole {
                all.push((row.key.to_string(), Session { seen, ..session }));
            }
        }
        Ok(all)
    }

    /// Ends a session of one's own, or all others when no key is given.
    ///
    /// # Errors
    /// It is not one's own, the session is over, or the writer has stopped.
    pub fn end_session(&self, present: &Present, key: Option<&str>) -> Result<(), Failure> {
        let (account, own, now) = (present.account.id.clone(), present.key.clone(), self.now());
        let key = key.map(str::to_owned);
        self.keep_own(present, move |records| {
            match key {
                None => end_all(records, &account, Some(&own))?,
                Some(key) => {
                    let known: Option<Session> = find(records, SESSION, &key)?;
                    if known.is_none_or(|session| session.account != account) {
                        return Ok(Err(Failure::Unknown("session", key.into())));
                    }
                    records.remove([EVERYWHERE, SESSION, &key]);
                }
            }
            add(records, &Entry::done(Subject::Account, "end-session", &account), now)?;
            Ok(Ok(()))
        })
    }

    /// Signs out: the session is over on the server.
    ///
    /// # Errors
    /// The writer has stopped.
    pub fn sign_out(&self, present: &Present) -> Result<(), Failure> {
        let (account, key, now) = (present.account.id.clone(), present.key.clone(), self.now());
        self.platform.keep(&present.caller, &permissions::OWN_ACCOUNT, move |records| {
            records.remove([EVERYWHERE, SESSION, &key]);
            add(records, &Entry::done(Subject::SignIn, "sign-out", &account), now)?;
            Ok(Ok(()))
        })
    }

    /// Goes on in another capacity, under a new secret; the old one ends.
    ///
    /// # Errors
    /// The person does not have that capacity now, or the session is over.
    pub fn change_capacity(
        &self,
        present: &Present,
        word: &str,
        from: &From,
    ) -> Result<String, Failure> {
        let register = self.platform.register();
        let all = capacities(&register, &present.account, self.platform.now());
        let chosen = all.into_iter().find(|capacity| capacity.word() == word);
        let chosen = chosen.ok_or_else(|| Failure::Unknown("capacity", word.into()))?;
        let (account, key, now) = (present.account.clone(), present.key.clone(), self.now());
        let Session { began, generation, .. } = present.session;
        let from = from.clone();
        self.keep_own(present, move |records| {
            let entry = Entry::done(Subject::SignIn, "change-capacity", &account.id);
            add(records, &entry.on(&chosen.word()).from(&from), now)?;
            records.remove([EVERYWHERE, SESSION, &key]);
            let secret = secret();
            let agent: String = from.agent.chars().filter(|c| !c.is_control()).take(200).collect();
            // It lasts no longer than the one before.
            let session = Session {
                account: account.id.clone(),
                capacity: chosen,
                began,
                seen: now,
                address: from.address,
                agent,
                generation,
            };
            write(records, [SESSION, &digest(&secret), &account.id], began, &session)?;
            Ok(Ok(secret))
        })
    }
}
