//! Drafts with which nobody goes on lapse: what was typed into them is personal, and is kept no longer than it is needed
//! (个人信息保护法第十九条、第四十七条).

use super::{DRAFT, Draft};
use crate::caller::Caller;
use crate::desk::Failure;
use crate::document::{At, each_of_kind};
use crate::files::forget;
use crate::permissions;
use crate::platform::Platform;
use store::settings::EVERYWHERE;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

fn kept(platform: &Platform) -> i64 {
    i64::from(platform.hall().drafts.lapse_after_days) * DAY
}

/// When a draft lapses if nobody changes it until then, in milliseconds since 1970.
#[must_use]
pub fn lapses_at(platform: &Platform, draft: &Draft) -> i64 {
    draft.changed_at + kept(platform)
}

/// Deletes the drafts that have lapsed, with their files; how many.
///
/// # Errors
/// The store says no, or the writer has stopped.
pub fn lapse(platform: &Platform) -> Result<usize, Failure> {
    let before = platform.now() - kept(platform);
    let mut gone = 0;
    each_of_kind(platform, DRAFT, |record| {
        if record.at < before {
            gone += usize::from(discard(platform, record.key, before)?);
        }
        Ok(())
    })?;
    Ok(gone)
}

/// Deletes a draft, unless somebody has gone on with it meanwhile.
fn discard(platform: &Platform, id: Box<str>, before: i64) -> Result<bool, Failure> {
    platform.keep(&Caller::Platform, &permissions::SWEEP, move |records| {
        let found = At::everywhere(DRAFT, &id).find::<Draft>(records)?;
        let Some((_, draft)) = found.filter(|(record, _)| record.at < before) else {
            return Ok(Ok(false));
        };
        forget(records, &draft.files)?;
        records.remove([EVERYWHERE, DRAFT, &id]);
        Ok(Ok(true))
    })
}
