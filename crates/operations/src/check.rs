//! Checking a case log against the law: every case replayed, every rule applied, nothing installed or changed.
//!
//! One thread reads, one judges; cases that are still open wait, in a few bytes each, for the moment as of which
//! they are judged.

mod judging;
mod pipeline;
mod report;
mod statistics;

pub use report::{Evidence, Problem, ReportedFinding, Summary};
pub use statistics::{ActorRow, StageRow, VariantRow};

use crate::law_library::{LawError, LawLibrary};
use crate::log_file::{LogError, LogFile, Progress};
use domain::calendar::Calendar;
use domain::law_file::LawFileError;
use domain::procedure::Procedure;
use domain::supervision::pack::RulePack;
use domain::text::Language;
use exchange::mapping::{Mapper, Mapping};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What to check.
#[derive(Debug, Clone)]
pub struct CheckRequest {
    /// The log.
    pub log: PathBuf,
    /// The mapping file.
    pub mapping: PathBuf,
    /// A procedure file, or the id of one of the house; the mapping's own when absent.
    pub procedure: Option<String>,
    /// A folder of rules; the mapping's own, or those of the house, when absent.
    pub rules: Option<PathBuf>,
    /// The moment as of which open cases are judged; the log's last event when absent.
    pub as_of: Option<Timestamp>,
    /// Count and list what cannot be used instead of stopping at it.
    pub lenient: bool,
    /// Language of explanations.
    pub language: Language,
}

/// Why a check could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The law could not be read.
    #[error(transparent)]
    Law(#[from] LawError),
    /// The log could not be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The mapping is wrong.
    #[error("{0}")]
    Mapping(#[from] LawFileError),
    /// The mapping cannot be read.
    #[error("{path}: {source}")]
    MappingUnreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Neither the command nor the mapping names a procedure.
    #[error("{0}: names no `procedure`, and none was given with --procedure")]
    NoProcedure(PathBuf),
    /// Findings could not be written.
    #[error("the findings cannot be written: {0}")]
    Output(#[source] io::Error),
}

/// Where findings go, one by one, as they are found.
pub trait FindingSink {
    /// Takes one finding.
    ///
    /// # Errors
    /// It cannot be written.
    fn finding(&mut self, finding: &ReportedFinding<'_>) -> io::Result<()>;
}

/// Everything that a check needs, read and checked before the log is opened.
pub struct Check {
    request: CheckRequest,
    procedure: Procedure,
    calendar: Option<Calendar>,
    rules: RulePack,
    mapping: Mapping,
}

impl Check {
    /// Reads mapping, procedure, calendar and rules.
    ///
    /// # Errors
    /// One of them is missing or wrong.
    pub fn prepare(request: CheckRequest) -> Result<Self, CheckError> {
        let mapping = read_mapping(&request.mapping)?;
        let procedure = find_procedure(&request, &mapping)?;
        let calendar = procedure
            .calendar
            .as_deref()
            .map(|id| LawLibrary::embedded().calendar(id))
            .transpose()?;
        let folder = request
            .rules
            .clone()
            .or_else(|| mapping.rules.as_ref().map(|rules| beside(&request.mapping, rules)));
        let rules = match folder {
            Some(folder) => LawLibrary::embedded().rules_from(&folder)?,
            None => LawLibrary::embedded().rules()?,
        };
        Ok(Self { request, procedure, calendar, rules, mapping })
    }

    /// The rules that are applied.
    #[must_use]
    pub fn rules(&self) -> &RulePack {
        &self.rules
    }

    /// The procedure that cases are replayed on.
    #[must_use]
    pub fn procedure(&self) -> &Procedure {
        &self.procedure
    }

    /// Reads the log and hands every finding to `sink`.
    ///
    /// # Errors
    /// The log is malformed (unless the request is lenient), or the sink cannot be written to.
    pub fn run(
        &self,
        progress: &Progress,
        sink: &mut dyn FindingSink,
    ) -> Result<Summary, CheckError> {
        let file = self.request.mapping.display().to_string();
        let mapper = Mapper::new(&file, self.mapping.clone(), &self.procedure)?;
        let log = LogFile::open(&self.request.log, self.mapping.read_options(), progress)?;
        let zone: TimeZone = mapper.zone().clone();
        let mut judging = judging::Judging::new(self, mapper, &zone, log.source.keys().clone())?;
        pipeline::run(log, &mut |batch| judging.batch(batch, sink), self.request.lenient)?;
        judging.finish(sink)
    }
}

/// Reads a mapping file.
///
/// # Errors
/// It cannot be read or is wrong.
pub fn read_mapping(path: &Path) -> Result<Mapping, CheckError> {
    let text = fs::read_to_string(path)
        .map_err(|source| CheckError::MappingUnreadable { path: path.to_owned(), source })?;
    Ok(Mapping::parse(&path.display().to_string(), &text)?)
}

/// A path that a mapping names, beside the mapping.
fn beside(mapping: &Path, name: &str) -> PathBuf {
    mapping.parent().unwrap_or_else(|| Path::new(".")).join(name)
}

fn find_procedure(request: &CheckRequest, mapping: &Mapping) -> Result<Procedure, CheckError> {
    if let Some(name) = &request.procedure {
        return load_procedure(name, Path::new(name));
    }
    match &mapping.procedure {
        Some(name) => load_procedure(name, &beside(&request.mapping, name)),
        None => Err(CheckError::NoProcedure(request.mapping.clone())),
    }
}

/// A name that ends like a file is one; any other is an id of the house.
fn load_procedure(name: &str, path: &Path) -> Result<Procedure, CheckError> {
    if name.ends_with(".toml") || path.is_file() {
        return Ok(LawLibrary::embedded().procedure_from(path)?);
    }
    Ok(LawLibrary::embedded().procedure(name)?)
}

/// The procedure that a mapping names.
///
/// # Errors
/// It names none, or the procedure cannot be published.
pub fn procedure_of(path: &Path, mapping: &Mapping) -> Result<Procedure, CheckError> {
    match &mapping.procedure {
        Some(name) => load_procedure(name, &beside(path, name)),
        None => Err(CheckError::NoProcedure(path.to_owned())),
    }
}
