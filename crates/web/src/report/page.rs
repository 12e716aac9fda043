//! The report as one self-contained page (`templates/report/check.html`).

use super::chart::{Bar, bars};
use super::{Report, grouped, percent};
use crate::wording::Wording;
use askama::Template;

#[derive(Template)]
#[template(path = "report/check.html")]
struct Page<'a> {
    report: &'a Report,
    words: Wording,
    tag: &'static str,
    figures: Vec<(String, String, String)>,
    levels: Vec<Bar>,
    rules: Vec<Bar>,
    waiting: Vec<Bar>,
}

impl Page<'_> {
    fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    fn level(&self, level: &u8) -> String {
        self.words.say(&format!("level-{level}"))
    }

    fn number(&self, number: &u64) -> String {
        grouped(*number)
    }

    fn days(&self, days: &Option<i64>) -> String {
        days.map_or_else(|| "–".to_owned(), |days| days.to_string())
    }

    fn day(&self, moment: &Option<String>) -> String {
        moment.as_deref().and_then(|moment| moment.get(..10)).unwrap_or("–").to_owned()
    }

    fn short<'s>(&self, hash: &'s str) -> &'s str {
        hash.get(..16).unwrap_or(hash)
    }

    fn time_rule(&self) -> String {
        self.words.fill("report-time-rule", &[("zone", &self.report.summary.time_zone)])
    }

    fn variants(&self) -> String {
        let summary = &self.report.summary;
        let variants = grouped(summary.variants);
        let fitting = percent(summary.fitting_cases, summary.cases);
        self.words.fill("report-variants", &[("variants", &variants), ("fitting", &fitting)])
    }

    fn blames_somebody(&self) -> bool {
        self.report.summary.actors.iter().any(|actor| actor.findings > 0)
    }

    fn listed(&self) -> String {
        let shown = grouped(self.report.findings.len() as u64);
        let all = grouped(self.report.summary.findings);
        self.words.fill("report-list-page", &[("shown", &shown), ("all", &all)])
    }

    fn not_judged(&self, note: &str) -> String {
        self.words.fill("report-not-judged", &[("note", note)])
    }

    fn unmapped(&self, activity: &str, times: &u64) -> String {
        let times = grouped(*times);
        self.words.fill("report-unmapped", &[("activity", activity), ("times", &times)])
    }

    fn problems(&self) -> String {
        let count = grouped(self.report.summary.problems_total);
        self.words.fill("report-problems", &[("count", &count)])
    }
}

impl Report {
    /// The report as a page: styles and charts inside, no script, nothing fetched.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn to_html(&self) -> Result<String, askama::Error> {
        let words = self.wording();
        let summary = &self.summary;
        let share = |part: u64| percent(part, summary.cases);
        let figures = vec![
            (words.say("report-cases"), grouped(summary.cases), String::new()),
            (words.say("report-events"), grouped(summary.events), String::new()),
            (
                words.say("report-cases-with-findings"),
                grouped(summary.cases_with_findings),
                share(summary.cases_with_findings),
            ),
            (
                words.say("report-open-cases"),
                grouped(summary.open_cases),
                share(summary.open_cases),
            ),
        ];
        let levels = bars((0..=3_u8).rev().map(|level| {
            let count = summary.findings_by_level.get(&level).copied().unwrap_or(0);
            (words.say(&format!("level-{level}")), count, grouped(count), level)
        }));
        let rules = bars(
            self.rule_counts()
                .into_iter()
                .map(|rule| (rule.name.to_owned(), rule.cases, grouped(rule.cases), rule.level)),
        );
        let waited = summary.stages.iter().filter(|stage| stage.waiting_days_median.is_some());
        let mut slow: Vec<_> = waited.collect();
        slow.sort_by_key(|stage| std::cmp::Reverse(stage.waiting_days_p90));
        let waiting = bars(slow.into_iter().take(12).map(|stage| {
            let days = stage.waiting_days_p90.unwrap_or(0);
            let shown = format!(
                "{} / {}",
                stage.waiting_days_median.unwrap_or(0),
                stage.waiting_days_p90.unwrap_or(0)
            );
            (stage.name.clone(), u64::try_from(days).unwrap_or(0), shown, 0)
        }));
        let tag = self.language.tag();
        Page { report: self, words, tag, figures, levels, rules, waiting }.render()
    }
}
