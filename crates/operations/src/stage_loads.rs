//! Stage loads: how many open cases of an item stand at each stage, in all jurisdictions. Counting reads every open case
//! of the item, so that a count is kept for some seconds, and whoever comes while it is made anew sees the one before.

use crate::platform::Platform;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::connection::{Connection, StoreError};

/// How long a count is shown before it is made anew: a guide is read for longer than that.
const FRESH: Duration = Duration::from_secs(10);

/// Open cases by stage id. A case that stands at several stages counts at each.
pub type Loads = BTreeMap<String, u64>;

/// The counts that were made.
#[derive(Debug, Default)]
pub struct StageLoads {
    kept: Mutex<HashMap<Box<str>, Kept>>,
}

#[derive(Debug, Clone)]
struct Kept {
    loads: Arc<Loads>,
    /// When it was made, or when somebody began to make it anew.
    at: Instant,
}

impl StageLoads {
    /// The count of an item as it was kept; none when the caller is to count: then others are shown the old one
    /// meanwhile.
    fn kept(&self, item: &str, now: Instant) -> Option<Arc<Loads>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.get_mut(item)?;
        if now.duration_since(known.at) < FRESH {
            return Some(Arc::clone(&known.loads));
        }
        known.at = now;
        None
    }

    fn keep(&self, item: &str, loads: &Arc<Loads>, now: Instant) {
        let kept = Kept { loads: Arc::clone(loads), at: now };
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(item.into(), kept);
    }
}

/// Open cases of an item by stage, at most some seconds old.
///
/// # Errors
/// The store says no.
pub fn of_item(platform: &Platform, item: &str) -> Result<Arc<Loads>, StoreError> {
    let now = Instant::now();
    if let Some(loads) = platform.stage_loads().kept(item, now) {
        return Ok(loads);
    }
    let register = platform.register();
    let mut places: Vec<&str> =
        register.agencies_of_item(item).map(|agency| &*agency.jurisdiction).collect();
    places.sort_unstable();
    places.dedup();
    let loads = Arc::new(platform.readers().read(|connection| count(connection, &places, item))?);
    platform.stage_loads().keep(item, &loads, now);
    Ok(loads)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_counts_while_the_others_see_the_count_before() {
        let counts = StageLoads::default();
        let start = Instant::now();
        assert_eq!(counts.kept("a", start), None);
        let loads = Arc::new(Loads::from([("examine".to_owned(), 3)]));
        counts.keep("a", &loads, start);
        assert_eq!(counts.kept("a", start + FRESH / 2), Some(Arc::clone(&loads)));
        assert_eq!(counts.kept("a", start + FRESH), None, "this one is to count");
        assert_eq!(counts.kept("a", start + FRESH), Some(loads), "the next sees the old one");
        assert_eq!(counts.kept("b", start), None);
    }
}
