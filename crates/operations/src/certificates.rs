//! The register of certificates (证照登记): every result that was issued, under its number. The desk writes it in the
//! transaction of the act.

pub(crate) mod agreement;
mod check_code;

pub use agreement::Agreement;
pub use check_code::{Checked, OwnResult, check, check_code, own_result};

use crate::caller::Caller;
use crate::cases::show::{StoredCheckpoint, StoredLeaf};
use crate::desk::Failure;
use crate::permissions;
use crate::platform::Platform;
use domain::event::Name;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::connection::{Connection, StoreError};
use store::records::{self, Record};

/// The kind of records of certificates. Their keys are number and agency, their owners are the holders.
pub const CERTIFICATE: &str = "certificate";
/// The kind of records that count the numbers that the platform makes.
pub const SEQUENCE: &str = "certificate-sequence";

/// Certificates of one number: of different agencies of a place.
const SAME_NUMBER: u32 = 50;

/// Whether a certificate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It stands.
    Valid,
    /// It was revoked (撤销).
    Revoked,
    /// Its time is over.
    Expired,
}

/// A certificate or other result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Its number.
    pub number: Box<str>,
    /// Where.
    pub jurisdiction: Box<str>,
    /// The case that it comes from.
    pub case: Box<str>,
    /// Number of the act that issued it.
    pub n: u32,
    /// Code of the item.
    pub item: Box<str>,
    /// The agency.
    pub agency: Name,
    /// The holder, as an opaque id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Box<str>>,
    /// When it was issued, in milliseconds since 1970.
    pub issued_at: i64,
    /// The last day on which it stands, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// As it was written; whether its time is over, the day says.
    pub state: State,
}

impl Certificate {
    /// Its key among the certificates of its place.
    #[must_use]
    pub fn key(number: &str, agency: &str) -> String {
        [number, "/", agency].concat()
    }

    /// Whether it stands on a day.
    #[must_use]
    pub fn state_on(&self, today: Date) -> State {
        match (self.state, self.valid_until) {
            (State::Valid, Some(last)) if last < today => State::Expired,
            (state, _) => state,
        }
    }

    /// The record of it.
    #[must_use]
    pub fn record(&self) -> Record {
        Record {
            jurisdiction: self.jurisdiction.clone(),
            kind: CERTIFICATE.into(),
            key: Self::key(&self.number, &self.agency).into(),
            owner: self.holder.clone().unwrap_or_default(),
            at: self.issued_at,
            document: serde_json::to_string(self).unwrap_or_default().into(),
        }
    }

    /// Without its holder, for everybody who looks a number up.
    fn without_holder(self) -> Self {
        Self { holder: None, ..self }
    }
}

/// A certificate from its record.
///
/// # Errors
/// It is none.
pub fn of_record(record: &Record) -> Result<Certificate, StoreError> {
    serde_json::from_str(&record.document)
        .map_err(|error| StoreError::Unexpected(format!("certificate {}: {error}", record.key)))
}

fn store_says_no(error: &StoreError) -> Failure {
    Failure::Stopped(error.to_string())
}

/// The certificates with a number, of any agency, in one place or in all; without holders. For the public page on which a
/// certificate is verified.
///
/// # Errors
/// The caller may not, or the store says no.
pub fn verify(
    platform: &Platform,
    caller: &Caller,
    jurisdiction: Option<&str>,
    number: &str,
) -> Result<Vec<Certificate>, Failure> {
    permissions::VERIFY_CERTIFICATE.check(caller, None).map_err(Failure::Forbidden)?;
    let found = with_holders(platform, jurisdiction, number)?;
    Ok(found.into_iter().map(|(certificate, _)| certificate.without_holder()).collect())
}

/// As [`verify`], with the holders, whom not everybody may see; and whether each agrees with the log. One that does not
/// raises an alarm.
fn with_holders(
    platform: &Platform,
    jurisdiction: Option<&str>,
    number: &str,
) -> Result<Vec<(Certificate, Agreement)>, Failure> {
    let register = platform.register();
    let places = register.jurisdictions().map(|place| &*place.code);
    let places = places.filter(|code| jurisdiction.is_none_or(|wanted| *code == wanted));
    let places: Vec<&str> = places.collect();
    let read = |connection: &mut Connection| {
        let mut found = Vec::new();
        for place in &places {
            for row in with_number(connection, place, number)? {
                found.push((of_record(&row)?, set_against_log(platform, &row, connection)?));
            }
        }
        Ok(found)
    };
    platform.readers().read(read).map_err(|error| store_says_no(&error))
}

/// Sets a row of the register against the log, and raises an alarm when the two do not agree.
fn set_against_log(
    platform: &Platform,
    row: &Record,
    connection: &mut Connection,
) -> Result<Agreement, StoreError> {
    let agreement = agreement::agreement(platform, row, connection)?;
    if let Agreement::Differs(what) = &agreement {
        platform
            .alarms()
            .raise("certificate", format!("the register does not agree with the log: {what}"));
    }
    Ok(agreement)
}

fn with_number(
    connection: &mut Connection,
    place: &str,
    number: &str,
) -> Result<Vec<Record>, StoreError> {
    let prefix = Certificate::key(number, "");
    let mut rows = records::of_kind(connection, [place, CERTIFICATE, &prefix], SAME_NUMBER)?;
    rows.retain(|row| row.key.starts_with(&prefix));
    Ok(rows)
}

/// Where the act that issued a certificate stands in the log: its leaf, and the newest checkpoint; none while the log has
/// no checkpoint.
///
/// # Errors
/// The store says no.
pub fn proof(
    platform: &Platform,
    known: &Certificate,
) -> Result<Option<(StoredLeaf, StoredCheckpoint)>, StoreError> {
    platform.readers().read(|connection| {
        let events = store::log::events_of(connection, &known.jurisdiction, &known.case)?;
        let position = usize::try_from(known.n).unwrap_or(0).saturating_sub(1);
        let Some(event) = events.get(position) else { return Ok(None) };
        let leaf = store::log::leaf(connection, &known.jurisdiction, event.leaf)?;
        Ok(leaf.zip(store::checkpoints::last(connection, &known.jurisdiction)?))
    })
}
