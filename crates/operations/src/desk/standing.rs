//! Whether somebody stands where he says: the post is held, or stood in for, at the moment of the act. A session that
//! began before a post ended cannot act in it, and a form that was made before the last act is not sent unseen.

use super::live::Live;
use super::{Desk, Failure, current};
use crate::caller::Caller;
use domain::case::refusal::{Refusal, RefusalRule};
use domain::event::Event;
use domain::text::Text;
use jiff::Timestamp;

impl Desk {
    /// Refuses an official who does not hold the post, nor stands in for its absent holder, at a moment.
    pub(super) fn stands(&self, caller: &Caller, at: Timestamp) -> Result<(), Failure> {
        let Caller::Official { person, post, acting_for, .. } = caller else { return Ok(()) };
        let register = current(&self.fittings.register);
        let now = at.as_millisecond();
        if register.may_act_in((person, post), acting_for.as_deref(), now) {
            return Ok(());
        }
        let title = register.post(post).map(|post| post.title.clone()).unwrap_or_default();
        let refusal =
            Refusal::general(RefusalRule::PostNotHeld, &title, &self.laws.current().clauses);
        Err(Failure::Refused(Box::new(refusal)))
    }

    /// What is allowed is yet refused to somebody who has not seen what was done in the meantime.
    pub(super) fn as_seen(
        &self,
        live: &Live,
        events: Vec<Event>,
        seen: Option<u32>,
    ) -> Result<Vec<Event>, Failure> {
        if seen.is_none_or(|acts| acts == live.case.events) {
            return Ok(events);
        }
        let subject = Text { simplified: (live.case.events + 1).to_string(), ..Text::default() };
        let clauses = &self.laws.current().clauses;
        let refusal = Refusal::general(RefusalRule::Outdated, &subject, clauses);
        Err(Failure::Refused(Box::new(refusal)))
    }
}
