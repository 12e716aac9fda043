//! What the desk writes for the party of a case: by which its cases are found.

use super::live::Live;
use crate::my_cases::OWN_CASE;
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
