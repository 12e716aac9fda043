//! Every case examined, page by page, each page as it stands at one moment.

use super::{Add, Standing};
use crate::desk::{Desk, Difference, Gravity};
use crate::law_version::LawVersion;
use crate::register::Register;
use crate::time_source::TimeSource;
use store::connection::{Connection, StoreError};
use store::examination;

/// Cases of one moment: the database keeps what is written meanwhile beside it.
const PAGE: u32 = 200;
/// Differences that are named of each gravity; more are counted.
const NAMED: u64 = 100;

/// What was found of all cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Examined {
    /// Cases and cards.
    pub cases: u64,
    /// Differences that are faults.
    pub faults: u64,
    /// Differences that a person should look at.
    pub warnings: u64,
}

/// What examines cases. What follows from events may follow from the law that stood when they were recorded (calendars that
/// were published later, levels that were called otherwise): a difference counts only if no version that is kept explains
/// it.
struct Bench<'a> {
    first: Desk,
    /// Desks of the other versions, made when one is needed.
    others: Option<Vec<Desk>>,
    register: Register,
    law: &'static LawVersion,
    time: &'a dyn TimeSource,
}

impl Bench<'_> {
    fn examine(
        &mut self,
        connection: &mut Connection,
        case: [&str; 2],
    ) -> Result<(Vec<Difference>, Option<i64>), StoreError> {
        // Read after the moment of the page: an examination takes long, and timers are put off meanwhile.
        let now = self.time.now();
        let (mut found, leaf) = self.first.examine(connection, case, now)?;
        if found.is_empty() {
            return Ok((found, leaf));
        }
        for desk in self.others(connection)? {
            let (other, _) = desk.examine(connection, case, now)?;
            found.retain(|difference| other.iter().any(|known| known.aspect == difference.aspect));
        }
        Ok((found, leaf))
    }

    fn others(&mut self, connection: &mut Connection) -> Result<&mut Vec<Desk>, StoreError> {
        let mut made = Vec::new();
        if self.others.is_none() {
            for hash in examination::law_versions(connection)? {
                let files = store::settings::law(connection, &hash)?.unwrap_or_default();
                // One that is damaged is told of by the check of the law.
                if *hash != *self.law.hash
                    && let Ok(law) = LawVersion::compile_kept(&hash, &files)
                {
                    made.push(Desk::for_reading(law, self.register.clone())?);
                }
            }
        }
        Ok(self.others.get_or_insert(made))
    }
}

/// Examines every case of which anything is stored, with bounded memory; hands each difference to `each` in words. Timers
/// that were due by the clock may have been put off.
///
/// # Errors
/// The store says no.
pub fn examine_cases(
    connection: &mut Connection,
    (law, register): (&'static LawVersion, Register),
    time: &dyn TimeSource,
    each: &mut dyn FnMut(Gravity, String),
) -> Result<Examined, StoreError> {
    let first = Desk::for_reading(law, register.clone())?;
    let mut bench = Bench { first, others: None, register, law, time };
    let mut examined = Examined::default();
    for place in examination::places_of_cases(connection)? {
        let mut after = Some(Box::from(""));
        while let Some(last) = after {
            after = connection.at_one_moment(|connection| {
                let page = examination::case_numbers(connection, &place, &last, PAGE)?;
                for number in &page {
                    examine_case(&mut bench, connection, [&place, number], (&mut examined, each))?;
                }
                let last = page.len() < PAGE as usize;
                Ok::<_, StoreError>(page.into_iter().next_back().filter(|_| !last))
            })?;
        }
    }
    Ok(examined)
}

fn examine_case(
    bench: &mut Bench<'_>,
    connection: &mut Connection,
    [place, number]: [&str; 2],
    (examined, each): (&mut Examined, &mut dyn FnMut(Gravity, String)),
) -> Result<(), StoreError> {
    examined.cases += 1;
    let (found, leaf) = match bench.examine(connection, [place, number]) {
        // A row that holds something else ends the examination of its case alone.
        Err(StoreError::Unexpected(what)) => {
            examined.faults += 1;
            each(Gravity::Fault, format!("case {place}/{number}: it cannot be read: {what}"));
            return Ok(());
        }
        outcome => outcome?,
    };
    let leaf = leaf.map_or_else(String::new, |leaf| format!(" (last act: leaf {leaf})"));
    for difference in found {
        match difference.gravity {
            Gravity::Fault => examined.faults += 1,
            Gravity::Warning => examined.warnings += 1,
        }
        each(difference.gravity, format!("case {place}/{number}{leaf}: {}", difference.text));
    }
    Ok(())
}

/// Examines every case, and adds what was found.
pub(super) fn add_cases(
    connection: &mut Connection,
    law: (&'static LawVersion, Register),
    time: &dyn TimeSource,
    add: Add<'_>,
) -> Result<(), StoreError> {
    let mut named = [0; 2];
    let examined = examine_cases(connection, law, time, &mut |gravity, text| {
        let (standing, count) = match gravity {
            Gravity::Fault => (Standing::Fault, &mut named[0]),
            Gravity::Warning => (Standing::Warning, &mut named[1]),
        };
        *count += 1;
        if *count <= NAMED {
            add("case", standing, text);
        }
    })?;
    let Examined { cases, faults, warnings } = examined;
    for (standing, found) in [(Standing::Fault, faults), (Standing::Warning, warnings)] {
        if found > NAMED {
            add("case", standing, format!("and {} more", found - NAMED));
        }
    }
    if faults == 0 {
        let finding = format!("{cases} cases: heads, tasks, timers and cards follow from events");
        add("cases", Standing::InOrder, finding);
    } else {
        let finding = format!(
            "faults: {faults} in {cases} cases. What to do: keep this copy as evidence, and compare the rows that are named with a backup"
        );
        add("cases", Standing::Fault, finding);
    }
    Ok(())
}
