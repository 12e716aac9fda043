//! Text in the three languages of the house.

use serde::{Deserialize, Serialize};

/// A language that people read: the source language is Simplified Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// 简体中文, the source language.
    #[default]
    #[serde(rename = "zh-Hans")]
    SimplifiedChinese,
    /// 繁體中文.
    #[serde(rename = "zh-Hant")]
    TraditionalChinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// All languages, source language first.
    pub const ALL: [Self; 3] = [Self::SimplifiedChinese, Self::TraditionalChinese, Self::English];

    /// The BCP 47 tag, as used in law files, URLs and `lang` attributes.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::SimplifiedChinese => "zh-Hans",
            Self::TraditionalChinese => "zh-Hant",
            Self::English => "en",
        }
    }

    /// Reads a BCP 47 tag or a POSIX locale name (`zh_CN.UTF-8`); `None` for a language we do not speak.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag =
            tag.split(['.', '@']).next().unwrap_or(tag).replace('_', "-").to_ascii_lowercase();
        match tag.as_str() {
            "zh" | "zh-hans" | "zh-cn" | "zh-sg" => Some(Self::SimplifiedChinese),
            "zh-hant" | "zh-tw" | "zh-hk" | "zh-mo" => Some(Self::TraditionalChinese),
            _ if tag == "en" || tag.starts_with("en-") => Some(Self::English),
            _ => None,
        }
    }
}

/// One text in up to three languages; what is missing falls back to the source language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// 简体中文.
    #[serde(rename = "zh-Hans")]
    pub simplified: String,
    /// 繁體中文.
    #[serde(rename = "zh-Hant", default, skip_serializing_if = "Option::is_none")]
    pub traditional: Option<String>,
    /// English.
    #[serde(rename = "en", default, skip_serializing_if = "Option::is_none")]
    pub english: Option<String>,
}

impl Text {
    /// The text in `language`, or in the source language where it is not translated.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        let translated = match language {
            Language::SimplifiedChinese => None,
            Language::TraditionalChinese => self.traditional.as_deref(),
            Language::English => self.english.as_deref(),
        };
        translated.unwrap_or(&self.simplified)
    }
}
