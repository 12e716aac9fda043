//! Levels of supervision (预警、黄牌、红牌): the same everywhere; colour, name and answer limit per jurisdiction.

use crate::basis::Basis;
use crate::law_file::{self, LawFileError};
use crate::limit::Limit;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// How serious a finding is: 0 notice, 1 warning, 2 breach, 3 serious breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Level(u8);

impl Level {
    /// Notice (提示).
    pub const NOTICE: Self = Self(0);
    /// Warning (预警).
    pub const WARNING: Self = Self(1);
    /// Breach.
    pub const BREACH: Self = Self(2);
    /// Serious breach.
    pub const SERIOUS: Self = Self(3);
    /// All levels, mildest first.
    pub const ALL: [Self; 4] = [Self::NOTICE, Self::WARNING, Self::BREACH, Self::SERIOUS];

    /// The number, 0 to 3.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// The next more serious level; the most serious stays.
    #[must_use]
    pub fn raised(self) -> Self {
        Self((self.0 + 1).min(Self::SERIOUS.0))
    }
}

impl TryFrom<u8> for Level {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        if number <= Self::SERIOUS.0 {
            Ok(Self(number))
        } else {
            Err(format!("a level is 0 to 3, not {number}"))
        }
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level.0
    }
}

/// The colour that a jurisdiction gives to a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// No card, a line in the record.
    Notice,
    /// 预警.
    Warning,
    /// 黄牌.
    Yellow,
    /// 红牌.
    Red,
}

/// What one level means in a jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelMeaning {
    /// The level.
    pub level: Level,
    /// Its colour.
    pub colour: Colour,
    /// Its name.
    pub name: Text,
    /// Time to answer a card of this level.
    pub answer: Option<Limit>,
}

/// What becomes of a card that nobody answers (督办).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// Cards of this level …
    pub from: Level,
    /// … become cards of this level …
    pub to: Level,
    /// … when the follow-up order is not met within this limit.
    pub follow_up: Limit,
}

/// The level mapping of one jurisdiction (`law/levels/<id>.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelMapping {
    /// Id of the mapping.
    pub id: String,
    /// A GB/T 2260 code, or `*` for every jurisdiction without its own mapping.
    pub jurisdiction: String,
    /// Why the levels mean what they mean.
    pub basis: Basis,
    /// The four levels.
    #[serde(rename = "level")]
    pub levels: Vec<LevelMeaning>,
    /// Escalation of unanswered cards.
    pub escalation: Option<Escalation>,
}

impl LevelMapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// The file is malformed, a basis is missing, or not each of the four levels is named once.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawFileError> {
        let mapping: Self = law_file::parse(file, text)?;
        if !mapping.basis.is_complete() {
            return Err(LawFileError::whole(
                file,
                "the mapping needs a basis with law and article",
            ));
        }
        for level in Level::ALL {
            if mapping.levels.iter().filter(|meaning| meaning.level == level).count() != 1 {
                let message = format!("level {} must be named exactly once", level.number());
                return Err(LawFileError::whole(file, message));
            }
        }
        Ok(mapping)
    }

    /// What a level means here.
    #[must_use]
    pub fn meaning(&self, level: Level) -> Option<&LevelMeaning> {
        self.levels.iter().find(|meaning| meaning.level == level)
    }

    /// The mapping of a jurisdiction among many: its own, else its city's, its province's, else the default.
    #[must_use]
    pub fn of<'a>(mappings: &'a [Self], jurisdiction: &str) -> Option<&'a Self> {
        let city = jurisdiction.get(..4).map(|city| format!("{city}00"));
        let province = jurisdiction.get(..2).map(|province| format!("{province}0000"));
        let candidates = [Some(jurisdiction.to_owned()), city, province, Some("*".to_owned())];
        candidates
            .into_iter()
            .flatten()
            .find_map(|code| mappings.iter().find(|mapping| mapping.jurisdiction == code))
    }
}
