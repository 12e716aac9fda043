//! Certificates (证照) of an item: how they are numbered, and how long they stand.

use crate::basis::Basis;
use crate::limit::Limit;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How the results of an item are numbered by the platform itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateRule {
    /// The number with its variable parts: `{jurisdiction}`, `{agency}`, `{year}`, `{month}`, `{day}` and `{sequence:5}`,
    /// the serial number with that many digits, counted for each agency and, with `{year}`, for each year.
    pub pattern: String,
    /// How long a certificate stands; absent: until it is revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Limit>,
    /// Why.
    pub basis: Basis,
}

/// A part of a pattern.
enum Part<'a> {
    Text(&'a str),
    Word(&'a str),
    Sequence(usize),
}

fn parts(pattern: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (word, after) = after.split_once('}')?;
        parts.push(Part::Text(before));
        parts.push(match word.split_once(':') {
            Some(("sequence", digits)) => Part::Sequence(digits.parse().ok()?),
            None if matches!(word, "jurisdiction" | "agency" | "year" | "month" | "day") => {
                Part::Word(word)
            }
            _ => return None,
        });
        rest = after;
    }
    parts.push(Part::Text(rest));
    Some(parts)
}

impl CertificateRule {
    /// What is wrong with the rule, if anything is.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let parts = parts(&self.pattern);
        let counts = |part: &Part<'_>| matches!(part, Part::Sequence(digits) if *digits > 0);
        match parts {
            None => Some(format!("`{}` has a part that is not known", self.pattern)),
            Some(parts) if parts.iter().filter(|part| counts(part)).count() != 1 => {
                Some(format!("`{}` needs one `{{sequence:…}}`", self.pattern))
            }
            Some(_) if !self.basis.is_complete() => {
                Some("the numbering of certificates needs a basis with law and article".to_owned())
            }
            Some(_) => None,
        }
    }

    /// What numbers are counted by, on a day: the year where it stands in the number.
    #[must_use]
    pub fn counted_by(&self, date: Date) -> String {
        if self.pattern.contains("{year}") { date.year().to_string() } else { String::new() }
    }

    /// The number with a serial number, of an agency in a place on a day.
    #[must_use]
    pub fn number(&self, [place, agency]: [&str; 2], date: Date, sequence: i64) -> String {
        let mut number = String::new();
        for part in parts(&self.pattern).unwrap_or_default() {
            number.push_str(&match part {
                Part::Text(text) => text.to_owned(),
                Part::Sequence(digits) => format!("{sequence:0digits$}"),
                Part::Word("jurisdiction") => place.to_owned(),
                Part::Word("agency") => agency.to_owned(),
                Part::Word("year") => date.strftime("%Y").to_string(),
                Part::Word("month") => date.strftime("%m").to_string(),
                Part::Word(_) => date.strftime("%d").to_string(),
            });
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn rule(pattern: &str) -> CertificateRule {
        let basis = Basis { law: "示范法".into(), article: "1".into(), ..Basis::default() };
        CertificateRule { pattern: pattern.into(), valid: None, basis }
    }

    #[test]
    fn a_number_is_made_of_its_parts() {
        let rule = rule("晴许〔{year}〕{jurisdiction}-{month}{day}-{sequence:5}号");
        assert_eq!(rule.fault(), None);
        let number = rule.number(["990101", "x"], date(2026, 3, 2), 7);
        assert_eq!(number, "晴许〔2026〕990101-0302-00007号");
        assert_eq!(rule.counted_by(date(2026, 3, 2)), "2026");
    }

    #[test]
    fn a_pattern_that_cannot_count_is_refused() {
        for pattern in
            ["", "A{year}", "A{sequence:x}", "A{colour}{sequence:3}", "{sequence:0}", "{"]
        {
            assert!(rule(pattern).fault().is_some(), "{pattern}");
        }
    }
}
