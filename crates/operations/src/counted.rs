//! Counts over many records: made by one reader at a time, and kept for some seconds. Whoever comes while a count is made
//! anew sees the one before; whoever comes before there is one waits for it, and does not make the same again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// A count is kept at least so many times as long as it took: under load the counting stays a small part of the work.
const TIMES_ITS_COST: u32 = 20;
/// Keys that are remembered at most; then those that are no longer fresh go.
const KEYS: usize = 10_000;

/// Counts by key.
#[derive(Debug)]
pub struct Counted<T> {
    fresh: Duration,
    places: Mutex<HashMap<Box<str>, Arc<Place<T>>>>,
}

#[derive(Debug)]
struct Place<T> {
    kept: Mutex<Option<Kept<T>>>,
    making: Mutex<()>,
}

#[derive(Debug)]
struct Kept<T> {
    count: Arc<T>,
    until: Instant,
}

fn hold<V>(mutex: &Mutex<V>) -> MutexGuard<'_, V> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T> Place<T> {
    /// What is kept, if it is fresh.
    fn fresh(&self, now: Instant) -> Option<Arc<T>> {
        let kept = hold(&self.kept);
        kept.as_ref().filter(|kept| now < kept.until).map(|kept| Arc::clone(&kept.count))
    }

    /// What is kept, however old.
    fn any(&self) -> Option<Arc<T>> {
        hold(&self.kept).as_ref().map(|kept| Arc::clone(&kept.count))
    }
}

impl<T> Counted<T> {
    /// Counts that are shown so long before they are made anew.
    #[must_use]
    pub fn new(fresh: Duration) -> Self {
        Self { fresh, places: Mutex::default() }
    }

    /// The count of a key: the kept one, or what `make` counts. A count that is `small` is made each time.
    ///
    /// # Errors
    /// What `make` says.
    pub fn get<E>(
        &self,
        key: &str,
        small: impl Fn(&T) -> bool,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let place = self.place(key);
        if let Some(count) = place.fresh(Instant::now()) {
            return Ok(count);
        }
        let _making = match place.making.try_lock() {
            Ok(making) => making,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                if let Some(before) = place.any() {
                    return Ok(before);
                }
                let making = hold(&place.making);
                if let Some(count) = place.fresh(Instant::now()) {
                    return Ok(count);
                }
                making
            }
        };
        let began = Instant::now();
        let count = Arc::new(make()?);
        let until = Instant::now() + kept_for(self.fresh, began.elapsed());
        *hold(&place.kept) = (!small(&count)).then(|| Kept { count: Arc::clone(&count), until });
        Ok(count)
    }

    fn place(&self, key: &str) -> Arc<Place<T>> {
        let mut places = hold(&self.places);
        if places.len() >= KEYS {
            let now = Instant::now();
            places.retain(|_, place| place.fresh(now).is_some() || Arc::strong_count(place) > 1);
        }
        let new = || Arc::new(Place { kept: Mutex::new(None), making: Mutex::new(()) });
        Arc::clone(places.entry(key.into()).or_insert_with(new))
    }
}

/// How long a count is kept that took so long.
fn kept_for(fresh: Duration, took: Duration) -> Duration {
    fresh.max(took * TIMES_ITS_COST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicU32, Ordering};

    const LONG: Duration = Duration::from_secs(3_600);

    fn get(counts: &Counted<u32>, key: &str, count: u32) -> u32 {
        let made = counts.get::<Infallible>(key, |count| *count < 10, || Ok(count));
        made.map_or(0, |count| *count)
    }

    #[test]
    fn only_large_counts_are_kept_and_only_by_their_key() {
        let counts = Counted::new(LONG);
        assert_eq!(get(&counts, "a", 1), 1);
        assert_eq!(get(&counts, "a", 20), 20, "a small count was made anew");
        assert_eq!(get(&counts, "a", 30), 20, "a large one is kept");
        assert_eq!(get(&counts, "b", 30), 30);
    }

    #[test]
    fn a_count_that_is_no_longer_fresh_is_made_anew() {
        let [second, minute] = [1, 60].map(Duration::from_secs);
        assert_eq!(kept_for(second, Duration::ZERO), second);
        assert_eq!(kept_for(second, 3 * second), minute);
        let counts = Counted::new(Duration::ZERO);
        assert_eq!(get(&counts, "a", 20), 20);
        // How long that took nobody knows; it is over by and by.
        let pause = || std::thread::sleep(Duration::from_millis(1));
        assert!((0..60_000).any(|_| get(&counts, "a", 30) == 30 || {
            pause();
            false
        }));
    }

    #[test]
    fn those_who_come_together_share_one_count() {
        let (counts, made, together) = (Counted::new(LONG), AtomicU32::new(0), Barrier::new(8));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    together.wait();
                    let count = counts.get::<Infallible>(
                        "a",
                        |_| false,
                        || {
                            std::thread::sleep(Duration::from_millis(20));
                            Ok(made.fetch_add(1, Ordering::SeqCst))
                        },
                    );
                    assert_eq!(count.as_deref(), Ok(&0));
                });
            }
        });
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_count_that_fails_is_tried_by_the_next() {
        let counts = Counted::new(LONG);
        assert_eq!(counts.get("a", |_| false, || Err("no")).map(|count| *count), Err("no"));
        assert_eq!(get(&counts, "a", 20), 20);
    }
}
