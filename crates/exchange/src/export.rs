//! Cases out: XES, CSV and OCEL 2.0, written case by case.

mod csv;
mod ocel;
mod xes;

use crate::mapping::{CaseKey, Converted};
use domain::event::Event;
use std::io::{self, Write};

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// IEEE 1849 XES.
    Xes,
    /// One row per event, UTF-8 with a mark, so that spreadsheets read it.
    Csv,
    /// Object-centric event log 2.0, JSON.
    Ocel,
}

/// Writes cases, one after another.
pub trait CaseWriter {
    /// Writes one case.
    ///
    /// # Errors
    /// The target cannot be written.
    fn case(&mut self, case: &Converted) -> io::Result<()>;

    /// Writes what comes at the end.
    ///
    /// # Errors
    /// The target cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A writer of a format; what comes at the beginning is written at once.
///
/// # Errors
/// The target cannot be written.
pub fn writer<'a, W: Write + 'a>(
    format: ExportFormat,
    target: W,
) -> io::Result<Box<dyn CaseWriter + 'a>> {
    Ok(match format {
        ExportFormat::Xes => Box::new(xes::XesWriter::begin(target)?),
        ExportFormat::Csv => Box::new(csv::CsvWriter::begin(target)?),
        ExportFormat::Ocel => Box::new(ocel::OcelWriter::begin(target)?),
    })
}

/// The activity of an event: its stage, what a record says, or else its act.
fn activity(event: &Event) -> &str {
    let recorded = event.body.as_deref().and_then(|body| body.text.as_deref());
    event.stage.as_deref().or(recorded).unwrap_or_else(|| event.kind.word())
}

/// The moment that an event claims.
fn moment(event: &Event) -> jiff::Timestamp {
    event.occurred_at.unwrap_or(event.recorded_at)
}

/// Further details of an event, under the names that mappings use.
fn details(event: &Event) -> Vec<(&'static str, String)> {
    let actor = &event.actor;
    let mut details: Vec<(&'static str, Option<String>)> = vec![
        ("person", actor.person.as_deref().map(str::to_owned)),
        ("post", actor.post.as_deref().map(str::to_owned)),
        ("role", actor.role.as_deref().map(str::to_owned)),
        ("agency", actor.agency.as_deref().map(str::to_owned)),
        ("outcome", event.outcome.as_deref().map(str::to_owned)),
        ("recorded_at", event.occurred_at.map(|_| event.recorded_at.to_string())),
    ];
    if let Some(body) = event.body.as_deref() {
        let text = |value: &Option<Box<str>>| value.as_deref().map(str::to_owned);
        let list = |values: &[Box<str>]| (!values.is_empty()).then(|| values.join(";"));
        details.extend([
            ("reason", text(&body.reason)),
            ("materials", list(&body.materials)),
            ("ground", text(&body.ground)),
            ("until", body.until.map(|date| date.to_string())),
            ("evidence", text(&body.evidence)),
            ("notice", text(&body.notice)),
            ("number", text(&body.number)),
            ("target", list(&body.targets)),
            ("amount", body.amount_fen.map(in_units)),
        ]);
    }
    details.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Hundredths as units with two decimals.
fn in_units(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

/// One name for a case that is unique across authorities.
fn case_name(key: &CaseKey) -> String {
    key.to_string()
}
