//! Exporting a catalogue: what is disclosed, as CSV, XLSX or JSON.

use super::disclosure::{Scope, catalogue};
use crate::platform::Platform;
pub use exchange::catalogue::Form;
use exchange::catalogue::{write_csv, write_json, write_xlsx};
use store::connection::StoreError;

/// The disclosed items of a scope as a file of a form.
///
/// # Errors
/// The store says no, or a cell is longer than a sheet can hold.
pub fn file(platform: &Platform, scope: &Scope, form: Form) -> Result<Vec<u8>, StoreError> {
    let entries = catalogue(platform, scope)?;
    let items = entries.iter().filter(|entry| entry.withheld.is_none()).map(|entry| entry.item);
    let mut bytes = Vec::new();
    let written = match form {
        Form::Csv => write_csv(&mut bytes, items),
        Form::Xlsx => write_xlsx(&mut bytes, items),
        Form::Json => write_json(&mut bytes, items),
    };
    written.map_err(|error| StoreError::Unexpected(error.to_string()))?;
    Ok(bytes)
}
