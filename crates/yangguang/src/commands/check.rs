//! `yangguang check`.

mod sinks;

use super::{BAD_INPUT, FOUND, language};
use crate::arguments::{Check as Arguments, ReportFormat};
use crate::terminal::{self, Output, Watching};
use anyhow::{Context, anyhow, bail};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use operations::check::{Check, CheckRequest, FindingSink, Summary, read_mapping};
use operations::log_file::Progress;
use sinks::{CsvSink, JsonSink, KeepingSink};
use std::io::Write;
use std::process::ExitCode;

/// Findings listed in a text report.
const LISTED_IN_TEXT: usize = 15;
/// Findings listed in a page.
const LISTED_IN_PAGE: usize = 500;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let language = language(arguments.language);
    let inputs = [arguments.log.as_path(), arguments.mapping.as_path()];
    terminal::refuse_overwriting(arguments.output.as_deref(), &inputs)?;
    let request = CheckRequest {
        log: arguments.log.clone(),
        mapping: arguments.mapping.clone(),
        procedure: arguments.procedure.clone(),
        rules: arguments.rules.clone(),
        as_of: as_of(arguments)?,
        lenient: arguments.lenient,
        language,
    };
    let check = Check::prepare(request)?;
    let log = sinks::visible(&arguments.log.file_name().unwrap_or_default().to_string_lossy());
    let report = |kept: &KeepingSink, summary: &Summary| web::report::Report {
        log: log.clone(),
        summary: summary.clone(),
        procedure: check.procedure().name.in_language(language).to_owned(),
        rules: sinks::rule_names(check.rules(), language),
        findings: kept.kept(),
        language,
    };
    let (output, target) = Output::open(arguments.output.as_deref())?;
    let summary = match arguments.format {
        ReportFormat::Json => {
            let mut sink = JsonSink::begin(target)?;
            let summary = checked(&check, &mut sink)?;
            sink.finish(&summary)?;
            summary
        }
        ReportFormat::Csv => {
            let mut sink = CsvSink::begin(target)?;
            let summary = checked(&check, &mut sink)?;
            sink.finish()?;
            summary
        }
        ReportFormat::Text | ReportFormat::Html => {
            let html = arguments.format == ReportFormat::Html;
            let mut sink = KeepingSink::new(if html { LISTED_IN_PAGE } else { LISTED_IN_TEXT });
            let summary = checked(&check, &mut sink)?;
            let report = report(&sink, &summary);
            write_report(&report, html, target)?;
            summary
        }
    };
    if summary.events > 0 {
        output.finish()?;
    }
    Ok(exit_code(&summary, arguments.fail_on))
}

fn write_report(
    report: &web::report::Report,
    html: bool,
    mut target: Box<dyn Write>,
) -> anyhow::Result<()> {
    // A report on nothing would look like a clean one.
    if report.summary.events > 0 {
        let text = if html { report.to_html()? } else { report.to_text() };
        target.write_all(text.as_bytes())?;
        target.flush()?;
    }
    Ok(())
}

fn checked(check: &Check, sink: &mut dyn FindingSink) -> anyhow::Result<Summary> {
    let progress = Progress::default();
    let _watching = Watching::start(&progress);
    Ok(check.run(&progress, sink)?)
}

fn exit_code(summary: &Summary, fail_on: u8) -> ExitCode {
    if summary.events == 0 {
        terminal::note("error: the log has no case with an event that could be judged");
        return ExitCode::from(BAD_INPUT);
    }
    let found: u64 = summary.findings_by_level.range(fail_on..).map(|(_, count)| count).sum();
    if found > 0 { ExitCode::from(FOUND) } else { ExitCode::SUCCESS }
}

/// A date is its last moment in the zone of the log.
fn as_of(arguments: &Arguments) -> anyhow::Result<Option<Timestamp>> {
    let Some(text) = &arguments.as_of else { return Ok(None) };
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(Some(moment));
    }
    let name = read_mapping(&arguments.mapping)?.time_zone;
    let zone = TimeZone::get(&name).map_err(|_| anyhow!("`{name}` is not a time zone"))?;
    let civil = match (text.parse::<Date>(), text.parse::<DateTime>()) {
        (Ok(date), _) if !text.contains([':', 'T']) => date.at(23, 59, 59, 0),
        (_, Ok(civil)) => civil,
        _ => bail!(
            "--as-of: `{text}` is neither a date (2026-11-22) nor a moment (2026-11-22T10:00:00+08:00)"
        ),
    };
    let moment = zone.to_ambiguous_timestamp(civil).compatible().context("--as-of")?;
    Ok(Some(moment))
}
