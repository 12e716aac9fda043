//! Notices: what was committed, for the board and for live streams. Sent after the commit, never before.

use std::sync::Arc;
use store::cards::CardRow;

/// Who is told.
pub type Listener = Arc<dyn Fn(&[Notice]) + Send + Sync>;

/// What became of one case, or of one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Acts were recorded in a case.
    Case(CaseNotice),
    /// A card fell or changed.
    Card {
        /// The card as it stands.
        card: Arc<CardRow>,
        /// Level and state before, when it was there before.
        before: Option<(u32, Box<str>)>,
    },
    /// An act was refused.
    Refused {
        /// The rule.
        rule: &'static str,
    },
}

/// What became of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseNotice {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// The agency that handles it.
    pub agency: Box<str>,
    /// Number of the case.
    pub case_id: Box<str>,
    /// Code of its item.
    pub item: Box<str>,
    /// Acts recorded now.
    pub events: u32,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// How it was counted before; none for a new case.
    pub before: Option<Counted>,
    /// How it is counted now.
    pub after: Counted,
    /// It is the case of a card.
    pub is_card: bool,
}

/// How the board counts a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Not over yet.
    pub open: bool,
    /// The day of its nearest limit, in days since 1970-01-01.
    pub due_day: Option<i64>,
}
