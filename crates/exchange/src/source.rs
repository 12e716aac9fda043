//! Sources of cases: what an input file is, and how to read it case by case.

mod decode;
pub mod table;
mod xes;
mod xlsx;

use crate::input_error::{InputError, Place};
use crate::raw::{Keys, RawCase};
use std::io::{BufRead, BufReader, Read};

/// Cases, one after another.
pub trait CaseSource {
    /// Reads the next case into `case`; false at the end.
    ///
    /// # Errors
    /// The input is malformed here. A source that can go on after the error does so when asked again.
    fn next_case(&mut self, case: &mut RawCase) -> Result<bool, InputError>;

    /// The attribute names met so far.
    fn keys(&self) -> &Keys;
}

/// What kind of input it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// IEEE 1849 XES.
    Xes,
    /// A text table.
    Csv,
    /// A spreadsheet.
    Xlsx,
}

/// How a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// One row per event; rows of a case need not stand together.
    #[default]
    Events,
    /// One row per case; its dates are milestones.
    Cases,
}

/// How to read an input; everything that is not said is found out.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Attributes that matter.
    pub keys: Keys,
    /// Text encoding: `utf-8`, `gb18030`, …
    pub encoding: Option<String>,
    /// Delimiter of a text table.
    pub delimiter: Option<char>,
    /// Sheet of a spreadsheet.
    pub sheet: Option<String>,
    /// Layout of a table.
    pub layout: Layout,
    /// Columns that together name a case, for tables: identifier and, if any, authority.
    pub case_columns: Vec<String>,
}

/// Opens an input: plain or gzip, XES, text table or spreadsheet, told apart by its first bytes.
///
/// # Errors
/// The input is empty, of no known kind, or its head is malformed.
pub fn open<'a>(
    reader: Box<dyn Read + Send + 'a>,
    options: ReadOptions,
) -> Result<(Format, Box<dyn CaseSource + Send + 'a>), InputError> {
    const GZIP: &[u8] = &[0x1f, 0x8b];
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let head = reader.fill_buf().map_err(|error| unreadable(&error))?;
    if head.starts_with(GZIP) {
        let unzipped = flate2::bufread::MultiGzDecoder::new(reader);
        return open_plain(BufReader::with_capacity(1 << 18, Box::new(unzipped)), options);
    }
    open_plain(reader, options)
}

fn open_plain<'a>(
    mut reader: BufReader<Box<dyn Read + Send + 'a>>,
    mut options: ReadOptions,
) -> Result<(Format, Box<dyn CaseSource + Send + 'a>), InputError> {
    const ZIP: &[u8] = b"PK\x03\x04";
    if decode::is_utf16(reader.fill_buf().map_err(|error| unreadable(&error))?) {
        reader = decode::decoder(reader, None)?;
        options.encoding = Some("utf-8".to_owned());
    }
    let head = reader.fill_buf().map_err(|error| unreadable(&error))?;
    if head.is_empty() {
        return Err(InputError::at(Place::default(), "the input is empty"));
    }
    if head.starts_with(ZIP) {
        return Ok((Format::Xlsx, Box::new(xlsx::open(reader, &options)?)));
    }
    let text = decode::without_mark(head);
    if text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') {
        let encoding = options.encoding.clone().or_else(|| decode::declared_in_xml(head));
        let reader = decode::decoder(reader, encoding.as_deref())?;
        return Ok((Format::Xes, Box::new(xes::XesReader::new(reader, options.keys))));
    }
    if text.contains(&0) {
        let message = "neither XES, nor a text table, nor a spreadsheet (XLSX)";
        return Err(InputError::at(Place::default(), message));
    }
    Ok((Format::Csv, Box::new(table::csv::open(reader, &options)?)))
}

fn unreadable(error: &std::io::Error) -> InputError {
    InputError::at(Place::default(), format!("cannot be read: {error}"))
}
