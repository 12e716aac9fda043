//! What holds for the catalogue as a whole (职权目录): how often items are reviewed, where to complain when an item does
//! not say, and on which grounds alone an entry may be withheld.

pub mod check;
pub mod difference;

use crate::basis::Basis;
use crate::item::Item;
use crate::item::guide::Channel;
use crate::law_file::{self, LawFileError};
use crate::limit::Limit;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// A ground on which an entry may be withheld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// What the law says of it.
    pub about: Text,
    /// Where it says so.
    pub basis: Basis,
}

/// What holds for the catalogue as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueLaw {
    /// Within which period each item is reviewed again.
    pub review: Limit,
    /// Why there is a catalogue, and why items are reviewed.
    pub basis: Basis,
    /// Names of documents that the government has already, and that nobody may be asked for.
    #[serde(default)]
    pub shared_documents: Vec<String>,
    /// Where to ask and to complain.
    #[serde(default, rename = "channel")]
    pub channels: Vec<Channel>,
    /// The grounds on which an entry may be withheld.
    #[serde(default, rename = "ground")]
    pub grounds: Vec<Ground>,
}

impl CatalogueLaw {
    /// Reads the file.
    ///
    /// # Errors
    /// It is malformed, or a basis is missing.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawFileError> {
        let law: Self = law_file::parse(file, text)?;
        let own = law.basis.is_complete() && law.review.basis.is_complete();
        if !own || law.grounds.iter().any(|ground| !ground.basis.is_complete()) {
            let message = "review, catalogue and each ground need a basis with law and article";
            return Err(LawFileError::whole(file, message));
        }
        Ok(law)
    }

    /// A ground by id.
    #[must_use]
    pub fn ground(&self, id: &str) -> Option<&Ground> {
        self.grounds.iter().find(|ground| ground.id == id)
    }

    /// Within which period an item is reviewed again.
    #[must_use]
    pub fn review_of<'a>(&'a self, item: &'a Item) -> &'a Limit {
        item.review.as_ref().unwrap_or(&self.review)
    }

    /// Where to ask and to complain about an item.
    #[must_use]
    pub fn channels_of<'a>(&'a self, item: &'a Item) -> &'a [Channel] {
        if item.channels.is_empty() { &self.channels } else { &item.channels }
    }
}
