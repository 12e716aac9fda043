//! Spreadsheets (XLSX): one sheet, its first used row names the columns.

use super::table::{Rows, TableSource};
use super::{ReadOptions, unreadable};
use crate::input_error::{InputError, Place};
use calamine::{Data, DataType, Reader, Xlsx};
use std::io::{Cursor, Read};

/// An archive larger than this is refused: a spreadsheet of so many bytes is a bomb or no spreadsheet.
const BYTES_MAX: u64 = 512 << 20;

pub(super) struct SheetRows {
    header: Vec<String>,
    rows: std::vec::IntoIter<Vec<Data>>,
    line: u64,
}

/// Opens a spreadsheet.
pub(super) fn open(
    reader: impl Read,
    options: &ReadOptions,
) -> Result<TableSource<SheetRows>, InputError> {
    let fail = |message: String| InputError::at(Place::default(), message);
    let mut bytes = Vec::new();
    reader.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(fail(format!("the spreadsheet is larger than {BYTES_MAX} bytes")));
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|error| fail(format!("not a spreadsheet that can be read: {error}")))?;
    let names = workbook.sheet_names();
    let name = match &options.sheet {
        Some(name) if names.contains(name) => name.clone(),
        Some(name) => {
            let known = names.join(", ");
            return Err(fail(format!("there is no sheet `{name}`; the sheets are {known}")));
        }
        None => names.first().cloned().ok_or_else(|| fail("no sheet in it".to_owned()))?,
    };
    let range = workbook
        .worksheet_range(&name)
        .map_err(|error| fail(format!("the sheet `{name}` cannot be read: {error}")))?;
    let first_line = range.start().map_or(0, |(row, _)| u64::from(row));
    let mut rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    if rows.is_empty() {
        return Err(fail(format!("the sheet `{name}` is empty")));
    }
    let header = rows.remove(0).iter().map(in_words).collect();
    let rows = SheetRows { header, rows: rows.into_iter(), line: first_line + 1 };
    TableSource::new(rows, options)
}

/// A cell as text; dates in ISO 8601.
fn in_words(cell: &Data) -> String {
    let dated = match cell {
        Data::DateTime(_) | Data::DateTimeIso(_) => cell.as_datetime_text(),
        _ => None,
    };
    dated.unwrap_or_else(|| cell.as_string().unwrap_or_default()).trim().to_owned()
}

trait DateTimeText {
    fn as_datetime_text(&self) -> Option<String>;
}

impl DateTimeText for Data {
    /// Excel counts days from the end of 1899, with a day 1900-02-29 that never was.
    fn as_datetime_text(&self) -> Option<String> {
        let Self::DateTime(cell) = self else { return None };
        let (year, month, day, hour, minute, second, _) = cell.to_ymd_hms_milli();
        let time = (hour, minute, second);
        if time == (0, 0, 0) {
            return Some(format!("{year:04}-{month:02}-{day:02}"));
        }
        Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"))
    }
}

impl Rows for SheetRows {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn next_row(&mut self, row: &mut Vec<String>) -> Result<Option<u64>, InputError> {
        let Some(cells) = self.rows.next() else { return Ok(None) };
        self.line += 1;
        row.clear();
        row.extend(cells.iter().map(in_words));
        Ok(Some(self.line))
    }
}
