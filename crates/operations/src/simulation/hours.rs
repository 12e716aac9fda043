//! Office hours of the simulation: when people are at work, on the calendar of the law.

use domain::calendar::Calendar;
use domain::limit::{Period, Unit};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

/// A minute, in milliseconds.
pub(super) const MINUTE: i64 = 60_000;
/// An hour, in milliseconds.
pub(super) const HOUR: i64 = 60 * MINUTE;
/// A day, in milliseconds.
pub(super) const DAY: i64 = 24 * HOUR;
/// Days that are looked through for the next working day.
const HORIZON: usize = 400;

/// The hours of the offices.
#[derive(Clone, Copy)]
pub(super) struct Hours {
    calendar: &'static Calendar,
}

impl Hours {
    pub(super) fn new(calendar: &'static Calendar) -> Self {
        Self { calendar }
    }

    pub(super) fn civil(self, at: i64) -> DateTime {
        let moment = Timestamp::from_millisecond(at).unwrap_or_default();
        self.calendar.time_zone.to_datetime(moment)
    }

    pub(super) fn date(self, at: i64) -> Date {
        self.civil(at).date()
    }

    pub(super) fn moment(self, at: DateTime) -> i64 {
        self.calendar.time_zone.to_timestamp(at).map_or(0, Timestamp::as_millisecond)
    }

    pub(super) fn begin_of(self, date: Date) -> i64 {
        self.moment(date.to_datetime(Time::midnight()))
    }

    pub(super) fn is_working_day(self, date: Date) -> bool {
        self.calendar.is_working_day(date).unwrap_or(false)
    }

    /// The office time of one working day.
    pub(super) fn office_day(self) -> i64 {
        let hours = self.calendar.office_hours().iter();
        let span = hours.map(|(from, to)| from.duration_until(*to).as_millis());
        i64::try_from(span.sum::<i128>()).unwrap_or(8 * HOUR).max(HOUR)
    }

    /// The moment at which `work` milliseconds of office time have passed since `from`.
    pub(super) fn after(self, from: i64, work: i64) -> i64 {
        let mut left = work.max(0);
        let mut date = self.date(from);
        for _ in 0..HORIZON {
            if self.is_working_day(date) {
                for (opens, closes) in self.calendar.office_hours() {
                    let begin = self.moment(date.to_datetime(*opens)).max(from);
                    let end = self.moment(date.to_datetime(*closes));
                    if begin < end && begin + left < end {
                        return begin + left;
                    }
                    left -= (end - begin).max(0);
                }
            }
            date = date.tomorrow().unwrap_or(date);
        }
        from + work
    }

    /// Office time that a period amounts to.
    pub(super) fn office_time(self, period: Period) -> i64 {
        let amount = i64::from(period.amount);
        let day = self.office_day();
        match period.unit {
            Unit::WorkingDays => amount * day,
            Unit::CalendarDays => amount * day * 5 / 7,
            Unit::Weeks => amount * day * 5,
            Unit::Months => amount * day * 21,
            Unit::WorkingHours => amount * HOUR,
            Unit::Hours => amount * day / 24,
        }
    }

    /// The first day after a period that began at `from`.
    pub(super) fn first_day_after(self, period: Period, from: i64) -> Option<Date> {
        let due = period.end(self.civil(from), Some(self.calendar)).ok()?;
        Some(due.first_day_over())
    }

    /// The last day of a period that began at `from`.
    pub(super) fn last_day(self, period: Period, from: i64) -> Option<Date> {
        Some(period.end(self.civil(from), Some(self.calendar)).ok()?.last_day)
    }
}
