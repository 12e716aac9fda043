//! Any text as calendar, notice and rule files.
#![no_main]

use domain::calendar::Calendar;
use domain::supervision::rule::Rule;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let main = include_str!("../../law/calendars/cn/calendar.toml");
    let _ = Calendar::parse(("calendar.toml", main), &[("2004.toml", text)]);
    let _ = Calendar::parse(("calendar.toml", text), &[]);
    let _ = Rule::parse("rule.toml", text);
});
