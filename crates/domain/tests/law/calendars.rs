//! The working-day calendar against an independent day walk and the published test vectors.

use crate::shelf::CALENDAR;
use domain::calendar::DayKind;
use domain::limit::{Period, RestDayEnd, Unit};
use jiff::ToSpan;
use jiff::civil::{Date, date};

const LONGEST_WALK: u32 = 120;

/// Walks day by day, asking `is_working` only.
fn walk(start: Date, amount: u32, is_working: impl Fn(Date) -> bool) -> Date {
    let mut day = start;
    let mut left = amount;
    while left > 0 {
        day = day.checked_add(1.day()).unwrap();
        left -= u32::from(is_working(day));
    }
    day
}

#[test]
fn sums_equal_a_naive_day_walk_for_every_start_day_and_1_to_120_days() {
    let calendar = &*CALENDAR;
    let is_working = |day: Date| calendar.kind(day).is_ok_and(DayKind::is_working);
    let mut start = date(2004, 1, 1);
    while start <= date(2026, 12, 31) {
        let mut expected = start;
        for amount in 1..=LONGEST_WALK {
            expected = walk(expected, 1, is_working);
            assert_eq!(calendar.add_working_days(start, amount).unwrap(), expected);
            assert_eq!(calendar.working_days_between(start, expected).unwrap(), amount);
        }
        start = start.checked_add(1.day()).unwrap();
    }
}

#[test]
fn yearly_counts_equal_the_published_ones() {
    let published = [
        (2004, 252),
        (2005, 251),
        (2006, 251),
        (2007, 249),
        (2008, 251),
        (2009, 250),
        (2010, 250),
        (2011, 250),
        (2012, 249),
        (2013, 250),
        (2014, 250),
        (2015, 249),
        (2016, 250),
        (2017, 249),
        (2018, 250),
        (2019, 250),
        (2020, 249),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 248),
        (2026, 248),
    ];
    for (year, expected) in published {
        let first = u32::from(CALENDAR.is_working_day(date(year, 1, 1)).unwrap());
        let rest = CALENDAR.working_days_between(date(year, 1, 1), date(year, 12, 31)).unwrap();
        assert_eq!(first + rest, expected, "{year}");
    }
}

#[test]
fn the_published_test_vectors_hold() {
    let working =
        |amount| Period { amount, unit: Unit::WorkingDays, rest_day_end: RestDayEnd::Roll };
    let calendar_days =
        |amount| Period { amount, unit: Unit::CalendarDays, rest_day_end: RestDayEnd::Roll };
    let vectors = [
        (date(2026, 2, 13), working(5), date(2026, 2, 27)),
        (date(2026, 2, 13), working(20), date(2026, 3, 19)),
        (date(2026, 2, 13), working(45), date(2026, 4, 24)),
        (date(2026, 2, 14), working(5), date(2026, 2, 28)),
        (date(2026, 2, 12), working(10), date(2026, 3, 4)),
        (date(2026, 4, 30), working(5), date(2026, 5, 11)),
        (date(2026, 9, 24), working(5), date(2026, 10, 9)),
        (date(2026, 9, 25), working(1), date(2026, 9, 28)),
        (date(2026, 9, 30), working(20), date(2026, 11, 3)),
        (date(2026, 9, 16), calendar_days(15), date(2026, 10, 8)),
        (date(2026, 8, 3), calendar_days(60), date(2026, 10, 8)),
        (date(2026, 11, 20), calendar_days(90), date(2027, 2, 18)),
    ];
    for (start, period, expected) in vectors {
        let due = period.end(start.into(), Some(&CALENDAR)).unwrap();
        assert_eq!(due.last_day, expected, "{start} + {period}");
        assert_eq!(due.provisional, expected.year() > 2026, "{start} + {period}");
    }
}

#[test]
fn days_outside_the_calendar_are_an_error_not_a_guess() {
    assert!(CALENDAR.add_working_days(date(2003, 12, 31), 5).is_err());
    assert!(CALENDAR.add_working_days(date(2026, 1, 5), 1_000_000).is_err());
    assert!(CALENDAR.kind(date(9999, 1, 1)).is_err());
}
