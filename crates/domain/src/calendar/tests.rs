//! Calendars: what a day is, provisional years, and files that are refused.

use super::{Calendar, CalendarError, DayKind};
use jiff::civil::date;

const MAIN: &str = r#"
id = "test"
name = { zh-Hans = "测试日历" }
time_zone = "Asia/Shanghai"
weekend = ["saturday", "sunday"]
first_year = 2026
basis = { law = "示范", article = "1" }
[[provisional_rest_day]]
month = 1
day = 1
name = "元旦"
basis = { law = "示范", article = "2" }
[office_hours]
hours = ["09:00-12:00", "13:00-17:00"]
basis = { law = "示范", article = "3" }
"#;

const NOTICE: &str = r#"
year = 2026
basis = { law = "通知", article = "1" }
[[holiday]]
name = "元旦"
rest = ["2026-01-01", "2026-01-02", "2026-01-03"]
work = ["2026-01-04"]
"#;

fn calendar() -> Calendar {
    Calendar::parse(("calendar.toml", MAIN), &[("2026.toml", NOTICE)]).unwrap()
}

#[test]
fn a_day_is_what_the_notice_says_else_what_its_weekday_says() {
    let calendar = calendar();
    let kinds = [
        (date(2026, 1, 1), DayKind::Rest),
        (date(2026, 1, 3), DayKind::Rest),
        (date(2026, 1, 4), DayKind::MakeUp),
        (date(2026, 1, 5), DayKind::Working),
        (date(2026, 1, 10), DayKind::Weekend),
        (date(2027, 1, 1), DayKind::Rest),
    ];
    for (day, kind) in kinds {
        assert_eq!(calendar.kind(day), Ok(kind), "{day}");
        let worked = matches!(kind, DayKind::Working | DayKind::MakeUp);
        assert_eq!(calendar.is_working_day(day), Ok(worked), "{day}");
    }
}

#[test]
fn only_days_after_the_last_notice_are_provisional() {
    let calendar = calendar();
    assert_eq!(calendar.published_until(), date(2026, 12, 31));
    assert!(!calendar.is_provisional(date(2026, 12, 31)));
    assert!(calendar.is_provisional(date(2027, 1, 1)));
}

#[test]
fn a_day_outside_is_an_error_that_names_what_is_covered() {
    let calendar = calendar();
    let (first, last) = (calendar.first_day(), calendar.last_day());
    for day in [date(2025, 12, 31), last.tomorrow().unwrap()] {
        let outside = CalendarError::Outside { date: day, first, last };
        assert_eq!(calendar.kind(day), Err(outside));
        assert_eq!(calendar.roll(day), Err(outside));
        assert_eq!(calendar.add_working_days(day, 1), Err(outside));
    }
    assert!(calendar.add_working_days(last, 1).is_err());
    assert_eq!(calendar.add_working_days(date(1, 1, 1), 0), Ok(date(1, 1, 1)));
}

#[test]
fn counting_backwards_is_nothing() {
    let (early, late) = (date(2026, 1, 5), date(2026, 1, 9));
    assert_eq!(calendar().working_days_between(early, late), Ok(4));
    assert_eq!(calendar().working_days_between(late, early), Ok(0));
    assert_eq!(calendar().working_days_between(early, early), Ok(0));
}

#[test]
fn special_days_are_those_after_and_up_to() {
    let calendar = calendar();
    let days: Vec<_> = calendar
        .special_days(date(2026, 1, 2), date(2026, 1, 4))
        .map(|day| (day.date, day.kind, day.name))
        .collect();
    let expected =
        [(date(2026, 1, 3), DayKind::Rest, "元旦"), (date(2026, 1, 4), DayKind::MakeUp, "元旦")];
    assert_eq!(days, expected);
    assert_eq!(calendar.special_days(date(2026, 1, 4), date(2026, 1, 2)).count(), 0);
}

type Change = (&'static str, &'static str);

/// What is changed in the calendar and in the notice, and the words of the refusal.
const REFUSED: &[(Change, Change, &str)] = &[
    (("\"saturday\"", "\"holyday\""), ("", ""), "unknown variant"),
    (("Asia/Shanghai", "Asia/Nowhere"), ("", ""), "is not a time zone"),
    (("law = \"示范\", article = \"1\"", "law = \"\", article = \"1\""), ("", ""), "needs a basis"),
    (("article = \"2\"", "article = \"\""), ("", ""), "needs a basis"),
    (("article = \"3\"", "article = \" \""), ("", ""), "office hours need a basis"),
    (("day = 1", "day = 32"), ("", ""), "there is no day 1-32"),
    (("09:00-12:00", "09:00"), ("", ""), "is not like `09:00-12:00`"),
    (("13:00-17:00", "11:00-17:00"), ("", ""), "are not in order"),
    (("13:00-17:00", "17:00-13:00"), ("", ""), "are not in order"),
    (("first_year = 2026", "first_year = 2025"), ("", ""), "no notice for the first year 2025"),
    (("", ""), ("year = 2026", "year = 2027"), "no notice for the first year 2026"),
    (("", ""), ("2026-01-04", "2028-01-04"), "does not belong to a notice of 2026"),
    (("", ""), ("2026-01-04", "2026-01-03"), "both as rest day and as working day"),
    (("", ""), ("article = \"1\"", "article = \"\""), "the notice needs a basis"),
    (("", ""), ("year = 2026", "jahr = 2026"), "unknown field"),
];

#[test]
fn files_that_would_lead_to_guesses_are_refused() {
    for ((from, to), (notice_from, notice_to), words) in REFUSED {
        let main = MAIN.replacen(from, to, 1);
        let notice = NOTICE.replacen(notice_from, notice_to, 1);
        let refused = Calendar::parse(("calendar.toml", &main), &[("2026.toml", &notice)]);
        let message = refused.expect_err(words).to_string();
        assert!(message.contains(words), "{message}\n{words}");
    }
}

#[test]
fn a_year_given_twice_or_left_out_is_refused() {
    let parse = |notices: &[(&str, &str)]| Calendar::parse(("calendar.toml", MAIN), notices);
    let twice = parse(&[("a.toml", NOTICE), ("b.toml", NOTICE)]).unwrap_err();
    assert_eq!(twice.to_string(), "b.toml: the year 2026 is given by two notices");
    let later = "year = 2028\nbasis = { law = \"通知\", article = \"1\" }";
    let gap = parse(&[("2026.toml", NOTICE), ("2028.toml", later)]).unwrap_err();
    assert!(gap.to_string().contains("the notice of 2027 is missing"), "{gap}");
}
