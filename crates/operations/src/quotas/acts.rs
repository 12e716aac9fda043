//! How many acts an account hands in within an hour. The desk remembers them in memory: a restart forgets them.

use super::{Exceeded, time_of_day};
use crate::desk::Failure;
use domain::event::Name;
use jiff::tz::TimeZone;
use lru::LruCache;
use std::collections::VecDeque;
use std::num::NonZeroUsize;

/// The time over which acts are counted, in milliseconds.
const HOUR: i64 = 3_600_000;
/// Accounts that are remembered; the memory that they take has a bound.
const REMEMBERED: usize = 16_384;
/// Acts of one account that are remembered: as many as the setting can allow.
const MOST: usize = *crate::people::settings::PARTY_ACTS.end() as usize;

/// The acts of parties within the last hour.
#[derive(Debug)]
pub(crate) struct ActsOfParties(LruCache<Name, VecDeque<i64>>);

impl Default for ActsOfParties {
    fn default() -> Self {
        Self(LruCache::new(NonZeroUsize::new(REMEMBERED).unwrap_or(NonZeroUsize::MIN)))
    }
}

impl ActsOfParties {
    /// How many acts a party has handed in within the hour before `now`.
    pub(crate) fn count(&mut self, party: &Name, now: i64) -> usize {
        let Some(acts) = self.0.get_mut(party) else { return 0 };
        while acts.front().is_some_and(|at| now - at >= HOUR) {
            acts.pop_front();
        }
        acts.len()
    }

    /// Remembers an act.
    pub(crate) fn done(&mut self, party: &Name, now: i64) {
        let acts = self.0.get_or_insert_mut(party.clone(), VecDeque::new);
        if acts.len() == MOST {
            acts.pop_front();
        }
        acts.push_back(now);
    }

    /// What a party is told that has handed in as many acts as it may.
    pub(crate) fn exceeded(
        &mut self,
        party: &Name,
        most: u32,
        (now, zone): (i64, &TimeZone),
    ) -> Failure {
        let acts = self.0.get(party);
        let most_of_them = usize::try_from(most).unwrap_or(usize::MAX);
        // The act with which the hour has room again once it is an hour old.
        let first = acts.and_then(|acts| acts.get(acts.len().saturating_sub(most_of_them)));
        let until = first.copied().unwrap_or(now) + HOUR;
        // Rounded up to the next minute, so that what is read off is late enough.
        let time = time_of_day(until + 59_999, zone);
        let words = [
            format!(
                "一个账号每小时最多提交{most}次，现在已满，这一次没有提交；填写的内容和草稿都在。请在{time}以后再提交。"
            ),
            format!(
                "一個帳號每小時最多提交{most}次，現在已滿，這一次沒有提交；填寫的內容和草稿都在。請在{time}以後再提交。"
            ),
            format!(
                "One account may hand in {most} acts an hour, and has. This one was not handed in; drafts are kept. Do it again after {time}."
            ),
        ];
        Exceeded::failure(words, Some((until - now + 999) / 1_000))
    }
}
