//! Clocks (计时): a budget, a ledger of pauses and an extension. The due date is derived, never stored as truth.
//!
//! A pause from day *f* to day *t* takes the days after *f* up to and including *t* out of the count, in the
//! same way as the start day of a limit is not counted and its last day is. A pause ends by itself at its
//! declared end, so a forgotten pause cannot stop a clock for ever.

#[cfg(test)]
mod tests;

use crate::calendar::{Calendar, CalendarError};
use crate::explanation::{Explanation, Step};
use crate::limit::{Due, Period, Unit, days_between};
use jiff::civil::{Date, DateTime};
use serde::Serialize;

/// One interval during which a clock stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pause {
    /// The day on which it began.
    pub from: Date,
    /// The declared last day; it ends by itself then. `None`: no end was declared, and none is assumed.
    pub until: Option<Date>,
    /// The day on which it really ended, if it was ended.
    pub ended: Option<Date>,
    /// The ground, as the procedure lists it.
    pub ground: String,
}

impl Pause {
    /// The last day that the pause takes out of the count; `None` while it runs without a declared end.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        match (self.ended, self.until) {
            (Some(ended), Some(until)) => Some(ended.min(until)),
            (Some(day), None) | (None, Some(day)) => Some(day),
            (None, None) => None,
        }
    }

    /// Whether the clock stands still at the end of `date`.
    #[must_use]
    pub fn covers(&self, date: Date) -> bool {
        self.from <= date && self.last_day().is_none_or(|last| date < last)
    }
}

/// One running limit of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// The limit as it stood when the clock started.
    pub period: Period,
    /// When it started, in the zone of the jurisdiction.
    pub started_at: DateTime,
    /// Pauses in order of their start.
    pub pauses: Vec<Pause>,
    /// Lawful extensions, in order.
    pub extensions: Vec<Period>,
    /// A deadline that a log carries itself; it then stands instead of the computed one.
    pub reported_due: Option<Date>,
}

impl Clock {
    /// A clock that starts at `started_at`.
    #[must_use]
    pub fn start(period: Period, started_at: DateTime) -> Self {
        Self { period, started_at, pauses: Vec::new(), extensions: Vec::new(), reported_due: None }
    }

    /// When the limit ends. An open pause without a declared end counts as ending now, at `as_of`.
    ///
    /// # Errors
    /// The calendar is missing or does not reach.
    pub fn due(&self, calendar: Option<&Calendar>, as_of: Date) -> Result<Due, CalendarError> {
        if let Some(date) = self.reported_due {
            return Ok(Due::on(date));
        }
        if self.pauses.is_empty() && self.extensions.is_empty() {
            return self.period.end(self.started_at, calendar);
        }
        if !self.period.unit.is_date_logic() {
            return self.instant_due(calendar);
        }
        let start = self.started_at.date();
        let mut last_day = self.end_with_pauses(start, self.period, calendar, as_of)?;
        for extension in &self.extensions {
            last_day = self.end_with_pauses(last_day, *extension, calendar, as_of)?;
        }
        self.period.roll(last_day, calendar)
    }

    /// Limits in hours know no pauses; extensions are added at the end.
    fn instant_due(&self, calendar: Option<&Calendar>) -> Result<Due, CalendarError> {
        let mut due = self.period.end(self.started_at, calendar)?;
        for extension in &self.extensions {
            let from = due.instant.unwrap_or_else(|| due.last_day.into());
            due = extension.end(from, calendar)?;
        }
        Ok(due)
    }

    /// The last day, unrolled, of `period` begun at `start`, with the paused days left out.
    fn end_with_pauses(
        &self,
        start: Date,
        period: Period,
        calendar: Option<&Calendar>,
        as_of: Date,
    ) -> Result<Date, CalendarError> {
        let plain_end = period.unrolled_end(start, calendar)?;
        let working = if period.unit == Unit::WorkingDays { calendar } else { None };
        let mut remaining = match working {
            Some(_) => i64::from(period.amount),
            None => days_between(start, plain_end),
        };
        let mut cursor = start;
        for pause in &self.pauses {
            let last = pause.last_day().unwrap_or(as_of);
            if last <= cursor || last <= pause.from {
                continue;
            }
            let running = count(working, cursor, pause.from)?;
            // The limit had run out before this pause began: too late to stop anything.
            if running >= remaining {
                break;
            }
            remaining -= running;
            cursor = last;
        }
        advance(working, cursor, remaining)
    }

    /// How the due date came about, step by step.
    ///
    /// # Errors
    /// The calendar is missing or does not reach.
    pub fn explain(
        &self,
        calendar: Option<&Calendar>,
        as_of: Date,
    ) -> Result<Explanation, CalendarError> {
        let due = self.due(calendar, as_of)?;
        let start = self.started_at.date();
        let mut steps = Vec::new();
        if self.reported_due.is_some() {
            steps.push(Step::ReportedDeadline { date: due.last_day });
            return Ok(Explanation {
                started_at: self.started_at,
                period: self.period,
                steps,
                due,
            });
        }
        if self.period.unit.is_date_logic() {
            steps.push(Step::StartNotCounted { date: start });
        }
        for pause in &self.pauses {
            let last = pause.last_day().unwrap_or(as_of);
            if last > pause.from && pause.from <= due.last_day {
                let working = if self.period.unit == Unit::WorkingDays { calendar } else { None };
                let days = count(working, pause.from.max(start), last)?;
                let (from, ground) = (pause.from, pause.ground.clone());
                steps.push(Step::Paused { from, until: last, ground, days });
            }
        }
        steps.extend(self.extensions.iter().map(|period| Step::Extended { period: *period }));
        if let Some(calendar) = calendar {
            self.explain_calendar(calendar, &due, &mut steps);
        }
        if let (Some(calendar), true) = (calendar, due.provisional) {
            steps.push(Step::Provisional { published_until: calendar.published_until() });
        }
        Ok(Explanation { started_at: self.started_at, period: self.period, steps, due })
    }

    /// The holidays and make-up days that moved the date, and the roll past a rest day.
    fn explain_calendar(&self, calendar: &Calendar, due: &Due, steps: &mut Vec<Step>) {
        let start = self.started_at.date();
        if self.period.unit == Unit::WorkingDays {
            steps.extend(Step::holidays(calendar.special_days(start, due.last_day)));
            return;
        }
        let plain = Clock { period: self.without_roll(), ..self.clone() };
        let unrolled = plain.due(Some(calendar), due.last_day).map_or(due.last_day, |d| d.last_day);
        if due.instant.is_none() && unrolled != due.last_day {
            steps.push(Step::Rolled { from: unrolled, to: due.last_day });
            if let Ok(before) = unrolled.yesterday() {
                steps.extend(Step::holidays(calendar.special_days(before, due.last_day)));
            }
        }
    }

    fn without_roll(&self) -> Period {
        Period { rest_day_end: crate::limit::RestDayEnd::Keep, ..self.period }
    }
}

/// Days after `from` up to and including `to`: working days with a calendar, else calendar days.
fn count(calendar: Option<&Calendar>, from: Date, to: Date) -> Result<i64, CalendarError> {
    match calendar {
        Some(calendar) => calendar.working_days_between(from, to).map(i64::from),
        None => Ok(days_between(from, to).max(0)),
    }
}

fn advance(calendar: Option<&Calendar>, from: Date, days: i64) -> Result<Date, CalendarError> {
    match calendar {
        Some(calendar) => {
            let days = u32::try_from(days).map_err(|_| CalendarError::TooLong)?;
            calendar.add_working_days(from, days)
        }
        None => from
            .checked_add(jiff::SignedDuration::from_hours(days.saturating_mul(24)))
            .map_err(|_| CalendarError::TooLong),
    }
}
