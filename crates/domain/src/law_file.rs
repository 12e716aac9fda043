//! Reading law files: TOML with unknown keys refused and every error carrying its line.

use serde::de::DeserializeOwned;
use std::fmt;

/// A law file that cannot be read: what is wrong and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct LawFileError {
    /// Name of the file as handed in.
    pub file: String,
    /// Line, from 1; absent when the error concerns the whole file.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for LawFileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{}:{line}: {}", self.file, self.message),
            None => write!(formatter, "{}: {}", self.file, self.message),
        }
    }
}

impl LawFileError {
    /// An error that concerns the whole file.
    #[must_use]
    pub fn whole(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, message: message.into() }
    }
}

/// Parses a law file.
///
/// # Errors
/// The TOML is malformed, a required key is missing or a key is unknown; the error names file and line.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, LawFileError> {
    toml::from_str(text).map_err(|error| LawFileError {
        file: file.to_owned(),
        line: error.span().map(|span| line_of(text, span.start)),
        message: error.message().to_owned(),
    })
}

/// The line, from 1, of a byte offset.
#[must_use]
pub fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
