//! Messages of rules: text in three languages with named placeholders, checked when the rule is loaded.

use super::finding::Facts;
use crate::text::{Language, Text};
use jiff::civil::Date;

/// A placeholder of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// `{case}`.
    Case,
    /// `{stage}`.
    Stage,
    /// `{limit}`.
    Limit,
    /// `{amount}`.
    Amount,
    /// `{started}`.
    Started,
    /// `{due}`.
    Due,
    /// `{at}`.
    At,
    /// `{days}`.
    Days,
    /// `{person}`.
    Person,
    /// `{other}`.
    Other,
    /// `{article}`.
    Article,
}

impl Slot {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "case" => Self::Case,
            "stage" => Self::Stage,
            "limit" => Self::Limit,
            "amount" => Self::Amount,
            "started" => Self::Started,
            "due" => Self::Due,
            "at" => Self::At,
            "days" => Self::Days,
            "person" => Self::Person,
            "other" => Self::Other,
            "article" => Self::Article,
            _ => return None,
        })
    }

    /// Whether every kind of rule fills it.
    #[must_use]
    pub fn is_general(self) -> bool {
        matches!(self, Self::Case | Self::At | Self::Article)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Slot(Slot),
}

/// A message that has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pieces: [Vec<Piece>; Language::ALL.len()],
}

/// What a message is filled with beside the facts of the finding.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The case.
    pub case: &'a str,
    /// The day of the finding.
    pub at: Date,
    /// Law and article.
    pub article: &'a str,
    /// The language.
    pub language: Language,
}

impl Message {
    /// Reads a message.
    ///
    /// # Errors
    /// A brace is not closed, or a placeholder is not one that the kind fills.
    pub fn parse(text: &Text, allowed: &[Slot]) -> Result<Self, String> {
        let mut pieces: [Vec<Piece>; Language::ALL.len()] = Default::default();
        for (language, pieces) in Language::ALL.into_iter().zip(&mut pieces) {
            *pieces = parse_pieces(text.in_language(language), allowed)?;
        }
        Ok(Self { pieces })
    }

    /// The message filled in.
    #[must_use]
    pub fn fill(&self, facts: &Facts, setting: Setting<'_>) -> String {
        let mut text = String::with_capacity(160);
        let pieces = self.pieces.get(setting.language as usize).into_iter().flatten();
        for piece in pieces {
            match piece {
                Piece::Text(words) => text.push_str(words),
                Piece::Slot(slot) => fill_slot(*slot, facts, setting, &mut text),
            }
        }
        text
    }
}

fn parse_pieces(text: &str, allowed: &[Slot]) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (word, after) =
            after.split_once('}').ok_or_else(|| format!("a brace is not closed in `{text}`"))?;
        let slot =
            Slot::from_word(word).ok_or_else(|| format!("`{{{word}}}` is no placeholder"))?;
        if !slot.is_general() && !allowed.contains(&slot) {
            return Err(format!("this kind of rule does not fill `{{{word}}}`"));
        }
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Slot(slot));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

fn fill_slot(slot: Slot, facts: &Facts, setting: Setting<'_>, text: &mut String) {
    use std::fmt::Write as _;
    let unknown = "—";
    let words = |value: &Option<String>| value.clone().unwrap_or_else(|| unknown.to_owned());
    let date = |value: Option<Date>| value.map_or_else(|| unknown.to_owned(), |d| d.to_string());
    // Writing to a String cannot fail.
    let _ = match slot {
        Slot::Case => write!(text, "{}", setting.case),
        Slot::At => write!(text, "{}", setting.at),
        Slot::Article => write!(text, "{}", setting.article),
        Slot::Stage => write!(text, "{}", words(&facts.stage)),
        Slot::Limit => write!(text, "{}", words(&facts.limit)),
        Slot::Other => write!(text, "{}", words(&facts.other)),
        Slot::Person => write!(text, "{}", facts.person.as_deref().unwrap_or(unknown)),
        Slot::Started => write!(text, "{}", date(facts.started)),
        Slot::Due => write!(text, "{}", date(facts.due)),
        Slot::Amount => {
            let amount = facts.amount.map(|amount| amount.in_language(setting.language));
            write!(text, "{}", words(&amount))
        }
        Slot::Days => {
            let days = facts.days.map(|days| days.to_string());
            write!(text, "{}", words(&days))
        }
    };
}
