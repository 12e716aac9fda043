//! Chance: draws from a seed, and dice that a case carries in its number, so that planning anew does not throw again.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// All of a thousand.
pub(super) const THOUSAND: u32 = 1_000;

/// Draws of the simulation.
pub(super) struct Chance(StdRng);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number from `from` up to, not including, `to`.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        if from < to { self.0.random_range(from..to) } else { from }
    }

    pub(super) fn once_in(&mut self, per_mille: u32) -> bool {
        self.0.random_range(0..THOUSAND) < per_mille
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        if from.is_empty() { None } else { from.get(self.0.random_range(0..from.len())) }
    }

    /// A position, each as likely as its weight.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> Option<usize> {
        let whole: u32 = weights.clone().sum();
        if whole == 0 {
            return None;
        }
        let mut thrown = self.0.random_range(0..whole);
        for (position, weight) in weights.enumerate() {
            if thrown < weight {
                return Some(position);
            }
            thrown -= weight;
        }
        None
    }
}

/// The dice of a case about something: the same each time, from 0 to 999.
pub(super) fn dice(case: &str, about: &str) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in case.bytes().chain(*b"/").chain(about.bytes()) {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(0x0000_0100_0000_01b3);
    }
    // The last bytes decide little in the low bits: mix before the remainder is taken.
    hash ^= hash >> 29;
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^= hash >> 32;
    u32::try_from(hash % u64::from(THOUSAND)).unwrap_or(0)
}
