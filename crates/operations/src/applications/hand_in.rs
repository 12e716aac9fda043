//! Handing in a draft: the act in the case and the record beside it in one transaction, the draft gone with it.

use super::{APPLICATION, Application, HANDED_IN};
use crate::caller::Caller;
use crate::desk::{Answer, Beside, Failure, OpenCase, Records, Request, StepCase};
use crate::document::{At, is_id, read};
use crate::drafts::{self, DRAFT, Delivery, Draft, Needed, Purpose};
use crate::files::FileEntry;
use crate::permissions;
use crate::platform::Platform;
use crate::spelling::sign;
use crate::windows::{self, TakenIn};
use domain::case::decide::Command;
use domain::event::Name;
use domain::item::MaterialSource;
use rand::Rng;
use serde::{Deserialize, Serialize};
use store::connection::StoreError;
use store::settings::EVERYWHERE;

/// The kind of the records that remember what became of a draft.
pub(crate) const FILED: &str = "filed-draft";

/// What became of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Number of the case.
    pub case: Box<str>,
    /// Bytes of its files.
    #[serde(default)]
    pub bytes: u64,
}

/// Why a draft was not handed in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandInError {
    /// There is no such draft of the caller.
    #[error("there is no such draft")]
    Missing,
    /// Materials are missing.
    #[error("materials are missing")]
    Materials(Vec<Needed>),
    /// The form is not filled in as it must be.
    #[error("the form is not complete")]
    Form,
    /// The desk says no.
    #[error("{0:?}")]
    Failure(Failure),
}

impl From<Failure> for HandInError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unknown("draft", _) => Self::Missing,
            failure => Self::Failure(failure),
        }
    }
}

/// What became of a draft of the caller that was handed in before; the same form sent twice leads to the same case.
///
/// # Errors
/// The store says no.
pub fn filed(platform: &Platform, caller: &Caller, id: &str) -> Result<Option<Filed>, StoreError> {
    let Some(owner) = caller.keeper().filter(|_| is_id(id)) else { return Ok(None) };
    let key = [EVERYWHERE, FILED, id];
    let found = platform.readers().read(|connection| store::records::find(connection, key))?;
    let found = found.filter(|record| *record.owner == *owner);
    found.map(|record| Ok(read::<Filed>(record)?.1)).transpose()
}

/// Hands in a draft of the caller.
///
/// # Errors
/// See [`HandInError`].
pub fn hand_in(platform: &Platform, caller: &Caller, id: &str) -> Result<Filed, HandInError> {
    permissions::DRAFT.check(caller, None).map_err(Failure::Forbidden)?;
    // Where the draft is gone it may have been handed in: asked in the other order, it could be so between the two.
    let handed_in = || {
        let filed = filed(platform, caller, id).map_err(drafts::stopped)?;
        filed.ok_or(HandInError::Missing)
    };
    let draft = drafts::find(platform, caller, id).map_err(drafts::stopped)?;
    let Some(draft) = draft else { return handed_in() };
    let missing = drafts::missing(platform, &draft);
    if !missing.is_empty() {
        return Err(HandInError::Materials(missing));
    }
    if !drafts::is_filled_in(platform, &draft) {
        return Err(HandInError::Form);
    }
    let owner = caller.keeper().ok_or(HandInError::Missing)?;
    let jurisdiction: Box<str> = draft.jurisdiction().into();
    let bytes = draft.files.iter().map(|file| file.size).sum();
    let (request, beside) = asked(caller, &owner, id, draft, platform)?;
    let outcome = platform.ask_with(caller.clone(), request, beside);
    match outcome {
        Ok(answer) => Ok(Filed { jurisdiction, case: answer.case_id, bytes }),
        // Sent twice at once: the first was quicker.
        Err(Failure::Unknown("draft", _)) => handed_in(),
        Err(failure) => Err(failure.into()),
    }
}

/// What is asked of the desk, and what is written beside it.
fn asked(
    caller: &Caller,
    owner: &Name,
    id: &str,
    draft: Draft,
    platform: &Platform,
) -> Result<(Request, Beside), HandInError> {
    let applicant = match caller {
        Caller::Party { person } => Some(Box::from(&**person)),
        _ => draft.applicant.clone(),
    };
    let applicant = applicant.ok_or(HandInError::Form)?;
    let materials = handed_in(platform, &draft);
    let taken_in = taken_in(platform, caller, (&draft, &applicant), &materials);
    // Whom a window serves has no page on which a code could be read: there the identity card is looked at.
    let code = if taken_in.is_some() { String::new() } else { pick_up_code() };
    let request = match draft.purpose.clone() {
        Purpose::Application { jurisdiction, item, agency } => Request::Open(OpenCase {
            jurisdiction,
            item,
            agency,
            applicant: Some(applicant.clone()),
            command: Command::Submit { materials },
        }),
        Purpose::Supplement { jurisdiction, case, .. } => Request::Step(StepCase {
            jurisdiction,
            case_id: case,
            command: Command::ReceiveSupplement { materials },
        }),
    };
    let evidence = Some(evidence(&draft.files));
    let (id, owner): (Box<str>, Name) = (id.into(), owner.clone());
    let (same, key, holder) = (draft.clone(), id.clone(), owner.clone());
    let check = move |records: &mut Records<'_>| {
        // What is handed in is what was looked at, not what another window has made of the draft meanwhile.
        let known = drafts::of_person(records, &holder, &key)?;
        let unchanged = known.is_some_and(|(_, known)| known == same);
        Ok(if unchanged { Ok(()) } else { Err(drafts::absent()) })
    };
    let write = move |records: &mut Records<'_>, answer: &Answer| {
        let case = answer.case_id.clone();
        records.remove([EVERYWHERE, DRAFT, &id]);
        let bytes = draft.files.iter().map(|file| file.size).sum();
        let filed = Filed { jurisdiction: draft.jurisdiction().into(), case, bytes };
        let now = records.now();
        records.write(At::everywhere(FILED, &id).record(&owner, now, &filed)?);
        if let Some(taken) = taken_in {
            windows::note(records, &TakenIn { case: filed.case.clone(), at: now, ..taken });
        }
        keep(records, &filed, (&applicant, code), draft)
    };
    Ok((request, Beside { check: Box::new(check), write: Box::new(write), evidence }))
}

/// What a window takes in with an application, for its receipt; the case has its number later.
fn taken_in(
    platform: &Platform,
    caller: &Caller,
    (draft, applicant): (&Draft, &str),
    materials: &[String],
) -> Option<TakenIn> {
    let (Caller::Official { agency: window, .. }, Purpose::Application { agency, .. }) =
        (caller, &draft.purpose)
    else {
        return None;
    };
    Some(TakenIn {
        jurisdiction: draft.jurisdiction().into(),
        case: "".into(),
        item: draft.item().to_owned(),
        agency: agency.to_string(),
        window: (&**window).into(),
        name: windows::party_name(platform, applicant).unwrap_or_default(),
        materials: materials.to_vec(),
        at: 0,
    })
}

/// The ids of the materials that are handed in: those with files, and what the form itself is.
fn handed_in(platform: &Platform, draft: &Draft) -> Vec<String> {
    let mut materials = Vec::new();
    for needed in drafts::materials(platform, draft) {
        let there = draft.files_of(&needed.id).next().is_some();
        if there && needed.source != MaterialSource::Shared {
            materials.push(needed.id.to_string());
        }
    }
    materials
}

/// The files of an act by their digests, as the event names them. Without files it says so, so that the act tells that
/// something was handed in here.
fn evidence(files: &[FileEntry]) -> Box<str> {
    let digests = files.iter().map(|file| format!(" {}", file.digest));
    format!("{HANDED_IN}{}", digests.collect::<String>()).into()
}

/// Writes what was handed in beside the case.
fn keep(
    records: &mut Records<'_>,
    filed: &Filed,
    (applicant, code): (&str, String),
    draft: Draft,
) -> Result<(), StoreError> {
    let at = At { jurisdiction: &filed.jurisdiction, kind: APPLICATION, key: &filed.case };
    let known = at.find::<Application>(records)?;
    let now = records.now();
    let application = match (known, &draft.purpose) {
        (Some((_, mut known)), Purpose::Supplement { .. }) => {
            known.supplement_from.get_or_insert(known.files.len());
            known.files.extend(draft.files);
            known
        }
        (_, purpose) => Application {
            supplement_from: matches!(purpose, Purpose::Supplement { .. }).then_some(0),
            answers: draft.answers,
            pick_up_code: code.into(),
            delivery: draft.delivery.unwrap_or(Delivery::PickUp),
            files: draft.files,
        },
    };
    records.write(at.record(applicant, now, &application)?);
    Ok(())
}

/// A code that is read out at a window: short, and without letters that are taken for one another.
fn pick_up_code() -> String {
    rand::rng().random::<[u8; 8]>().map(sign).iter().collect()
}
