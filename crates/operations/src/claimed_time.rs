//! The time of an act is the server's: whoever gives another is told so, and nothing is recorded.

use crate::platform::Platform;
use domain::case::refusal::{Refusal, RefusalRule};
use domain::text::Text;

/// Names under which a time could be claimed for an act.
pub const FIELDS: [&str; 2] = ["occurred_at", "recorded_at"];

/// The refusal of an act for which somebody claims a time.
#[must_use]
pub fn refusal(platform: &Platform, claimed: &str) -> Refusal {
    /// As much of it as anybody has to see.
    const SHOWN: usize = 40;
    let simplified: String = claimed.chars().take(SHOWN).collect();
    let subject = Text { simplified, ..Text::default() };
    Refusal::general(RefusalRule::Backdated, &subject, &platform.law().clauses)
}
