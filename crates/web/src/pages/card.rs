//! One supervision card (监察卡): what was found, why, who answers for it, and what became of it.

use super::acting::Options;
use super::case::ActRow;
use super::frame::Frame;
use super::html::Html;
use super::limits::LimitRow;
use super::proof::Proof;
use super::{Shell, address};
use askama::Template;
use domain::basis::Basis;
use domain::card::CardState;
use domain::level::Colour;
use domain::text::{Language, Text};
use jiff::civil::DateTime;

/// A card in a list, on the board, or at a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRow {
    /// GB/T 2260 code of its place.
    pub jurisdiction: String,
    /// Its number.
    pub number: String,
    /// When it fell.
    pub at: DateTime,
    /// Colour of its level in its place.
    pub colour: Colour,
    /// What its place calls this level (`LevelMeaning::name`); `None`: the usual word for the colour.
    pub level_name: Option<Text>,
    /// Name of the rule.
    pub rule: Text,
    /// The responsible agency.
    pub agency: Text,
    /// Number of the case, in the same place.
    pub case: Option<String>,
    /// Where it stands.
    pub state: CardState,
}

#[derive(Template)]
#[template(path = "pages/parts/card_row.html")]
struct RowView<'a> {
    frame: Frame<'a>,
    card: &'a CardRow,
}

impl CardRow {
    /// The row as an `<li>`, as the live board receives it.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, language: Language) -> Result<String, askama::Error> {
        RowView { frame: Frame::fragment(language), card: self }.render()
    }

    pub(crate) fn mark(&self, frame: &Frame<'_>) -> Html {
        match &self.level_name {
            Some(name) => frame.mark_called(self.colour, frame.plain(name)),
            None => frame.mark(&self.colour),
        }
    }

    pub(crate) fn address(&self) -> String {
        address::card(&self.jurisdiction, &self.number)
    }

    pub(crate) fn case_address(&self) -> Option<String> {
        self.case.as_ref().map(|case| address::case(&self.jurisdiction, case))
    }

    pub(crate) fn state_key(&self) -> String {
        format!("card-{}", state_word(&self.state))
    }

    /// Whether it does not stand any more.
    pub(crate) fn is_void(&self) -> bool {
        matches!(self.state, CardState::Revoked { .. } | CardState::Dismissed { .. })
    }
}

/// The words of card states in addresses, in the order of a card's life.
pub const STATES: [&str; 9] = [
    "pending",
    "issued",
    "answered",
    "appealed",
    "upheld",
    "corrected",
    "closed",
    "revoked",
    "dismissed",
];

/// The word of a state in addresses and keys.
#[must_use]
pub fn state_word(state: &CardState) -> &'static str {
    match state {
        CardState::Pending => "pending",
        CardState::Issued { .. } => "issued",
        CardState::Answered { .. } => "answered",
        CardState::Appealed { .. } => "appealed",
        CardState::Upheld => "upheld",
        CardState::Revoked { .. } => "revoked",
        CardState::Corrected => "corrected",
        CardState::Closed => "closed",
        CardState::Dismissed { .. } => "dismissed",
    }
}

/// The page of a card.
#[derive(Debug, Clone)]
pub struct CardPage {
    /// The card itself.
    pub card: CardRow,
    /// What was found, in the language of the page.
    pub message: String,
    /// Id of the rule.
    pub rule_id: String,
    /// Version of the rules.
    pub rules_version: String,
    /// Why it is a breach.
    pub basis: Basis,
    /// The limits as they stood when it was found.
    pub limits: Vec<LimitRow>,
    /// The post that answers for it.
    pub post: Option<Text>,
    /// The person who held that post: staff only.
    pub person: Option<String>,
    /// When a suspicion was first seen, where it had to be confirmed.
    pub detected_at: Option<DateTime>,
    /// The limit of the answer.
    pub reply: Option<LimitRow>,
    /// Whether it was ever appealed.
    pub appealed: bool,
    /// How often it was raised for want of an answer.
    pub escalations: u32,
    /// The card's own acts, oldest first.
    pub acts: Vec<ActRow>,
    /// What the visitor may do; none for one who takes no part.
    pub options: Option<Options>,
    /// Where it stands in the log.
    pub proof: Option<Proof>,
}

/// A station of a card's life.
struct Station {
    key: &'static str,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "pages/card.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a CardPage,
}

impl View<'_> {
    /// The life of the card, with what is behind it, where it is and what is ahead.
    fn life(&self) -> Vec<Station> {
        let appealed = matches!(self.page.card.state, CardState::Appealed { .. });
        let middle = if appealed || self.page.appealed { "appealed" } else { "answered" };
        let keys: Vec<&'static str> = match &self.page.card.state {
            CardState::Dismissed { .. } => vec!["detected", "dismissed"],
            CardState::Revoked { .. } => vec!["detected", "issued", "appealed", "revoked"],
            CardState::Upheld => {
                vec!["detected", "issued", "appealed", "upheld", "corrected", "closed"]
            }
            _ => vec!["detected", "issued", middle, "corrected", "closed"],
        };
        let here = match state_word(&self.page.card.state) {
            "pending" => "detected",
            word => word,
        };
        let position = keys.iter().position(|key| *key == here).unwrap_or(0);
        let class = |index: usize| match index.cmp(&position) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "current",
            std::cmp::Ordering::Greater => "ahead",
        };
        let stations = keys.into_iter().enumerate();
        stations.map(|(index, key)| Station { key, class: class(index) }).collect()
    }

    /// What the state means, in one sentence.
    fn meaning(&self) -> String {
        self.frame.say(format!("card-means-{}", state_word(&self.page.card.state)))
    }

    /// Why it was revoked or dismissed.
    fn reason(&self) -> Option<&str> {
        match &self.page.card.state {
            CardState::Revoked { reason } | CardState::Dismissed { reason } => Some(reason),
            _ => None,
        }
    }

    fn awaits_reply(&self) -> bool {
        matches!(self.page.card.state, CardState::Issued { .. })
    }
}

impl CardPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
