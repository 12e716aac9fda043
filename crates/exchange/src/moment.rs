//! Times as logs write them.
//!
//! With a zone: taken as written. Without one: read in the log's own zone, where a time that summer time repeats
//! is the earlier one and a time that it skips is moved forward.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

/// Reads the times of one log.
#[derive(Debug, Clone)]
pub struct MomentReader {
    zone: TimeZone,
    formats: Vec<String>,
}

impl MomentReader {
    /// Times without zone are in `zone`; `formats` (strftime) are tried after ISO 8601.
    #[must_use]
    pub fn new(zone: TimeZone, formats: Vec<String>) -> Self {
        Self { zone, formats }
    }

    /// The zone of times without zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The moment; `None` for what is no date.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<Timestamp> {
        if let Some(moment) = read_common(text.as_bytes()) {
            return Some(moment);
        }
        let text = text.trim();
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Some(moment);
        }
        let civil = text.parse::<DateTime>().ok().or_else(|| self.read_loose(text))?;
        self.zone.to_ambiguous_timestamp(civil).compatible().ok()
    }

    /// The day: written, or that of the moment in the log's zone.
    #[must_use]
    pub fn read_day(&self, text: &str) -> Option<Date> {
        let text = text.trim();
        match text.parse::<Date>() {
            Ok(date) if text.len() <= DATE_LENGTH => Some(date),
            _ => self.read(text).map(|moment| self.zone.to_datetime(moment).date()),
        }
    }

    /// What spreadsheets write: `2026/2/3 9:05`, `2026.02.03`, `2026年2月3日`, and the formats of the mapping.
    fn read_loose(&self, text: &str) -> Option<DateTime> {
        for format in &self.formats {
            if let Ok(civil) = DateTime::strptime(format, text) {
                return Some(civil);
            }
            if let Ok(date) = Date::strptime(format, text) {
                return Some(date.into());
            }
        }
        let mut numbers: Vec<i16> = Vec::with_capacity(6);
        for part in text.split(|character: char| !character.is_ascii_digit()) {
            if !part.is_empty() {
                numbers.push(part.parse().ok()?);
            }
        }
        let foreign = |c: char| !(c.is_ascii_digit() || " /.-:年月日时時分秒T".contains(c));
        if text.contains(foreign) || !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let small =
            |position: usize| numbers.get(position).map_or(Some(0), |n| i8::try_from(*n).ok());
        let (year, month, day) = match numbers.as_slice() {
            [year, month, day, rest @ ..] if *year >= 1000 && rest.len() <= 3 => (year, month, day),
            _ => return None,
        };
        let date = Date::new(*year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok()?;
        let time = Time::new(small(3)?, small(4)?, small(5)?, 0).ok()?;
        Some(date.to_datetime(time))
    }
}

const DATE_LENGTH: usize = 10;

/// The form that nearly all logs use, `2006-07-24T00:00:00[.000]+02:00`, without the generality of a parser.
fn read_common(text: &[u8]) -> Option<Timestamp> {
    let (head, tail) = text.split_at_checked(19)?;
    let number = |from: usize, to: usize| digits(head.get(from..to)?);
    let mark = |at: usize, wanted: u8| head.get(at).is_some_and(|found| *found == wanted);
    let shape =
        mark(4, b'-') && mark(7, b'-') && mark(10, b'T') && mark(13, b':') && mark(16, b':');
    if !shape {
        return None;
    }
    let year = i16::try_from(number(0, 4)?).ok()?;
    let small = |from, to| i8::try_from(number(from, to)?).ok();
    let date = Date::new(year, small(5, 7)?, small(8, 10)?).ok()?;
    let (nanoseconds, zone) = split_fraction(tail)?;
    let time = Time::new(small(11, 13)?, small(14, 16)?, small(17, 19)?, nanoseconds).ok()?;
    let seconds = read_offset(zone)?;
    let offset = Offset::from_seconds(seconds).ok()?;
    offset.to_timestamp(date.to_datetime(time)).ok()
}

fn digits(text: &[u8]) -> Option<i32> {
    text.iter().try_fold(0_i32, |sum, byte| {
        byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0'))
    })
}

/// Splits `.123+02:00` into nanoseconds and the zone.
fn split_fraction(tail: &[u8]) -> Option<(i32, &[u8])> {
    let Some(rest) = tail.strip_prefix(b".") else { return Some((0, tail)) };
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 || length > 9 {
        return None;
    }
    let (fraction, zone) = rest.split_at_checked(length)?;
    let scale = 10_i32.pow(9 - u32::try_from(length).ok()?);
    Some((digits(fraction)? * scale, zone))
}

/// `Z`, `+02:00` or `+0200`, in seconds.
fn read_offset(zone: &[u8]) -> Option<i32> {
    let (sign, hours, minutes) = match zone {
        b"Z" => return Some(0),
        [sign, h1, h2, b':', m1, m2] | [sign, h1, h2, m1, m2] => {
            (sign, digits(&[*h1, *h2])?, digits(&[*m1, *m2])?)
        }
        _ => return None,
    };
    let seconds = hours * 3_600 + minutes * 60;
    match sign {
        b'+' => Some(seconds),
        b'-' => Some(-seconds),
        _ => None,
    }
}
