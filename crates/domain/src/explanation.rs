//! *Why this date?* Every due date explains itself: start, unit, each holiday, make-up day, pause and extension.
//!
//! The same steps are printed on cards, shown to citizens and returned by programs.

mod wording;

use crate::calendar::{DayKind, SpecialDay};
use crate::limit::{Due, Period};
use jiff::civil::{Date, DateTime};
use serde::Serialize;

/// The derivation of one due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// When the clock started.
    pub started_at: DateTime,
    /// The limit.
    pub period: Period,
    /// What moved the date, in order.
    pub steps: Vec<Step>,
    /// The result.
    pub due: Due,
}

/// One step of a derivation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// The day of the triggering event is not counted.
    StartNotCounted {
        /// That day.
        date: Date,
    },
    /// Days off that were left out.
    Rest {
        /// First day off.
        from: Date,
        /// Last day off.
        to: Date,
        /// Name of the holiday.
        name: String,
    },
    /// A weekend day that counted because it was worked.
    MakeUp {
        /// The day.
        date: Date,
        /// Name of the holiday that it makes up for.
        name: String,
    },
    /// A special procedure whose days do not count.
    Paused {
        /// The day on which it began.
        from: Date,
        /// The last day that did not count.
        until: Date,
        /// The ground.
        ground: String,
        /// Days taken out of the count.
        days: i64,
    },
    /// A lawful extension.
    Extended {
        /// By how much.
        period: Period,
    },
    /// The last day was a rest day.
    Rolled {
        /// The rest day.
        from: Date,
        /// The first working day after it.
        to: Date,
    },
    /// The log carries its own deadline.
    ReportedDeadline {
        /// That deadline.
        date: Date,
    },
    /// The calendar of a year is not published yet; the date will be computed again.
    Provisional {
        /// Last day that a published calendar governs.
        published_until: Date,
    },
}

impl Step {
    /// Joins consecutive rest days of one holiday into one step each.
    pub(crate) fn holidays<'a>(days: impl Iterator<Item = SpecialDay<'a>>) -> Vec<Self> {
        let mut steps: Vec<Self> = Vec::new();
        for day in days {
            if day.kind == DayKind::MakeUp {
                steps.push(Self::MakeUp { date: day.date, name: day.name.to_owned() });
                continue;
            }
            if let Some(Self::Rest { to, name, .. }) = steps.last_mut()
                && name == day.name
                && to.tomorrow().is_ok_and(|next| next == day.date)
            {
                *to = day.date;
                continue;
            }
            let name = day.name.to_owned();
            steps.push(Self::Rest { from: day.date, to: day.date, name });
        }
        steps
    }
}
