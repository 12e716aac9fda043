//! Reports into cases of the platform itself: what needs the party's own hand is not reported.

use super::acts::Books;
use super::live::Live;
use super::{Desk, Failure};
use crate::applications::{APPLICATION, Application};
use crate::document::At;
use crate::drafts::Delivery;
use domain::case::decide::check_reported;
use domain::case::refusal::{Refusal, RefusalRule};
use domain::event::{ActKind, Event};
use store::connection::StoreError;

impl Desk {
    /// What was reported, unless it is an act of the party in a case that was opened here, or hands its result over
    /// without the code that the party has: a report has no place for one.
    pub(super) fn reportable(
        &mut self,
        live: &Live,
        events: Vec<Event>,
        now: i64,
        books: Books<'_>,
    ) -> Result<Result<Vec<Event>, Failure>, StoreError> {
        let clauses = &self.laws.current().clauses;
        let refused = |refusal: Refusal| Failure::Refused(Box::new(refusal.with_clause(clauses)));
        let Some(panel) = self.panels.get_mut(live.panel) else { return Ok(Err(Failure::Busy)) };
        let reported = (live.head.applicant.as_deref(), &*events);
        let kinds = match check_reported(&mut panel.fold, &live.case, reported) {
            Ok(kinds) => kinds,
            Err(refusal) => return Ok(Err(refused(refusal))),
        };
        if !kinds.contains(&ActKind::Deliver) {
            return Ok(Ok(events));
        }
        let (jurisdiction, key) = (&*live.head.jurisdiction, &*live.head.case_id);
        let at = At { jurisdiction, kind: APPLICATION, key };
        let known = self.keep(now, books, |records| Ok(Ok(at.find::<Application>(records)?)))?;
        let application = match known {
            Ok(found) => found.map(|(_, known)| known).unwrap_or_default(),
            Err(failure) => return Ok(Err(failure)),
        };
        if application.delivery != Delivery::PickUp || application.pick_up_code.is_empty() {
            return Ok(Ok(events));
        }
        let subject = super::pick_up::delivery();
        Ok(Err(refused(Refusal::general(RefusalRule::PickUpCode, &subject, clauses))))
    }
}
