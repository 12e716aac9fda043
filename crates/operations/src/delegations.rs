//! Delegations (授权): what the head of an agency lets a chief representative decide at the service centre, in writing, for
//! a time. A delegation is never deleted; it ends, or is ended.

use crate::caller::{Caller, Forbidden};
use crate::desk::{Failure, Record};
use crate::permissions;
use crate::platform::Platform;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::connection::{Connection, StoreError};
use store::records::From;

/// The kind of the records of delegations: their keys are ids, their owners are agencies.
pub const DELEGATION: &str = "delegation";
/// Delegations that are listed.
const LISTED: u32 = 500;

/// A delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// The post to which it is given.
    pub post: Box<str>,
    /// Codes of the items; empty: all that the agency handles.
    pub items: Vec<Box<str>>,
    /// Ids of the outcomes that may be decided; empty: all.
    #[serde(default)]
    pub outcomes: Vec<Box<str>>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// The post of the head who gave it.
    pub by: Box<str>,
    /// Number of the written delegation.
    pub document: Box<str>,
    /// The day on which it was ended before its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
}

impl Delegation {
    /// Whether it stands on a day.
    #[must_use]
    pub fn stands_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.until && self.ended.is_none_or(|ended| day < ended)
    }

    /// Whether it covers an outcome of an item.
    #[must_use]
    pub fn covers(&self, item: &str, outcome: &str) -> bool {
        let has = |list: &[Box<str>], id: &str| list.is_empty() || list.iter().any(|k| **k == *id);
        has(&self.items, item) && has(&self.outcomes, outcome)
    }
}

/// A delegation with its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: Box<str>,
    /// The delegation.
    pub delegation: Delegation,
}

fn own(caller: &Caller) -> Result<(&str, &str), Failure> {
    match caller {
        Caller::Official { agency, post, .. } => Ok((agency, post)),
        _ => Err(Failure::Forbidden(Forbidden { operation: permissions::DELEGATE.operation })),
    }
}

fn place(platform: &Platform, agency: &str) -> Box<str> {
    let register = platform.register();
    register.agency(agency).map(|agency| agency.jurisdiction.clone()).unwrap_or_default()
}

/// The delegations of an agency, by jurisdiction, kind and agency, the newest first.
pub(crate) fn of_agency(
    connection: &mut Connection,
    key: [&str; 3],
) -> Result<Vec<Kept>, StoreError> {
    store::records::of_owner(connection, key, From::Newest, LISTED)?.iter().map(read).collect()
}

fn read(record: &Record) -> Result<Kept, StoreError> {
    let delegation = serde_json::from_str(&record.document);
    let wrong = |error| StoreError::Unexpected(format!("delegation {}: {error}", record.key));
    Ok(Kept { id: record.key.clone(), delegation: delegation.map_err(wrong)? })
}

/// The delegations of the caller's agency, the newest first.
///
/// # Errors
/// The caller holds no post, or the store says no.
pub fn list(platform: &Platform, caller: &Caller) -> Result<Vec<Kept>, Failure> {
    permissions::READ_DELEGATIONS.check(caller, None).map_err(Failure::Forbidden)?;
    let (agency, _) = own(caller)?;
    let place = place(platform, agency);
    let key = [&*place, DELEGATION, agency];
    let kept = platform.readers().read(|connection| of_agency(connection, key));
    kept.map_err(|error| Failure::Stopped(error.to_string()))
}

/// Gives a delegation to a post of one's own agency; its id.
///
/// # Errors
/// The caller is not the head, or what is given makes no sense.
pub fn give(
    platform: &Platform,
    caller: &Caller,
    (delegation, today): (Delegation, Date),
) -> Result<Box<str>, Failure> {
    permissions::DELEGATE.check(caller, None).map_err(Failure::Forbidden)?;
    let (agency, post) = own(caller)?;
    let register = platform.register();
    let to = register.post(&delegation.post).filter(|to| *to.agency == *agency);
    if to.is_none() {
        return Err(Failure::invalid([
            "请选择本机关的岗位。",
            "請選擇本機關的崗位。",
            "Choose a post of your own agency.",
        ]));
    }
    if delegation.until < delegation.from || delegation.until < today || delegation.from < today {
        return Err(Failure::invalid([
            "授权期限不对：起始日不能早于今天，结束日不能早于起始日。授权不能追溯。",
            "授權期限不對：起始日不能早於今天，結束日不能早於起始日。授權不能追溯。",
            "The time is wrong: it cannot begin before today or end before it begins. Nothing is delegated in retrospect.",
        ]));
    }
    if delegation.document.trim().is_empty() {
        return Err(Failure::invalid([
            "请填写授权书编号：授权应当采用书面形式。",
            "請填寫授權書編號：授權應當採用書面形式。",
            "Enter the number of the written delegation: it must be in writing.",
        ]));
    }
    let handled = register.agency(agency).map(|agency| agency.items.clone()).unwrap_or_default();
    if delegation.items.iter().any(|item| !handled.contains(item)) {
        return Err(Failure::invalid([
            "只能授权本机关办理的事项。",
            "只能授權本機關辦理的事項。",
            "Only items that the agency handles can be delegated.",
        ]));
    }
    let id: Box<str> = crate::desk::hex(&rand::random::<[u8; 8]>()).into();
    let record = Record {
        jurisdiction: place(platform, agency),
        kind: DELEGATION.into(),
        key: id.clone(),
        owner: agency.into(),
        at: 0,
        document: serde_json::to_string(&Delegation { by: post.into(), ..delegation })
            .unwrap_or_default()
            .into(),
    };
    platform.keep(caller, &permissions::DELEGATE, move |records| {
        let at = records.now();
        records.write(Record { at, ..record });
        Ok(Ok(id))
    })
}

/// Ends a delegation of one's own agency: from today on it stands no more.
///
/// # Errors
/// The caller is not the head, or there is none.
pub fn end(platform: &Platform, caller: &Caller, id: &str, today: Date) -> Result<(), Failure> {
    permissions::DELEGATE.check(caller, None).map_err(Failure::Forbidden)?;
    let (agency, _) = own(caller)?;
    let (agency, place): (Box<str>, _) = (agency.into(), place(platform, agency));
    let id: Box<str> = id.into();
    platform.keep(caller, &permissions::DELEGATE, move |records| {
        let found = records.find([&place, DELEGATION, &id])?;
        let Some(record) = found.filter(|record| record.owner == agency) else {
            return Ok(Err(Failure::Unknown("delegation", id)));
        };
        let mut kept = read(&record)?.delegation;
        kept.ended.get_or_insert(today);
        let document = serde_json::to_string(&kept).unwrap_or_default().into();
        records.write(Record { document, ..record });
        Ok(Ok(()))
    })
}

/// The delegations that stand for a post on a day; for the desk and for the pages of acts made under one.
///
/// # Errors
/// The store says no.
pub fn standing(
    platform: &Platform,
    agency: &str,
    post: &str,
    day: Date,
) -> Result<Vec<Kept>, StoreError> {
    let place = place(platform, agency);
    let key = [&*place, DELEGATION, agency];
    let kept = platform.readers().read(|connection| of_agency(connection, key))?;
    let stands = |kept: &Kept| *kept.delegation.post == *post && kept.delegation.stands_on(day);
    Ok(kept.into_iter().filter(stands).collect())
}
