//! Working-day calendars (工作日历): which days are worked, as data that a notice published.
//!
//! Sums over years are one subtraction (prefix counts) and one look-up (the n-th working day), exact, and equal
//! to a naive day walk. Days whose notice is not published yet are counted *provisionally*; days outside the
//! calendar are an error, never a guess.

mod document;
#[cfg(test)]
mod tests;

use crate::text::Text;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// How many years after the last published notice the calendar reaches, all of them provisional.
const PROVISIONAL_YEARS: i16 = 12;

/// What one day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// An ordinary working day.
    Working,
    /// An ordinary day of the weekend.
    Weekend,
    /// A rest day that a notice names (放假).
    Rest,
    /// A day of the weekend that a notice makes a working day (调休上班).
    MakeUp,
}

impl DayKind {
    /// Whether the day counts in limits in working days.
    #[must_use]
    pub fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::MakeUp)
    }
}

/// A day that differs from its weekday, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecialDay<'a> {
    /// The day.
    pub date: Date,
    /// Rest or make-up.
    pub kind: DayKind,
    /// Name of the holiday in the notice.
    pub name: &'a str,
}

/// A question that the calendar cannot answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The day lies before the first year or after the horizon.
    #[error("{date} lies outside the calendar, which covers {first} to {last}")]
    Outside {
        /// The day asked for.
        date: Date,
        /// First day covered.
        first: Date,
        /// Last day covered.
        last: Date,
    },
    /// The limit is counted in working time and the procedure names no calendar.
    #[error("this limit needs a working-day calendar and the procedure names none")]
    Missing,
    /// A limit in working hours and no office hours.
    #[error("this limit needs office hours and the calendar has none")]
    NoOfficeHours,
    /// A period so long that no date can hold it.
    #[error("the period ends after the last date that can be written")]
    TooLong,
}

/// A working-day calendar of one country or jurisdiction.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Id, as procedures name it.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// The zone in which days begin and end.
    pub time_zone: TimeZone,
    first: Date,
    published_until: Date,
    kinds: Vec<DayKind>,
    /// `working_before[i]`: working days among the first `i` days.
    working_before: Vec<u32>,
    working_days: Vec<Date>,
    special: BTreeMap<Date, (DayKind, String)>,
    office_hours: Vec<(Time, Time)>,
}

impl Calendar {
    /// The first day covered.
    #[must_use]
    pub fn first_day(&self) -> Date {
        self.first
    }

    /// The last day governed by a published notice; every later day is provisional.
    #[must_use]
    pub fn published_until(&self) -> Date {
        self.published_until
    }

    /// The last day covered at all.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.day_at(self.kinds.len().saturating_sub(1)).unwrap_or(self.published_until)
    }

    /// Whether a date rests on a year whose notice is not published yet.
    #[must_use]
    pub fn is_provisional(&self, date: Date) -> bool {
        date > self.published_until
    }

    /// What a day is.
    ///
    /// # Errors
    /// [`CalendarError::Outside`] when the calendar does not cover the day.
    pub fn kind(&self, date: Date) -> Result<DayKind, CalendarError> {
        let index = self.index(date)?;
        self.kinds.get(index).copied().ok_or_else(|| self.outside(date))
    }

    /// Whether a day is worked.
    ///
    /// # Errors
    /// [`CalendarError::Outside`] when the calendar does not cover the day.
    pub fn is_working_day(&self, date: Date) -> Result<bool, CalendarError> {
        self.kind(date).map(DayKind::is_working)
    }

    /// The last day of a period of `amount` working days; `start` itself is not counted.
    ///
    /// # Errors
    /// [`CalendarError::Outside`] when start or end lies outside the calendar.
    pub fn add_working_days(&self, start: Date, amount: u32) -> Result<Date, CalendarError> {
        if amount == 0 {
            return Ok(start);
        }
        let index = self.index(start)?;
        let counted = self.working_before.get(index + 1).ok_or_else(|| self.outside(start))?;
        let wanted = (*counted as usize).saturating_add(amount as usize) - 1;
        self.working_days.get(wanted).copied().ok_or_else(|| self.outside(self.last_day()))
    }

    /// The number of working days after `after`, up to and including `until`; 0 when `until` is not later.
    ///
    /// # Errors
    /// [`CalendarError::Outside`] when one of the days lies outside the calendar.
    pub fn working_days_between(&self, after: Date, until: Date) -> Result<u32, CalendarError> {
        if until <= after {
            return Ok(0);
        }
        let from = self.working_before.get(self.index(after)? + 1);
        let to = self.working_before.get(self.index(until)? + 1);
        match (from, to) {
            (Some(from), Some(to)) => Ok(to - from),
            _ => Err(self.outside(until)),
        }
    }

    /// `date` if it is worked, else the first working day after it (民法典 art. 203).
    ///
    /// # Errors
    /// [`CalendarError::Outside`] when the day lies outside the calendar.
    pub fn roll(&self, date: Date) -> Result<Date, CalendarError> {
        if self.is_working_day(date)? { Ok(date) } else { self.add_working_days(date, 1) }
    }

    /// The rest days and make-up days after `after`, up to and including `until`.
    pub fn special_days(&self, after: Date, until: Date) -> impl Iterator<Item = SpecialDay<'_>> {
        let range = (std::ops::Bound::Excluded(after), std::ops::Bound::Included(until));
        let ordered = after < until;
        let days = ordered.then(|| self.special.range(range)).into_iter().flatten();
        days.map(|(date, (kind, name))| SpecialDay { date: *date, kind: *kind, name })
    }

    /// The office hours of a working day, in order; empty when the calendar has none.
    #[must_use]
    pub fn office_hours(&self) -> &[(Time, Time)] {
        &self.office_hours
    }

    fn index(&self, date: Date) -> Result<usize, CalendarError> {
        let days = self.first.duration_until(date).as_hours() / 24;
        let index = usize::try_from(days).map_err(|_| self.outside(date))?;
        if index < self.kinds.len() { Ok(index) } else { Err(self.outside(date)) }
    }

    fn day_at(&self, index: usize) -> Option<Date> {
        let days = i64::try_from(index).ok()?;
        self.first.checked_add(jiff::SignedDuration::from_hours(days * 24)).ok()
    }

    fn outside(&self, date: Date) -> CalendarError {
        let last = i64::try_from(self.kinds.len()).unwrap_or(0) - 1;
        let last = self.first.saturating_add(jiff::SignedDuration::from_hours(last * 24));
        CalendarError::Outside { date, first: self.first, last }
    }
}
