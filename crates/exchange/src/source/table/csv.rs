//! Text tables: comma, semicolon or tab, quoted as RFC 4180 says.

use super::{Rows, TableSource};
use crate::input_error::{InputError, Place};
use crate::source::{ReadOptions, decode, unreadable};
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

type Input<'a> = BufReader<Box<dyn Read + Send + 'a>>;

/// Counts quotes on the way: an odd number at the end means that one was never closed.
struct QuoteCounter<'a> {
    input: Input<'a>,
    odd: Arc<AtomicBool>,
}

impl Read for QuoteCounter<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        let quotes = buffer.iter().take(count).filter(|byte| **byte == b'"').count();
        self.odd.fetch_xor(quotes % 2 == 1, Ordering::Relaxed);
        Ok(count)
    }
}

pub(in crate::source) struct CsvRows<'a> {
    reader: csv::Reader<QuoteCounter<'a>>,
    odd_quotes: Arc<AtomicBool>,
    header: Vec<String>,
    record: csv::StringRecord,
    /// The line of the last record, when one of its fields goes over several lines.
    swallowing: Option<u64>,
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
    let odd_quotes = Arc::new(AtomicBool::new(false));
    let reader = QuoteCounter { input: reader, odd: Arc::clone(&odd_quotes) };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(false).from_reader(reader);
    let header = reader.headers().map_err(|error| malformed(&error))?;
    let header = header.iter().map(|name| name.trim().to_owned()).collect();
    let rows =
        CsvRows { reader, odd_quotes, header, record: csv::StringRecord::new(), swallowing: None };
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

fn never_closed(line: u64) -> InputError {
    InputError::at(Place::line(line), "a quote that is opened here is never closed")
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
        let more = match self.reader.read_record(&mut self.record) {
            Ok(more) => more,
            Err(error) => {
                // A row may be too short because one of its fields holds the rest of the file.
                let last = !self.reader.read_record(&mut self.record).unwrap_or(true);
                let unclosed = last && self.odd_quotes.load(Ordering::Relaxed);
                let place = error.position().map_or(0, csv::Position::line);
                return Err(if unclosed { never_closed(place) } else { malformed(&error) });
            }
        };
        let odd = self.odd_quotes.load(Ordering::Relaxed);
        if !more {
            // An unclosed quote makes one field of all that follows it.
            return self
                .swallowing
                .take()
                .filter(|_| odd)
                .map_or(Ok(None), |l| Err(never_closed(l)));
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        self.swallowing = self.record.iter().any(|field| field.contains('\n')).then_some(line);
        row.resize(self.record.len(), String::new());
        for (field, slot) in self.record.iter().zip(row.iter_mut()) {
            slot.clear();
            slot.push_str(field.trim());
        }
        Ok(Some(line))
    }
}
