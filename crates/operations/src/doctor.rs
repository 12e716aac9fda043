//! The doctor: whether an installation is sound. Each check says what it found and what to do; nothing is assumed fine,
//! and what one check finds does not end the others.

mod audit;
mod cases;
mod certificates;
mod database;
mod files;
mod installation;
mod private;

use crate::law_version::LawVersion;
use crate::platform::Place;
use crate::time_source::TimeSource;
use crate::{signing_key, verify};
pub use cases::{Examined, examine_cases};
use store::connection::{Connection, StoreError};

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As it should.
    InOrder,
    /// A person should look at it.
    Warning,
    /// Not as it should.
    Fault,
}

impl Standing {
    fn of(in_order: bool) -> Self {
        if in_order { Self::InOrder } else { Self::Fault }
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub about: &'static str,
    /// How it stands.
    pub standing: Standing,
    /// What was found, and what to do when it is not in order.
    pub finding: String,
}

type Add<'a> = &'a mut dyn FnMut(&'static str, Standing, String);

/// Looks at an installation: folds every case and verifies every log; `progress` is told what is looked at.
///
/// # Errors
/// The store cannot be opened.
pub fn examine(
    place: &Place,
    law: &'static LawVersion,
    time: &dyn TimeSource,
    progress: &mut dyn FnMut(&str),
) -> Result<Vec<Check>, StoreError> {
    let mut checks = Vec::new();
    let mut add = |about, standing, finding| checks.push(Check { about, standing, finding });
    let mut connection = place.database.open_reader()?;
    progress("database");
    database::add_database(place, &mut connection, &mut add);
    installation::add_calendar(law, time.now(), &mut add);
    let clock = installation::add_clock(&mut connection, time, &mut add);
    unless_unreadable("clock", clock, &mut add);
    installation::add_disk(place, &mut add);
    private::add_folder(place, &mut add);
    let factors = installation::add_secret(place, &mut connection, &mut add);
    unless_unreadable("second factors", factors, &mut add);
    let laws = database::add_laws(&mut connection, &mut add);
    unless_unreadable("law", laws, &mut add);
    let register = database::add_register(&mut connection, &mut add);
    let register = unless_unreadable("register", register, &mut add).flatten();
    progress("cases");
    match register {
        Some(register) => {
            let examined = cases::add_cases(&mut connection, (law, register), time, &mut add);
            unless_unreadable("cases", examined, &mut add);
        }
        None => {
            let finding = "not examined: what follows from the register cannot be told".to_owned();
            add("cases", Standing::Fault, finding);
        }
    }
    progress("certificates");
    let certificates = certificates::add_certificates(&mut connection, &mut add);
    unless_unreadable("certificates", certificates, &mut add);
    progress("files");
    let files = files::add_files(place, &mut connection, &mut add);
    unless_unreadable("files", files, &mut add);
    progress("audit log");
    let audit = audit::add_audit(place, &mut connection, &mut add);
    unless_unreadable("audit log", audit, &mut add);
    progress("logs");
    let logs = add_logs(place, &mut connection, &mut add);
    unless_unreadable("logs", logs, &mut add);
    Ok(checks)
}

/// What cannot be read is a fault too, and not the end of the examination.
fn unless_unreadable<T>(
    about: &'static str,
    outcome: Result<T, StoreError>,
    add: Add<'_>,
) -> Option<T> {
    match outcome {
        Ok(value) => Some(value),
        Err(error) => {
            add(about, Standing::Fault, format!("could not be read to the end: {error}"));
            None
        }
    }
}

fn add_logs(place: &Place, connection: &mut Connection, add: Add<'_>) -> Result<(), StoreError> {
    let key = match signing_key::read(&place.key_file()) {
        Ok(key) => key.verifying_key(),
        Err(error) => {
            add("signing key", Standing::Fault, error.to_string());
            return Ok(());
        }
    };
    private::add_mode("signing key", &place.key_file(), add);
    let folder = place.checkpoints();
    let logs = verify::verify(connection, &key, &folder, &mut |_| {})?;
    if logs.is_empty() {
        add("logs", Standing::InOrder, "nothing is recorded yet".to_owned());
    }
    for log in logs {
        if let Ok(None) = verify::outside(&folder, &log.jurisdiction) {
            let finding = format!(
                "{}: no checkpoint is kept outside the database: a database that is put back to an older state would not be noticed; it is written again with the next act",
                log.jurisdiction
            );
            add("log", Standing::Warning, finding);
        }
        match log.outcome {
            Ok(summary) => add(
                "log",
                Standing::InOrder,
                format!(
                    "{}: {} leaves, {} cases, {} checkpoints verified",
                    log.jurisdiction, summary.leaves, summary.cases, summary.checkpoints
                ),
            ),
            Err(problems) => {
                for problem in problems.words() {
                    add("log", Standing::Fault, format!("{}: {problem}", log.jurisdiction));
                }
            }
        }
    }
    Ok(())
}
