//! The people and enterprises of the demonstration province.

use serde::Deserialize;

/// A person or enterprise that applies, or against whom a proceeding runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applicant {
    /// Opaque id.
    pub id: Box<str>,
    /// Name.
    pub name: Box<str>,
    /// `person` or `enterprise`.
    pub kind: Box<str>,
    /// The county where it lives or sits.
    pub jurisdiction: Box<str>,
    /// Enterprises only.
    #[serde(default)]
    pub credit_code: Option<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplicantFile {
    applicant: Vec<Applicant>,
}

/// Reads a list of applicants.
///
/// # Errors
/// It is malformed.
pub(super) fn parse(text: &str) -> Result<Vec<Applicant>, toml::de::Error> {
    toml::from_str::<ApplicantFile>(text).map(|file| file.applicant)
}
