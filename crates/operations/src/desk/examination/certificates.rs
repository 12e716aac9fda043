//! The certificates of a case against the acts that issued them.

use super::super::Desk;
use super::super::live::Live;
use super::Differences;
use crate::certificates::agreement::{Promised, differences, promised, row_of};
use crate::certificates::of_record;
use domain::event::Source;
use store::connection::{Connection, StoreError};
use store::log::StoredEvent;
use store::records::Record;

impl Desk {
    /// Compares the rows of the register with what the acts of a case have issued and revoked.
    pub(super) fn compare_certificates(
        &self,
        live: &Live,
        stored: &[StoredEvent],
        connection: &mut Connection,
        found: &mut Differences,
    ) -> Result<(), StoreError> {
        let Some(panel) = self.panels.get(live.panel) else { return Ok(()) };
        let all = match promised(stored, panel.fold.frame) {
            Ok(all) => all,
            Err(wrong) => {
                found.fault("certificates", wrong);
                return Ok(());
            }
        };
        for made in all {
            let known = &made.certificate;
            let of =
                format!("its certificate `{}` (act {}, leaf {})", known.number, known.n, made.leaf);
            match row_of(connection, known)? {
                None => found.fault(&of, format!("{of} is missing from the register")),
                Some(row) if is_of_an_earlier(&row, &made) => {}
                Some(row) => {
                    for wrong in differences(&row, known) {
                        let aspect = wrong.split(" is ").next().unwrap_or_default();
                        found.fault(format!("{of} {aspect}"), format!("{of} was changed: {wrong}"));
                    }
                }
            }
        }
        Ok(())
    }
}

/// A number that a report repeats belongs to the case in which it was first; that case is examined itself.
fn is_of_an_earlier(row: &Record, made: &Promised) -> bool {
    let own = &made.certificate;
    of_record(row).is_ok_and(|first| {
        made.source != Source::Native && first.case != own.case && first.issued_at <= own.issued_at
    })
}
