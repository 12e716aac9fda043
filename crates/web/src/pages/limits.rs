//! Limits as people see them: a date, how it stands, and why it is this date.

use super::frame::Frame;
use super::html::{Html, escaped};
use domain::basis::Basis;
use domain::explanation::{Explanation, Step};
use domain::procedure::LimitKind;
use domain::text::Text;
use jiff::civil::{Date, DateTime};

/// How a limit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitState {
    /// It runs; so many of its days are left (0: today is the last).
    Running {
        /// Days left, in the unit of the limit.
        left: u32,
    },
    /// It stands still during a special procedure.
    Paused,
    /// It was kept.
    Kept {
        /// When it was stopped.
        at: DateTime,
    },
    /// It was not kept.
    Missed {
        /// When it was stopped; `None`: it is still not done.
        at: Option<DateTime>,
        /// Calendar days over.
        days: u32,
    },
}

/// A limit of a case or card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitRow {
    /// Name for people.
    pub name: Text,
    /// What it is about.
    pub kind: LimitKind,
    /// Why it exists.
    pub basis: Basis,
    /// How it stands.
    pub state: LimitState,
    /// Its date, explained: from `Clock::explain`.
    pub explanation: Explanation,
}

impl LimitRow {
    pub(crate) fn is_open(&self) -> bool {
        matches!(
            self.state,
            LimitState::Running { .. } | LimitState::Paused | LimitState::Missed { at: None, .. }
        )
    }

    pub(crate) fn is_missed(&self) -> bool {
        matches!(self.state, LimitState::Missed { .. })
    }

    /// The class of its state.
    pub(crate) fn class(&self) -> &'static str {
        match self.state {
            LimitState::Running { .. } => "running",
            LimitState::Paused => "paused",
            LimitState::Kept { .. } => "kept",
            LimitState::Missed { .. } => "missed",
        }
    }

    /// The last day or instant, as people write it.
    pub(crate) fn due(&self, frame: &Frame<'_>) -> Html {
        match self.explanation.due.instant {
            Some(instant) => frame.moment(&instant),
            None => frame.day(&self.explanation.due.last_day),
        }
    }

    /// How it stands, in words.
    pub(crate) fn standing(&self, frame: &Frame<'_>) -> String {
        let due = &self.explanation.due;
        match self.state {
            LimitState::Running { left: 0 } => frame.say("standing-last-day"),
            LimitState::Running { left } => {
                let unit = if self.explanation.period.unit == domain::limit::Unit::WorkingDays {
                    "standing-left-working"
                } else if due.instant.is_some() {
                    "standing-left-hours"
                } else {
                    "standing-left"
                };
                frame.fill(unit, "days", left)
            }
            LimitState::Paused => frame.say("standing-paused"),
            LimitState::Kept { at } => {
                frame.fill("standing-kept", "date", frame.day_in_words(at.date()))
            }
            LimitState::Missed { at: None, days } => frame.fill("standing-over", "days", days),
            LimitState::Missed { at: Some(at), days } => {
                let (date, days) = (frame.day_in_words(at.date()), days.to_string());
                frame.fill_all("standing-missed", &[("date", &date), ("days", &days)])
            }
        }
    }

    /// The derivation of its date as steps of a list.
    pub(crate) fn steps(&self, frame: &Frame<'_>) -> Vec<Html> {
        let explanation = &self.explanation;
        let start = frame.moment_in_words(explanation.started_at);
        let period = frame.period(explanation.period);
        let first = frame.fill_all("why-start", &[("start", &start), ("period", &period)]);
        let mut steps = vec![Html::own(escaped(&first))];
        let mut ordered: Vec<&Step> = explanation.steps.iter().collect();
        ordered.sort_by_key(|step| first_day(step));
        for step in ordered {
            let words = frame.with_dates_in_words(&step.in_language(frame.language));
            steps.push(Html::own(escaped(&words)));
        }
        let due = match explanation.due.instant {
            Some(instant) => frame.moment_in_words(instant),
            None => {
                frame.fill("why-midnight", "date", frame.day_in_words(explanation.due.last_day))
            }
        };
        steps.push(Html::own(escaped(&frame.fill("why-end", "due", &due))));
        steps
    }
}

/// For the order in which people tell it: what has no day of its own comes last.
fn first_day(step: &Step) -> Date {
    match step {
        Step::StartNotCounted { date } | Step::MakeUp { date, .. } => *date,
        Step::Rest { from, .. } | Step::Paused { from, .. } => *from,
        Step::Rolled { .. } | Step::Extended { .. } => Date::MAX,
        Step::ReportedDeadline { .. } | Step::Provisional { .. } => Date::MAX,
    }
}
