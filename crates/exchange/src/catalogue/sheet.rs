//! Catalogues as tables: CSV in any encoding that offices use, and the first sheet of a workbook.

use super::columns::{Column, named, rule_of_elements, said};
use super::{BYTES_MAX, CatalogueError, ROWS_MAX, Reading, RowFault, row};
use calamine::{Data, DataType, Reader as _, Xlsx};
use encoding_rs::{GB18030, UTF_8};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// Columns that a header may have.
const COLUMNS_MAX: usize = 256;
/// Bytes of a workbook when it is unpacked: a small file can hold cells that fill any memory.
const UNPACKED_MAX: u64 = 2 * BYTES_MAX;

fn malformed(error: impl std::fmt::Display) -> CatalogueError {
    CatalogueError::Malformed(error.to_string())
}

/// Rows of cells, header first.
struct Table {
    columns: Vec<Option<&'static Column>>,
    reading: Reading,
}

impl Table {
    fn with_header(header: &[String]) -> Result<Self, CatalogueError> {
        if header.len() > COLUMNS_MAX {
            return Err(malformed("the first row must name the columns"));
        }
        let columns: Vec<Option<&'static Column>> = header.iter().map(|name| named(name)).collect();
        if let Some(missing) = row::missing_columns(&columns) {
            return Err(malformed(missing));
        }
        let mut reading = Reading::default();
        for name in header.iter().filter(|name| named(name).is_none() && !name.trim().is_empty()) {
            reading.faults.push(RowFault {
                row: 0,
                column: name.clone(),
                rule: rule_of_elements(),
                message: said(
                    &format!("不认识列“{name}”，该列内容未导入。"),
                    &format!("the column `{name}` is not known; it was left out"),
                ),
                fatal: false,
            });
        }
        Ok(Self { columns, reading })
    }

    fn add(&mut self, cells: Vec<String>) -> Result<(), CatalogueError> {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        self.reading.total += 1;
        if self.reading.total > ROWS_MAX {
            return Err(CatalogueError::TooLarge);
        }
        let named = self.columns.iter().zip(cells);
        let cells: BTreeMap<&'static str, String> =
            named.filter_map(|(column, cell)| Some(((*column)?.id, cell))).collect();
        let (item, faults) = row::read(self.reading.total, &cells);
        self.reading.rows.extend(item);
        self.reading.faults.extend(faults);
        Ok(())
    }
}

pub(super) fn read_csv(bytes: &[u8]) -> Result<Reading, CatalogueError> {
    let encoding = if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 };
    let (text, _, wrong) = encoding.decode(bytes);
    if wrong {
        return Err(malformed("bytes that are neither UTF-8 nor GB18030"));
    }
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut table = None;
    for record in reader.records() {
        let record = record.map_err(malformed)?;
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        match &mut table {
            None => table = Some(Table::with_header(&cells)?),
            Some(table) => table.add(cells)?,
        }
    }
    table.map(|table| table.reading).ok_or_else(|| malformed("the file is empty"))
}

/// Whether a workbook is small enough unpacked. What it says of its own size is not believed.
fn fits(bytes: &[u8]) -> Result<(), CatalogueError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(malformed)?;
    let mut left = UNPACKED_MAX;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(malformed)?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        left = left.checked_sub(unpacked.map_err(malformed)?).ok_or(CatalogueError::TooLarge)?;
    }
    Ok(())
}

pub(super) fn read_xlsx(bytes: Vec<u8>) -> Result<Reading, CatalogueError> {
    fits(&bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(malformed)?;
    let name = workbook.sheet_names().first().cloned();
    let name = name.ok_or_else(|| malformed("there is no sheet in it"))?;
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(malformed)?;
    // One stray cell far out costs one cell.
    let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    while let Some(cell) = cells.next_cell().map_err(malformed)? {
        let text = Data::from(cell.get_value().clone()).as_string().unwrap_or_default();
        let (row, column) = cell.get_position();
        if text.is_empty() || column as usize >= COLUMNS_MAX {
            continue;
        }
        rows.entry(row).or_default().insert(column, text);
        if rows.len() > ROWS_MAX + 1 {
            return Err(CatalogueError::TooLarge);
        }
    }
    let mut table = None;
    for row in rows.into_values() {
        let width = row.keys().next_back().map_or(0, |last| *last as usize + 1);
        let mut cells = vec![String::new(); width];
        for (column, text) in row {
            if let Some(cell) = cells.get_mut(column as usize) {
                *cell = text;
            }
        }
        match &mut table {
            None => table = Some(Table::with_header(&cells)?),
            Some(table) => table.add(cells)?,
        }
    }
    table.map(|table| table.reading).ok_or_else(|| malformed("the sheet is empty"))
}
