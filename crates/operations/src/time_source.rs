//! Where the time of official acts comes from: the clock of the machine, or the simulated one of a demonstration.

use domain::calendar::Calendar;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// A source of time.
pub trait TimeSource: Send + Sync {
    /// The time now, in milliseconds since 1970.
    fn now(&self) -> i64;

    /// The time of the wall, by which sessions and waits run: another only where offices work on a faster clock.
    fn wall(&self) -> i64 {
        self.now()
    }

    /// Whether it is the clock of the machine, which should run as time does.
    fn is_real(&self) -> bool {
        false
    }

    /// How many times faster than real it runs; 1 for real time.
    fn speed(&self) -> u32 {
        1
    }
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemTime;

impl TimeSource for SystemTime {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the time is read")]
    fn now(&self) -> i64 {
        Timestamp::now().as_millisecond()
    }

    fn is_real(&self) -> bool {
        true
    }
}

/// A clock that is set by hand.
#[derive(Debug, Default)]
pub struct SetTime(std::sync::atomic::AtomicI64);

impl SetTime {
    /// A clock that shows `now`, in milliseconds since 1970.
    #[must_use]
    pub fn new(now: i64) -> Self {
        Self(now.into())
    }

    /// Sets it.
    pub fn set(&self, now: i64) {
        self.0.store(now, std::sync::atomic::Ordering::SeqCst);
    }
}

impl TimeSource for SetTime {
    fn now(&self) -> i64 {
        self.0.load(std::sync::atomic::Ordering::SeqCst)
    }
}

/// A clock that runs faster than real time: by `speed` in office hours, and faster still outside them, so
/// that somebody who looks on need not wait for the morning.
pub struct SimulatedTime {
    calendar: &'static Calendar,
    speed: u32,
    state: Mutex<Simulated>,
}

/// Nights, weekends and holidays pass this many times faster than office hours.
const NIGHT: i64 = 24;
/// The step in which simulated time is advanced, in milliseconds of simulated time.
const STEP: i64 = 60_000;

struct Simulated {
    now: i64,
    real: Instant,
    runs: bool,
}

impl SimulatedTime {
    /// A clock that stands at `now` until [`Self::run`].
    #[must_use]
    pub fn new(calendar: &'static Calendar, now: i64, speed: u32) -> Self {
        let state = Simulated { now, real: monotonic(), runs: false };
        Self { calendar, speed, state: Mutex::new(state) }
    }

    /// Sets the clock while it stands.
    pub fn set(&self, now: i64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.now = now.max(state.now);
        state.real = monotonic();
    }

    /// Lets it run.
    pub fn run(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.runs = true;
        state.real = monotonic();
    }

    /// Whether the offices are open at a moment.
    #[must_use]
    pub fn is_office_hour(&self, now: i64) -> bool {
        let Ok(moment) = Timestamp::from_millisecond(now) else { return false };
        let civil = self.calendar.time_zone.to_datetime(moment);
        let open = |(from, to): &(jiff::civil::Time, jiff::civil::Time)| {
            *from <= civil.time() && civil.time() < *to
        };
        self.calendar.is_working_day(civil.date()).unwrap_or(false)
            && self.calendar.office_hours().iter().any(open)
    }
}

fn monotonic() -> Instant {
    Instant::now()
}

impl TimeSource for SimulatedTime {
    fn wall(&self) -> i64 {
        SystemTime.now()
    }

    fn now(&self) -> i64 {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.runs {
            return state.now;
        }
        let real = monotonic();
        let elapsed = SignedDuration::try_from(real.duration_since(state.real)).unwrap_or_default();
        let before = state.now;
        let mut left = i64::try_from(elapsed.as_micros()).unwrap_or(0);
        while left > 0 {
            let factor =
                i64::from(self.speed) * if self.is_office_hour(state.now) { 1 } else { NIGHT };
            let step = (left * factor / 1_000).min(STEP);
            if step == 0 {
                break;
            }
            state.now += step;
            left -= step * 1_000 / factor;
            if step < STEP {
                break;
            }
        }
        // Less than a millisecond is not lost: it counts the next time.
        if state.now > before {
            state.real = real;
        }
        state.now
    }

    fn speed(&self) -> u32 {
        self.speed
    }
}
