//! Clearing away: contents that no record names, uploads with which nobody goes on, and what a crash left behind.

use super::shelf;
use super::upload::UPLOAD;
use crate::caller::Caller;
use crate::desk::Failure;
use crate::document::each_of_kind;
use crate::permissions;
use crate::platform::Platform;
use std::collections::BTreeSet;
use std::fs;
use store::settings::EVERYWHERE;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Clears away what is abandoned; how many contents and uploads went.
///
/// # Errors
/// The store says no, or the writer has stopped.
pub fn sweep(platform: &Platform) -> Result<usize, Failure> {
    let stopped = |error: store::connection::StoreError| Failure::Stopped(error.to_string());
    let kept = i64::from(platform.hall().files.abandoned_after_days) * DAY;
    let before = platform.now() - kept;
    let mut gone = 0;
    for content in shelf::unnamed(platform, before).map_err(stopped)? {
        let place = platform.place().clone();
        platform.keep(&Caller::Platform, &permissions::SWEEP, move |records| {
            shelf::remove(records, &place, &content.key)?;
            Ok(Ok(()))
        })?;
        gone += 1;
    }
    let mut on_their_way = BTreeSet::new();
    // Listed before the records are: what is begun meanwhile is not touched.
    let files = incoming(platform);
    each_of_kind(platform, UPLOAD, |upload| {
        if upload.at >= before {
            on_their_way.insert(upload.key.to_string());
            return Ok(());
        }
        gone += 1;
        platform.keep(&Caller::Platform, &permissions::SWEEP, move |records| {
            records.remove([EVERYWHERE, UPLOAD, &upload.key]);
            Ok(Ok(()))
        })
    })?;
    for (id, path) in files {
        if !on_their_way.contains(&id) {
            let _ = fs::remove_file(path);
        }
    }
    Ok(gone)
}

/// Files on their way, with the ids of their uploads.
fn incoming(platform: &Platform) -> Vec<(String, std::path::PathBuf)> {
    let entries = shelf::incoming(platform.place()).and_then(fs::read_dir);
    let entries = entries.into_iter().flatten().flatten();
    let id = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    entries.map(|entry| (id(&entry.file_name().to_string_lossy()), entry.path())).collect()
}
