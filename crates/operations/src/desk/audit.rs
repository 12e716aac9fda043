//! The newest link of the audit log, as the desk knows it: signed and kept outside the database, and named in each
//! checkpoint of a log. What was once kept there is never gone back behind.

use super::{Fittings, log};
use crate::alarms::Alarms;
use crate::people::audit::chain::{self, Link};
use std::path::PathBuf;
use store::connection::{Connection, StoreError};
use store::records::Record;

/// The newest link.
#[derive(Debug, Default)]
pub(super) struct Anchor {
    newest: Option<Link>,
    /// Number of the link that is kept outside.
    kept: u64,
    /// Entries were removed: what is kept outside stays as it is, to prove it.
    is_broken: bool,
}

impl Anchor {
    /// The anchor of a store, set against what is kept outside of it.
    ///
    /// # Errors
    /// The store says no.
    pub(super) fn open(
        connection: &mut Connection,
        fittings: &Fittings,
    ) -> Result<Self, StoreError> {
        let mut anchor = Self { newest: chain::newest(connection)?, ..Self::default() };
        match chain::outside(&fittings.checkpoints, &fittings.key.verifying_key()) {
            Ok(None) => {}
            Ok(Some(kept)) => {
                let newest = anchor.newest.as_ref();
                let follows =
                    newest.is_some_and(|newest| newest.number > kept.number || *newest == kept);
                if !follows {
                    let what = format!(
                        "entry {} of the audit log was signed and is not there",
                        kept.number
                    );
                    anchor.breaks(what, &fittings.alarms);
                }
                anchor.kept = kept.number;
            }
            Err(error) => anchor.breaks(format!("audit.head: {error}"), &fittings.alarms),
        }
        Ok(anchor)
    }

    fn breaks(&mut self, what: String, alarms: &Alarms) {
        self.is_broken = true;
        alarms.raise("audit", what);
    }

    /// Takes notice of a record that was written.
    pub(super) fn written(&mut self, record: &Record, alarms: &Alarms) {
        if [&*record.jurisdiction, &*record.kind, &*record.key] != chain::HEAD {
            return;
        }
        let Some(link) = chain::link_of(record) else { return };
        let last = self.newest.as_ref().map_or(0, |link| link.number);
        if link.number <= last {
            let what = format!(
                "the audit log went back from entry {last} to {}: entries were removed",
                link.number
            );
            self.breaks(what, alarms);
        }
        self.newest = Some(link);
    }

    /// The line that names the newest link in a checkpoint.
    pub(super) fn line(&self) -> Option<String> {
        self.newest.as_ref().filter(|_| !self.is_broken).map(chain::line)
    }

    /// What is to be kept outside once this transaction is durable, and where; none when that is there already.
    pub(super) fn next_to_keep(&mut self, fittings: &Fittings) -> Option<(PathBuf, String)> {
        let link =
            self.newest.as_ref().filter(|link| !self.is_broken && link.number > self.kept)?;
        let note = chain::signed(&fittings.key, link)?;
        self.kept = link.number;
        Some((chain::head_file(&fittings.checkpoints), note))
    }
}

/// Keeps the newest link outside the database.
pub(super) fn keep_outside(kept: Option<(PathBuf, String)>, alarms: &Alarms) {
    if let Some((file, note)) = kept {
        log::keep(&file, &note, alarms);
    }
}
