//! The cases of a party, wherever they run: the newest first.

use crate::caller::Caller;
use crate::permissions;
use crate::platform::Platform;
use store::cases::CaseHead;
use store::connection::{Connection, StoreError};
use store::records::From;
use store::settings::EVERYWHERE;

/// The kind of the records by which a party's cases are found; the key is jurisdiction and number.
pub(crate) const OWN_CASE: &str = "own-case";
/// Records looked at in one go.
const AT_ONCE: u32 = 100;
/// Records looked at for one page at most, so that the page comes in time; the next page goes on from there.
const LOOKED_AT: usize = 2_000;

/// Where a page of the list begins: after this record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its time.
    pub at: i64,
    /// Its key.
    pub key: Box<str>,
}

/// A page of the list.
#[derive(Debug, Default)]
pub struct MyCases {
    /// The cases.
    pub cases: Vec<CaseHead>,
    /// Where the next page begins.
    pub next: Option<Place>,
}

/// The cases of the caller that run, or those that are over.
///
/// # Errors
/// The store says no.
pub fn list(
    platform: &Platform,
    caller: &Caller,
    (closed, from): (bool, Option<Place>),
    length: usize,
) -> Result<MyCases, StoreError> {
    let Caller::Party { person } = caller else { return Ok(MyCases::default()) };
    if permissions::MY_CASES.check(caller, None).is_err() {
        return Ok(MyCases::default());
    }
    platform.readers().read(|connection| {
        let (mut page, mut place) = (MyCases::default(), from);
        let mut looked_at = 0;
        loop {
            let from = match &place {
                None => From::Newest,
                Some(place) => From::Before(place.at, &place.key),
            };
            let key = [EVERYWHERE, OWN_CASE, person];
            let records = store::records::of_owner(connection, key, from, AT_ONCE)?;
            let whole = records.len() < AT_ONCE as usize;
            for record in records {
                looked_at += 1;
                if page.cases.len() == length || looked_at > LOOKED_AT {
                    page.next = place;
                    return Ok(page);
                }
                place = Some(Place { at: record.at, key: record.key.clone() });
                let head = head(connection, &record.key)?;
                page.cases.extend(head.filter(|head| head.closed_at.is_some() == closed));
            }
            if whole {
                return Ok(page);
            }
        }
    })
}

fn head(connection: &mut Connection, key: &str) -> Result<Option<CaseHead>, StoreError> {
    let Some((jurisdiction, case)) = key.split_once('/') else { return Ok(None) };
    store::cases::find(connection, jurisdiction, case)
}
