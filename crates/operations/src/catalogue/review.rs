//! The standing review of items (经常性审查): each within its period, with an outcome that is kept.

use super::documents::{Signature, read, record};
use super::drafts::check_reason;
use super::trail::{self, Step, StepKind};
use crate::caller::Caller;
use crate::desk::Failure;
use crate::law_version::LawVersion;
use crate::permissions::REVIEW_ITEM;
use crate::platform::Platform;
use domain::item::Item;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::connection::StoreError;
use store::records::of_kind;
use store::settings::EVERYWHERE;

/// The kind of records of the last review of each item; the key is its code.
pub const REVIEW: &str = "item-review";
/// Records read at once.
const PAGE: u32 = 500;

/// What a review came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// 保留.
    Keep,
    /// 调整: a version follows.
    Adjust,
    /// 取消: a cancelling version follows.
    Cancel,
}

/// The last review of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Code of the item.
    pub code: String,
    /// What it came to.
    pub outcome: Outcome,
    /// What was found.
    pub finding: String,
    /// Who and when.
    pub by: Signature,
}

/// An item in the calendar of reviews.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The item.
    pub item: &'static Item,
    /// Its last review.
    pub last: Option<Review>,
    /// The day by which the next one is due; none when it cannot be computed.
    pub due: Option<Date>,
    /// Days until then; negative when it is overdue.
    pub days: Option<i64>,
}

/// Records that an item was reviewed.
///
/// # Errors
/// There is no such item, no finding is given, or the caller may not.
pub fn record_review(
    platform: &Platform,
    caller: &Caller,
    (code, outcome): (&str, Outcome),
    finding: &str,
) -> Result<(), Failure> {
    REVIEW_ITEM.check(caller, None).map_err(Failure::Forbidden)?;
    check_reason(finding)?;
    if !platform.law().items.contains_key(code) {
        return Err(Failure::Unknown("item", code.into()));
    }
    let (code, finding, caller_of) = (code.to_owned(), finding.to_owned(), caller.clone());
    platform.keep(caller, &REVIEW_ITEM, move |records| {
        let now = records.now();
        let by = Signature::of(&caller_of, now);
        let about = match outcome {
            Outcome::Keep => "keep",
            Outcome::Adjust => "adjust",
            Outcome::Cancel => "cancel",
        };
        let kind = StepKind::Reviewed;
        let (reason, about) = (finding.clone(), about.to_owned());
        let step = Step { kind, code: code.clone(), by: by.clone(), reason, about };
        let review = Review { code, outcome, finding, by };
        records.write(record([REVIEW, &review.code, ""], now, &review));
        trail::add(records, &step)?;
        Ok(Ok(()))
    })
}

/// Every item with its next review, what is due first.
///
/// # Errors
/// The store says no.
pub fn calendar(platform: &Platform) -> Result<Vec<Entry>, StoreError> {
    let reviews = all(platform)?;
    let law = platform.law();
    let today = law.today(platform.now());
    let since = platform.readers().read(store::settings::law_since)?;
    let since = since.map_or(today, |at| law.today(at));
    let mut entries: Vec<Entry> = law
        .items
        .values()
        .map(|item| {
            let last = reviews.get(&item.code).cloned();
            let due = due(law, item, (last.as_ref(), since));
            let days = due.map(|due| domain::limit::days_between(today, due));
            Entry { item, last, due, days }
        })
        .collect();
    entries.sort_by(|left, right| (left.due, &left.item.code).cmp(&(right.due, &right.item.code)));
    Ok(entries)
}

fn all(platform: &Platform) -> Result<HashMap<String, Review>, StoreError> {
    platform.readers().read(|connection| {
        let (mut found, mut after): (HashMap<String, Review>, Box<str>) =
            (HashMap::new(), "".into());
        loop {
            let page = of_kind(connection, [EVERYWHERE, REVIEW, &after], PAGE)?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.key.clone();
            for record in &page {
                let review: Review = read(record)?;
                found.insert(review.code.clone(), review);
            }
        }
    })
}

/// The day by which an item is to be reviewed: the period after its last review, or after it came into force. Nobody could
/// review it here before the catalogue was kept here.
fn due(law: &LawVersion, item: &Item, (last, since): (Option<&Review>, Date)) -> Option<Date> {
    let period = law.catalogue.as_ref()?.review_of(item).period();
    let start = last.map_or(since, |review| law.today(review.by.at)).max(item.valid_from);
    let end = period.end(start.to_datetime(Time::midnight()), law.house_calendar()).ok()?;
    Some(end.last_day)
}
