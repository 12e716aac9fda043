//! Nobody acts in a case of his or her own: asked of every act that an official does, whatever way it came.

use super::live::{Live, key};
use super::{Desk, Failure};
use crate::caller::Caller;
use crate::impartiality::{Concern, refusal};
use domain::event::Event;
use store::cases::CaseKind;
use store::connection::{Connection, StoreError};

impl Desk {
    /// Lets the events of a decided act pass, unless the case concerns the official who acts.
    pub(super) fn impartial(
        &self,
        caller: &Caller,
        live: &Live,
        events: Vec<Event>,
        connection: &mut Connection,
    ) -> Result<Result<Vec<Event>, Failure>, StoreError> {
        if !matches!(caller, Caller::Official { .. }) {
            return Ok(Ok(events));
        }
        let behind = self.applicant_behind(live, connection)?;
        let concern = Concern::of(&live.head, live.card.as_deref(), behind.as_deref());
        let role = events.first().and_then(|event| event.actor.role.as_deref());
        if !concern.bars(caller, role) {
            return Ok(Ok(events));
        }
        let refusal = refusal(&live.head.case_id, &self.laws.current().clauses);
        Ok(Err(Failure::Refused(Box::new(refusal))))
    }

    /// The applicant of the case in which a card fell.
    fn applicant_behind(
        &self,
        live: &Live,
        connection: &mut Connection,
    ) -> Result<Option<Box<str>>, StoreError> {
        let Some(card) = live.card.as_deref().filter(|_| live.head.kind == CaseKind::Card) else {
            return Ok(None);
        };
        match self.cases.peek(&key(&card.jurisdiction, &card.case_id)) {
            Some(known) => Ok(known.head.applicant.clone()),
            None => {
                let head = store::cases::find(connection, &card.jurisdiction, &card.case_id)?;
                Ok(head.and_then(|head| head.applicant))
            }
        }
    }
}
