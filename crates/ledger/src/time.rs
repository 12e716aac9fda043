//! Moments in leaves: UTC with milliseconds, written one way only.

use std::fmt;

const DAY: i64 = 86_400_000;
const FIRST: i64 = -62_167_219_200_000;
const LAST: i64 = 253_402_300_799_999;

/// A moment between the years 0000 and 9999, in milliseconds; written like `2026-11-22T10:00:00.123Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// A moment from Unix milliseconds, if its year has four digits.
    #[must_use]
    pub fn from_unix_milliseconds(milliseconds: i64) -> Option<Self> {
        (FIRST..=LAST).contains(&milliseconds).then_some(Self(milliseconds))
    }

    /// Unix milliseconds.
    #[must_use]
    pub fn unix_milliseconds(self) -> i64 {
        self.0
    }

    /// Reads the one form that [`Time`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let ends =
            text.len() == 24 && text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T');
        if ends { Self::parse_rfc3339(text) } else { None }
    }

    /// Reads any time of RFC 3339, with its offset; digits beyond milliseconds must be zero, leap seconds are refused.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let (date, rest) = (text.get(..10)?, text.get(10..)?);
        let (clock, rest) = (rest.get(1..9)?, rest.get(9..)?);
        if !matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' ')) {
            return None;
        }
        let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
        let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
        if hour > 23 || minute > 59 || second > 59 || day < 1 || day > days_of(year, month)? {
            return None;
        }
        let (fraction, offset) = split_fraction(rest)?;
        let seconds = (hour * 60 + minute) * 60 + second;
        let local = days_before(year, month, day) * DAY + seconds * 1_000 + fraction;
        Self::from_unix_milliseconds(local - offset_of(offset)?)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [year, month, day] = civil(self.0.div_euclid(DAY));
        let clock = self.0.rem_euclid(DAY);
        let (hour, minute) = (clock / 3_600_000, clock / 60_000 % 60);
        let (second, millisecond) = (clock / 1_000 % 60, clock % 1_000);
        write!(formatter, "{year:04}-{month:02}-{day:02}T")?;
        write!(formatter, "{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
    }
}

/// Three numbers of fixed widths.
fn numbers(text: &str, separator: char, widths: [usize; 3]) -> Option<[i64; 3]> {
    let mut parts = text.split(separator).zip(widths).map(|(part, width)| {
        let plain = part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit());
        if plain { part.parse::<i64>().ok() } else { None }
    });
    Some([parts.next()??, parts.next()??, parts.next()??])
}

/// Milliseconds of the fraction, and what follows it.
fn split_fraction(text: &str) -> Option<(i64, &str)> {
    let Some(digits) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = digits.find(|c: char| !c.is_ascii_digit())?;
    let (digits, offset) = digits.split_at_checked(end)?;
    let (exact, beyond) = digits.split_at_checked(3).unwrap_or((digits, ""));
    if digits.is_empty() || beyond.bytes().any(|digit| digit != b'0') {
        return None;
    }
    let scale = match exact.len() {
        1 => 100,
        2 => 10,
        _ => 1,
    };
    Some((exact.parse::<i64>().ok()? * scale, offset))
}

/// Milliseconds that an offset is ahead of UTC.
fn offset_of(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let clock = text.strip_prefix(['+', '-'])?;
    let [hour, minute, _] = numbers(&format!("{clock}:00"), ':', [2, 2, 2])?;
    (hour < 24 && minute < 60).then_some(sign * (hour * 60 + minute) * 60_000)
}

fn days_of(year: i64, month: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => Some(if leap { 29 } else { 28 }),
        4 | 6 | 9 | 11 => Some(30),
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        _ => None,
    }
}

/// Days from 1970-01-01, in years that begin in March so that the leap day is their last.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a number of days from 1970-01-01.
fn civil(days: i64) -> [i64; 3] {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leaps = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leaps) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    [year_of_era + era * 400 + i64::from(month <= 2), month, day]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn milliseconds(text: &str) -> Option<i64> {
        Time::parse_rfc3339(text).map(Time::unix_milliseconds)
    }

    #[test]
    fn known_moments_are_read_and_written() {
        for (text, known) in [
            ("1970-01-01T00:00:00.000Z", 0),
            ("2000-02-29T23:59:59.999Z", 951_868_799_999),
            ("2026-11-22T10:00:00.123Z", 1_795_341_600_123),
            ("0000-01-01T00:00:00.000Z", FIRST),
            ("9999-12-31T23:59:59.999Z", LAST),
        ] {
            assert_eq!(milliseconds(text), Some(known), "{text}");
            assert_eq!(Time(known).to_string(), text);
        }
    }

    #[test]
    fn other_forms_of_the_same_moment_are_read_only_where_they_may_stand() {
        for text in ["2026-11-22T18:00:00.123+08:00", "2026-11-22t10:00:00.123000z"] {
            assert_eq!(milliseconds(text), Some(1_795_341_600_123), "{text}");
            assert_eq!(Time::parse(text), None, "{text}");
        }
        assert_eq!(milliseconds("1970-01-01T00:00:00Z"), Some(0));
        for text in [
            "",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00.1234Z",
            "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00+8:00",
            "0000-01-01T00:00:00+00:01",
            "+026-01-01T00:00:00Z",
            "2026-01-0１T00:00:00Z",
        ] {
            assert_eq!(milliseconds(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(moment in FIRST..=LAST) {
            prop_assert_eq!(Time::parse(&Time(moment).to_string()), Some(Time(moment)));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9TZ:.+é -]{0,30}") {
            let _ = Time::parse(&text);
        }
    }
}
