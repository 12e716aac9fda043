//! Certificates that no act has issued. Those that were changed or removed are found with their cases.

use super::{Add, Standing};
use crate::certificates::agreement::keys;
use crate::certificates::{CERTIFICATE, of_record};
use store::connection::{Connection, StoreError};
use store::examination;
use store::records::{self, Record};

/// Rows of one moment.
const PAGE: u32 = 200;
/// Rows that are named; more are counted.
const NAMED: u64 = 100;

/// Looks at every row of the register of certificates.
pub(super) fn add_certificates(
    connection: &mut Connection,
    add: Add<'_>,
) -> Result<(), StoreError> {
    let (mut all, mut wrong) = (0, 0);
    for place in examination::places_of_records(connection, CERTIFICATE)? {
        let mut after = Some(Box::from(""));
        while let Some(last) = after {
            after = connection.at_one_moment(|connection| {
                let rows = records::of_kind(connection, [&place, CERTIFICATE, &last], PAGE)?;
                for row in &rows {
                    all += 1;
                    let Some(fault) = fault(row, connection)? else { continue };
                    wrong += 1;
                    if wrong <= NAMED {
                        add(
                            "certificate",
                            Standing::Fault,
                            format!("{place}/{}: {fault}", row.key),
                        );
                    }
                }
                let is_last = rows.len() < PAGE as usize;
                Ok::<_, StoreError>(
                    rows.into_iter().next_back().map(|row| row.key).filter(|_| !is_last),
                )
            })?;
        }
    }
    if wrong == 0 {
        add(
            "certificates",
            Standing::InOrder,
            format!("{all} in the register, each issued by an act"),
        );
    } else {
        let finding = format!(
            "{wrong} of {all} were put in or renamed. What to do: keep this copy as evidence, and compare the rows that are named with a backup"
        );
        add("certificates", Standing::Fault, finding);
    }
    Ok(())
}

/// Why a row is none that an act of its case has made.
fn fault(row: &Record, connection: &mut Connection) -> Result<Option<String>, StoreError> {
    let known = match of_record(row) {
        Ok(known) => known,
        Err(error) => return Ok(Some(format!("its row cannot be read: {error}"))),
    };
    let stored = store::log::events_of(connection, &row.jurisdiction, &known.case)?;
    let issued = match keys(&stored) {
        Ok(issued) => issued,
        Err(wrong) => return Ok(Some(format!("case {} cannot be read: {wrong}", known.case))),
    };
    if issued.iter().any(|(key, _)| **key == *row.key) {
        return Ok(None);
    }
    let said: Vec<&str> = issued.iter().map(|(_, words)| &**words).collect();
    let said = if said.is_empty() { "it has issued nothing".to_owned() } else { said.join(", ") };
    Ok(Some(format!(
        "no act has issued certificate `{}` of case {} (act {}): {said}",
        known.number, known.case, known.n
    )))
}
