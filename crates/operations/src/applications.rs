//! Applications: handing in a draft, and what was handed in with a case.
//!
//! What the applicant filled in and the files stand in a record beside the case, written in the transaction of the act
//! itself. The event names the files by their SHA-256 alone, so that what is personal can be erased one day and what was
//! handed in can still be proved.

mod hand_in;
mod of_case;

use crate::drafts::Delivery;
use crate::files::FileEntry;
pub(crate) use hand_in::FILED;
pub use hand_in::{Filed, HandInError, filed, hand_in};
pub use of_case::{file_of_case, of_case};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The kind of the records of applications.
pub(crate) const APPLICATION: &str = "application";

/// How the evidence of an act begins that hands something in here; the digests of the files follow.
pub(crate) const HANDED_IN: &str = "sha256:";

/// What was handed in with a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Answers to the form, by the id of the field.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// How the result is to come.
    #[serde(default)]
    pub delivery: Delivery,
    /// With which code it is picked up at a window.
    #[serde(default)]
    pub pick_up_code: Box<str>,
    /// The files of the application and of its supplement, in the order in which they came.
    #[serde(default)]
    pub files: Vec<FileEntry>,
    /// From this file on they belong to the supplement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement_from: Option<usize>,
}

impl Application {
    /// The files of a material.
    pub fn files_of<'a>(&'a self, material: &'a str) -> impl Iterator<Item = &'a FileEntry> {
        self.files.iter().filter(move |file| *file.material == *material)
    }
}
