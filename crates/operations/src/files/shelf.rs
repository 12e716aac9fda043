//! Where contents stand on the disk: each under its SHA-256, durable before anything names it.

use super::FileEntry;
use crate::caller::Caller;
use crate::desk::{Record, Records, hex};
use crate::document::At;
use crate::people::audit::{Entry, Subject, name_of, note};
use crate::platform::{Place, Platform};
use crate::private_files;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use store::connection::StoreError;

/// The kind of the records that count how often a content is named.
const CONTENT: &str = "content";
/// The owner of contents that nobody names, by which they are found.
pub(super) const UNNAMED: &str = "unnamed";

/// How often a content is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Named {
    times: u64,
}

/// The folder of what is on its way, made when it is missing.
pub(super) fn incoming(place: &Place) -> io::Result<PathBuf> {
    let folder = place.folder.join("files").join("incoming");
    private_files::make_folder(&folder)?;
    Ok(folder)
}

/// Where a content stands; nothing for what is no digest.
pub(super) fn path(place: &Place, digest: &str) -> Option<PathBuf> {
    let is_digest = digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit());
    let (first, rest) = digest.split_at_checked(2).filter(|_| is_digest)?;
    Some(place.folder.join("files").join(first).join(rest))
}

/// SHA-256 of a file, read piece by piece.
pub(super) fn digest(file: &mut File) -> io::Result<String> {
    let (mut hash, mut piece) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(piece.get(..read).unwrap_or_default());
    }
}

/// Puts a file that is durable itself under its digest, durably; it stays where it was too.
pub(super) fn put(place: &Place, file: &Path, digest: &str) -> io::Result<()> {
    let target = path(place, digest).ok_or_else(|| io::Error::other("no digest"))?;
    let folder = target.parent().unwrap_or(&place.folder);
    if !folder.is_dir() {
        private_files::make_folder(folder)?;
        sync_folder(&place.folder.join("files"))?;
    }
    match fs::hard_link(file, &target) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => sync_folder(folder),
    }
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Why a content is not handed out.
#[derive(Debug, thiserror::Error)]
pub enum ContentFault {
    /// It is gone.
    #[error("is missing on the disk")]
    Missing,
    /// It is not what was handed in.
    #[error("was changed on the disk: its length or its SHA-256 is another one")]
    Changed,
    /// The disk says no.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
}

impl From<io::Error> for ContentFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Unreadable(error),
        }
    }
}

/// The content of a file at its beginning, after it was read once, piece by piece, and is what was handed in.
///
/// # Errors
/// See [`ContentFault`].
pub(crate) fn whole(place: &Place, entry: &FileEntry) -> Result<File, ContentFault> {
    let mut file = File::open(path(place, &entry.digest).ok_or(ContentFault::Missing)?)?;
    if file.metadata()?.len() != entry.size || *digest(&mut file)? != *entry.digest {
        return Err(ContentFault::Changed);
    }
    file.rewind()?;
    Ok(file)
}

/// The content of a file, to be sent. One that is not what was handed in is told by an alarm and in the audit log.
///
/// # Errors
/// See [`ContentFault`].
pub fn open(platform: &Platform, entry: &FileEntry) -> Result<File, ContentFault> {
    let opened = whole(platform.place(), entry);
    if let Err(fault) = &opened {
        let what = format!("file {} (SHA-256 {}) {fault}", entry.id, entry.digest);
        let noted = Entry::done(Subject::Refusal, "open-file", &name_of(&Caller::Platform));
        note(platform, &noted.refused().on(&entry.id).because(&what));
        platform.alarms().raise("file", what);
    }
    opened
}

/// Names a content once more, or once less.
pub(super) fn name(records: &mut Records<'_>, digest: &str, more: bool) -> Result<(), StoreError> {
    let at = At::everywhere(CONTENT, digest);
    let times = at.find::<Named>(records)?.map_or(0, |(_, named)| named.times);
    let times = if more { times + 1 } else { times.saturating_sub(1) };
    let owner = if times == 0 { UNNAMED } else { "" };
    let now = records.now();
    records.write(at.record(owner, now, &Named { times })?);
    Ok(())
}

/// Names that go with files which are dropped.
pub(crate) fn forget(records: &mut Records<'_>, files: &[FileEntry]) -> Result<(), StoreError> {
    files.iter().try_for_each(|file| name(records, &file.digest, false))
}

/// Contents that nobody has named since a moment.
pub(super) fn unnamed(platform: &Platform, before: i64) -> Result<Vec<Record>, StoreError> {
    use store::records::From;
    let key = [store::settings::EVERYWHERE, CONTENT, UNNAMED];
    let mut oldest = platform
        .readers()
        .read(|connection| store::records::of_owner(connection, key, From::Oldest, 500))?;
    oldest.retain(|record| record.at < before);
    Ok(oldest)
}

/// Takes a content away that nobody names; inside the writer, so that nobody names it meanwhile.
pub(super) fn remove(
    records: &mut Records<'_>,
    place: &Place,
    digest: &str,
) -> Result<(), StoreError> {
    let at = At::everywhere(CONTENT, digest);
    let named = at.find::<Named>(records)?;
    if named.is_none_or(|(_, named)| named.times > 0) {
        return Ok(());
    }
    records.remove(at.key());
    if let Some(path) = path(place, digest) {
        // What cannot be removed now costs space and nothing else.
        let _ = fs::remove_file(path);
    }
    Ok(())
}
