//! Drafting a mapping for a log that was never seen before.

use crate::log_file::{LogError, LogFile, Progress, malformed};
use exchange::mapping::draft::{self, Setting};
use exchange::source::{Format, ReadOptions};
use exchange::survey::{self, Survey};
use std::path::Path;

/// A draft with what it is drawn from.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The mapping file.
    pub text: String,
    /// The survey.
    pub survey: Survey,
}

/// Looks at a log and drafts its mapping.
///
/// # Errors
/// The log cannot be read or is malformed.
pub fn draft(path: &Path, time_zone: &str, progress: &Progress) -> Result<Draft, LogError> {
    // Every row of a table is surveyed by itself: what names a case is not known yet.
    let mut log = LogFile::open(path, ReadOptions::default(), progress)?;
    let mut survey = survey::survey(log.source.as_mut()).map_err(|error| malformed(path, error))?;
    if log.format != Format::Xes {
        let columns = draft::case_columns(&survey);
        let id = columns.last().and_then(|name| survey.event_attributes.get(name));
        survey.cases = id.filter(|id| !id.many).map_or(survey.events, |id| id.values.len() as u64);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let setting = Setting { log: &name, format: log.format, time_zone };
    Ok(Draft { text: draft::draft(&survey, setting), survey })
}
