//! How many bytes an account has stored: in its drafts, on their way, and in what it handed in within a day.

use super::time_of_day;
use crate::applications::{FILED, Filed};
use crate::desk::Records;
use crate::document::read;
use crate::drafts::{DRAFT, Draft};
use crate::files::{FileProblem, Incoming, UPLOAD};
use crate::hall_settings::FileSettings;
use crate::people::settings::Settings;
use jiff::tz::TimeZone;
use store::connection::StoreError;
use store::settings::EVERYWHERE;

/// What was handed in counts so long, in milliseconds: it is the case's then, and its owner cannot delete it.
const DAY: i64 = 86_400_000;
/// Records of one owner that are looked at: more than there can be.
const LOOKED_AT: u32 = 20_000;

/// What the sum of an owner is made on.
pub(crate) struct Day<'a> {
    /// What may be uploaded.
    pub(crate) files: &'a FileSettings,
    /// Where the offices stand.
    pub(crate) zone: &'a TimeZone,
}

/// Whether a party has room for so many bytes more.
pub(crate) fn stored(
    records: &mut Records<'_>,
    owner: &str,
    more: u64,
    day: &Day<'_>,
) -> Result<Result<(), FileProblem>, StoreError> {
    // An application that is as large as it may be must always be possible.
    let most = Settings::current(records)?.party_stored().max(day.files.largest_application());
    let mut sum = more;
    for record in records.of_owner([EVERYWHERE, DRAFT, owner], LOOKED_AT)? {
        let (_, draft) = read::<Draft>(record)?;
        sum += draft.files.iter().map(|file| file.size).sum::<u64>();
    }
    for record in records.of_owner([EVERYWHERE, UPLOAD, owner], LOOKED_AT)? {
        // What does not say how long it will be may become as long as a file may be.
        sum += read::<Incoming>(record)?.1.length.unwrap_or(day.files.largest_file());
    }
    let mut until = None;
    let since = records.now() - DAY;
    let mut filed = records.of_owner([EVERYWHERE, FILED, owner], LOOKED_AT)?;
    filed.sort_by_key(|record| record.at);
    // From the newest on: where it does not fit any more, the one that is too much has to become a day old.
    while let Some(record) = filed.pop().filter(|record| record.at > since) {
        let (record, filed) = read::<Filed>(record)?;
        if sum <= most && sum + filed.bytes > most {
            until = Some(record.at + DAY);
        }
        sum += filed.bytes;
    }
    if sum <= most {
        return Ok(Ok(()));
    }
    // Rounded up to the next minute, so that what is read off is late enough.
    let until = until.map(|moment| time_of_day(moment + 59_999, day.zone).into());
    Ok(Err(FileProblem::Stored { most, until }))
}

/// Whether another upload of a draft may be begun. Where as many are unfinished as it may have files, those that were begun
/// long ago make room; their pieces are swept.
pub(crate) fn unfinished(
    records: &mut Records<'_>,
    [owner, draft]: [&str; 2],
    files: &FileSettings,
) -> Result<Result<(), FileProblem>, StoreError> {
    /// Milliseconds of an hour.
    const HOUR: i64 = 3_600_000;
    let hours = files.unfinished_makes_room_after_hours;
    let since = records.now() - i64::from(hours) * HOUR;
    let mut open = Vec::new();
    for record in records.of_owner([EVERYWHERE, UPLOAD, owner], LOOKED_AT)? {
        let (record, upload) = read::<Incoming>(record)?;
        if *upload.draft == *draft {
            open.push(record);
        }
    }
    if open.len() < files.most_files {
        return Ok(Ok(()));
    }
    let (old, fresh): (Vec<_>, Vec<_>) = open.into_iter().partition(|record| record.at < since);
    if fresh.len() >= files.most_files {
        return Ok(Err(FileProblem::Unfinished { most: files.most_files, hours }));
    }
    for record in old {
        records.remove([EVERYWHERE, UPLOAD, &record.key]);
    }
    Ok(Ok(()))
}

/// Forgets what is on its way to a draft that goes; its pieces are swept.
pub(crate) fn forget_uploads(
    records: &mut Records<'_>,
    owner: &str,
    draft: &str,
) -> Result<(), StoreError> {
    for record in records.of_owner([EVERYWHERE, UPLOAD, owner], LOOKED_AT)? {
        let (record, upload) = read::<Incoming>(record)?;
        if *upload.draft == *draft {
            records.remove([EVERYWHERE, UPLOAD, &record.key]);
        }
    }
    Ok(())
}
