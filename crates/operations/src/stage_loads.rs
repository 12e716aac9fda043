//! Stage loads: how many open cases of an item stand at each stage, in all jurisdictions. Counting reads every open case
//! of the item, so that a count is kept for some seconds.

use crate::counted::Counted;
use crate::platform::Platform;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::connection::{Connection, StoreError};

/// How long a count is shown before it is made anew: a guide is read for longer than that.
pub(crate) const FRESH: Duration = Duration::from_secs(10);

/// Open cases by stage id. A case that stands at several stages counts at each.
pub type Loads = BTreeMap<String, u64>;

/// The counts that were made, by code of the item.
pub type StageLoads = Counted<Loads>;

/// Open cases of an item by stage, at most some seconds old.
///
/// # Errors
/// The store says no.
pub fn of_item(platform: &Platform, item: &str) -> Result<Arc<Loads>, StoreError> {
    let make = || {
        let register = platform.register();
        let mut places: Vec<&str> =
            register.agencies_of_item(item).map(|agency| &*agency.jurisdiction).collect();
        places.sort_unstable();
        places.dedup();
        platform.readers().read(|connection| count(connection, &places, item))
    };
    platform.stage_loads().get(item, |_| false, make)
}

fn count(connection: &mut Connection, places: &[&str], item: &str) -> Result<Loads, StoreError> {
    let mut loads = Loads::new();
    for place in places {
        for (stages, cases) in store::cases::count_by_stages(connection, place, item)? {
            for stage in stages.split_whitespace() {
                *loads.entry(stage.to_owned()).or_default() += u64::try_from(cases).unwrap_or(0);
            }
        }
    }
    Ok(loads)
}
