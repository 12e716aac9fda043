//! A party's payment is looked at before it is recorded.

use super::acts::Books;
use super::live::Live;
use super::{Desk, Failure};
use crate::caller::Caller;
use crate::payments::is_confirmed;
use domain::event::{ActKind, Event};
use store::connection::StoreError;

impl Desk {
    /// Whether payments among what was decided are confirmed, which uses them up; those that a window has taken in stand for
    /// themselves.
    pub(super) fn paid(
        &mut self,
        caller: &Caller,
        (live, events): (&Live, Vec<Event>),
        now: i64,
        books: Books<'_>,
    ) -> Result<Result<Vec<Event>, Failure>, StoreError> {
        let Caller::Party { person } = caller else { return Ok(Ok(events)) };
        let Some(payment) = events.iter().find(|event| event.kind == ActKind::PayFee) else {
            return Ok(Ok(events));
        };
        let body = payment.body.as_deref();
        let number = body.and_then(|body| body.number.as_deref()).unwrap_or_default();
        let amount = body.and_then(|body| body.amount_fen).unwrap_or(0);
        let about = ((&live.head, live.case.owed_fen), &**person, self.fittings.letters);
        let known =
            self.keep(now, books, |records| is_confirmed(records, about, (number, amount)))?;
        Ok(known.map(|()| events))
    }
}
