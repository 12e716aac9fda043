//! What is wrong with an input, and where.

use serde::Serialize;
use std::fmt;

/// A place in an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Place {
    /// Line or row, from 1, where the format has lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Byte offset in the decompressed text, where it has not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
}

impl Place {
    /// A line or row.
    #[must_use]
    pub fn line(line: u64) -> Self {
        Self { line: Some(line), offset: None }
    }

    /// A byte offset.
    #[must_use]
    pub fn offset(offset: u64) -> Self {
        Self { line: None, offset: Some(offset) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.offset) {
            (Some(line), _) => write!(formatter, "line {line}"),
            (None, Some(offset)) => write!(formatter, "byte {offset}"),
            (None, None) => formatter.write_str("unknown place"),
        }
    }
}

/// An input that cannot be read, or a part of it that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub struct InputError {
    /// Where.
    pub place: Place,
    /// The case concerned, when it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for InputError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.place != Place::default();
        if known {
            write!(formatter, "{}", self.place)?;
        }
        if let Some(case) = &self.case {
            write!(formatter, "{}case `{case}`", if known { ", " } else { "" })?;
        }
        let separator = if known || self.case.is_some() { ": " } else { "" };
        write!(formatter, "{separator}{}", self.message)
    }
}

impl InputError {
    /// An error at a place.
    #[must_use]
    pub fn at(place: Place, message: impl Into<String>) -> Self {
        Self { place, case: None, message: message.into() }
    }
}
