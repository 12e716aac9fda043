//! The legal basis of a number: law, article and the interval in which it stood.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why a limit, rule or rest day is what it is (法律依据).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Title of the law, regulation or document.
    pub law: String,
    /// Article, paragraph or section in it.
    pub article: String,
    /// Where its text can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// First day on which it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub valid_from: Option<Date>,
    /// Last day on which it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub valid_to: Option<Date>,
}

impl Basis {
    /// Whether the basis stood on `date`.
    #[must_use]
    pub fn stands_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date <= to)
    }

    /// Whether both law and article are named.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.law.trim().is_empty() && !self.article.trim().is_empty()
    }

    /// Law and article in one line, as printed on cards: `行政许可法 42`.
    #[must_use]
    pub fn citation(&self) -> String {
        format!("{} {}", self.law, self.article)
    }
}
