//! The report of a check: what a head of department reads.

mod chart;
mod page;
mod text;

use crate::wording::Wording;
use domain::text::Language;
use jiff::civil::Date;
use operations::check::Summary;
use std::collections::BTreeMap;

/// A finding in the list of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFinding {
    /// The case.
    pub case: String,
    /// Id of the rule.
    pub rule: String,
    /// Level.
    pub level: u8,
    /// The day on which the breach shows.
    pub at: Date,
    /// Law and article.
    pub article: String,
    /// In words.
    pub explanation: String,
}

/// Everything that a report shows.
#[derive(Debug, Clone)]
pub struct Report {
    /// Name of the log.
    pub log: String,
    /// The numbers.
    pub summary: Summary,
    /// Name of the procedure.
    pub procedure: String,
    /// Rule id -> name and level.
    pub rules: BTreeMap<String, (String, u8)>,
    /// The most serious findings.
    pub findings: Vec<ListedFinding>,
    /// Language.
    pub language: Language,
}

/// A rule with the number of its cases.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RuleCount<'a> {
    id: &'a str,
    name: &'a str,
    level: u8,
    cases: u64,
}

impl Report {
    fn wording(&self) -> Wording {
        Wording::of(self.language)
    }

    /// The rules that found something, the most serious and most frequent first.
    fn rule_counts(&self) -> Vec<RuleCount<'_>> {
        let counted = self.summary.findings_by_rule.iter().filter(|(_, cases)| **cases > 0);
        let mut counts: Vec<RuleCount<'_>> = counted
            .map(|(id, cases)| {
                let known = self.rules.get(id);
                let name = known.map_or(id.as_str(), |(name, _)| name.as_str());
                RuleCount { id, name, level: known.map_or(0, |(_, level)| *level), cases: *cases }
            })
            .collect();
        counts
            .sort_by(|left, right| right.level.cmp(&left.level).then(right.cases.cmp(&left.cases)));
        counts
    }
}

/// A number with thin groups of three, as people read it.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A part of a whole in percent with one decimal.
fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let thousandths = (u128::from(part) * 1_000 + u128::from(whole) / 2) / u128::from(whole);
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}
