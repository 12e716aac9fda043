//! Any text as a time in a log.
#![no_main]

use exchange::moment::MomentReader;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let reader = MomentReader::new(TimeZone::UTC, vec!["%d/%m/%Y %H:%M".to_owned()]);
    let _ = reader.read(text);
    let _ = reader.read_day(text);
});
