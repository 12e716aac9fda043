//! What a card says: stored as JSON beside it, shown on its page, printed on it.

use domain::basis::Basis;
use domain::level::LevelMeaning;
use domain::supervision::rule::Rule;
use domain::text::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One finding in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Number of the event of the case that shows it.
    pub n: u32,
    /// The day on which it shows.
    pub at: Date,
    /// Position of the stage concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<u16>,
    /// What was found.
    pub message: Text,
    /// Law and article.
    pub basis: Basis,
    /// Why the due date is what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Text>,
    /// The due date as it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
}

/// What a card says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardDocument {
    /// Name of the rule.
    pub rule_name: Text,
    /// SHA-256 of the rule's text.
    pub rule_version: String,
    /// Name of the level as the jurisdiction has it.
    pub level_name: Text,
    /// Code of the item of the case.
    pub item: Box<str>,
    /// How often the rule found something in the case.
    pub times: u32,
    /// The findings, the first first.
    pub findings: Vec<Said>,
}

impl CardDocument {
    /// A card about a first finding.
    #[must_use]
    pub fn new(rule: &Rule, meaning: Option<&LevelMeaning>, item: &str, said: Said) -> Self {
        Self {
            rule_name: rule.name.clone(),
            rule_version: rule.hash.clone(),
            level_name: meaning.map(|meaning| meaning.name.clone()).unwrap_or_default(),
            item: item.into(),
            times: 1,
            findings: vec![said],
        }
    }
}
