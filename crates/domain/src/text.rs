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

/// The first character of a text that nobody sees and that could make it read otherwise than it is: a control character
/// other than a tab or an end of line, or one that turns the direction of reading.
#[must_use]
pub fn unseen(text: &str) -> Option<char> {
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let ends_line = letter == '\n' || letter == '\r' && letters.peek() == Some(&'\n');
        let turns = matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        if turns || letter.is_control() && letter != '\t' && !ends_line {
            return Some(letter);
        }
    }
    None
}

/// A number, telephone or code as it is kept: signs of full width, which an input method for Chinese makes, in their usual
/// width.
#[must_use]
pub fn half_width(text: &str) -> String {
    /// How far the two widths stand apart.
    const APART: u32 = 0xFEE0;
    let narrow = |letter: char| match letter {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - APART).unwrap_or(letter),
        _ => letter,
    };
    text.chars().map(narrow).collect()
}

/// Whether a character counts as a letter but shows nothing: the fillers of Hangul.
#[must_use]
pub fn is_filler(letter: char) -> bool {
    matches!(letter, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_in_their_usual_width() {
        assert_eq!(half_width("＋８６　１３８－０"), "+86 138-0");
        assert_eq!(half_width("１，２００．５０"), "1,200.50");
        assert_eq!(half_width("Ｘ 转 3"), "X 转 3");
    }

    #[test]
    fn what_nobody_sees_is_found() {
        for fine in ["", "第一行\n第二行\t“好”", "from a form\r\nwith two lines", "👨\u{200d}👩"]
        {
            assert_eq!(unseen(fine), None, "{fine:?}");
        }
        for wrong in [
            '\0', '\u{1}', '\u{1f}', '\r', '\u{7f}', '\u{9b}', '\u{202a}', '\u{202e}', '\u{2066}',
            '\u{2069}',
        ] {
            assert_eq!(unseen(&format!("同{wrong}意\r\n")), Some(wrong));
        }
    }
}
