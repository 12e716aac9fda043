//! The report as text.

use super::{Report, grouped, percent};
use crate::wording::Wording;
use std::fmt::Write as _;

/// Rows of each table.
const ROWS: usize = 8;
/// Columns of a line of running text.
const LINE_LENGTH: usize = 108;
/// Characters of a course that are shown.
const COURSE_LENGTH: usize = 150;

impl Report {
    /// The report as text, for a terminal or a file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let wording = self.wording();
        let mut text = String::new();
        self.write_head(&wording, &mut text);
        self.write_rules(&wording, &mut text);
        self.write_stages(&wording, &mut text);
        self.write_actors(&wording, &mut text);
        self.write_variants(&wording, &mut text);
        self.write_findings(&wording, &mut text);
        self.write_limits_of_the_check(&wording, &mut text);
        // Names in a log may hold what commands a terminal.
        text.retain(|character| character == '\n' || !character.is_control());
        text
    }

    // Writing to a String cannot fail: the results of writeln! are dropped throughout.

    fn write_head(&self, wording: &Wording, text: &mut String) {
        let summary = &self.summary;
        let _ = writeln!(text, "{} — {}", self.log, self.procedure);
        let period = [
            ("from", summary.from.as_deref().unwrap_or("–").get(..10).unwrap_or("–")),
            ("to", summary.to.as_deref().unwrap_or("–").get(..10).unwrap_or("–")),
        ];
        let _ = writeln!(text, "{}\n", wording.fill("report-period", &period));
        let rows = [
            ("report-cases", grouped(summary.cases)),
            ("report-events", grouped(summary.events)),
            (
                "report-open-cases",
                format!(
                    "{} ({})",
                    grouped(summary.open_cases),
                    percent(summary.open_cases, summary.cases)
                ),
            ),
            (
                "report-cases-with-findings",
                format!(
                    "{} ({})",
                    grouped(summary.cases_with_findings),
                    percent(summary.cases_with_findings, summary.cases)
                ),
            ),
            ("report-findings", grouped(summary.findings)),
        ];
        for (key, value) in rows {
            let _ = writeln!(text, "{} {value:>20}", padded(&wording.say(key), 36));
        }
        if let (Some(median), Some(p90)) = (summary.case_days_median, summary.case_days_p90) {
            let days = [("median", median.to_string()), ("p90", p90.to_string())];
            let days = days.each_ref().map(|(name, value)| (*name, value.as_str()));
            let _ = writeln!(text, "{}", wording.fill("report-case-days", &days));
        }
    }

    fn write_rules(&self, wording: &Wording, text: &mut String) {
        let _ = writeln!(text, "\n{}", wording.say("report-by-rule"));
        let counts = self.rule_counts();
        if counts.is_empty() {
            let _ = writeln!(text, "  {}", wording.say("report-nothing-found"));
        }
        for count in counts {
            let level = wording.say(&format!("level-{}", count.level));
            let name = format!("{} ({})", count.name, count.id);
            let cases = grouped(count.cases);
            let share = percent(count.cases, self.summary.cases);
            let _ = writeln!(
                text,
                "  {} {} {cases:>9} {share:>8}",
                padded(&level, 16),
                padded(&name, 78)
            );
        }
    }

    fn write_stages(&self, wording: &Wording, text: &mut String) {
        let stages = &self.summary.stages;
        if stages.is_empty() {
            return;
        }
        let _ = writeln!(text, "\n{}", wording.say("report-stages"));
        let head = ["report-completed", "report-findings", "report-median", "report-p90"];
        let head = head.map(|key| left_padded(&wording.say(key), 12));
        let _ = writeln!(text, "  {} {}", padded("", 44), head.join(" "));
        for stage in stages.iter().take(ROWS) {
            let days = |value: Option<i64>| value.map_or("–".to_owned(), |days| days.to_string());
            let _ = writeln!(
                text,
                "  {} {:>12} {:>12} {:>12} {:>12}",
                padded(&stage.name, 44),
                grouped(stage.completed),
                grouped(stage.findings),
                days(stage.waiting_days_median),
                days(stage.waiting_days_p90)
            );
        }
    }

    fn write_actors(&self, wording: &Wording, text: &mut String) {
        let with_findings = self.summary.actors.iter().filter(|actor| actor.findings > 0);
        let rows: Vec<_> = with_findings.take(ROWS).collect();
        if rows.is_empty() {
            return;
        }
        let _ = writeln!(text, "\n{}", wording.say("report-actors"));
        for actor in rows {
            let name = match &actor.agency {
                Some(agency) => format!("{} ({agency})", actor.actor),
                None => actor.actor.clone(),
            };
            let (acts, findings) = (grouped(actor.acts), grouped(actor.findings));
            let values = wording.fill(
                "report-actor-row",
                &[("acts", acts.as_str()), ("findings", findings.as_str())],
            );
            let _ = writeln!(text, "  {} {values}", padded(&name, 44));
        }
    }

    fn write_variants(&self, wording: &Wording, text: &mut String) {
        let summary = &self.summary;
        let (variants, fitting) =
            (grouped(summary.variants), percent(summary.fitting_cases, summary.cases));
        let values = [("variants", variants.as_str()), ("fitting", fitting.as_str())];
        let _ = writeln!(text, "\n{}", wording.fill("report-variants", &values));
        for variant in summary.deviating_variants.iter().take(ROWS) {
            let course = shortened(&variant.activities.join(" → "), COURSE_LENGTH);
            let _ = writeln!(text, "  {:>9}  {course}", grouped(variant.cases));
        }
    }

    fn write_findings(&self, wording: &Wording, text: &mut String) {
        if self.findings.is_empty() {
            return;
        }
        let (shown, all) = (grouped(self.findings.len() as u64), grouped(self.summary.findings));
        let values = [("shown", shown.as_str()), ("all", all.as_str())];
        let _ = writeln!(text, "\n{}", wording.fill("report-list", &values));
        for finding in &self.findings {
            let level = wording.say(&format!("level-{}", finding.level));
            let _ = writeln!(text, "  {level}  {}  {}", finding.at, finding.case);
            for line in wrapped(&finding.explanation, LINE_LENGTH) {
                let _ = writeln!(text, "      {line}");
            }
        }
    }

    fn write_limits_of_the_check(&self, wording: &Wording, text: &mut String) {
        let summary = &self.summary;
        let _ = writeln!(text, "\n{}", wording.say("report-how"));
        let procedure = &summary.procedure;
        let hash = procedure.hash.get(..12).unwrap_or(&procedure.hash);
        let rules = summary.rules_version.get(..12).unwrap_or(&summary.rules_version);
        let values = [
            ("as_of", summary.as_of.as_str()),
            ("procedure", procedure.id.as_str()),
            ("version", procedure.version.as_str()),
            ("hash", hash),
            ("rules", rules),
        ];
        let _ = writeln!(text, "  {}", wording.fill("report-versions", &values));
        let zone = [("zone", summary.time_zone.as_str())];
        let _ = writeln!(text, "  {}", wording.fill("report-time-rule", &zone));
        for note in &summary.not_judged {
            let _ = writeln!(text, "  {}", wording.fill("report-not-judged", &[("note", note)]));
        }
        for (activity, times) in &summary.unmapped_activities {
            let times = grouped(*times);
            let values = [("activity", activity.as_str()), ("times", times.as_str())];
            let _ = writeln!(text, "  {}", wording.fill("report-unmapped", &values));
        }
        if summary.ignored_events > 0 {
            let count = grouped(summary.ignored_events);
            let _ = writeln!(text, "  {}", wording.fill("report-ignored", &[("count", &count)]));
        }
        if summary.problems_total > 0 {
            let count = grouped(summary.problems_total);
            let _ = writeln!(text, "  {}", wording.fill("report-problems", &[("count", &count)]));
            for problem in summary.problems.iter().take(ROWS) {
                let _ = writeln!(text, "    {}", problem.in_words());
            }
        }
    }
}

/// Columns that a character takes on a terminal: two for Chinese, Japanese and Korean ones.
fn width(text: &str) -> usize {
    let wide = |c: &char| matches!(u32::from(*c), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0x20000..=0x3fffd);
    text.chars().map(|c| if wide(&c) { 2 } else { 1 }).sum()
}

/// Lines of at most so many columns, broken at spaces, and after wide characters where there are none.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let length = width(word.trim_end());
        if lines.last().is_some_and(|line| width(line) + length <= columns) {
            lines.last_mut().unwrap_or(&mut String::new()).push_str(word);
            continue;
        }
        // Text without spaces is broken after any character; a word that fits a line is not.
        let whole = length <= columns && word.is_ascii();
        if whole {
            lines.push(word.to_owned());
            continue;
        }
        for character in word.chars() {
            let full = lines.last().is_some_and(|line| width(line) + 2 > columns);
            if full && !"，。；：）」”、. ".contains(character) {
                lines.push(String::new());
            }
            lines.last_mut().unwrap_or(&mut String::new()).push(character);
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

fn padded(text: &str, columns: usize) -> String {
    let text = shortened(text, columns);
    let fill = columns.saturating_sub(width(&text));
    text + &" ".repeat(fill)
}

fn left_padded(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(width(text))) + text
}

fn shortened(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    for character in text.chars() {
        if width(&short) + 2 >= columns {
            break;
        }
        short.push(character);
    }
    short.push('…');
    short
}
