//! Where findings go: written at once, or the most serious kept for a report.

use domain::supervision::pack::RulePack;
use domain::text::Language;
use operations::check::{FindingSink, ReportedFinding, Summary};
use std::collections::BTreeMap;
use std::io::{self, Write};
use web::report::ListedFinding;

/// Names of rules by id.
pub(super) fn rule_names(rules: &RulePack, language: Language) -> BTreeMap<String, (String, u8)> {
    let named = rules.rules().iter().map(|rule| {
        let name = rule.name.in_language(language).to_owned();
        (rule.id.clone(), (name, rule.level.number()))
    });
    named.collect()
}

/// One JSON object, written as findings come: `{"findings": […], "summary": {…}}`.
pub(super) struct JsonSink {
    target: Box<dyn Write>,
    first: bool,
}

impl JsonSink {
    pub(super) fn begin(mut target: Box<dyn Write>) -> io::Result<Self> {
        target.write_all(b"{\"findings\":[")?;
        Ok(Self { target, first: true })
    }

    pub(super) fn finish(mut self, summary: &Summary) -> io::Result<()> {
        self.target.write_all(b"\n],\n\"summary\":")?;
        serde_json::to_writer_pretty(&mut self.target, summary)?;
        self.target.write_all(b"}\n")?;
        self.target.flush()
    }
}

impl FindingSink for JsonSink {
    fn finding(&mut self, finding: &ReportedFinding<'_>) -> io::Result<()> {
        self.target.write_all(if self.first { b"\n" } else { b",\n" })?;
        self.first = false;
        serde_json::to_writer(&mut self.target, finding)?;
        Ok(())
    }
}

/// One row per finding.
pub(super) struct CsvSink {
    writer: csv::Writer<Box<dyn Write>>,
}

impl CsvSink {
    pub(super) fn begin(mut target: Box<dyn Write>) -> io::Result<Self> {
        // The mark makes spreadsheet programs read the file as UTF-8.
        target.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::Writer::from_writer(target);
        writer.write_record([
            "authority",
            "case",
            "rule",
            "level",
            "article",
            "at",
            "event",
            "stage",
            "limit",
            "started",
            "due",
            "days",
            "person",
            "agency",
            "other",
            "explanation",
        ])?;
        Ok(Self { writer })
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl FindingSink for CsvSink {
    fn finding(&mut self, finding: &ReportedFinding<'_>) -> io::Result<()> {
        let evidence = &finding.evidence;
        let text = |value: Option<&str>| harmless(value.unwrap_or_default());
        let shown = |value: Option<String>| value.unwrap_or_default();
        self.writer.write_record([
            text(finding.authority),
            text(Some(finding.case)),
            finding.rule.to_owned(),
            finding.level.to_string(),
            finding.article.to_owned(),
            finding.at.to_string(),
            shown(evidence.event.map(|event| event.to_string())),
            text(evidence.stage),
            text(evidence.limit),
            shown(evidence.started.map(|date| date.to_string())),
            shown(evidence.due.map(|date| date.to_string())),
            shown(evidence.days.map(|days| days.to_string())),
            text(evidence.person),
            text(evidence.agency),
            text(evidence.other),
            text(Some(finding.explanation)),
        ])?;
        Ok(())
    }
}

/// Text of a log without control characters, which could command a terminal or forge a line of a report.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .map(|character| if character.is_control() { '\u{fffd}' } else { character })
        .collect()
}

/// A cell that spreadsheet programs do not take for a formula.
fn harmless(text: &str) -> String {
    let text = visible(text);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("'{text}");
    }
    text
}

/// Keeps the most serious findings; among equals the first.
pub(super) struct KeepingSink {
    most: usize,
    by_level: BTreeMap<std::cmp::Reverse<u8>, Vec<ListedFinding>>,
}

impl KeepingSink {
    pub(super) fn new(most: usize) -> Self {
        Self { most, by_level: BTreeMap::new() }
    }

    pub(super) fn kept(&self) -> Vec<ListedFinding> {
        self.by_level.values().flatten().take(self.most).cloned().collect()
    }
}

impl FindingSink for KeepingSink {
    fn finding(&mut self, finding: &ReportedFinding<'_>) -> io::Result<()> {
        let level = std::cmp::Reverse(finding.level);
        let better: usize = self.by_level.range(..=level).map(|(_, kept)| kept.len()).sum();
        if better >= self.most {
            return Ok(());
        }
        self.by_level.entry(level).or_default().push(ListedFinding {
            case: match finding.authority {
                Some(authority) => visible(&format!("{authority}/{}", finding.case)),
                None => visible(finding.case),
            },
            rule: finding.rule.to_owned(),
            level: finding.level,
            at: finding.at,
            article: finding.article.to_owned(),
            explanation: visible(finding.explanation),
        });
        Ok(())
    }
}
