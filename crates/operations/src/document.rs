//! Records as documents of a type: written and read as JSON.

use crate::desk::{Failure, Record, Records};
use crate::platform::Platform;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::connection::{Connection, StoreError};
use store::records::From;
use store::settings::EVERYWHERE;

/// Where a document stands: jurisdiction, kind and key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) jurisdiction: &'a str,
    pub(crate) kind: &'static str,
    pub(crate) key: &'a str,
}

impl<'a> At<'a> {
    /// A document that belongs to no jurisdiction.
    pub(crate) fn everywhere(kind: &'static str, key: &'a str) -> Self {
        Self { jurisdiction: EVERYWHERE, kind, key }
    }

    pub(crate) fn key(self) -> [&'a str; 3] {
        [self.jurisdiction, self.kind, self.key]
    }

    /// The record of a document.
    pub(crate) fn record<T: Serialize>(
        self,
        owner: &str,
        at: i64,
        document: &T,
    ) -> Result<Record, StoreError> {
        let unexpected = |error: serde_json::Error| StoreError::Unexpected(error.to_string());
        Ok(Record {
            jurisdiction: self.jurisdiction.into(),
            kind: self.kind.into(),
            key: self.key.into(),
            owner: owner.into(),
            at,
            document: serde_json::to_string(document).map_err(unexpected)?.into(),
        })
    }

    /// A document with its record, as it stands inside the writer.
    pub(crate) fn find<T: DeserializeOwned>(
        self,
        records: &mut Records<'_>,
    ) -> Result<Option<(Record, T)>, StoreError> {
        records.find(self.key())?.map(read).transpose()
    }
}

/// A document with its record.
pub(crate) fn read<T: DeserializeOwned>(record: Record) -> Result<(Record, T), StoreError> {
    let document = serde_json::from_str(&record.document);
    let document = document.map_err(|error| {
        StoreError::Unexpected(format!("{} {}: {error}", record.kind, record.key))
    })?;
    Ok((record, document))
}

/// A random id that nobody can guess.
pub(crate) fn random_id() -> String {
    use rand::Rng;
    let bytes: [u8; 16] = rand::rng().random();
    crate::desk::hex(&bytes)
}

/// Whether a text has the form of [`random_id`].
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Records looked at in one go.
const AT_ONCE: u32 = 500;

/// Looks at the records of an owner, the newest first, until one is what is looked for: what `look` makes of it.
///
/// # Errors
/// The store says no, or `look` does.
pub(crate) fn find_of_owner<T>(
    connection: &mut Connection,
    owner: [&str; 3],
    mut look: impl FnMut(Record) -> Result<Option<T>, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut place: Option<(i64, Box<str>)> = None;
    loop {
        let from = match &place {
            None => From::Newest,
            Some((at, key)) => From::Before(*at, key),
        };
        let found = store::records::of_owner(connection, owner, from, AT_ONCE)?;
        let Some(last) = found.last() else { return Ok(None) };
        place = Some((last.at, last.key.clone()));
        for record in found {
            if let Some(wanted) = look(record)? {
                return Ok(Some(wanted));
            }
        }
    }
}

/// Looks at every record of a kind that belongs to no jurisdiction, in the order of keys; meanwhile records may change.
///
/// # Errors
/// The store says no, or `look` does.
pub(crate) fn each_of_kind(
    platform: &Platform,
    kind: &'static str,
    mut look: impl FnMut(Record) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut after = Box::<str>::default();
    loop {
        let key = [EVERYWHERE, kind, &after];
        let found = platform
            .readers()
            .read(|connection| store::records::of_kind(connection, key, AT_ONCE))
            .map_err(|error: StoreError| Failure::Stopped(error.to_string()))?;
        let Some(last) = found.last() else { return Ok(()) };
        after = last.key.clone();
        found.into_iter().try_for_each(&mut look)?;
    }
}
