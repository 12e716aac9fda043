//! Whether a chief representative (首席代表) decides within a written delegation. The head of the agency needs none.

use super::{Desk, Failure};
use crate::caller::Caller;
use crate::delegations::{self, DELEGATION};
use crate::register::HEAD;
use domain::case::refusal::{Refusal, RefusalRule};
use domain::event::{ActKind, Event};
use domain::text::Text;
use store::cases::CaseHead;
use store::connection::{Connection, StoreError};

/// The role that decides at the service centre for the head of its agency.
const CHIEF_REPRESENTATIVE: &str = "chief-representative";

impl Desk {
    /// Lets the events of a decided act pass, unless they decide what nobody delegated.
    pub(super) fn delegated(
        &self,
        caller: &Caller,
        head: &CaseHead,
        events: Vec<Event>,
        connection: &mut Connection,
    ) -> Result<Result<Vec<Event>, Failure>, StoreError> {
        let Caller::Official { post, roles, .. } = caller else { return Ok(Ok(events)) };
        let decides = |event: &&Event| {
            event.kind == ActKind::Decide
                && event.actor.role.as_deref() == Some(CHIEF_REPRESENTATIVE)
        };
        let Some(decision) = events.iter().find(decides) else { return Ok(Ok(events)) };
        if roles.iter().any(|role| **role == *HEAD) {
            return Ok(Ok(events));
        }
        let place = [&*head.jurisdiction, DELEGATION, &*head.agency];
        let kept = delegations::of_agency(connection, place)?;
        let zone = self.laws.current().calendar("cn").map(|calendar| &calendar.time_zone);
        let day = zone.map(|zone| zone.to_datetime(decision.recorded_at).date());
        let outcome = decision.outcome.as_deref().unwrap_or_default();
        let is_covered = kept.iter().any(|kept| {
            let delegation = &kept.delegation;
            *delegation.post == **post
                && day.is_some_and(|day| delegation.stands_on(day))
                && delegation.covers(&head.item, outcome)
        });
        if is_covered {
            return Ok(Ok(events));
        }
        let item = self.laws.current().items.get(&*head.item).map(|item| item.name.clone());
        let subject =
            item.unwrap_or_else(|| Text { simplified: head.item.to_string(), ..Text::default() });
        let clauses = &self.laws.current().clauses;
        let refusal = Refusal::general(RefusalRule::OutsideDelegation, &subject, clauses);
        Ok(Err(Failure::Refused(Box::new(refusal))))
    }
}
