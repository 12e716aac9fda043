//! What is wrong with a procedure, where, and which rule says so.

use serde::Serialize;
use std::fmt;

/// The rules that a published procedure obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SoundnessRule {
    /// The file cannot be read.
    Syntax,
    /// An id is given twice.
    UniqueId,
    /// A name refers to nothing.
    Reference,
    /// A stage, branch or end is never reached.
    Reachable,
    /// From some state the end cannot be reached.
    OptionToComplete,
    /// The end is reached while something is still going on, or twice.
    ProperCompletion,
    /// A join does not match its split.
    Synchronisation,
    /// A stage or limit has no basis.
    Basis,
    /// An organ's stage has no responsible role.
    Role,
    /// An organ's stage has no limit.
    StageLimit,
    /// Stage limits exceed the promised limit, or the promised limit the statutory one.
    LimitOrder,
    /// Units that cannot be compared, or that contradict the law they cite.
    Unit,
    /// More places than a procedure may have.
    Size,
}

impl SoundnessRule {
    /// The rule's name, as printed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::UniqueId => "unique-id",
            Self::Reference => "reference",
            Self::Reachable => "reachable",
            Self::OptionToComplete => "option-to-complete",
            Self::ProperCompletion => "proper-completion",
            Self::Synchronisation => "synchronisation",
            Self::Basis => "basis",
            Self::Role => "role",
            Self::StageLimit => "stage-limit",
            Self::LimitOrder => "limit-order",
            Self::Unit => "unit",
            Self::Size => "size",
        }
    }
}

/// One reason why a procedure cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: Option<usize>,
    /// The rule that is broken.
    pub rule: SoundnessRule,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = self.rule.word();
        match self.line {
            Some(line) => write!(formatter, "{}:{line}: [{rule}] {}", self.file, self.message),
            None => write!(formatter, "{}: [{rule}] {}", self.file, self.message),
        }
    }
}

/// All reasons why a procedure cannot be published; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Refused(pub Vec<Problem>);

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, problem) in self.0.iter().enumerate() {
            if position > 0 {
                formatter.write_str("\n")?;
            }
            write!(formatter, "{problem}")?;
        }
        Ok(())
    }
}
