//! Clocks: a longer limit never ends earlier, a pause never makes it end earlier, and no pause changes nothing.

use crate::choices::{Choices, check};
use crate::shelf::CALENDAR;
use domain::calendar::Calendar;
use domain::clock::{Clock, Pause};
use domain::limit::{Due, Period, RestDayEnd, Unit};
use jiff::Span;
use jiff::civil::{Date, DateTime, date};

const CASES: u32 = 4_000;
const UNITS: [Unit; 6] = [
    Unit::WorkingDays,
    Unit::CalendarDays,
    Unit::Weeks,
    Unit::Months,
    Unit::WorkingHours,
    Unit::Hours,
];

fn days_after(start: Date, days: usize) -> Date {
    start.checked_add(Span::new().days(i64::try_from(days).unwrap())).unwrap()
}

fn any_period(choices: &mut Choices<'_>) -> Period {
    let unit = *choices.of(&UNITS).unwrap();
    let most = if unit == Unit::Months { 12 } else { 90 };
    let amount = u32::try_from(choices.below(most)).unwrap();
    let rest_day_end = if choices.once_in(3) { RestDayEnd::Keep } else { RestDayEnd::Roll };
    Period { amount, unit, rest_day_end }
}

fn any_clock(choices: &mut Choices<'_>) -> Clock {
    let day = days_after(date(2005, 1, 1), choices.below(7_900));
    let hour = i8::try_from(choices.below(24)).unwrap();
    let mut clock = Clock::start(any_period(choices), day.at(hour, 30, 0, 0));
    let mut last = day;
    for _ in 0..choices.below(4) {
        let from = days_after(last, choices.below(20));
        let until = days_after(from, choices.below(30));
        let ended = choices.once_in(3).then(|| days_after(from, choices.below(40)));
        // A pause without a declared end runs until it is looked at.
        let until = (!choices.once_in(8)).then_some(until);
        last = ended.into_iter().chain(until).max().unwrap_or(from);
        clock.pauses.push(Pause { from, until, ended, ground: "检测".to_owned() });
    }
    clock
}

fn due(clock: &Clock, calendar: &Calendar) -> Due {
    clock.due(Some(calendar), as_of(clock)).unwrap()
}

fn as_of(clock: &Clock) -> Date {
    days_after(clock.started_at.date(), 120)
}

fn end(due: Due) -> DateTime {
    due.instant.unwrap_or_else(|| due.last_day.at(23, 59, 59, 0))
}

#[test]
fn a_longer_limit_never_ends_earlier() {
    check(CASES, 40, |choices| {
        let clock = any_clock(choices);
        let mut longer = clock.clone();
        longer.period.amount += 1;
        assert!(end(due(&longer, &CALENDAR)) >= end(due(&clock, &CALENDAR)), "{clock:?}");
    });
}

#[test]
fn a_pause_never_makes_a_limit_end_earlier() {
    check(CASES, 40, |choices| {
        let clock = any_clock(choices);
        let mut before = Clock { pauses: Vec::new(), ..clock.clone() };
        for pause in &clock.pauses {
            let mut after = before.clone();
            after.pauses.push(pause.clone());
            assert!(end(due(&after, &CALENDAR)) >= end(due(&before, &CALENDAR)), "{after:?}");
            before = after;
        }
    });
}

#[test]
fn an_extension_never_makes_a_limit_end_earlier() {
    check(CASES, 40, |choices| {
        let clock = any_clock(choices);
        let mut extended = clock.clone();
        let unit = clock.period.unit;
        let amount = u32::try_from(choices.below(30)).unwrap();
        extended.extensions.push(Period { amount, unit, rest_day_end: clock.period.rest_day_end });
        assert!(end(due(&extended, &CALENDAR)) >= end(due(&clock, &CALENDAR)), "{extended:?}");
    });
}

#[test]
fn without_pauses_a_clock_is_its_period() {
    check(CASES, 40, |choices| {
        let clock = Clock { pauses: Vec::new(), ..any_clock(choices) };
        let expected = clock.period.end(clock.started_at, Some(&CALENDAR)).unwrap();
        assert_eq!(due(&clock, &CALENDAR), expected);
        // A pause of no days is no pause.
        let from = clock.started_at.date();
        let pause = Pause { from, until: Some(from), ended: None, ground: String::new() };
        let paused = Clock { pauses: vec![pause], ..clock };
        assert_eq!(due(&paused, &CALENDAR), expected, "{paused:?}");
    });
}

#[test]
fn an_explanation_ends_on_the_due_date() {
    check(CASES / 4, 40, |choices| {
        let clock = any_clock(choices);
        let explained = clock.explain(Some(&CALENDAR), as_of(&clock)).unwrap();
        assert_eq!(explained.due, due(&clock, &CALENDAR));
    });
}
