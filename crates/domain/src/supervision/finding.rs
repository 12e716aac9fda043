//! Findings (疑点): what a rule raises, with evidence, basis and a reason in plain words.

use crate::event::Name;
use crate::level::Level;
use jiff::civil::Date;

/// The facts of a finding, under the names that messages use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Stage or act.
    pub stage: Option<String>,
    /// Name of the limit.
    pub limit: Option<String>,
    /// Length of the limit.
    pub amount: Option<crate::limit::Period>,
    /// When the limit or wait began.
    pub started: Option<Date>,
    /// When it was due, or the first day allowed.
    pub due: Option<Date>,
    /// Days late, early or left; a count where the kind says so.
    pub days: Option<i64>,
    /// Who acted.
    pub person: Option<Name>,
    /// The agency whose own limit it is, whoever acted.
    pub agency: Option<Name>,
    /// The other stage, act, material, ground or role.
    pub other: Option<String>,
    /// The clause that was not kept, where it is more precise than the rule's own basis.
    pub basis: Option<crate::basis::Basis>,
    /// Why the due date is what it is.
    pub because: Option<crate::explanation::Explanation>,
}

/// A finding before it is worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Position of the rule in its pack.
    pub rule: usize,
    /// Level.
    pub level: Level,
    /// The day on which the breach shows.
    pub at: Date,
    /// Number of the event that shows it; `None` for findings of time.
    pub event: Option<u32>,
    /// The stage concerned, for statistics by stage.
    pub stage: Option<crate::procedure::StageIndex>,
    /// Who acted.
    pub person: Option<Name>,
    /// The agency concerned.
    pub agency: Option<Name>,
    /// The facts.
    pub facts: Facts,
}
