//! Looking at procedures and limits: can it be published, and why is this the date?

use crate::law_library::{LawError, LawLibrary};
use domain::calendar::CalendarError;
use domain::clock::Clock;
use domain::explanation::Explanation;
use domain::limit::Period;
use domain::procedure::Procedure;
use jiff::civil::DateTime;
use std::path::Path;

/// Reads a procedure from a file, or by id from the house, and checks it for publishing.
///
/// # Errors
/// It cannot be read, or it is refused with file, line and rule.
pub fn check(name: &str) -> Result<Procedure, LawError> {
    let path = Path::new(name);
    let is_file = name.to_ascii_lowercase().ends_with(".toml") || path.exists();
    let procedure = if is_file {
        LawLibrary::embedded().procedure_from(path)?
    } else {
        LawLibrary::embedded().procedure(name)?
    };
    if let Some(calendar) = &procedure.calendar {
        LawLibrary::embedded().calendar(calendar)?;
    }
    Ok(procedure)
}

/// Why a due date could not be computed.
#[derive(Debug, thiserror::Error)]
pub enum DueError {
    /// The calendar is missing or wrong.
    #[error(transparent)]
    Law(#[from] LawError),
    /// The calendar cannot say.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// The due date of a period, with its derivation.
///
/// # Errors
/// The calendar is unknown or does not reach.
pub fn due(start: DateTime, period: Period, calendar: &str) -> Result<Explanation, DueError> {
    let calendar = LawLibrary::embedded().calendar(calendar)?;
    Ok(Clock::start(period, start).explain(Some(&calendar), start.date())?)
}
