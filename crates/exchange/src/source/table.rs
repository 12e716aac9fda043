//! Tables (CSV and spreadsheets): a header, then one row per event or per case.
//!
//! Rows of one case need not stand together, so a table is read whole; cases come in the order of their first row.

pub(super) mod csv;

use super::{CaseSource, Layout, ReadOptions};
use crate::input_error::{InputError, Place};
use crate::raw::{Key, Keys, RawCase, ValueKind};
use std::collections::{HashMap, VecDeque};

/// Rows of a table, header first.
pub(super) trait Rows {
    /// The header, trimmed.
    fn header(&self) -> &[String];

    /// Reads the next row into `row`; its line, or `None` at the end.
    fn next_row(&mut self, row: &mut Vec<String>) -> Result<Option<u64>, InputError>;
}

/// Cases out of the rows of a table.
pub(super) struct TableSource<R> {
    rows: R,
    keys: Keys,
    /// For each column, the key under which its values are kept.
    columns: Vec<Option<Key>>,
    case_columns: Vec<usize>,
    layout: Layout,
    grouped: Option<VecDeque<RawCase>>,
    row: Vec<String>,
}

impl<R: Rows> TableSource<R> {
    pub(super) fn new(rows: R, options: &ReadOptions) -> Result<Self, InputError> {
        let header = rows.header();
        check_header(header)?;
        let mut keys = options.keys.clone();
        if let Some(missing) = keys.wanted().iter().find(|wanted| !header.contains(wanted)) {
            return Err(no_column(missing, header));
        }
        let columns = header.iter().map(|name| keys.intern(name)).collect();
        let mut case_columns = Vec::new();
        for name in &options.case_columns {
            let column = header.iter().position(|known| known == name);
            let column = column.ok_or_else(|| no_column(name, header))?;
            case_columns.push(column);
        }
        let (layout, row) = (options.layout, Vec::new());
        Ok(Self { rows, keys, columns, case_columns, layout, grouped: None, row })
    }

    fn add_row(&self, case: &mut RawCase, line: u64) {
        if self.layout == Layout::Events {
            case.begin_event(Place::line(line));
        }
        for (value, key) in self.row.iter().zip(&self.columns) {
            let (Some(key), false) = (key, value.is_empty()) else { continue };
            match self.layout {
                Layout::Events => case.add_event_attribute(*key, ValueKind::Text, value),
                Layout::Cases => case.add_attribute(*key, ValueKind::Text, value),
            }
        }
    }

    /// Reads all rows and puts the rows of a case together.
    fn group(&mut self) -> Result<VecDeque<RawCase>, InputError> {
        let mut cases: Vec<RawCase> = Vec::new();
        let mut by_name: HashMap<Vec<String>, usize> = HashMap::new();
        let mut row = std::mem::take(&mut self.row);
        while let Some(line) = self.rows.next_row(&mut row)? {
            self.row.clone_from(&row);
            if self.row.iter().all(String::is_empty) {
                continue;
            }
            let name: Vec<String> = self
                .case_columns
                .iter()
                .map(|column| row.get(*column).cloned().unwrap_or_default())
                .collect();
            let position = *by_name.entry(name).or_insert_with(|| {
                let mut case = RawCase::default();
                case.attributes_in_events = true;
                case.clear(Place::line(line));
                cases.push(case);
                cases.len() - 1
            });
            if let Some(case) = cases.get_mut(position) {
                self.add_row(case, line);
            }
        }
        Ok(cases.into())
    }
}

/// A mistyped name must not look like missing data.
fn no_column(name: &str, header: &[String]) -> InputError {
    let known = header.join(", ");
    InputError::at(Place::line(1), format!("there is no column `{name}`; the columns are {known}"))
}

/// A column without name cannot be mapped, and two of one name cannot be told apart.
fn check_header(header: &[String]) -> Result<(), InputError> {
    let fail = |message: String| Err(InputError::at(Place::line(1), message));
    if header.iter().all(String::is_empty) {
        return fail("the first row must name the columns".to_owned());
    }
    let mut seen = std::collections::HashSet::new();
    for name in header.iter().filter(|name| !name.is_empty()) {
        if !seen.insert(name) {
            return fail(format!("the column `{name}` is named twice"));
        }
    }
    Ok(())
}

impl<R: Rows> CaseSource for TableSource<R> {
    fn next_case(&mut self, case: &mut RawCase) -> Result<bool, InputError> {
        // One row is one case: nothing needs to be gathered first.
        if self.layout == Layout::Cases {
            let mut row = std::mem::take(&mut self.row);
            let line = self.rows.next_row(&mut row);
            self.row = row;
            let Some(line) = line? else { return Ok(false) };
            case.clear(Place::line(line));
            self.add_row(case, line);
            return Ok(true);
        }
        if self.grouped.is_none() {
            self.grouped = Some(self.group()?);
        }
        match self.grouped.as_mut().and_then(VecDeque::pop_front) {
            Some(next) => {
                *case = next;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn keys(&self) -> &Keys {
        &self.keys
    }
}
