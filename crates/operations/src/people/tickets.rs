//! Numbers of a queue for visitors: one machine that takes many waits longer and longer, so that none is left without.

use super::throttle::By;
use super::{From, People};
use crate::caller::Caller;
use crate::desk::Failure;
use crate::queue;
use crate::quotas::Exceeded;

impl People {
    /// Takes the next number of an agency's queue for a visitor. A window takes as many as it likes, and so does a
    /// machine that hands out numbers and is signed in as one.
    ///
    /// # Errors
    /// Too many were taken from the same address; or as [`queue::take`].
    pub fn take_ticket(&self, caller: &Caller, agency: &str, from: &From) -> Result<u32, Failure> {
        if matches!(caller, Caller::Official { .. }) {
            return queue::take(&self.platform, caller, agency);
        }
        let (by, now) = ([By::Tickets(&from.address)], self.now());
        let wait = self.throttle.wait(&by, now);
        if wait > 0 {
            return Err(too_many((wait + 999) / 1_000));
        }
        let number = queue::take(&self.platform, caller, agency)?;
        self.throttle.failed(&by, now);
        Ok(number)
    }
}

fn too_many(seconds: i64) -> Failure {
    let words = [
        format!("从这台设备取的号太多，请在{seconds}秒后再取，或者请窗口人员取号。"),
        format!("從這臺設備取的號太多，請在{seconds}秒後再取，或者請窗口人員取號。"),
        format!(
            "Too many numbers were taken from this device. Take the next one in {seconds} seconds, or ask at the window for one."
        ),
    ];
    Exceeded::failure(words, Some(seconds))
}
