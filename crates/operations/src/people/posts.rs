//! Posts at run time: who holds them from when to when, and who stands in for the absent.
//!
//! Holdings and deputies are records; the register has them in memory, and the desk asks it when an act is decided.

use super::accounts::with_reason;
use super::audit::{Entry, Subject, add, name_of};
use super::{People, find, invalid, record_of, write};
use crate::caller::Caller;
use crate::desk::{Failure, Records};
use crate::permissions;
use crate::register::{DEPUTY, Deputy, HOLDING, Holding, Interval, Person, Post, Register};
use store::connection::StoreError;

/// The role of those who lead an agency: they may name deputies for its posts.
const HEAD: &str = "head-of-organ";

/// A person who is to hold a post or to stand in.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The post.
    pub post: String,
    /// The id of the account.
    pub person: String,
    /// From when to when.
    pub interval: Interval,
    /// Why.
    pub reason: String,
}

impl People {
    /// Gives a post to somebody for an interval. Whoever holds it then holds it until that begins.
    ///
    /// # Errors
    /// The caller may not, there is no such post or account, the interval is empty, or an administrator would hold a post.
    pub fn assign(&self, caller: &Caller, wanted: &Wanted) -> Result<(), Failure> {
        permissions::MANAGE_POSTS.check(caller, None).map_err(Failure::Forbidden)?;
        let _turn = self.turn();
        let reason = with_reason(&wanted.reason)?;
        let official = self.platform.now();
        let from = wanted.interval.from.unwrap_or(official);
        let interval = Interval { from: Some(from), until: wanted.interval.until };
        self.fits(interval)?;
        let person = self.staff(&wanted.person)?;
        let register = self.platform.register();
        let post = register
            .post(&wanted.post)
            .ok_or_else(|| Failure::Unknown("post", wanted.post.as_str().into()))?;
        let mut before = holdings(&register, post);
        let next = before
            .iter()
            .filter_map(|holding| holding.interval.from)
            .filter(|begins| *begins > from)
            .min();
        let until = match (interval.until, next) {
            (Some(until), Some(next)) => Some(until.min(next)),
            (until, next) => until.or(next),
        };
        for holding in &mut before {
            if holding.interval.holds_at(from) {
                holding.interval.until = Some(from);
            }
        }
        before.push(Holding {
            id: super::random_word(16).into(),
            post: post.id.clone(),
            person,
            interval: Interval { from: Some(from), until },
        });
        let entry = Entry::done(Subject::Administration, "assign-post", &name_of(caller));
        let entry = entry.on(&wanted.post).because(&format!("{}: {reason}", wanted.person));
        self.write_holdings(caller, before, entry)
    }

    /// Ends the holding of a post now.
    ///
    /// # Errors
    /// The caller may not, or nobody holds the post.
    pub fn end_holding(&self, caller: &Caller, post: &str, reason: &str) -> Result<(), Failure> {
        permissions::MANAGE_POSTS.check(caller, None).map_err(Failure::Forbidden)?;
        let _turn = self.turn();
        let reason = with_reason(reason)?;
        let (register, now) = (self.platform.register(), self.platform.now());
        let known = register.post(post).ok_or_else(|| Failure::Unknown("post", post.into()))?;
        let mut holdings = holdings(&register, known);
        let mut ended = Vec::new();
        for holding in &mut holdings {
            if holding.interval.holds_at(now) {
                holding.interval.until = Some(now);
                ended.push(holding.person.id.to_string());
            }
        }
        if ended.is_empty() {
            return Err(Failure::Unknown("holder of the post", post.into()));
        }
        let entry = Entry::done(Subject::Administration, "end-post", &name_of(caller));
        let entry = entry.on(post).because(&format!("{}: {reason}", ended.join(" ")));
        self.write_holdings(caller, holdings, entry)
    }

    fn write_holdings(
        &self,
        caller: &Caller,
        holdings: Vec<Holding>,
        entry: Entry,
    ) -> Result<(), Failure> {
        let (at, now) = (self.platform.now(), self.now());
        self.platform.keep(caller, &permissions::MANAGE_POSTS, move |records| {
            for holding in &holdings {
                // An administrator may have been made in between.
                if is_administrator(records, &holding.person.id)? {
                    return Ok(Err(no_post_for_administrators()));
                }
                let begins = holding.interval.from.unwrap_or(0).min(at);
                write(records, [HOLDING, &holding.id, &holding.post], begins, holding)?;
            }
            add(records, &entry, now)?;
            Ok(Ok(()))
        })?;
        self.platform.reload_register()
    }

    /// Names a deputy for an absence: the holder of the post, the head of the agency, or the security administrator may.
    ///
    /// # Errors
    /// The caller may not, the interval is empty or has no end, or the deputy does not work in the agency of the post.
    pub fn deputise(&self, caller: &Caller, wanted: &Wanted) -> Result<(), Failure> {
        let reason = with_reason(&wanted.reason)?;
        let _turn = self.turn();
        let (register, official) = (self.platform.register(), self.platform.now());
        // Posts of another agency are not there.
        let post = register
            .post(&wanted.post)
            .filter(|post| is_of_ones_agency(caller, post))
            .ok_or_else(|| Failure::Unknown("post", wanted.post.as_str().into()))?;
        self.may_name_deputies(caller, post)?;
        let from = wanted.interval.from.unwrap_or(official);
        let interval = Interval { from: Some(from), until: wanted.interval.until };
        self.fits(interval)?;
        if interval.until.is_none() {
            return Err(invalid(
                "代理须写明到哪一天为止：代理只限于缺席期间。",
                "代理須寫明到哪一天為止：代理只限於缺席期間。",
                "A deputy stands in until a day that must be named: for the absence alone.",
            ));
        }
        let person = self.staff(&wanted.person)?;
        let absent = register.holder(&post.id, from).cloned();
        let absent = absent
            .ok_or_else(|| Failure::Unknown("holder of the post", post.id.as_ref().into()))?;
        let works_there = |other: &Post| {
            register.holder(&other.id, from).is_some_and(|holder| holder.id == person.id)
        };
        if absent.id == person.id || !register.posts_of(&post.agency).any(works_there) {
            return Err(invalid(
                "代理人须是同一机关在岗的其他人员。",
                "代理人須是同一機關在崗的其他人員。",
                "A deputy is somebody else who holds a post in the same agency.",
            ));
        }
        let same = |known: &Deputy| {
            *known.post == *post.id
                && known.person.id == person.id
                && known.interval.overlaps(&interval)
        };
        if register.deputies().any(same) {
            return Err(invalid(
                "这个人在这段时间已经是该岗位的代理人。请先结束原来的代理，或者改写起止日期。",
                "這個人在這段時間已經是該崗位的代理人。請先結束原來的代理，或者改寫起止日期。",
                "This person stands in for the post at that time already. End that first, or choose other days.",
            ));
        }
        let deputy = Deputy {
            id: super::random_word(16).into(),
            post: post.id.clone(),
            absent,
            person,
            interval,
            reason: reason.clone(),
        };
        let entry = Entry::done(Subject::Administration, "name-deputy", &name_of(caller));
        let entry = entry.on(&post.id).because(&format!("{}: {reason}", deputy.person.id));
        let now = self.now();
        self.platform.keep(caller, &permissions::DEPUTISE, move |records| {
            write(records, [DEPUTY, &deputy.id, &deputy.post], from, &deputy)?;
            add(records, &entry, now)?;
            Ok(Ok(()))
        })?;
        self.platform.reload_register()
    }

    /// Ends a deputy's time now.
    ///
    /// # Errors
    /// The caller may not, or there is no such deputy.
    pub fn end_deputy(&self, caller: &Caller, id: &str) -> Result<(), Failure> {
        let (register, official, now) = (self.platform.register(), self.platform.now(), self.now());
        let unknown = || Failure::Unknown("deputy", id.into());
        let deputy = register.deputies().find(|known| *known.id == *id).ok_or_else(unknown)?;
        let post = register.post(&deputy.post).ok_or_else(unknown)?;
        // A deputy in whose naming the caller has no say is not there.
        self.may_name_deputies(caller, post).map_err(|_| unknown())?;
        let (id, by) = (id.to_owned(), name_of(caller));
        self.platform.keep(caller, &permissions::DEPUTISE, move |records| {
            let Some(mut deputy) = find::<Deputy>(records, DEPUTY, &id)? else {
                return Ok(Err(Failure::Unknown("deputy", id.into())));
            };
            let ends = deputy.interval.until.map_or(official, |until| until.min(official));
            deputy.interval.until = Some(ends);
            let from = deputy.interval.from.unwrap_or(0);
            records.write(record_of([DEPUTY, &id, &deputy.post], from, &deputy)?);
            let entry = Entry::done(Subject::Administration, "end-deputy", &by).on(&deputy.post);
            add(records, &entry, now)?;
            Ok(Ok(()))
        })?;
        self.platform.reload_register()
    }

    /// Whether a caller may name deputies for a post: its holder, the head of its agency, the security administrator.
    ///
    /// # Errors
    /// The caller may not.
    pub fn may_name_deputies(&self, caller: &Caller, post: &Post) -> Result<(), Failure> {
        permissions::DEPUTISE.check(caller, None).map_err(Failure::Forbidden)?;
        let own = match caller {
            Caller::Official { post: own, agency, roles, acting_for, .. } => {
                let leads = *agency == post.agency && roles.iter().any(|role| **role == *HEAD);
                // A deputy does not hand on what was handed to him.
                acting_for.is_none() && (*own == post.id || leads)
            }
            _ => true,
        };
        let operation = permissions::DEPUTISE.operation;
        if own { Ok(()) } else { Err(Failure::Forbidden(crate::caller::Forbidden { operation })) }
    }

    /// A person of an account who may hold a post.
    fn staff(&self, id: &str) -> Result<Person, Failure> {
        let known = match self.known_account(id.trim())? {
            Some(known) => Some(known),
            None => self.account_of_login(id).map_err(super::audit::failed)?,
        };
        if known.as_ref().is_some_and(|account| account.administrator.is_some()) {
            return Err(no_post_for_administrators());
        }
        if let Some(account) = known {
            return Ok(Person { id: account.id.as_str().into(), name: account.name.into() });
        }
        let register = self.platform.register();
        let name = register.person_name(id.trim());
        let name = name.ok_or_else(|| Failure::Unknown("person", id.into()))?;
        Ok(Person { id: id.trim().into(), name: name.into() })
    }

    fn fits(&self, interval: Interval) -> Result<(), Failure> {
        // Forms name days, and today has begun already; more would be an appointment after the fact.
        let earliest = self.platform.now() - super::settings::MINUTE * 60 * 24;
        let from = interval.from.unwrap_or(0);
        if from < earliest || interval.until.is_some_and(|until| until <= from) {
            return Err(invalid(
                "起止日期不对：不能从过去的日期起任职，截止日期须在开始之后。",
                "起止日期不對：不能從過去的日期起任職，截止日期須在開始之後。",
                "The dates do not fit: nobody takes up a post in the past, and the end comes after the beginning.",
            ));
        }
        Ok(())
    }
}

fn is_of_ones_agency(caller: &Caller, post: &Post) -> bool {
    match caller {
        Caller::Official { agency, .. } => *agency == post.agency,
        _ => true,
    }
}

/// Who holds a post when; the holder whom the register file names, from ever on, until something was said at run time.
fn holdings(register: &Register, post: &Post) -> Vec<Holding> {
    let mut known: Vec<Holding> = register.holdings_of(&post.id).cloned().collect();
    if known.is_empty() {
        known.push(Holding {
            id: super::random_word(16).into(),
            post: post.id.clone(),
            person: post.person.clone(),
            interval: Interval::default(),
        });
    }
    known
}

fn is_administrator(records: &mut Records<'_>, id: &str) -> Result<bool, StoreError> {
    let account = super::account::current(records, id)?;
    Ok(account.is_some_and(|account| account.administrator.is_some()))
}

fn no_post_for_administrators() -> Failure {
    invalid(
        "管理员不能担任岗位：系统、安全、审计三员只管理平台，不办理业务。",
        "管理員不能擔任崗位：系統、安全、審計三員只管理平台，不辦理業務。",
        "An administrator holds no post: the three run the platform and handle no cases.",
    )
}
