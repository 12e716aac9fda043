//! The law at the desk: the version in force, made anew when a day begins, and those of earlier cases.

use super::Desk;
use crate::catalogue::documents::VERSION;
use crate::catalogue::in_force::{compose, published};
use crate::law_library::LawError;
use crate::law_version::LawVersion;
use store::changes::Changes;
use store::connection::{Connection, StoreError};

impl Desk {
    /// Makes the law in force anew when a day has begun: items whose version comes into force today join it. A version
    /// that cannot be used changes nothing, and an alarm says so.
    pub(super) fn renew_law(
        &mut self,
        now: i64,
        connection: &mut Connection,
        changes: &mut Changes,
    ) -> Result<(), StoreError> {
        let today = self.fittings.base.today(now);
        if self.law_day == Some(today) {
            return Ok(());
        }
        self.law_day = Some(today);
        let mut versions = published(connection)?;
        self.unsettled.overlay(VERSION, &mut versions);
        let made = compose(self.fittings.base, &versions, today)
            .and_then(|library| self.compiled(&library));
        match made {
            Ok(None) => self.fittings.alarms.clear("law"),
            Ok(Some(law)) => {
                if store::settings::law(connection, &law.hash)?.is_none() {
                    store::settings::keep_law(changes, &law.hash, &law.files, now);
                }
                self.laws.replace(law);
                self.new_law = Some(law);
                self.fittings.alarms.clear("law");
            }
            Err(error) => {
                let message = format!("the catalogue of {today} cannot be used: {error}");
                self.fittings.alarms.raise("law", message);
            }
        }
        Ok(())
    }

    /// The law of some files, unless it is in force already.
    fn compiled(
        &self,
        library: &crate::law_library::LawLibrary,
    ) -> Result<Option<&'static LawVersion>, LawError> {
        let hash = LawVersion::hash_of(library);
        if *self.laws.current().hash == *hash {
            return Ok(None);
        }
        match self.laws.version(&hash) {
            Some(known) => Ok(Some(known)),
            None => LawVersion::compile(library).map(Some),
        }
    }

    /// A version of the law, from the shelf or from the store; what is wrong with it concerns only its cases.
    pub(super) fn law(
        &mut self,
        hash: &str,
        connection: &mut Connection,
    ) -> Result<Result<&'static LawVersion, String>, StoreError> {
        if let Some(law) = self.laws.version(hash) {
            return Ok(Ok(law));
        }
        let Some(files) = store::settings::law(connection, hash)? else {
            return Ok(Err(format!("the law files `{hash}` are missing")));
        };
        match LawVersion::compile_kept(hash, &files) {
            Ok(law) => {
                self.laws.add(law);
                Ok(Ok(law))
            }
            Err(error) => Ok(Err(format!("the law files `{hash}`: {error}"))),
        }
    }
}
