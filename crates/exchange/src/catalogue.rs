//! Catalogues of items (事项目录) in and out: CSV and XLSX with one row an item, JSON whole, and the tree of departments that
//! provincial service networks publish. What is wrong with a row is said of the row; nothing is skipped in silence.

mod columns;
mod foreign;
mod row;
mod sheet;
mod write;

use domain::item::Item;
use domain::text::Text;
use std::io::Read;

pub use columns::{COLUMNS, Column};
pub use write::{write_csv, write_json, write_xlsx};

/// A catalogue of more bytes is refused: the largest province has some ten thousand items.
pub const BYTES_MAX: u64 = 32 << 20;
/// A catalogue of more rows is refused.
pub const ROWS_MAX: usize = 20_000;

/// In which form a catalogue comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One row an item, in CSV.
    Csv,
    /// One row an item, in the first sheet.
    Xlsx,
    /// Items whole, in JSON, or a tree of departments.
    Json,
}

/// Something that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Row, from 1, the header not counted.
    pub row: usize,
    /// The column.
    pub column: String,
    /// Which rule says so.
    pub rule: Text,
    /// What is wrong and what to do.
    pub message: Text,
    /// Whether the row cannot become a draft.
    pub fatal: bool,
}

/// A row that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRow {
    /// Row, from 1, the header not counted.
    pub row: usize,
    /// The item; what the row does not say is empty.
    pub item: Item,
    /// What the source calls the department.
    pub department: Option<String>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The rows that are items.
    pub rows: Vec<ReadRow>,
    /// What is wrong, by row.
    pub faults: Vec<RowFault>,
    /// Rows in the file, read or not.
    pub total: usize,
    /// Rows say all there is of an item: questions and forms too.
    pub whole: bool,
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// It is larger than any catalogue.
    #[error("the file is larger than {BYTES_MAX} bytes, or has more than {ROWS_MAX} rows")]
    TooLarge,
    /// It cannot be read from the source.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// It has the wrong form.
    #[error("it is no catalogue: {0}")]
    Malformed(String),
}

/// The form that the first bytes speak for.
#[must_use]
pub fn form_of(bytes: &[u8]) -> Form {
    let text = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        _ if bytes.starts_with(b"PK") => Form::Xlsx,
        Some(b'[' | b'{') => Form::Json,
        _ => Form::Csv,
    }
}

/// Reads a catalogue.
///
/// # Errors
/// The file as a whole is no catalogue; what is wrong with single rows stands in the reading.
pub fn read(reader: impl Read) -> Result<Reading, CatalogueError> {
    let mut bytes = Vec::new();
    let taken = reader.take(BYTES_MAX + 1).read_to_end(&mut bytes);
    taken.map_err(|error| CatalogueError::Unreadable(error.to_string()))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(CatalogueError::TooLarge);
    }
    let mut reading = match form_of(&bytes) {
        Form::Csv => sheet::read_csv(&bytes)?,
        Form::Xlsx => sheet::read_xlsx(bytes)?,
        Form::Json => foreign::read_json(&bytes)?,
    };
    twice(&mut reading);
    reading.faults.sort_by_key(|fault| fault.row);
    Ok(reading)
}

/// A code that stands twice: only the first row is an item.
fn twice(reading: &mut Reading) {
    let mut seen = std::collections::HashMap::new();
    let mut faults = Vec::new();
    reading.rows.retain(|row| {
        let Some(first) = seen.insert(row.item.code.clone(), row.row) else { return true };
        seen.insert(row.item.code.clone(), first);
        faults.push(RowFault {
            row: row.row,
            column: "code".to_owned(),
            rule: columns::rule_of_codes(),
            message: columns::said(
                &format!("编码与第 {first} 行重复：一个编码只能对应一个事项。请核对编码。"),
                &format!("The code stands in row {first} already: one code is one item. Check it."),
            ),
            fatal: true,
        });
        false
    });
    reading.faults.append(&mut faults);
}

#[cfg(test)]
mod tests;
