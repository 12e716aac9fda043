//! The calendar: adding and counting undo each other.

use crate::choices::check;
use crate::shelf::CALENDAR;
use jiff::Span;
use jiff::civil::date;

const CASES: u32 = 4_000;

#[test]
fn adding_working_days_and_counting_them_undo_each_other() {
    check(CASES, 4, |choices| {
        let days = i64::try_from(choices.below(9_000)).unwrap();
        let start = date(2004, 1, 1).checked_add(Span::new().days(days)).unwrap();
        let amount = u32::try_from(choices.below(400)).unwrap();
        let end = CALENDAR.add_working_days(start, amount).unwrap();
        assert_eq!(CALENDAR.working_days_between(start, end).unwrap(), amount);
        // The other way round: from any day on, the last working day counted.
        let later = start.checked_add(Span::new().days(i64::from(amount))).unwrap();
        let count = CALENDAR.working_days_between(start, later).unwrap();
        let last = CALENDAR.add_working_days(start, count).unwrap();
        assert!(last <= later);
        assert_eq!(CALENDAR.working_days_between(last, later).unwrap(), 0);
        assert!(CALENDAR.add_working_days(start, count + 1).unwrap() > later);
    });
}

#[test]
fn rolling_ends_on_a_working_day_and_skips_none() {
    check(CASES, 4, |choices| {
        let days = i64::try_from(choices.below(9_000)).unwrap();
        let day = date(2004, 1, 1).checked_add(Span::new().days(days)).unwrap();
        let rolled = CALENDAR.roll(day).unwrap();
        assert!(CALENDAR.is_working_day(rolled).unwrap() && rolled >= day);
        let between = CALENDAR.working_days_between(day, rolled).unwrap();
        assert_eq!(between, u32::from(rolled != day));
    });
}
