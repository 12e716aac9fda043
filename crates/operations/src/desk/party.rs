//! What the desk writes for the party of a case: by which its cases are found, and what it is told.

use super::live::Live;
use crate::inbox::{INBOX, Told};
use crate::my_cases::OWN_CASE;
use domain::event::{ActKind, Event};
use store::cases::CaseKind;
use store::changes::Changes;
use store::records::Record;
use store::settings::EVERYWHERE;

/// Notes a new case as one of its party.
pub(super) fn note_new(live: &Live, changes: &mut Changes) {
    let head = &live.head;
    let Some(applicant) = head.applicant.as_deref().filter(|_| head.kind == CaseKind::Case) else {
        return;
    };
    let record = Record {
        jurisdiction: EVERYWHERE.into(),
        kind: OWN_CASE.into(),
        key: format!("{}/{}", head.jurisdiction, head.case_id).into(),
        owner: applicant.into(),
        at: head.opened_at,
        document: "{}".into(),
    };
    store::records::write(changes, &record);
}

/// What a party is told of an act in its case; nothing where it did it itself or where it concerns the office alone.
pub(super) fn told(live: &Live, event: &Event) -> Option<Told> {
    use ActKind as K;
    let tells = matches!(
        event.kind,
        K::Submit
            | K::Accept
            | K::Decline
            | K::RequestSupplement
            | K::ReceiveSupplement
            | K::StartPause
            | K::EndPause
            | K::Extend
            | K::ChargeFee
            | K::PayFee
            | K::Decide
            | K::Issue
            | K::Deliver
            | K::Withdraw
            | K::Close
            | K::ExceedLimit
    );
    let head = &live.head;
    if !tells || head.kind != CaseKind::Case || head.applicant.is_none() {
        return None;
    }
    let body = event.body.as_deref().cloned().unwrap_or_default();
    Some(Told {
        jurisdiction: head.jurisdiction.clone(),
        case: head.case_id.clone(),
        n: event.n,
        kind: event.kind,
        item: head.item.clone(),
        agency: head.agency.clone(),
        procedure: head.procedure.clone(),
        stage: event.stage.as_deref().map(Into::into),
        outcome: event.outcome.as_deref().map(Into::into),
        body,
        refund: false,
    })
}

/// Puts what a party is told into its inbox, and where letters are sent asks for one.
pub(super) fn tell(live: &Live, told: &Told, (at, letters): (i64, bool), changes: &mut Changes) {
    let Some(applicant) = live.head.applicant.as_deref() else { return };
    let Ok(document) = serde_json::to_string(told) else { return };
    let key = told.key(at);
    if letters {
        crate::mail::ask_for(&key, at, changes);
    }
    let record = Record {
        jurisdiction: EVERYWHERE.into(),
        kind: INBOX.into(),
        key: key.into(),
        owner: applicant.into(),
        at,
        document: document.into(),
    };
    store::records::write(changes, &record);
}
