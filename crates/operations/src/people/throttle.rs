//! Throttling: after some failures one waits, longer each time, by name and by address. Whether there is an account of
//! the name makes no difference.

use lru::LruCache;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Failures that a name has free: people mistype.
const FREE_BY_NAME: u32 = 5;
/// Wrong codes that a contact has free, from wherever: several networks together are an attack. From one network it is
/// [`FREE_BY_NAME`], so that nobody makes the holder wait from elsewhere.
const FREE_BY_CONTACT: u32 = 20;
/// Failures that an address has free: an office shares one.
const FREE_BY_ADDRESS: u32 = 30;
/// The longest wait, in milliseconds: long enough against guessing, short enough that nobody is locked out by others.
const LONGEST: i64 = 300_000;
/// After this long without a failure all is forgotten, in milliseconds.
const FORGOTTEN: i64 = 3_600_000;
/// The wait after the first failure that is not free, in milliseconds; it doubles.
const FIRST: i64 = 1_000;
/// Names and addresses that are remembered; the memory that they take has a bound.
const REMEMBERED: usize = 65_536;

/// How failures are slowed down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Failures that are free.
    pub(crate) free: u32,
    /// The longest wait, in milliseconds.
    pub(crate) longest: i64,
    /// After this long without a failure all is forgotten, in milliseconds.
    pub(crate) forgotten: i64,
}

/// Failures in a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failures {
    /// How many.
    pub(crate) count: u32,
    /// When the last one was, in milliseconds since 1970.
    pub(crate) last: i64,
}

impl Failures {
    /// How long one still has to wait, in milliseconds; 0 when one need not.
    pub(crate) fn wait(self, limits: Limits, now: i64) -> i64 {
        if now - self.last > limits.forgotten || self.count < limits.free {
            return 0;
        }
        let doublings = (self.count - limits.free).min(20);
        let pause = (FIRST << doublings).min(limits.longest);
        (self.last + pause - now).max(0)
    }

    /// With one failure more.
    pub(crate) fn and_one(self, limits: Limits, now: i64) -> Self {
        let count = if now - self.last > limits.forgotten { 0 } else { self.count };
        Self { count: count.saturating_add(1), last: now }
    }
}

/// What is throttled.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// A name to sign in with, or an account.
    Name(&'a str),
    /// An address.
    Address(&'a str),
    /// A contact to which codes are sent, from wherever they come back.
    Contact(&'a str),
    /// A contact and the network from which codes come back.
    ContactFrom(&'a str, &'a str),
    /// An address from which numbers of a queue are taken.
    Tickets(&'a str),
}

/// The network of an address: somebody who may change the address within it stays the same.
pub(crate) fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}")
        }
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}")
        }
        Err(_) => address.to_owned(),
    }
}

/// An address as it is counted: one machine has a whole half of an IPv6 address for itself.
fn machine(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
        Ok(address) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

impl By<'_> {
    fn key(&self) -> String {
        match self {
            Self::Name(name) => format!("n{}", super::digest(name)),
            Self::Address(address) => format!("a{}", super::digest(&machine(address))),
            Self::Tickets(address) => format!("t{}", super::digest(&machine(address))),
            Self::Contact(contact) => format!("c{}", super::digest(contact)),
            Self::ContactFrom(contact, address) => {
                format!("f{}", super::digest(&format!("{contact} {}", network(address))))
            }
        }
    }

    fn limits(&self) -> Limits {
        let free = match self {
            Self::Name(_) | Self::ContactFrom(..) => FREE_BY_NAME,
            Self::Contact(_) => FREE_BY_CONTACT,
            Self::Address(_) | Self::Tickets(_) => FREE_BY_ADDRESS,
        };
        Limits { free, longest: LONGEST, forgotten: FORGOTTEN }
    }
}

/// Remembers failures.
#[derive(Debug)]
pub(crate) struct Throttle(Mutex<LruCache<String, Failures>>);

impl Default for Throttle {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(NonZeroUsize::new(REMEMBERED).unwrap_or(NonZeroUsize::MIN))))
    }
}

impl Throttle {
    fn known(&self) -> MutexGuard<'_, LruCache<String, Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long all of these still have to wait, in milliseconds; 0 when they need not.
    pub(crate) fn wait(&self, all: &[By<'_>], now: i64) -> i64 {
        let mut known = self.known();
        let waits = all.iter().map(|by| {
            let failures = known.get(&by.key()).copied().unwrap_or_default();
            failures.wait(by.limits(), now)
        });
        waits.max().unwrap_or(0)
    }

    /// Remembers a failure.
    pub(crate) fn failed(&self, all: &[By<'_>], now: i64) {
        let mut known = self.known();
        for by in all {
            let failures = known.get_or_insert_mut(by.key(), Failures::default);
            *failures = failures.and_one(by.limits(), now);
        }
    }

    /// Forgets the failures of a name that has shown who it is.
    pub(crate) fn succeeded(&self, by: By<'_>) {
        self.known().pop(&by.key());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_a_part_of_an_address() {
        for (address, known) in [
            ("203.0.113.7", "203.0.113"),
            ("::ffff:203.0.113.7", "203.0.113"),
            ("2001:db8:7:1::5", "2001:db8:7"),
            ("", ""),
        ] {
            assert_eq!(network(address), known);
        }
        let key = |address| By::Address(address).key();
        assert_eq!(key("2001:db8:7:1::5"), key("2001:db8:7:1:a:b:c:d"));
        assert_ne!(key("2001:db8:7:1::5"), key("2001:db8:7:2::5"));
        assert_ne!(key("203.0.113.7"), key("203.0.113.8"));
    }

    #[test]
    fn waits_double_and_are_forgotten() {
        let throttle = Throttle::default();
        let all = [By::Name("a"), By::Address("10.0.0.1")];
        for failure in 0..i64::from(FREE_BY_NAME) {
            assert_eq!(throttle.wait(&all, failure), 0, "{failure}");
            throttle.failed(&all, failure);
        }
        let now = 10_000;
        throttle.failed(&all, now);
        assert_eq!(throttle.wait(&all, now), 2_000);
        assert_eq!(throttle.wait(&all, now + 1_500), 500);
        assert_eq!(throttle.wait(&[By::Name("b")], now), 0, "others need not wait");
        for _ in 0..40 {
            throttle.failed(&all, now);
        }
        assert_eq!(throttle.wait(&all, now), LONGEST);
        assert_eq!(
            throttle.wait(&[By::Address("10.0.0.1")], now),
            LONGEST,
            "nor an address for ever"
        );
        assert_eq!(throttle.wait(&all, now + LONGEST), 0);
        throttle.succeeded(By::Name("a"));
        assert_eq!(throttle.wait(&[By::Name("a")], now), 0);
    }
}
