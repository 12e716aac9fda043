//! Numbers of cases: chance alone would give the same one twice within a busy second, and the store keeps only one case of
//! a number.

use super::Desk;
use crate::spelling::sign;
use jiff::civil::{DateTime, Time};
use rand::Rng;
use std::collections::{HashSet, VecDeque};

/// Numbers that are remembered: more than are given within a second.
const REMEMBERED: usize = 32_768;
/// Bits of chance in a number: six characters.
const BITS: u32 = 30;

/// Numbers that were given lately.
#[derive(Debug, Default)]
pub(super) struct Given {
    known: HashSet<u64>,
    order: VecDeque<u64>,
}

impl Given {
    /// The part of a number that chance gives, another one for each case of a second of the day.
    pub(super) fn another(&mut self, second: u32, mut random: impl FnMut() -> u32) -> u32 {
        loop {
            let drawn = random() & ((1 << BITS) - 1);
            let number = u64::from(second) << BITS | u64::from(drawn);
            if !self.known.insert(number) {
                continue;
            }
            self.order.push_back(number);
            if self.order.len() > REMEMBERED
                && let Some(oldest) = self.order.pop_front()
            {
                self.known.remove(&oldest);
            }
            return drawn;
        }
    }
}

impl Desk {
    /// A number for a case: the day, the time of day, and random letters and digits that cannot be mistaken for one
    /// another. Cases of one time stand together in the store, and no number leads to the next.
    pub(super) fn number(&mut self, at: &DateTime) -> Box<str> {
        let mut number = at.strftime("%y%m%d-").to_string();
        let seconds = at.duration_since(at.date().to_datetime(Time::MIN)).as_secs();
        let seconds = u32::try_from(seconds).unwrap_or(0);
        let of_time = [15, 10, 5, 0].map(|shift| u8::try_from(seconds >> shift & 31).unwrap_or(0));
        number.extend(of_time.map(sign));
        let Self { given, random, .. } = self;
        let drawn = given.another(seconds, || random.random());
        let of_chance = [25, 20, 15, 10, 5, 0].map(|shift| u8::try_from(drawn >> shift & 31));
        number.extend(of_chance.into_iter().flatten().map(sign));
        number.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_given_twice_in_a_second() {
        let mut given = Given::default();
        let mut drawn = [7, 7, 7, 8, 7].into_iter();
        let mut draw = || drawn.next().unwrap();
        assert_eq!(given.another(1, &mut draw), 7);
        assert_eq!(given.another(1, &mut draw), 8);
        assert_eq!(given.another(2, &mut draw), 7);
    }

    #[test]
    fn what_is_remembered_has_a_bound() {
        let mut given = Given::default();
        for drawn in 0..100_000 {
            given.another(0, || drawn);
        }
        assert_eq!((given.known.len(), given.order.len()), (REMEMBERED, REMEMBERED));
    }
}
