//! A clock that runs as time does, and can be set forward.

use operations::time_source::TimeSource;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

/// Milliseconds of a day.
pub const DAY: i64 = 86_400_000;
/// Mainland time, in milliseconds before UTC.
pub const ZONE: i64 = 8 * 3_600_000;

pub struct Clock {
    began: Instant,
    /// What it showed, or would have shown, when it began.
    offset: AtomicI64,
}

impl Clock {
    pub fn new(now: i64) -> Self {
        Self { began: Instant::now(), offset: now.into() }
    }

    fn passed(&self) -> i64 {
        i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    /// Sets it forward to a moment, from which it runs on.
    pub fn set(&self, now: i64) {
        self.offset.fetch_max(now - self.passed(), Ordering::SeqCst);
    }
}

impl TimeSource for Clock {
    fn now(&self) -> i64 {
        self.offset.load(Ordering::SeqCst) + self.passed()
    }
}

/// A moment from its text.
pub fn moment(text: &str) -> Result<i64, String> {
    let moment: jiff::Timestamp = text.parse().map_err(|error| format!("{text}: {error}"))?;
    Ok(moment.as_millisecond())
}

/// An hour of the day after a moment.
pub fn next_day_at(now: i64, hour: i64) -> i64 {
    ((now + ZONE).div_euclid(DAY) + 1) * DAY - ZONE + hour * 3_600_000
}

/// When a day is over, in mainland time.
pub fn end_of_day(day: i64) -> i64 {
    (day + 1) * DAY - ZONE
}
