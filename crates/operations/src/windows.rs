//! Windows: applications that are taken in at the window of a service centre, for any agency of its place (统一受理).
//!
//! Who applies at a window needs no account: the window keeps a party with a name and a document number, under an opaque
//! id that alone stands in the case.

use crate::caller::{Caller, Forbidden};
use crate::desk::{Failure, OpenCase, Record, Request, RequestKey, hex};
use crate::drafts::{self, Purpose};
use crate::permissions;
use crate::platform::Platform;
use crate::register::{Agency, Register};
use domain::case::decide::Command;
use domain::text::Text;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::settings::EVERYWHERE;

/// The kind of the records of parties that windows made.
const PARTY: &str = "window-party";
/// The kind of the records of what windows took in.
const INTAKE: &str = "intake";
/// The longest name and document number, in characters.
const LONGEST: usize = 120;

/// Who applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowParty {
    /// Name of the person or enterprise.
    pub name: String,
    /// Number of the identity document, or unified social credit code.
    pub document: String,
    /// Where to reach them.
    #[serde(default)]
    pub phone: String,
}

/// What is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// Code of the item.
    pub item: String,
    /// The agency that handles it.
    pub agency: String,
    /// Who applies.
    pub party: WindowParty,
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

/// The agencies for which a window may take in an item: its own, and at a service centre every agency of its place.
pub fn agencies<'a>(
    register: &'a Register,
    caller: &'a Caller,
    item: &'a str,
) -> impl Iterator<Item = &'a Agency> {
    let own = match caller {
        Caller::Official { agency, .. } => register.agency(agency),
        _ => None,
    };
    register.agencies_of_item(item).filter(move |agency| {
        own.is_some_and(|own| {
            let here = own.jurisdiction == agency.jurisdiction;
            own.id == agency.id || (here && crate::register::is_service_centre(&own.kind))
        })
    })
}

fn invalid(words: [&str; 3]) -> Failure {
    let [simplified, traditional, english] = words.map(str::to_owned);
    Failure::Invalid(Box::new(Text {
        simplified,
        traditional: Some(traditional),
        english: Some(english),
    }))
}

fn check(party: &WindowParty) -> Result<WindowParty, Failure> {
    let clean = |text: &str| {
        text.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>()
    };
    let party = WindowParty {
        name: clean(&party.name),
        document: clean(&party.document).to_ascii_uppercase(),
        phone: clean(&party.phone),
    };
    if party.name.is_empty() {
        return Err(invalid([
            "请填写申请人姓名或者单位名称。",
            "請填寫申請人姓名或者單位名稱。",
            "Enter the name of the applicant.",
        ]));
    }
    let known = domain::identity_number::IdentityNumber::parse(&party.document).is_ok()
        || domain::credit_code::CreditCode::parse(&party.document).is_ok();
    if !known {
        return Err(invalid([
            "证件号码不对：居民身份证为18位，统一社会信用代码为18位，请核对末位校验码。",
            "證件號碼不對：居民身份證為18位，統一社會信用代碼為18位，請核對末位校驗碼。",
            "The document number is wrong: identity cards and credit codes have 18 characters and a check digit at the end.",
        ]));
    }
    Ok(party)
}

/// The party of a document number, made when it is new; its opaque id.
fn party(platform: &Platform, caller: &Caller, party: WindowParty) -> Result<Box<str>, Failure> {
    let number: [u8; 32] = Sha256::digest(party.document.as_bytes()).into();
    let key: Box<str> = hex(&number).into();
    let fresh: Box<str> = format!("w-{}", hex(&rand::random::<[u8; 8]>())).into();
    platform.keep(caller, &permissions::TAKE_IN, move |records| {
        let known = records.find([EVERYWHERE, PARTY, &key])?;
        let id = known.map_or(fresh, |record| record.owner);
        let document = serde_json::to_string(&party).unwrap_or_default().into();
        let at = records.now();
        records.write(Record {
            jurisdiction: EVERYWHERE.into(),
            kind: PARTY.into(),
            key,
            owner: id.clone(),
            at,
            document,
        });
        Ok(Ok(id))
    })
}

/// The name of a party that a window made; for those who may see persons.
#[must_use]
pub fn party_name(platform: &Platform, id: &str) -> Option<String> {
    let key = [EVERYWHERE, PARTY, id];
    let newest = store::records::From::Newest;
    let found = platform
        .readers()
        .read(|connection| store::records::of_owner(connection, key, newest, 1))
        .ok()?;
    let party: WindowParty = serde_json::from_str(&found.first()?.document).ok()?;
    Some(party.name)
}

/// Takes in an application: the case is opened with what was handed in, and a receipt is kept.
///
/// # Errors
/// The caller is at no window that may, what was entered is wrong, or the law does not allow it.
pub fn take_in(platform: &Platform, caller: &Caller, intake: &Intake) -> Result<TakenIn, Failure> {
    permissions::TAKE_IN.check(caller, None).map_err(Failure::Forbidden)?;
    let Caller::Official { agency: window, .. } = caller else {
        let operation = permissions::TAKE_IN.operation;
        return Err(Failure::Forbidden(Forbidden { operation }));
    };
    let register = platform.register();
    let handling = agencies(&register, caller, &intake.item).find(|a| *a.id == *intake.agency);
    let handling = handling.ok_or_else(|| Failure::Unknown("agency", (&*intake.agency).into()))?;
    let checked = check(&intake.party)?;
    let name = checked.name.clone();
    let applicant = party(platform, caller, checked)?;
    let open = OpenCase {
        jurisdiction: handling.jurisdiction.clone(),
        item: (&*intake.item).into(),
        agency: (&*intake.agency).into(),
        applicant: Some(applicant.clone()),
        command: Command::Submit { materials: intake.materials.clone() },
    };
    let mut hash = Sha256::new();
    let parts = [&*intake.form, &intake.item, &intake.agency, &applicant, window];
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
        window: window.as_ref().into(),
        name,
        materials: intake.materials.clone(),
        at: platform.now(),
    };
    keep(platform, caller, taken)
}

/// Begins a draft for who stands at the window, to which scans can be added before it is handed in; its id. Only for the
/// agency whose window it is: what a draft becomes is read by the agency that handles it.
///
/// # Errors
/// As [`take_in`].
pub fn begin_draft(
    platform: &Platform,
    caller: &Caller,
    intake: &Intake,
) -> Result<Box<str>, Failure> {
    permissions::TAKE_IN.check(caller, None).map_err(Failure::Forbidden)?;
    let register = platform.register();
    let own = |agency: &&Agency| {
        let is_own = matches!(caller, Caller::Official { agency: own, .. } if *own == agency.id);
        is_own && *agency.id == *intake.agency
    };
    let handling = agencies(&register, caller, &intake.item).find(own);
    let handling = handling.ok_or_else(|| Failure::Unknown("agency", (&*intake.agency).into()))?;
    let applicant = party(platform, caller, check(&intake.party)?)?;
    let purpose = Purpose::Application {
        jurisdiction: handling.jurisdiction.clone(),
        item: (&*intake.item).into(),
        agency: (&*intake.agency).into(),
    };
    let id = drafts::begin(platform, caller, purpose, BTreeMap::new())?;
    drafts::change(platform, caller, &id, move |draft| {
        draft.applicant = Some(applicant);
        Ok(())
    })?;
    Ok(id)
}

fn keep(platform: &Platform, caller: &Caller, taken: TakenIn) -> Result<TakenIn, Failure> {
    platform.keep(caller, &permissions::TAKE_IN, move |records| {
        if let Some(known) = records.find([&taken.jurisdiction, INTAKE, &taken.case])? {
            return Ok(serde_json::from_str(&known.document)
                .map_err(|error| Failure::Damaged(error.to_string())));
        }
        records.write(Record {
            jurisdiction: taken.jurisdiction.clone(),
            kind: INTAKE.into(),
            key: taken.case.clone(),
            owner: taken.window.clone(),
            at: records.now(),
            document: serde_json::to_string(&taken).unwrap_or_default().into(),
        });
        Ok(Ok(taken))
    })
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
