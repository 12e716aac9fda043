//! Events in a life (生命周期事件): being born, buying a home, starting a business; a way into the catalogue for people
//! who do not know what an item is called.

use crate::basis::Basis;
use crate::item::guide::Audience;
use crate::law_file::{self, LawFileError};
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// An event in a life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeEvent {
    /// Id, which items name.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// What is done then.
    pub about: Text,
}

/// The events in the lives of one audience, in the order of the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeEvents {
    /// Why services are arranged by events.
    pub basis: Basis,
    /// Whose lives.
    pub audience: Audience,
    /// The events.
    #[serde(rename = "event")]
    pub events: Vec<LifeEvent>,
}

impl LifeEvents {
    /// Reads the events of an audience.
    ///
    /// # Errors
    /// The file is malformed or an id is given twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawFileError> {
        let found: Self = law_file::parse(file, text)?;
        for (position, event) in found.events.iter().enumerate() {
            if found.events.iter().skip(position + 1).any(|other| other.id == event.id) {
                let message = format!("the event `{}` is given twice", event.id);
                return Err(LawFileError::whole(file, message));
            }
        }
        Ok(found)
    }
}
