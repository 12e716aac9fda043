//! Clocks: pauses, extensions, rolling, provisional and reported ends, working hours, and why.

use super::{Clock, Pause};
use crate::calendar::{Calendar, CalendarError};
use crate::explanation::Step;
use crate::limit::{Due, Period, RestDayEnd, Unit};
use crate::text::Language;
use jiff::civil::{Date, DateTime, date};
use std::sync::LazyLock;

const MAIN: &str = r#"
id = "cn"
name = { zh-Hans = "国务院放假安排日历" }
time_zone = "Asia/Shanghai"
weekend = ["saturday", "sunday"]
first_year = 2026
basis = { law = "国务院关于职工工作时间的规定", article = "7" }
"#;

const HOURS: &str = r#"
[office_hours]
hours = ["09:00-12:00", "13:00-17:00"]
basis = { law = "示范", article = "3" }
"#;

fn parse(main: &str) -> Calendar {
    let notice = include_str!("../../../../law/calendars/cn/2026.toml");
    Calendar::parse(("calendar.toml", main), &[("2026.toml", notice)]).unwrap()
}

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| parse(&format!("{MAIN}{HOURS}")));

fn period(amount: u32, unit: Unit) -> Period {
    Period { amount, unit, rest_day_end: RestDayEnd::Roll }
}

fn clock(amount: u32, unit: Unit, start: Date) -> Clock {
    Clock::start(period(amount, unit), start.at(10, 0, 0, 0))
}

fn pause(from: Date, until: Option<Date>, ended: Option<Date>) -> Pause {
    Pause { from, until, ended, ground: "检测".to_owned() }
}

fn last_day(clock: &Clock) -> Date {
    clock.due(Some(&CALENDAR), date(2026, 6, 1)).unwrap().last_day
}

#[test]
fn a_pause_takes_its_days_out_of_the_count() {
    // Ten working days after Monday 2 March end on Monday 16 March.
    let plain = clock(10, Unit::WorkingDays, date(2026, 3, 2));
    assert_eq!(last_day(&plain), date(2026, 3, 16));
    let (from, until) = (date(2026, 3, 4), Some(date(2026, 3, 11)));
    let paused = [
        // The 5th to the 11th do not count: five working days.
        (pause(from, until, None), date(2026, 3, 23)),
        // Ended early: two working days.
        (pause(from, until, Some(date(2026, 3, 6))), date(2026, 3, 18)),
        // Ended late: it ended by itself at its declared end.
        (pause(from, until, Some(date(2026, 3, 30))), date(2026, 3, 23)),
        // Over before it began.
        (pause(from, Some(from), None), date(2026, 3, 16)),
        // Too late: the limit had run out.
        (pause(date(2026, 3, 16), Some(date(2026, 3, 31)), None), date(2026, 3, 16)),
        // Begun on the last day but one: the rest still counts afterwards.
        (pause(date(2026, 3, 13), Some(date(2026, 3, 20)), None), date(2026, 3, 23)),
        // Without a declared end it runs until it is looked at.
        (pause(from, None, None), date(2026, 6, 11)),
    ];
    for (pause, expected) in paused {
        let mut clock = plain.clone();
        clock.pauses.push(pause.clone());
        assert_eq!(last_day(&clock), expected, "{pause:?}");
    }
}

#[test]
fn a_pause_covers_the_days_that_it_takes_out() {
    let (from, until) = (date(2026, 3, 4), date(2026, 3, 11));
    let paused = pause(from, Some(until), None);
    let covered = [(3, false), (4, true), (10, true), (11, false), (12, false)];
    for (day, expected) in covered {
        assert_eq!(paused.covers(date(2026, 3, day)), expected, "{day}");
    }
    assert!(pause(from, None, None).covers(date(2030, 1, 1)));
}

#[test]
fn several_pauses_add_up_and_calendar_days_count_every_day() {
    let mut clock = clock(10, Unit::CalendarDays, date(2026, 3, 2));
    assert_eq!(last_day(&clock), date(2026, 3, 12));
    clock.pauses.push(pause(date(2026, 3, 3), Some(date(2026, 3, 5)), None));
    clock.pauses.push(pause(date(2026, 3, 9), Some(date(2026, 3, 12)), None));
    assert_eq!(last_day(&clock), date(2026, 3, 17));
}

#[test]
fn an_extension_is_counted_from_the_end_and_a_pause_in_it_counts_too() {
    let mut clock = clock(10, Unit::WorkingDays, date(2026, 3, 2));
    clock.extensions.push(period(5, Unit::WorkingDays));
    assert_eq!(last_day(&clock), date(2026, 3, 23));
    clock.pauses.push(pause(date(2026, 3, 18), Some(date(2026, 3, 20)), None));
    assert_eq!(last_day(&clock), date(2026, 3, 25));
}

#[test]
fn only_periods_in_days_weeks_and_months_roll_past_rest_days() {
    // The 1st to the 5th of May are days off.
    let cases = [
        (clock(10, Unit::CalendarDays, date(2026, 4, 21)), date(2026, 5, 6)),
        (clock(1, Unit::Weeks, date(2026, 4, 24)), date(2026, 5, 6)),
        (clock(1, Unit::Months, date(2026, 4, 1)), date(2026, 5, 6)),
        (clock(1, Unit::Months, date(2026, 1, 31)), date(2026, 2, 28)),
        (clock(1, Unit::WorkingDays, date(2026, 4, 30)), date(2026, 5, 6)),
    ];
    for (clock, expected) in cases {
        assert_eq!(last_day(&clock), expected, "{}", clock.period);
    }
    let mut kept = clock(10, Unit::CalendarDays, date(2026, 4, 21));
    kept.period.rest_day_end = RestDayEnd::Keep;
    assert_eq!(last_day(&kept), date(2026, 5, 1));
}

#[test]
fn an_end_in_an_unpublished_year_is_provisional_and_says_so() {
    let clock = clock(5, Unit::WorkingDays, date(2026, 12, 29));
    let due = clock.due(Some(&CALENDAR), date(2026, 12, 29)).unwrap();
    assert!(due.provisional && due.last_day > date(2026, 12, 31));
    let explained = clock.explain(Some(&CALENDAR), date(2026, 12, 29)).unwrap();
    let provisional = Step::Provisional { published_until: date(2026, 12, 31) };
    assert_eq!(explained.steps.last(), Some(&provisional));
}

#[test]
fn a_deadline_that_the_log_carries_stands() {
    let mut clock = clock(5, Unit::WorkingDays, date(2026, 3, 2));
    clock.reported_due = Some(date(2026, 4, 5));
    assert_eq!(clock.due(None, date(2026, 3, 2)), Ok(Due::on(date(2026, 4, 5))));
    let explained = clock.explain(None, date(2026, 3, 2)).unwrap();
    assert_eq!(explained.steps, [Step::ReportedDeadline { date: date(2026, 4, 5) }]);
}

#[test]
fn without_a_calendar_what_needs_one_is_an_error() {
    let start = date(2026, 3, 2);
    for unit in [Unit::WorkingDays, Unit::WorkingHours, Unit::CalendarDays, Unit::Months] {
        let clock = clock(5, unit, start);
        assert_eq!(clock.due(None, start), Err(CalendarError::Missing), "{unit:?}");
        assert_eq!(clock.explain(None, start), Err(CalendarError::Missing), "{unit:?}");
    }
    assert!(clock(5, Unit::Hours, start).due(None, start).is_ok());
}

#[test]
fn office_time_passes_in_office_hours_only() {
    let at = |day: i8, hour: i8, minute: i8| date(2026, 4, day).at(hour, minute, 0, 0);
    // Seven hours a day; the 4th to the 6th of April are days off.
    let cases: [(DateTime, u32, DateTime); 9] = [
        (at(1, 9, 0), 3, at(1, 12, 0)),
        (at(1, 9, 0), 4, at(1, 14, 0)),
        (at(1, 11, 30), 1, at(1, 13, 30)),
        (at(1, 12, 30), 1, at(1, 14, 0)),
        (at(1, 7, 0), 7, at(1, 17, 0)),
        (at(1, 16, 0), 2, at(2, 10, 0)),
        (at(3, 17, 0), 1, at(7, 10, 0)),
        (at(4, 10, 0), 14, at(8, 17, 0)),
        (at(1, 9, 0), 14, at(2, 17, 0)),
    ];
    for (start, hours, expected) in cases {
        let clock = Clock::start(period(hours, Unit::WorkingHours), start);
        let due = clock.due(Some(&CALENDAR), start.date()).unwrap();
        assert_eq!(due.instant, Some(expected), "{start} + {hours}");
        assert!(!due.is_exceeded_at(expected));
        let later = expected.saturating_add(jiff::Span::new().seconds(1));
        assert!(due.is_exceeded_at(later));
    }
    let hours = Clock::start(period(1, Unit::WorkingHours), at(1, 9, 0));
    let without = parse(MAIN);
    assert_eq!(hours.due(Some(&without), date(2026, 4, 1)), Err(CalendarError::NoOfficeHours));
}

#[test]
fn hours_pass_around_the_clock_and_extensions_add_up() {
    let mut clock = clock(20, Unit::Hours, date(2026, 3, 2));
    clock.extensions.push(period(5, Unit::Hours));
    let due = clock.due(None, date(2026, 3, 2)).unwrap();
    assert_eq!(due.instant, Some(date(2026, 3, 3).at(11, 0, 0, 0)));
}

#[test]
fn a_limit_ends_at_midnight_of_its_last_day() {
    let due = Due::on(date(2026, 3, 9));
    assert!(!due.is_exceeded_at(date(2026, 3, 9).at(23, 59, 59, 999_999_999)));
    assert!(due.is_exceeded_at(date(2026, 3, 10).at(0, 0, 0, 0)));
    assert_eq!(due.first_day_over(), date(2026, 3, 10));
    assert_eq!(due.days_until(date(2026, 3, 12)), 3);
}

#[test]
fn every_due_date_explains_itself_in_three_languages() {
    // Across the Spring Festival, with a pause and an extension.
    let mut clock = clock(5, Unit::WorkingDays, date(2026, 2, 12));
    clock.pauses.push(pause(date(2026, 2, 13), Some(date(2026, 2, 25)), None));
    clock.extensions.push(period(2, Unit::WorkingDays));
    let explained = clock.explain(Some(&CALENDAR), date(2026, 2, 12)).unwrap();
    assert_eq!(explained.due.last_day, date(2026, 3, 4));
    let expected = [
        (
            Language::English,
            "5 working days from 2026-02-12, ending on 2026-03-04; 2026-02-12 itself is not counted; \
             3 days after 2026-02-13 until 2026-02-25 do not count (检测); extended by 2 working days; \
             2026-02-14 is a make-up working day (春节); 2026-02-15 to 2026-02-23 are days off (春节); \
             2026-02-28 is a make-up working day (春节).",
        ),
        (
            Language::SimplifiedChinese,
            "自2026-02-12起5个工作日，至2026-03-04届满；2026-02-12当日不计入；\
             2026-02-13之后至2026-02-25的3日不计入（检测）；延长2个工作日；\
             2026-02-14调休上班（春节）；2026-02-15至2026-02-23放假（春节）；2026-02-28调休上班（春节）。",
        ),
        (
            Language::TraditionalChinese,
            "自2026-02-12起5個工作日，至2026-03-04屆滿；2026-02-12當日不計入；\
             2026-02-13之後至2026-02-25的3日不計入（检测）；延長2個工作日；\
             2026-02-14調休上班（春節）；2026-02-15至2026-02-23放假（春節）；2026-02-28調休上班（春節）。",
        ),
    ];
    for (language, words) in expected {
        assert_eq!(explained.in_language(language), words);
    }
}

#[test]
fn a_rolled_end_names_the_holiday() {
    let clock = clock(10, Unit::CalendarDays, date(2026, 4, 21));
    let explained = clock.explain(Some(&CALENDAR), date(2026, 4, 21)).unwrap();
    let words = explained.in_language(Language::English);
    assert!(words.contains("2026-05-01 is a rest day, so the limit ends on 2026-05-06"), "{words}");
    assert!(words.contains("2026-05-01 to 2026-05-05 are days off (劳动节)"), "{words}");
    let traditional = explained.in_language(Language::TraditionalChinese);
    assert!(traditional.contains("放假（勞動節）"), "{traditional}");
}
