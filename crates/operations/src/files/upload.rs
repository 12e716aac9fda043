//! An upload: begun, taken in pieces that may come days apart, finished when the file is found good.

use super::{FileEntry, FileProblem, clean, kind, plain_name, shelf};
use crate::caller::Caller;
use crate::desk::{Failure, Records};
use crate::document::{At, is_id, random_id, read};
use crate::drafts::{self, Draft};
use crate::hall_settings::FileSettings;
use crate::permissions;
use crate::platform::{Place, Platform};
use crate::private_files;
use crate::quotas::{self, Day};
use domain::event::Name;
use fs4::fs_std::FileExt;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use store::connection::StoreError;
use store::settings::EVERYWHERE;

/// The kind of the records of uploads.
pub(crate) const UPLOAD: &str = "upload";

/// An upload on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// The draft.
    pub draft: Box<str>,
    /// The material.
    pub material: Box<str>,
    /// The name of the file.
    pub name: Box<str>,
    /// How many bytes it will have, when that was said.
    pub length: Option<u64>,
}

/// Where an upload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    /// Bytes that are there.
    pub offset: u64,
    /// Bytes that it will have, when that was said.
    pub length: Option<u64>,
}

/// Why an upload does not go on.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// The file is not taken.
    #[error(transparent)]
    Problem(#[from] FileProblem),
    /// There is no such draft, material or upload of this person.
    #[error("there is no such upload")]
    Missing,
    /// The piece does not fit to what is there; so many bytes are.
    #[error("the piece does not begin at {0}")]
    Offset(u64),
    /// The records say no.
    #[error("{0:?}")]
    Failure(Failure),
    /// The disk says no.
    #[error(transparent)]
    Disk(#[from] io::Error),
    /// The store says no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Failure> for UploadError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unknown(..) => Self::Missing,
            failure => Self::Failure(failure),
        }
    }
}

fn person(caller: &Caller) -> Result<Name, UploadError> {
    permissions::DRAFT.check(caller, None).map_err(Failure::Forbidden)?;
    caller.keeper().ok_or(UploadError::Missing)
}

/// Begins an upload for a material of a draft.
///
/// # Errors
/// See [`UploadError`].
pub fn begin(
    platform: &Platform,
    caller: &Caller,
    [draft, material]: [&str; 2],
    (name, length): (&str, Option<u64>),
) -> Result<Box<str>, UploadError> {
    let person = person(caller)?;
    let settings = platform.hall().files.clone();
    match length {
        Some(0) => return Err(FileProblem::Empty.into()),
        Some(length) if length > settings.largest_file() => {
            return Err(FileProblem::TooLarge(settings.largest_file()).into());
        }
        _ => {}
    }
    let known = drafts::find(platform, caller, draft)?.ok_or(UploadError::Missing)?;
    if !drafts::takes(platform, &known, material) {
        return Err(UploadError::Missing);
    }
    room(&known, length.unwrap_or(0), &settings)?;
    let id: Box<str> = random_id().into();
    let upload = Incoming {
        draft: draft.into(),
        material: material.into(),
        name: plain_name(name).into(),
        length,
    };
    let key = id.clone();
    let (is_party, zone) = (matches!(caller, Caller::Party { .. }), platform.law().house_zone());
    let begun = platform.keep(caller, &permissions::DRAFT, move |records| {
        let now = records.now();
        if let Err(problem) = quotas::unfinished(records, [&person, &upload.draft], &settings)? {
            return Ok(Ok(Err(problem)));
        }
        if is_party {
            let more = upload.length.unwrap_or(settings.largest_file());
            let day = Day { files: &settings, zone: &zone };
            if let Err(problem) = quotas::stored(records, &person, more, &day)? {
                return Ok(Ok(Err(problem)));
            }
        }
        records.write(At::everywhere(UPLOAD, &key).record(&person, now, &upload)?);
        Ok(Ok(Ok(())))
    })?;
    begun?;
    private_files::create(&file_of(platform.place(), &id)?)?;
    Ok(id)
}

/// Whether a draft has room for another file.
fn room(draft: &Draft, size: u64, settings: &FileSettings) -> Result<(), FileProblem> {
    if draft.files.len() >= settings.most_files {
        return Err(FileProblem::TooMany(settings.most_files));
    }
    let all: u64 = draft.files.iter().map(|file| file.size).sum();
    if all + size > settings.largest_application() {
        return Err(FileProblem::TooLargeTogether(settings.largest_application()));
    }
    Ok(())
}

fn file_of(place: &Place, id: &str) -> Result<PathBuf, UploadError> {
    if !is_id(id) {
        return Err(UploadError::Missing);
    }
    Ok(shelf::incoming(place)?.join(id))
}

/// An upload of the caller.
fn find(platform: &Platform, caller: &Caller, id: &str) -> Result<Incoming, UploadError> {
    let person = person(caller)?;
    let key = [EVERYWHERE, UPLOAD, id];
    let found = platform.readers().read(|connection| store::records::find(connection, key))?;
    let found = found.filter(|record| *record.owner == *person).ok_or(UploadError::Missing)?;
    Ok(read::<Incoming>(found)?.1)
}

/// Where an upload of the caller stands.
///
/// # Errors
/// See [`UploadError`].
pub fn offset(platform: &Platform, caller: &Caller, id: &str) -> Result<Begun, UploadError> {
    let upload = find(platform, caller, id)?;
    let offset = fs::metadata(file_of(platform.place(), id)?)?.len();
    Ok(Begun { offset, length: upload.length })
}

/// Takes a piece that begins where the last one ended; how many bytes are there now, durably.
///
/// # Errors
/// See [`UploadError`].
pub fn receive(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    (at, piece): (u64, &[u8]),
) -> Result<Begun, UploadError> {
    let upload = find(platform, caller, id)?;
    let settings = &platform.hall().files;
    let mut file = OpenOptions::new().append(true).open(file_of(platform.place(), id)?)?;
    // A second connection that sends the same piece waits until the first has written it, and is then told so.
    FileExt::lock_exclusive(&file)?;
    let there = file.metadata()?.len();
    if there != at {
        return Err(UploadError::Offset(there));
    }
    let after = there + piece.len() as u64;
    let most = upload.length.unwrap_or(u64::MAX).min(settings.largest_file());
    if after > most {
        return Err(FileProblem::TooLarge(settings.largest_file()).into());
    }
    file.write_all(piece)?;
    file.sync_data()?;
    Ok(Begun { offset: after, length: upload.length })
}

/// Forgets an upload.
///
/// # Errors
/// See [`UploadError`].
pub fn cancel(platform: &Platform, caller: &Caller, id: &str) -> Result<(), UploadError> {
    find(platform, caller, id)?;
    let key: Box<str> = id.into();
    platform.keep(caller, &permissions::DRAFT, move |records| {
        records.remove([EVERYWHERE, UPLOAD, &key]);
        Ok(Ok(()))
    })?;
    let _ = fs::remove_file(file_of(platform.place(), id)?);
    Ok(())
}

/// Looks at a file that has come whole, cleans it, keeps it, and adds it to its draft. A file that is not taken is gone;
/// the draft stays as it was.
///
/// # Errors
/// See [`UploadError`].
pub fn finish(platform: &Platform, caller: &Caller, id: &str) -> Result<FileEntry, UploadError> {
    let upload = find(platform, caller, id)?;
    let finished = examined(platform, caller, id, &upload);
    if let Err(UploadError::Problem(_)) = &finished {
        cancel(platform, caller, id)?;
    }
    finished
}

fn examined(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    upload: &Incoming,
) -> Result<FileEntry, UploadError> {
    let path = file_of(platform.place(), id)?;
    let (kind, durable) = looked_at(platform, &path, &upload.name)?;
    let mut file = File::open(&durable)?;
    let size = file.metadata()?.len();
    let digest: Box<str> = shelf::digest(&mut file)?.into();
    let entry = FileEntry {
        id: random_id().into(),
        material: upload.material.clone(),
        name: upload.name.clone(),
        digest,
        size,
        kind,
        at: platform.now(),
    };
    // Clearing away may take the content between putting and naming it: then it is put once more.
    const TRIES: usize = 3;
    for _ in 0..TRIES {
        shelf::put(platform.place(), &durable, &entry.digest)?;
        if named(platform, caller, (id, &upload.draft), &entry)? {
            let _ = fs::remove_file(&path);
            let _ = fs::remove_file(&durable);
            return Ok(entry);
        }
    }
    Err(UploadError::Failure(Failure::Busy))
}

/// What a file is, and where its clean content stands durably.
fn looked_at(
    platform: &Platform,
    path: &PathBuf,
    name: &str,
) -> Result<(kind::Kind, PathBuf), UploadError> {
    /// Pictures are read as a whole: one at a time, so that many of them do not fill the memory.
    static ONE: Mutex<()> = Mutex::new(());
    let mut file = File::open(path)?;
    let mut head = Vec::with_capacity(kind::HEAD);
    Read::by_ref(&mut file).take(kind::HEAD as u64).read_to_end(&mut head)?;
    if head.is_empty() {
        return Err(FileProblem::Empty.into());
    }
    let kind = kind::of(&head, name, &platform.hall().files.types)?;
    if !matches!(kind, kind::Kind::Jpg | kind::Kind::Png) {
        file.sync_all()?;
        return Ok((kind, path.clone()));
    }
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(SeekFrom::Start(0))?;
    let mut content = Vec::new();
    file.read_to_end(&mut content)?;
    let content = clean::clean(kind, content)?;
    let cleaned = path.with_extension("clean");
    let mut file = private_files::create(&cleaned)?;
    file.write_all(&content)?;
    file.sync_all()?;
    Ok((kind, cleaned))
}

/// Adds a file to its draft; false when its content is not on the disk any more.
fn named(
    platform: &Platform,
    caller: &Caller,
    (id, draft): (&str, &str),
    entry: &FileEntry,
) -> Result<bool, UploadError> {
    let person = person(caller)?;
    let (id, draft): (Box<str>, Box<str>) = (id.into(), draft.into());
    let (entry, settings) = (entry.clone(), platform.hall().files.clone());
    let content = shelf::path(platform.place(), &entry.digest).unwrap_or_default();
    let done = platform.keep(caller, &permissions::DRAFT, move |records| {
        if !content.is_file() {
            return Ok(Ok(Ok(false)));
        }
        let Some((record, mut known)) = drafts::of_person(records, &person, &draft)? else {
            return Ok(Err(Failure::Unknown("draft", draft)));
        };
        if let Err(problem) = add(records, &mut known, &entry, &settings)? {
            return Ok(Ok(Err(problem)));
        }
        records.remove([EVERYWHERE, UPLOAD, &id]);
        drafts::write(records, &record.key, &person, &mut known)?;
        Ok(Ok(Ok(true)))
    })?;
    done.map_err(UploadError::Problem)
}

/// Adds a file to a draft, if there is room and it is not there already.
fn add(
    records: &mut Records<'_>,
    draft: &mut Draft,
    entry: &FileEntry,
    settings: &FileSettings,
) -> Result<Result<(), FileProblem>, StoreError> {
    if let Err(problem) = room(draft, entry.size, settings) {
        return Ok(Err(problem));
    }
    let same = |file: &FileEntry| file.digest == entry.digest && file.material == entry.material;
    if draft.files.iter().any(same) {
        return Ok(Err(FileProblem::Twice));
    }
    shelf::name(records, &entry.digest, true)?;
    draft.files.push(entry.clone());
    Ok(Ok(()))
}

/// Takes a whole file at once, as the window does that scans papers.
///
/// # Errors
/// See [`UploadError`].
pub fn take(
    platform: &Platform,
    caller: &Caller,
    target: [&str; 2],
    (name, content): (&str, &[u8]),
) -> Result<FileEntry, UploadError> {
    let id = begin(platform, caller, target, (name, Some(content.len() as u64)))?;
    receive(platform, caller, &id, (0, content))?;
    finish(platform, caller, &id)
}
