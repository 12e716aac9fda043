//! What is kept of drafts, versions and steps.

use crate::caller::Caller;
use domain::item::Item;
use jiff::civil::Date;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use store::connection::StoreError;
use store::records::Record;
use store::settings::EVERYWHERE;

/// The kind of records of drafts; the key is the code of the item.
pub const DRAFT: &str = "item-draft";
/// The kind of records of published versions; the key is code and first day.
pub const VERSION: &str = "item-version";
/// The kind of records of steps; the owner is the code of the item.
pub const STEP: &str = "catalogue-step";

/// Who did something in the catalogue, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Opaque id of the person; empty for a command on the machine.
    pub person: Box<str>,
    /// The post.
    pub post: Box<str>,
    /// Its agency.
    pub agency: Box<str>,
    /// In milliseconds since 1970.
    pub at: i64,
}

impl Signature {
    /// The signature of a caller at a time.
    #[must_use]
    pub fn of(caller: &Caller, at: i64) -> Self {
        match caller {
            Caller::Official { person, post, agency, .. } => Self {
                person: (&**person).into(),
                post: (&**post).into(),
                agency: (&**agency).into(),
                at,
            },
            _ => Self { person: "".into(), post: "".into(), agency: "".into(), at },
        }
    }
}

/// What a version does to the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amendment {
    /// 新增: the item was not there.
    Establish,
    /// 调整: the item changes.
    Adjust,
    /// 取消: the item is no more.
    Cancel,
}

/// A draft of an item: at most one for each code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The item as it is to be; what is missing is empty.
    pub item: Item,
    /// What it does.
    pub amendment: Amendment,
    /// Why.
    pub reason: String,
    /// Who wrote it last.
    pub saved: Signature,
    /// The agency that began it, or the legal office in its place; the one that wrote it last where it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun_by: Option<Box<str>>,
    /// File and row, when it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Imported>,
}

impl Draft {
    /// The agency whose draft it is; blank for one that was made on the machine.
    #[must_use]
    pub fn agency(&self) -> &str {
        self.begun_by.as_deref().unwrap_or(&self.saved.agency)
    }
}

/// Where an imported draft comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Name of the file.
    pub file: String,
    /// Row, from 1.
    pub row: usize,
    /// What the source calls the department.
    pub department: Option<String>,
}

/// Who took something back, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Who and when.
    pub by: Signature,
    /// Why.
    pub reason: String,
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The item from the first day on.
    pub item: Item,
    /// What it does.
    pub amendment: Amendment,
    /// Why.
    pub reason: String,
    /// Who drafted it.
    pub drafted: Signature,
    /// Who published it.
    pub published: Signature,
    /// Taken back before it came into force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

impl Version {
    /// The first day on which it stands.
    #[must_use]
    pub fn from(&self) -> Date {
        self.item.valid_from
    }
}

/// The key of a version.
#[must_use]
pub fn version_key(code: &str, from: Date) -> String {
    format!("{code}/{from}")
}

/// Reads a document.
///
/// # Errors
/// It is damaged.
pub fn read<T: DeserializeOwned>(record: &Record) -> Result<T, StoreError> {
    serde_json::from_str(&record.document).map_err(|error| {
        StoreError::Unexpected(format!("the record {} {}: {error}", record.kind, record.key))
    })
}

/// A record of a document.
#[must_use]
pub fn record<T: Serialize>([kind, key, owner]: [&str; 3], at: i64, document: &T) -> Record {
    Record {
        jurisdiction: EVERYWHERE.into(),
        kind: kind.into(),
        key: key.into(),
        owner: owner.into(),
        at,
        document: serde_json::to_string(document).unwrap_or_default().into(),
    }
}
