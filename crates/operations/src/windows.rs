//! Windows: applications that are taken in at a window, for its own agency and for those that it serves (统一受理).
//!
//! Who applies at a window needs no account: the window keeps a party with a name and a document number, under an opaque
//! id that alone stands in the case.

mod party;

use crate::caller::{Caller, Forbidden};
use crate::desk::{Failure, OpenCase, Record, Records, Request, RequestKey, hex};
use crate::drafts::{self, Purpose};
use crate::permissions;
use crate::platform::Platform;
use crate::register::{Agency, Register};
use domain::case::decide::Command;
use domain::case::refusal::clauses::Clauses;
use domain::case::refusal::{Refusal, RefusalRule};
use domain::text::Text;
pub(crate) use party::of_id;
pub use party::{Choice, Correction, KnownParty, WindowParty, corrections, known, party_name};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The kind of the records of what windows took in.
const INTAKE: &str = "intake";

/// What is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// Code of the item.
    pub item: String,
    /// The agency that handles it.
    pub agency: String,
    /// Who applies.
    pub party: WindowParty,
    /// What is to become of what is known of the party, where something else was entered.
    pub known: Option<Choice>,
    /// Ids of the materials that were handed in.
    pub materials: Vec<String>,
    /// Tells this form from the next: the same form sent twice opens one case.
    pub form: String,
}

/// What was taken in, for the receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenIn {
    /// Jurisdiction of the case.
    pub jurisdiction: Box<str>,
    /// Number of the case.
    pub case: Box<str>,
    /// Code of the item.
    pub item: String,
    /// The agency that handles it.
    pub agency: String,
    /// The agency at whose window it was taken in.
    pub window: Box<str>,
    /// Name of who applies.
    pub name: String,
    /// Ids of the materials.
    pub materials: Vec<String>,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// The agencies for which a window may take in an item: its own, and those that its agency serves.
pub fn agencies<'a>(
    register: &'a Register,
    caller: &'a Caller,
    item: &str,
) -> impl Iterator<Item = &'a Agency> + use<'a> {
    let window = window_of(caller);
    let handling = register.agencies_of_item(item);
    handling.filter(move |agency| register.takes_in_for(window, &agency.id))
}

/// Whether a window takes in applications for an agency.
///
/// # Errors
/// It does not serve it, as the register says.
pub(crate) fn serves(
    register: &Register,
    window: &str,
    agency: &str,
    clauses: &Clauses,
) -> Result<(), Failure> {
    if register.takes_in_for(window, agency) {
        return Ok(());
    }
    let known = register.agency(agency).map(|known| known.name.clone());
    let subject = known.unwrap_or_else(|| Text { simplified: agency.into(), ..Text::default() });
    let refusal = Refusal::general(RefusalRule::NotServed, &subject, clauses);
    Err(Failure::Refused(Box::new(refusal)))
}

/// The agency that is to handle what a window takes in.
///
/// # Errors
/// The caller is at no window, the agency does not handle the item, or the window does not serve it.
pub fn handling<'a>(
    platform: &Platform,
    register: &'a Register,
    caller: &Caller,
    [item, agency]: [&str; 2],
) -> Result<&'a Agency, Failure> {
    permissions::TAKE_IN.check(caller, None).map_err(Failure::Forbidden)?;
    let Caller::Official { agency: window, .. } = caller else {
        let operation = permissions::TAKE_IN.operation;
        return Err(Failure::Forbidden(Forbidden { operation }));
    };
    let found = register.agencies_of_item(item).find(|known| *known.id == *agency);
    let found = found.ok_or_else(|| Failure::Unknown("agency", agency.into()))?;
    serves(register, window, agency, &platform.law().clauses)?;
    Ok(found)
}

/// Takes in an application: the case is opened with what was handed in, and a receipt is kept.
///
/// # Errors
/// The caller is at no window that may, what was entered is wrong, or the law does not allow it.
pub fn take_in(platform: &Platform, caller: &Caller, intake: &Intake) -> Result<TakenIn, Failure> {
    let register = platform.register();
    let handling = handling(platform, &register, caller, [&intake.item, &intake.agency])?;
    let window = window_of(caller);
    let settled = party::settle(platform, caller, (&intake.party, intake.known))?;
    let (applicant, party) = (settled.id, settled.party);
    let open = OpenCase {
        jurisdiction: handling.jurisdiction.clone(),
        item: (&*intake.item).into(),
        agency: (&*intake.agency).into(),
        applicant: Some(applicant.clone()),
        command: Command::Submit { materials: intake.materials.clone() },
    };
    let mut hash = Sha256::new();
    let parts = [&*intake.form, &intake.item, &intake.agency, &*applicant, window];
    for part in parts.into_iter().chain(intake.materials.iter().map(String::as_str)) {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    let hash: [u8; 32] = hash.finalize().into();
    let key = RequestKey { key: format!("window-{}", hex(&hash)).into(), hash };
    let answer = platform.ask(caller.clone(), Request::Open(open), Some(key))?;
    let taken = TakenIn {
        jurisdiction: handling.jurisdiction.clone(),
        case: answer.case_id,
        item: intake.item.clone(),
        agency: intake.agency.clone(),
        window: window.into(),
        name: party.name,
        materials: intake.materials.clone(),
        at: platform.now(),
    };
    keep(platform, caller, taken)
}

/// Begins a draft for who stands at the window, to which scans can be added before it is handed in; its id. It is of the
/// post that began it; what it becomes is read by the agency that handles it.
///
/// # Errors
/// As [`take_in`].
pub fn begin_draft(
    platform: &Platform,
    caller: &Caller,
    intake: &Intake,
) -> Result<Box<str>, Failure> {
    let register = platform.register();
    let handling = handling(platform, &register, caller, [&intake.item, &intake.agency])?;
    let settled = party::settle(platform, caller, (&intake.party, intake.known))?;
    let purpose = Purpose::Application {
        jurisdiction: handling.jurisdiction.clone(),
        item: (&*intake.item).into(),
        agency: (&*intake.agency).into(),
    };
    drafts::begin_for(platform, caller, (purpose, BTreeMap::new()), Some(settled.served(caller)))
}

fn keep(platform: &Platform, caller: &Caller, taken: TakenIn) -> Result<TakenIn, Failure> {
    platform.keep(caller, &permissions::TAKE_IN, move |records| {
        if let Some(known) = records.find([&taken.jurisdiction, INTAKE, &taken.case])? {
            return Ok(serde_json::from_str(&known.document)
                .map_err(|error| Failure::Damaged(error.to_string())));
        }
        note(records, &taken);
        Ok(Ok(taken))
    })
}

/// Notes what a window took in, for its receipt.
pub(crate) fn note(records: &mut Records<'_>, taken: &TakenIn) {
    records.write(Record {
        jurisdiction: taken.jurisdiction.clone(),
        kind: INTAKE.into(),
        key: taken.case.clone(),
        owner: taken.window.clone(),
        at: records.now(),
        document: serde_json::to_string(taken).unwrap_or_default().into(),
    });
}

/// The agency at whose window a caller sits.
fn window_of(caller: &Caller) -> &str {
    match caller {
        Caller::Official { agency, .. } => agency,
        _ => "",
    }
}

/// What a window of the caller's agency took in with a case; none where another took it in.
///
/// # Errors
/// The caller is at no window, or the store says no.
pub fn taken_in(
    platform: &Platform,
    caller: &Caller,
    jurisdiction: &str,
    case: &str,
) -> Result<Option<TakenIn>, Failure> {
    permissions::TAKE_IN.check(caller, None).map_err(Failure::Forbidden)?;
    let Caller::Official { agency, .. } = caller else { return Ok(None) };
    let key = [jurisdiction, INTAKE, case];
    let found = platform.readers().read(|connection| store::records::find(connection, key));
    let found = found.map_err(|error| Failure::Stopped(error.to_string()))?;
    let found = found.filter(|record| *record.owner == **agency);
    found
        .map(|record| {
            serde_json::from_str(&record.document)
                .map_err(|error| Failure::Damaged(error.to_string()))
        })
        .transpose()
}
