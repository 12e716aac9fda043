//! CSV: one row per event; its columns are those of the standard mapping.

use super::{CaseWriter, activity, details, moment};
use crate::mapping::Converted;
use std::io::{self, Write};

const DETAILS: [&str; 15] = [
    "person",
    "post",
    "role",
    "agency",
    "outcome",
    "recorded_at",
    "reason",
    "materials",
    "ground",
    "until",
    "evidence",
    "notice",
    "number",
    "target",
    "amount",
];

pub(super) struct CsvWriter<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> CsvWriter<W> {
    pub(super) fn begin(mut target: W) -> io::Result<Self> {
        // The mark makes spreadsheet programs read the file as UTF-8.
        target.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::Writer::from_writer(target);
        let head = ["authority", "case", "n", "act", "activity", "time"];
        writer.write_record(head.iter().chain(&DETAILS))?;
        Ok(Self { writer })
    }
}

/// A cell that spreadsheet programs do not take for a formula.
fn harmless(text: String) -> String {
    let first = text.chars().next();
    let number = text.parse::<f64>().is_ok();
    if !number && first.is_some_and(|c| ['=', '+', '-', '@', '\t', '\r'].contains(&c)) {
        return format!("'{text}");
    }
    text
}

impl<W: Write> CaseWriter for CsvWriter<W> {
    fn case(&mut self, case: &Converted) -> io::Result<()> {
        for converted in &case.events {
            let event = &converted.event;
            let details = details(event);
            let mut row = vec![
                case.key.authority.as_deref().unwrap_or("").to_owned(),
                case.key.id.clone(),
                event.n.to_string(),
                event.kind.word().to_owned(),
                activity(event).to_owned(),
                moment(event).to_string(),
            ];
            row.extend(DETAILS.iter().map(|wanted| {
                let found = details.iter().find(|(name, _)| name == wanted);
                found.map_or_else(String::new, |(_, value)| value.clone())
            }));
            self.writer.write_record(row.into_iter().map(harmless))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.writer.flush()
    }
}
