//! Office-hours arithmetic, for service levels only.

use crate::calendar::{Calendar, CalendarError};
use jiff::civil::{Date, DateTime, Time};

const SECONDS_PER_HOUR: i64 = 3_600;

/// The instant at which `hours` hours of office time have passed since `start`.
pub(super) fn add(
    calendar: &Calendar,
    start: DateTime,
    hours: u32,
) -> Result<DateTime, CalendarError> {
    let per_day: i64 = calendar.office_hours().iter().map(|(from, to)| seconds(*from, *to)).sum();
    if per_day <= 0 {
        return Err(CalendarError::NoOfficeHours);
    }
    let mut remaining = i64::from(hours) * SECONDS_PER_HOUR;
    let mut day = start.date();
    if calendar.is_working_day(day)? {
        match within_day(calendar, day, start.time(), remaining) {
            Ok(instant) => return Ok(instant),
            Err(left) => remaining = left,
        }
    }
    // Whole days in between are one look-up; the last day is walked through.
    let whole_days = u32::try_from((remaining - 1).max(0) / per_day).unwrap_or(u32::MAX);
    day = calendar.add_working_days(day, whole_days)?;
    remaining -= i64::from(whole_days) * per_day;
    day = calendar.add_working_days(day, 1)?;
    within_day(calendar, day, Time::MIN, remaining).map_err(|_| CalendarError::NoOfficeHours)
}

/// The instant within `day`, or the seconds that are left when the day ends first.
fn within_day(
    calendar: &Calendar,
    day: Date,
    not_before: Time,
    mut remaining: i64,
) -> Result<DateTime, i64> {
    for (from, to) in calendar.office_hours() {
        let from = (*from).max(not_before);
        if from >= *to {
            continue;
        }
        let available = seconds(from, *to);
        if remaining <= available {
            let time = from.saturating_add(jiff::SignedDuration::from_secs(remaining));
            return Ok(day.to_datetime(time));
        }
        remaining -= available;
    }
    Err(remaining)
}

fn seconds(from: Time, to: Time) -> i64 {
    from.duration_until(to).as_secs()
}
