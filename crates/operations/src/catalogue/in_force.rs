//! The law in force: the files inside the program, with the items that the installation has published.

use super::documents::{Amendment, VERSION, Version, read};
use crate::law_library::{LawError, LawLibrary};
use crate::law_version::LawVersion;
use domain::law_file::LawFileError;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use store::connection::{Connection, StoreError};
use store::records::{self, Record};
use store::settings::EVERYWHERE;

/// Records read at once.
const PAGE: u32 = 500;

/// The law in force, replaced when a version of an item comes into force.
#[derive(Debug, Clone)]
pub struct SharedLaw(Arc<RwLock<&'static LawVersion>>);

impl SharedLaw {
    /// A law that is in force.
    #[must_use]
    pub fn new(law: &'static LawVersion) -> Self {
        Self(Arc::new(RwLock::new(law)))
    }

    /// The law in force.
    #[must_use]
    pub fn current(&self) -> &'static LawVersion {
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another one is in force from now on.
    pub fn replace(&self, law: &'static LawVersion) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = law;
    }
}

/// All published versions that are durable, as records by their keys.
///
/// # Errors
/// The store says no.
pub fn published(connection: &mut Connection) -> Result<BTreeMap<Box<str>, Record>, StoreError> {
    let mut found: BTreeMap<Box<str>, Record> = BTreeMap::new();
    let mut after: Box<str> = "".into();
    loop {
        let page = records::of_kind(connection, [EVERYWHERE, VERSION, &after], PAGE)?;
        let Some(last) = page.last() else { return Ok(found) };
        after = last.key.clone();
        found.extend(page.into_iter().map(|record| (record.key.clone(), record)));
    }
}

/// The law files as they stand on a day: of each item the version that came into force last.
///
/// # Errors
/// A version is damaged or cannot be written as a file.
pub fn compose(
    base: &LawVersion,
    published: &BTreeMap<Box<str>, Record>,
    today: Date,
) -> Result<LawLibrary, LawError> {
    let mut standing: BTreeMap<String, Version> = BTreeMap::new();
    for record in published.values() {
        let version: Version = read(record).map_err(|error| damaged(&record.key, &error))?;
        if version.withdrawn.is_some() || version.from() > today {
            continue;
        }
        let code = version.item.code.clone();
        if standing.get(&code).is_none_or(|known| known.from() < version.from()) {
            standing.insert(code, version);
        }
    }
    let mut files: BTreeMap<String, String> =
        serde_json::from_str(&base.files).map_err(|error| damaged("files", &error))?;
    let replaced = |file: &String| {
        let code = base.file_of_item(file);
        code.is_some_and(|code| standing.contains_key(code))
    };
    files.retain(|file, _| !replaced(file));
    for (code, version) in standing {
        if version.amendment != Amendment::Cancel {
            files.insert(format!("law/items/{code}.toml"), version.item.to_law_file()?);
        }
    }
    Ok(LawLibrary::of_files(files))
}

fn damaged(what: &str, error: &dyn std::fmt::Display) -> LawError {
    LawError::File(LawFileError::whole(what, error.to_string()))
}
