//! The health of the platform, for people: absence of data is an alarm, never silence.

use super::Shell;
use super::frame::Frame;
use askama::Template;
use jiff::civil::DateTime;

/// The state of the platform.
#[derive(Debug, Clone)]
pub struct StatusPage {
    /// When it was looked at.
    pub as_of: DateTime,
    /// What was looked at.
    pub checks: Vec<Check>,
    /// How many alarms stand; one check may have several.
    pub alarms: usize,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    /// The working-day calendar reaches far enough.
    Calendar,
    /// The writer takes events.
    Writer,
    /// The clock that drives limits ticks.
    Clock,
    /// The log proves what it holds.
    Log,
    /// Rules are loaded.
    Rules,
    /// Organs report as agreed.
    Feeds,
    /// Letters and codes go out.
    Letters,
    /// What the platform does by itself beside: payments go into their cases, what is abandoned is cleared away.
    Errands,
}

impl CheckKind {
    fn word(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Writer => "writer",
            Self::Clock => "clock",
            Self::Log => "log",
            Self::Rules => "rules",
            Self::Feeds => "feeds",
            Self::Letters => "letters",
            Self::Errands => "errands",
        }
    }

    /// The key of its name among the words of the interface.
    #[must_use]
    pub fn name_key(self) -> String {
        format!("check-{}-name", self.word())
    }

    /// The key of the words for what it found in order, which have a `value`.
    #[must_use]
    pub fn fine_key(self) -> String {
        format!("check-{}-fine", self.word())
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub kind: CheckKind,
    /// Whether it is in order.
    pub in_order: bool,
    /// The facts, in the language of the page; nothing where they could name a person.
    pub detail: String,
    /// When it was last seen in order.
    pub last_in_order: Option<DateTime>,
}

#[derive(Template)]
#[template(path = "pages/status.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a StatusPage,
}

impl View<'_> {
    /// What a check found in order, in words.
    fn fine(&self, check: &Check) -> String {
        self.frame.fill(&check.kind.fine_key(), "value", &check.detail)
    }

    fn words(&self, kind: &CheckKind, part: &str) -> String {
        self.frame.say(format!("check-{}-{part}", kind.word()))
    }
}

impl StatusPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
