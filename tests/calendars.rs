//! The calendar against two calendars that others keep.

use crate::support::{python, real_log, root};
use domain::calendar::Calendar;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::fs;

fn calendar() -> Calendar {
    let folder = root().join("law/calendars/cn");
    let read = |name: String| (name.clone(), fs::read_to_string(folder.join(name)).unwrap());
    let main = read("calendar.toml".to_owned());
    let texts: Vec<(String, String)> = (2004..=2026).map(|y| read(format!("{y}.toml"))).collect();
    let notices: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    Calendar::parse((&main.0, &main.1), &notices).unwrap()
}

fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    first.series(1.day()).take_while(move |day| *day <= last)
}

/// Sums of 1 to 120 days from every start day, walked over somebody else's calendar.
fn compare_sums(calendar: &Calendar, working: &BTreeMap<Date, bool>, first: Date, last: Date) {
    let mut compared = 0_u64;
    for start in days(first, last) {
        let mut amount = 0;
        for (day, works) in working.range(start..).skip(1) {
            if !works {
                continue;
            }
            amount += 1;
            assert_eq!(
                calendar.add_working_days(start, amount).unwrap(),
                *day,
                "{start} + {amount}"
            );
            compared += 1;
            if amount == 120 {
                break;
            }
        }
    }
    assert!(compared > 100_000, "only {compared} sums were compared");
}

#[test]
fn every_sum_equals_a_walk_over_chinesecalendar_2004_to_2026() {
    let Some(table) = python("tests/independent/working_days.py", &[]) else { return };
    let mut working: BTreeMap<Date, bool> = table
        .as_object()
        .unwrap()
        .iter()
        .map(|(day, works)| (day.parse().unwrap(), works.as_bool().unwrap()))
        .collect();
    // The one known error of that table: the notice 国办发明电〔2005〕35号 makes this Saturday a working day.
    assert_eq!(working.insert(date(2005, 12, 31), true), Some(false));
    assert_eq!(working.len(), 8_401);
    compare_sums(&calendar(), &working, date(2004, 1, 1), date(2026, 12, 31));
}

#[test]
fn every_sum_equals_a_walk_over_holiday_cn_2007_to_2026() {
    let Some(path) = real_log("holidays_cn_holiday-cn.csv") else { return };
    let mut working: BTreeMap<Date, bool> = days(date(2007, 1, 1), date(2026, 12, 31))
        .map(|day| (day, day.weekday().to_monday_one_offset() <= 5))
        .collect();
    for line in fs::read_to_string(path).unwrap().lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let day: Date = fields[0].parse().unwrap();
        if working.contains_key(&day) {
            working.insert(day, fields[2] == "work");
        }
    }
    compare_sums(&calendar(), &working, date(2007, 1, 1), date(2026, 12, 31));
}
