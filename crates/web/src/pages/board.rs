//! The live board (实时监察): for a wall and for a phone. It reads fully without a script; `assets/board.js` keeps it
//! fresh from `/board/events`: an event `numbers` carries [`BoardNumbers::render`], an event `card` [`CardRow::render`].

use super::card::CardRow;
use super::frame::Frame;
use super::html::Html;
use super::{Shell, address};
use askama::Template;
use domain::level::Colour;
use domain::text::{Language, Text};
use jiff::civil::DateTime;

/// The board.
#[derive(Debug, Clone)]
pub struct BoardPage {
    /// What is replaced with every event `numbers`.
    pub numbers: BoardNumbers,
    /// The latest cards, newest first; thirty at most are kept.
    pub cards: Vec<CardRow>,
}

/// The figures of the board.
#[derive(Debug, Clone)]
pub struct BoardNumbers {
    /// The moment for which they are true.
    pub as_of: DateTime,
    /// Acts recorded in each of the last seconds, oldest first; the last one may still be running.
    pub acts_per_second: Vec<u32>,
    /// Cases received today.
    pub received: u64,
    /// Cases closed today.
    pub closed: u64,
    /// Cards issued today.
    pub cards: u64,
    /// Open cases by the time that is left.
    pub remaining: Remaining,
    /// The cities, with their counties.
    pub cities: Vec<City>,
    /// The agencies, already sorted.
    pub agencies: Vec<AgencyRow>,
    /// How they are sorted.
    pub sort: AgencySort,
}

/// Open cases by the time that is left to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Remaining {
    /// Over their limit.
    pub overdue: u64,
    /// Today is the last day.
    pub today: u64,
    /// At most two working days.
    pub two_days: u64,
    /// At most five working days.
    pub five_days: u64,
    /// More.
    pub more: u64,
}

impl Remaining {
    /// All open cases.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.overdue + self.today + self.two_days + self.five_days + self.more
    }
}

/// A city (or, inside it, a county).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct City {
    /// Name.
    pub name: Text,
    /// Open cases in it, its counties included.
    pub open: u64,
    /// Of these, near their limit.
    pub near: u64,
    /// Of these, over it.
    pub overdue: u64,
    /// Its counties; they have none themselves.
    pub counties: Vec<City>,
}

/// An agency in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyRow {
    /// Id, for the link to its cards.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Open cases.
    pub open: u64,
    /// Near their limit.
    pub near: u64,
    /// Over it.
    pub overdue: u64,
    /// Warnings that stand.
    pub warnings: u64,
    /// Yellow cards that stand.
    pub yellow: u64,
    /// Red cards that stand.
    pub red: u64,
}

/// By what the agencies are sorted, most first (the address says `?sort=`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AgencySort {
    /// By name.
    Name,
    /// By open cases.
    Open,
    /// By cases near their limit.
    Near,
    /// By cases over it.
    #[default]
    Overdue,
    /// By red cards, then yellow, then warnings.
    Cards,
}

impl AgencySort {
    /// Every order.
    pub const ALL: [Self; 5] = [Self::Name, Self::Open, Self::Near, Self::Overdue, Self::Cards];

    /// Its word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Open => "open",
            Self::Near => "near",
            Self::Overdue => "overdue",
            Self::Cards => "cards",
        }
    }

    /// The order of a word; the usual one for a word that names none.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.word() == word).unwrap_or_default()
    }

    /// Sorts agencies.
    pub fn sort(self, agencies: &mut [AgencyRow]) {
        let reverse = std::cmp::Reverse::<(u64, u64, u64)>;
        match self {
            Self::Name => agencies.sort_by(|a, b| a.name.simplified.cmp(&b.name.simplified)),
            Self::Open => agencies.sort_by_key(|a| reverse((a.open, a.overdue, a.near))),
            Self::Near => agencies.sort_by_key(|a| reverse((a.near, a.overdue, a.open))),
            Self::Overdue => agencies.sort_by_key(|a| reverse((a.overdue, a.near, a.open))),
            Self::Cards => agencies.sort_by_key(|a| reverse((a.red, a.yellow, a.warnings))),
        }
    }
}

/// A part of a bar.
struct Part {
    x: u64,
    width: u64,
    class: &'static str,
    name: String,
    count: u64,
}

#[derive(Template)]
#[template(path = "pages/board.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a BoardPage,
    numbers: Html,
}

#[derive(Template)]
#[template(path = "pages/parts/board_numbers.html")]
struct NumbersView<'a> {
    frame: Frame<'a>,
    numbers: &'a BoardNumbers,
}

/// Parts of a bar in thousandths; what is there can be seen.
fn parts(counts: Vec<(&'static str, String, u64)>, whole: u64) -> Vec<Part> {
    let mut x = 0;
    let mut parts = Vec::with_capacity(counts.len());
    for (class, name, count) in counts {
        let width = (count * 1_000 / whole.max(1)).max(u64::from(count > 0) * 6);
        let width = width.min(1_000_u64.saturating_sub(x));
        parts.push(Part { x, width, class, name, count });
        x += width;
    }
    parts
}

impl NumbersView<'_> {
    fn remaining(&self) -> Vec<Part> {
        let left = &self.numbers.remaining;
        let name = |key: &str| self.frame.say(key);
        let counts = vec![
            ("over", name("left-overdue"), left.overdue),
            ("today", name("left-today"), left.today),
            ("two", name("left-two"), left.two_days),
            ("five", name("left-five"), left.five_days),
            ("more", name("left-more"), left.more),
        ];
        parts(counts, left.total())
    }

    fn shares(&self, city: &City) -> Vec<Part> {
        let rest = city.open.saturating_sub(city.near + city.overdue);
        let counts = vec![
            ("over", String::new(), city.overdue),
            ("two", String::new(), city.near),
            ("more", String::new(), rest),
        ];
        parts(counts, city.open)
    }

    fn shares_in_words(&self, city: &City) -> String {
        let (near, overdue) = (self.frame.number(city.near), self.frame.number(city.overdue));
        self.frame.fill_all("board-shares", &[("near", &near), ("overdue", &overdue)])
    }

    fn busiest(&self) -> u32 {
        self.numbers.acts_per_second.iter().max().copied().unwrap_or(0)
    }

    fn latest(&self) -> u32 {
        // The second that still runs says too little.
        let seconds = &self.numbers.acts_per_second;
        seconds.iter().rev().nth(1).or(seconds.last()).copied().unwrap_or(0)
    }

    /// The points of the line: 10 units for each second, 100 units high.
    fn line(&self) -> String {
        let busiest = u64::from(self.busiest().max(1));
        let points = self.numbers.acts_per_second.iter().enumerate().map(|(second, acts)| {
            format!("{},{}", second * 10, 98 - u64::from(*acts) * 96 / busiest)
        });
        points.collect::<Vec<_>>().join(" ")
    }

    /// The same with the ground below it.
    fn area(&self) -> String {
        format!("0,100 {} {},100", self.line(), self.line_width())
    }

    fn line_width(&self) -> usize {
        self.numbers.acts_per_second.len().saturating_sub(1).max(1) * 10
    }

    fn line_in_words(&self) -> String {
        let seconds = self.numbers.acts_per_second.len().to_string();
        let busiest = self.busiest().to_string();
        self.frame.fill_all("board-steps-note", &[("seconds", &seconds), ("most", &busiest)])
    }

    fn sorted_by(&self, word: &str) -> bool {
        self.numbers.sort.word() == word
    }

    fn sort_address(&self, word: &str) -> String {
        format!("{}#agencies", address::query("/board", &[("sort", word)]))
    }

    fn columns(&self) -> [(&'static str, &'static str); 3] {
        [("open", "board-open"), ("near", "board-near"), ("overdue", "board-overdue")]
    }

    fn card_counts(&self, agency: &AgencyRow) -> [(Colour, u64); 3] {
        [
            (Colour::Red, agency.red),
            (Colour::Yellow, agency.yellow),
            (Colour::Warning, agency.warnings),
        ]
    }
}

impl BoardNumbers {
    /// What stands inside `#numbers`.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, language: Language) -> Result<String, askama::Error> {
        NumbersView { frame: Frame::fragment(language), numbers: self }.render()
    }
}

impl BoardPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        let numbers = Html::own(self.numbers.render(shell.language)?);
        View { frame: Frame::of(shell), page: self, numbers }.render()
    }
}
