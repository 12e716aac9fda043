//! Spreadsheets (XLSX): one sheet, its first used row names the columns.

use super::table::{Rows, TableSource};
use super::{ReadOptions, unreadable};
use crate::input_error::{InputError, Place};
use calamine::{Data, DataType, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// An archive larger than this is refused: a spreadsheet of so many bytes is a bomb or no spreadsheet.
const BYTES_MAX: u64 = 512 << 20;

pub(super) struct SheetRows {
    header: Vec<String>,
    rows: std::collections::btree_map::IntoIter<u32, Row>,
    line: u64,
}

/// The cells of a row that hold something, by column: one stray cell far out costs one cell.
type Row = BTreeMap<u32, String>;

/// Columns that a header may have.
const COLUMNS_MAX: usize = 4_096;

fn sparse_rows<R: Read + std::io::Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
) -> Result<BTreeMap<u32, Row>, InputError> {
    let unreadable = |error: calamine::XlsxError| {
        InputError::at(Place::default(), format!("the sheet `{name}` cannot be read: {error}"))
    };
    let mut cells = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let text = in_words(&Data::from(cell.get_value().clone()));
        if !text.is_empty() {
            let (row, column) = cell.get_position();
            rows.entry(row).or_default().insert(column, text);
        }
    }
    Ok(rows)
}

/// A row as wide as the header.
fn in_row(row: &Row, columns: usize) -> Vec<String> {
    let mut cells = vec![String::new(); columns];
    for (column, text) in row {
        if let Some(cell) = cells.get_mut(*column as usize) {
            cell.clone_from(text);
        }
    }
    cells
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
    let mut rows = sparse_rows(&mut workbook, &name)?.into_iter();
    let (first_line, head) =
        rows.next().ok_or_else(|| fail(format!("the sheet `{name}` is empty")))?;
    let columns = head.keys().next_back().map_or(0, |last| *last as usize + 1);
    if columns > COLUMNS_MAX {
        return Err(fail(format!(
            "the first row has a cell in column {columns}: it must name the columns"
        )));
    }
    let header = in_row(&head, columns);
    let rows = SheetRows { header, rows, line: u64::from(first_line) + 1 };
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
        let Some((line, cells)) = self.rows.next() else { return Ok(None) };
        self.line = u64::from(line) + 1;
        let columns = self.header.len();
        if let Some((column, text)) = cells.iter().find(|(column, _)| **column as usize >= columns)
        {
            let message =
                format!("`{text}` stands in column {}, which the header does not name", column + 1);
            return Err(InputError::at(Place::line(self.line), message));
        }
        row.clear();
        row.extend(in_row(&cells, columns));
        Ok(Some(self.line))
    }
}
