//! Remedies (救济途径): how whoever is affected may have a decision reviewed, by whom and within what time.

use crate::basis::Basis;
use crate::law_file::{self, LawFileError};
use crate::limit::Limit;
use crate::text::Text;
use serde::Deserialize;

/// A way to have a decision reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// To whom one turns.
    pub body: Text,
    /// Within what time.
    pub within: Limit,
    /// Why.
    pub basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "remedy")]
    remedies: Vec<Remedy>,
}

/// Reads the remedies.
///
/// # Errors
/// The file is malformed, or one has no basis.
pub fn parse(file: &str, text: &str) -> Result<Vec<Remedy>, LawFileError> {
    let document: Document = law_file::parse(file, text)?;
    let lacks =
        |remedy: &&Remedy| !remedy.basis.is_complete() || !remedy.within.basis.is_complete();
    match document.remedies.iter().find(lacks) {
        Some(remedy) => {
            let message = format!("`{}` needs a basis with law and article", remedy.id);
            Err(LawFileError::whole(file, message))
        }
        None => Ok(document.remedies),
    }
}
