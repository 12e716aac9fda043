//! Millions of timers that are not due: rows as cases would have them, written in bulk.

use crate::clock::{DAY, ZONE};
use operations::platform::Place;
use store::changes::Changes;

/// Rows in one transaction.
const BATCH: u64 = 100_000;
/// Over how many days they fall due.
const SPREAD: u64 = 730;
/// How many days earlier or later than its neighbours one falls due.
const JITTER: u64 = 60;

/// Writes so many timers that fall due at the ends of days after `from`, dealt out over the jurisdictions: a case that
/// was opened later falls due later, but for what its limits, pauses and extensions make of it.
pub fn fill(
    place: &Place,
    jurisdictions: &[Box<str>],
    count: u64,
    from: i64,
) -> Result<(), String> {
    let failed = |error: store::connection::StoreError| error.to_string();
    let mut connection = place.database.open_writer().map_err(failed)?;
    let first_day = (from + ZONE).div_euclid(DAY) + 1;
    let places = jurisdictions.len() as u64;
    let mut changes = Changes::new();
    for number in 0..count {
        let day = number * SPREAD / count + scattered(number) % JITTER;
        let due = (first_day + i64::try_from(day).unwrap_or(0)) * DAY - ZONE;
        let jurisdiction = &jurisdictions[(number % places) as usize];
        let case = format!("F{:04}-{number:09}", number * SPREAD / count);
        store::timers::set(&mut changes, jurisdiction, &case, Some(due));
        if (number + 1) % BATCH == 0 || number + 1 == count {
            connection.commit(&std::mem::take(&mut changes)).map_err(failed)?;
        }
        if (number + 1) % (BATCH * 20) == 0 {
            eprintln!("{} of {count} timers", number + 1);
        }
    }
    Ok(())
}

/// A number spread evenly, the same in each run.
fn scattered(number: u64) -> u64 {
    let mixed = (number ^ (number >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32
}
