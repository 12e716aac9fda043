//! Exporting the cases of a log in standard formats.

use crate::check::{CheckError, procedure_of, read_mapping};
use crate::log_file::{LogFile, Progress, malformed};
use exchange::export::{self, ExportFormat};
use exchange::mapping::{Converted, Mapper};
use exchange::raw::RawCase;
use std::io::Write;
use std::path::Path;

/// How much was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exported {
    /// Cases.
    pub cases: u64,
    /// Events.
    pub events: u64,
}

/// Writes the cases of `log`, understood through `mapping`, in a standard format.
///
/// # Errors
/// Mapping, procedure or log are wrong, or the target cannot be written.
pub fn export(
    log: &Path,
    mapping: &Path,
    format: ExportFormat,
    target: &mut dyn Write,
    progress: &Progress,
) -> Result<Exported, CheckError> {
    let document = read_mapping(mapping)?;
    let procedure = procedure_of(mapping, &document)?;
    let options = document.read_options();
    let mut mapper = Mapper::new(&mapping.display().to_string(), document, &procedure)?;
    let mut input = LogFile::open(log, options, progress)?;
    let mut writer = export::writer(format, target).map_err(CheckError::Output)?;
    let mut raw = RawCase::default();
    let mut converted = Converted::default();
    let mut exported = Exported::default();
    let wrong = |error| CheckError::from(malformed(log, error));
    while input.source.next_case(&mut raw).map_err(wrong)? {
        mapper.convert(&raw, input.source.keys(), &mut converted, None).map_err(wrong)?;
        writer.case(&converted).map_err(CheckError::Output)?;
        exported.cases += 1;
        exported.events += converted.events.len() as u64;
    }
    writer.finish().map_err(CheckError::Output)?;
    Ok(exported)
}
