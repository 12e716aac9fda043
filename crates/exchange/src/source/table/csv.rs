//! Text tables: comma, semicolon or tab, quoted as RFC 4180 says.

use super::{Rows, TableSource};
use crate::input_error::{InputError, Place};
use crate::source::{ReadOptions, decode, unreadable};
use std::io::{BufRead, BufReader, Read};

type Input<'a> = BufReader<Box<dyn Read + Send + 'a>>;

pub(in crate::source) struct CsvRows<'a> {
    reader: csv::Reader<Input<'a>>,
    header: Vec<String>,
    record: csv::StringRecord,
}

/// Opens a text table.
pub(in crate::source) fn open<'a>(
    reader: Input<'a>,
    options: &ReadOptions,
) -> Result<TableSource<CsvRows<'a>>, InputError> {
    let mut reader = decode::decoder(reader, options.encoding.as_deref())?;
    let delimiter = match options.delimiter {
        Some(delimiter) => u8::try_from(delimiter).map_err(|_| {
            InputError::at(Place::default(), format!("`{delimiter}` cannot be a delimiter"))
        })?,
        None => sniff_delimiter(reader.fill_buf().map_err(|error| unreadable(&error))?),
    };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(false).from_reader(reader);
    let header = reader.headers().map_err(|error| malformed(&error))?;
    let header = header.iter().map(|name| name.trim().to_owned()).collect();
    let rows = CsvRows { reader, header, record: csv::StringRecord::new() };
    TableSource::new(rows, options)
}

/// The delimiter that the first line has most of, outside quotes.
fn sniff_delimiter(head: &[u8]) -> u8 {
    const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
    let mut counts = [0_usize; CANDIDATES.len()];
    let mut quoted = false;
    for byte in head.iter().take_while(|byte| **byte != b'\n') {
        if *byte == b'"' {
            quoted = !quoted;
        }
        if quoted {
            continue;
        }
        for (candidate, count) in CANDIDATES.iter().zip(&mut counts) {
            *count += usize::from(candidate == byte);
        }
    }
    let most = CANDIDATES.iter().zip(counts).rev().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| *count > 0).map_or(b',', |(candidate, _)| *candidate)
}

fn malformed(error: &csv::Error) -> InputError {
    let place = error.position().map_or_else(Place::default, |p| Place::line(p.line()));
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let doubt = if *expected_len == 1 { "; is this a table?" } else { "" };
            format!("the row has {len} fields where the header names {expected_len}{doubt}")
        }
        csv::ErrorKind::Utf8 { .. } => {
            "bytes that are not UTF-8: say the right `encoding` (gb18030?)".to_owned()
        }
        csv::ErrorKind::Io(error) => format!("cannot be read: {error}"),
        _ => error.to_string(),
    };
    InputError::at(place, message)
}

impl Rows for CsvRows<'_> {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn next_row(&mut self, row: &mut Vec<String>) -> Result<Option<u64>, InputError> {
        let more = self.reader.read_record(&mut self.record).map_err(|error| malformed(&error))?;
        if !more {
            return Ok(None);
        }
        row.resize(self.record.len(), String::new());
        for (field, slot) in self.record.iter().zip(row.iter_mut()) {
            slot.clear();
            slot.push_str(field.trim());
        }
        Ok(Some(self.record.position().map_or(0, csv::Position::line)))
    }
}
