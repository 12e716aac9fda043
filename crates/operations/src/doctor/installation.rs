//! What stands around the database: the calendar, the clock, the disk, the key.

use super::private::add_mode;
use super::{Add, Standing};
use crate::law_version::LawVersion;
use crate::people::account::ACCOUNT;
use crate::people::sealing::{Census, Sealer};
use crate::platform::Place;
use crate::secret_key::SecretKey;
use crate::time_source::TimeSource;
use jiff::Timestamp;
use store::connection::{Connection, StoreError};
use store::settings::EVERYWHERE;

/// Free space under which the doctor warns, in bytes: room for a few days of acts.
const ROOM: u64 = 1 << 30;
/// A clock that is behind by less is waited for, in milliseconds.
const WAITED_FOR: i64 = 2_000;

pub(super) fn add_calendar(law: &LawVersion, now: i64, add: Add<'_>) {
    let Some(calendar) = law.calendar("cn") else {
        let finding = "there is no calendar `cn`: no limit can be counted".to_owned();
        return add("calendar", Standing::Fault, finding);
    };
    let moment = Timestamp::from_millisecond(now).unwrap_or_default();
    let today = calendar.time_zone.to_datetime(moment).date();
    let until = calendar.published_until();
    let in_order = today <= until;
    let advice = if in_order { "" } else { ": add the year's notice to law/calendars/cn" };
    add("calendar", Standing::of(in_order), format!("published until {until}{advice}"));
}

pub(super) fn add_clock(
    connection: &mut Connection,
    time: &dyn TimeSource,
    add: Add<'_>,
) -> Result<(), StoreError> {
    // The acts first: those that are recorded meanwhile are not before the clock.
    let last = store::log::heads(connection)?.iter().map(|head| head.last_at).max();
    let ahead = last.map_or(0, |last| last - time.now());
    if ahead > WAITED_FOR {
        let finding = format!(
            "the clock stands {} s before the last recorded act: set it right, no act is recorded until then (in a demonstration time is simulated, and this is no fault)",
            ahead / 1_000
        );
        add("clock", Standing::Fault, finding);
    } else {
        add("clock", Standing::InOrder, "not before the last recorded act".to_owned());
    }
    Ok(())
}

pub(super) fn add_disk(place: &Place, add: Add<'_>) {
    match fs4::available_space(&place.folder) {
        Ok(free) => {
            let (in_order, mebibytes) = (free >= ROOM, free >> 20);
            let advice = if in_order { "" } else { ": make room, a full disk stops the writer" };
            add("disk", Standing::of(in_order), format!("{mebibytes} MiB free{advice}"));
        }
        Err(error) => {
            add("disk", Standing::Fault, format!("{}: {error}", place.folder.display()));
        }
    }
}

/// Whether the secret is there, from which other keys are derived, and whether what was sealed with it can be opened.
pub(super) fn add_secret(
    place: &Place,
    connection: &mut Connection,
    add: Add<'_>,
) -> Result<(), StoreError> {
    let file = place.secret_file();
    let secret = SecretKey::read(&file);
    match &secret {
        Ok(_) => add_mode("secret", &file, add),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let finding = "secret.key is not there: the next start makes a new one, and what was made with an old one fits no more; bring it back from the backup";
            add("secret", Standing::Warning, finding.to_owned());
        }
        Err(error) => add("secret", Standing::Fault, error.to_string()),
    }
    let sealer = secret.ok().map(|secret| Sealer::of(&secret));
    let Census { readable, lost, open } = census(connection, sealer.as_ref())?;
    let (standing, finding) = match (lost, open) {
        (0, 0) => (Standing::InOrder, format!("{readable} sealed")),
        (0, open) => (
            Standing::Warning,
            format!("{open} stand in the database as they are: the next start seals them"),
        ),
        (lost, _) => (
            Standing::Fault,
            format!(
                "{lost} were sealed with another secret.key: bring it back from the backup, or let the security administrator reset these accounts"
            ),
        ),
    };
    add("second factors", standing, finding);
    Ok(())
}

fn census(connection: &mut Connection, sealer: Option<&Sealer>) -> Result<Census, StoreError> {
    /// Accounts in one go.
    const AT_ONCE: u32 = 500;
    let (mut census, mut after) = (Census::default(), Box::<str>::default());
    loop {
        let key = [EVERYWHERE, ACCOUNT, &after];
        let found = store::records::of_kind(connection, key, AT_ONCE)?;
        for record in &found {
            census.count(sealer, &crate::people::parsed(record)?);
        }
        let Some(last) = found.into_iter().next_back() else { return Ok(census) };
        after = last.key;
    }
}
