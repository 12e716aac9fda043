//! Settings of an installation that the system administrator may change, each within bounds and with its reason.

use super::audit::{Entry, Subject, add};
use super::throttle::Limits;
use super::{People, find, read, write};
use crate::caller::Caller;
use crate::desk::{Failure, Records};
use crate::permissions;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::sync::PoisonError;
use store::connection::{Connection, StoreError};

/// The kind of records that are settings.
const SETTING: &str = "setting";
/// Milliseconds of a minute.
pub(crate) const MINUTE: i64 = 60_000;
/// Acts that an account may hand in within an hour.
pub(crate) const PARTY_ACTS: RangeInclusive<u32> = 10..=600;

/// The settings as they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How long a session of staff may rest, in minutes: an unwatched desk is closed soon.
    pub staff_rest: u32,
    /// How long a session of staff lasts at most, in minutes: a working day.
    pub staff_whole: u32,
    /// How long a session of a citizen may rest, in minutes: forms take time, and papers must be looked for.
    pub party_rest: u32,
    /// How long a session of a citizen lasts at most, in minutes.
    pub party_whole: u32,
    /// 1 when staff must sign in with a second factor.
    pub second_factor: u32,
    /// Wrong pick-up codes that a case has free: people misread.
    pub pick_up_tries: u32,
    /// The longest wait after a wrong pick-up code, in minutes; until it is twice over, failures are remembered.
    pub pick_up_wait: u32,
    /// Drafts that a citizen may have at a time: whoever has more has forgotten them, or fills the disk.
    pub party_drafts: u32,
    /// Files of a citizen in drafts and of what was handed in within a day, in MiB; never less than one application may have.
    pub party_stored: u32,
    /// Acts that a citizen may hand in within an hour: nobody types faster, programs do.
    pub party_acts: u32,
    /// Codes of a telephone or address that stand at a time, asked for from different networks: more would be a nuisance.
    pub codes_at_once: u32,
    /// Hours within which another administrator confirms what one proposes about the third: it is known then why.
    pub proposal_hours: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            staff_rest: 30,
            staff_whole: 720,
            party_rest: 60,
            party_whole: 1_440,
            second_factor: 0,
            pick_up_tries: 5,
            pick_up_wait: 60,
            party_drafts: 50,
            party_stored: 1_024,
            party_acts: 60,
            codes_at_once: 4,
            proposal_hours: 24,
        }
    }
}

/// A setting: its name and what it may be.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Name, in addresses and words.
    pub name: &'static str,
    /// What it may be.
    pub bounds: RangeInclusive<u32>,
    /// What it is.
    pub value: u32,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// The store says no.
    pub fn load(connection: &mut Connection) -> Result<Self, StoreError> {
        Ok(read(connection, SETTING, "people")?.unwrap_or_default())
    }

    /// The settings as they stand inside the writer.
    pub(crate) fn current(records: &mut Records<'_>) -> Result<Self, StoreError> {
        Ok(find(records, SETTING, "people")?.unwrap_or_default())
    }

    /// How wrong pick-up codes of a case are slowed down.
    pub(crate) fn pick_up(&self) -> Limits {
        let longest = i64::from(self.pick_up_wait) * MINUTE;
        Limits { free: self.pick_up_tries, longest, forgotten: 2 * longest }
    }

    /// What a citizen may have stored, in bytes.
    pub(crate) fn party_stored(&self) -> u64 {
        u64::from(self.party_stored) << 20
    }

    /// Every setting with its bounds.
    #[must_use]
    pub fn all(&self) -> [Setting; 12] {
        [
            Setting { name: "staff-rest", bounds: 5..=120, value: self.staff_rest },
            Setting { name: "staff-whole", bounds: 60..=1_440, value: self.staff_whole },
            Setting { name: "party-rest", bounds: 10..=480, value: self.party_rest },
            Setting { name: "party-whole", bounds: 60..=10_080, value: self.party_whole },
            Setting { name: "second-factor", bounds: 0..=1, value: self.second_factor },
            Setting { name: "pick-up-tries", bounds: 1..=20, value: self.pick_up_tries },
            Setting { name: "pick-up-wait", bounds: 5..=1_440, value: self.pick_up_wait },
            Setting { name: "party-drafts", bounds: 5..=200, value: self.party_drafts },
            Setting { name: "party-stored", bounds: 100..=10_240, value: self.party_stored },
            Setting { name: "party-acts", bounds: PARTY_ACTS, value: self.party_acts },
            Setting { name: "codes-at-once", bounds: 2..=10, value: self.codes_at_once },
            Setting { name: "proposal-hours", bounds: 1..=168, value: self.proposal_hours },
        ]
    }

    fn set(&mut self, name: &str, value: u32) {
        match name {
            "staff-rest" => self.staff_rest = value,
            "staff-whole" => self.staff_whole = value,
            "party-rest" => self.party_rest = value,
            "party-whole" => self.party_whole = value,
            "pick-up-tries" => self.pick_up_tries = value,
            "pick-up-wait" => self.pick_up_wait = value,
            "party-drafts" => self.party_drafts = value,
            "party-stored" => self.party_stored = value,
            "party-acts" => self.party_acts = value,
            "codes-at-once" => self.codes_at_once = value,
            "proposal-hours" => self.proposal_hours = value,
            _ => self.second_factor = value,
        }
    }

    /// How long sessions may rest and last, in milliseconds.
    #[must_use]
    pub fn session(&self, of_official: bool) -> (i64, i64) {
        let (rest, whole) = if of_official {
            (self.staff_rest, self.staff_whole)
        } else {
            (self.party_rest, self.party_whole)
        };
        (i64::from(rest) * MINUTE, i64::from(whole) * MINUTE)
    }
}

impl People {
    /// Changes a setting, with the reason.
    ///
    /// # Errors
    /// The caller may not, there is no such setting, the value is out of bounds, or there is no reason.
    pub fn change_setting(
        &self,
        caller: &Caller,
        (name, value): (&str, u32),
        reason: &str,
    ) -> Result<(), Failure> {
        let mut changed = self.settings();
        let known = changed.all().into_iter().find(|setting| setting.name == name);
        let setting = known.ok_or_else(|| Failure::Unknown("setting", name.into()))?;
        if !setting.bounds.contains(&value) {
            let (least, most) = (setting.bounds.start(), setting.bounds.end());
            return Err(super::invalid(
                &format!("取值须在{least}到{most}之间。"),
                &format!("取值須在{least}到{most}之間。"),
                &format!("It must be between {least} and {most}."),
            ));
        }
        if reason.trim().is_empty() {
            return Err(super::no_reason());
        }
        let before = setting.value;
        changed.set(name, value);
        let entry =
            Entry::done(Subject::Administration, "change-setting", &super::audit::name_of(caller))
                .on(name)
                .because(&format!("{before} → {value}: {}", reason.trim()));
        let (kept, now) = (changed.clone(), self.now());
        self.platform.keep(caller, &permissions::CHANGE_SETTINGS, move |records| {
            write(records, [SETTING, "people", ""], now, &kept)?;
            add(records, &entry, now)?;
            Ok(Ok(()))
        })?;
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = changed;
        Ok(())
    }
}
