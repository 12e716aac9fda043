//! Drafts: what somebody is about to hand in, kept on the server so that it can be gone on with days later.
//!
//! A draft is an application for an item, or what a supplement notice asks for. A citizen has drafts; so has a post at a
//! window, which fills them in for who stands before it. Nobody else sees them.

mod lapse;
mod prefill;

use crate::caller::Caller;
use crate::desk::{Failure, Record, Records};
use crate::document::{At, is_id, random_id, read};
use crate::files::{FileEntry, forget};
use crate::people::audit::{self, Entry};
use crate::permissions;
use crate::platform::Platform;
use crate::quotas;
use crate::windows::WindowParty;
use domain::event::Name;
use domain::item::MaterialSource;
use domain::item::form::FieldFault;
use domain::text::Text;
use jiff::civil::Date;
pub use lapse::{lapse, lapses_at};
pub use prefill::Origin;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::connection::StoreError;
use store::records::From;
use store::settings::EVERYWHERE;

/// The kind of the records of drafts.
pub(crate) const DRAFT: &str = "draft";
/// Drafts of one owner that are listed: as many as there can be.
const MOST: u32 = 200;
/// The longest text that is kept, in characters, whatever the form says.
const LONGEST: usize = 20_000;

/// What a draft will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "kebab-case")]
pub enum Purpose {
    /// An application for an item, to an agency.
    Application {
        /// Jurisdiction.
        jurisdiction: Box<str>,
        /// Code of the item.
        item: Box<str>,
        /// The agency.
        agency: Box<str>,
    },
    /// What a supplement notice asks for.
    Supplement {
        /// Jurisdiction.
        jurisdiction: Box<str>,
        /// Number of the case.
        case: Box<str>,
        /// Code of its item.
        item: Box<str>,
        /// The materials that are asked for: ids or names of the catalogue.
        asked: Vec<Box<str>>,
    },
}

/// How the result is to reach the applicant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "kebab-case")]
pub enum Delivery {
    /// At the window, with a code.
    #[default]
    PickUp,
    /// By post.
    Post {
        /// To whom.
        recipient: Box<str>,
        /// Where.
        address: Box<str>,
        /// Under which number the post can call.
        phone: Box<str>,
    },
    /// As an electronic document on the page of the case.
    Electronic,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What it will be.
    pub purpose: Purpose,
    /// For whom a window fills it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applicant: Option<Box<str>>,
    /// When it was begun, in milliseconds since 1970.
    pub begun_at: i64,
    /// When it was last changed.
    pub changed_at: i64,
    /// Answers to the questions before the application, by the id of the question.
    #[serde(default)]
    pub eligibility: BTreeMap<String, String>,
    /// Answers to the form, by the id of the field.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// Which answers nobody has typed, and where they come from.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub prefilled: BTreeMap<String, Origin>,
    /// How the result is to come; none while nobody has chosen.
    #[serde(default)]
    pub delivery: Option<Delivery>,
    /// The files.
    #[serde(default)]
    pub files: Vec<FileEntry>,
}

impl Draft {
    /// Code of the item.
    #[must_use]
    pub fn item(&self) -> &str {
        match &self.purpose {
            Purpose::Application { item, .. } | Purpose::Supplement { item, .. } => item,
        }
    }

    /// Jurisdiction.
    #[must_use]
    pub fn jurisdiction(&self) -> &str {
        match &self.purpose {
            Purpose::Application { jurisdiction, .. }
            | Purpose::Supplement { jurisdiction, .. } => jurisdiction,
        }
    }

    /// The files of a material.
    pub fn files_of<'a>(&'a self, material: &'a str) -> impl Iterator<Item = &'a FileEntry> {
        self.files.iter().filter(move |file| *file.material == *material)
    }
}

/// A draft with its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDraft {
    /// Its id.
    pub id: Box<str>,
    /// The draft.
    pub draft: Draft,
}

/// A material that a draft may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// Id within the item.
    pub id: Box<str>,
    /// Name.
    pub name: Text,
    /// Where it comes from.
    pub source: MaterialSource,
    /// The application is not complete without it.
    pub required: bool,
}

/// Begins a draft; its id.
///
/// # Errors
/// The caller may not, there is no such item or agency, or there are too many drafts.
pub fn begin(
    platform: &Platform,
    caller: &Caller,
    purpose: Purpose,
    eligibility: BTreeMap<String, String>,
) -> Result<Box<str>, Failure> {
    begin_for(platform, caller, (purpose, eligibility), None)
}

/// Whom a window serves with a draft.
pub(crate) struct Served {
    /// Its opaque id.
    pub(crate) id: Box<str>,
    /// What the window entered, where this alone may be filled in.
    pub(crate) entered: Option<WindowParty>,
    /// What the audit log is told when the draft begins.
    pub(crate) audit: Option<Entry>,
}

/// As [`begin`], at a window, for whom it serves.
pub(crate) fn begin_for(
    platform: &Platform,
    caller: &Caller,
    (purpose, eligibility): (Purpose, BTreeMap<String, String>),
    served: Option<Served>,
) -> Result<Box<str>, Failure> {
    permissions::DRAFT.check(caller, None).map_err(Failure::Forbidden)?;
    let owner = caller.keeper().ok_or_else(absent)?;
    check_purpose(platform, &purpose)?;
    let id: Box<str> = random_id().into();
    let key = id.clone();
    let (applicant, entered, audit) = match served {
        Some(Served { id, entered, audit }) => (Some(id), entered, audit),
        None => (None, None, None),
    };
    let mut draft = Draft {
        purpose,
        applicant,
        begun_at: 0,
        changed_at: 0,
        eligibility,
        answers: BTreeMap::new(),
        prefilled: BTreeMap::new(),
        delivery: None,
        files: Vec::new(),
    };
    prefill::fill(platform, caller, (&mut draft, entered), today(platform)).map_err(stopped)?;
    let who = caller.clone();
    platform.keep(caller, &permissions::DRAFT, move |records| {
        if let Err(exceeded) = quotas::another_draft(records, &who, &owner)? {
            return Ok(Err(exceeded));
        }
        draft.begun_at = records.now();
        write(records, &key, &owner, &mut draft)?;
        if let Some(entry) = audit {
            audit::add(records, &entry, draft.begun_at)?;
        }
        Ok(Ok(()))
    })?;
    Ok(id)
}

fn check_purpose(platform: &Platform, purpose: &Purpose) -> Result<(), Failure> {
    let Purpose::Application { jurisdiction, item, agency } = purpose else { return Ok(()) };
    if !platform.law().items.contains_key(&**item) {
        return Err(Failure::Unknown("item", item.clone()));
    }
    let register = platform.register();
    let known = register.agency(agency).filter(|known| known.jurisdiction == *jurisdiction);
    match known.filter(|known| known.items.iter().any(|code| code == item)) {
        Some(_) => Ok(()),
        None => Err(Failure::Unknown("agency", agency.clone())),
    }
}

pub(crate) fn absent() -> Failure {
    Failure::Unknown("draft", "".into())
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
pub(crate) fn stopped(error: StoreError) -> Failure {
    Failure::Stopped(error.to_string())
}

/// A draft of the caller; none where there is none, and none where it is somebody else's.
///
/// # Errors
/// The store says no.
pub fn find(platform: &Platform, caller: &Caller, id: &str) -> Result<Option<Draft>, StoreError> {
    let Some(owner) = caller.keeper().filter(|_| is_id(id)) else { return Ok(None) };
    let key = [EVERYWHERE, DRAFT, id];
    let found = platform.readers().read(|connection| store::records::find(connection, key))?;
    let found = found.filter(|record| *record.owner == *owner);
    found.map(|record| Ok(read::<Draft>(record)?.1)).transpose()
}

/// The drafts of the caller, those first that were changed last.
///
/// # Errors
/// The caller may not, or the store says no.
pub fn list(platform: &Platform, caller: &Caller) -> Result<Vec<KeptDraft>, Failure> {
    permissions::DRAFT.check(caller, None).map_err(Failure::Forbidden)?;
    let owner = caller.keeper().ok_or_else(absent)?;
    let key = [EVERYWHERE, DRAFT, &owner];
    let found = platform
        .readers()
        .read(|connection| store::records::of_owner(connection, key, From::Newest, MOST))
        .map_err(stopped)?;
    let drafts = found.into_iter().map(|record| {
        let (record, draft) = read(record)?;
        Ok(KeptDraft { id: record.key, draft })
    });
    drafts.collect::<Result<_, _>>().map_err(stopped)
}

/// Changes a draft of the caller as it stands inside the writer.
///
/// # Errors
/// There is no such draft of the caller, or the change is not possible.
pub fn change<T: Send + 'static>(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    change: impl FnOnce(&mut Draft) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    permissions::DRAFT.check(caller, None).map_err(Failure::Forbidden)?;
    let owner = caller.keeper().ok_or_else(absent)?;
    let id: Box<str> = id.into();
    platform.keep(caller, &permissions::DRAFT, move |records| {
        let Some((_, mut draft)) = of_person(records, &owner, &id)? else {
            return Ok(Err(absent()));
        };
        let changed = match change(&mut draft) {
            Ok(changed) => changed,
            Err(failure) => return Ok(Err(failure)),
        };
        write(records, &id, &owner, &mut draft)?;
        Ok(Ok(changed))
    })
}

/// Keeps what was typed into the form, right or wrong: nothing that somebody wrote is lost.
///
/// # Errors
/// As [`change`].
pub fn answer(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    (answers, delivery): (BTreeMap<String, String>, Option<Delivery>),
) -> Result<(), Failure> {
    change(platform, caller, id, move |draft| {
        for (field, answer) in answers {
            if draft.answers.get(&field).is_none_or(|known| *known != answer.trim()) {
                draft.prefilled.remove(&field);
            }
            let answer: String = answer.chars().filter(|c| *c != '\0').take(LONGEST).collect();
            if answer.trim().is_empty() {
                draft.answers.remove(&field);
            } else {
                draft.answers.insert(field, answer.trim().to_owned());
            }
        }
        if delivery.is_some() {
            draft.delivery = delivery;
        }
        Ok(())
    })
}

/// Takes a file out of a draft.
///
/// # Errors
/// As [`change`].
pub fn remove_file(
    platform: &Platform,
    caller: &Caller,
    [id, file]: [&str; 2],
) -> Result<(), Failure> {
    permissions::DRAFT.check(caller, None).map_err(Failure::Forbidden)?;
    let owner = caller.keeper().ok_or_else(absent)?;
    let (id, file): (Box<str>, Box<str>) = (id.into(), file.into());
    platform.keep(caller, &permissions::DRAFT, move |records| {
        let Some((_, mut draft)) = of_person(records, &owner, &id)? else {
            return Ok(Err(absent()));
        };
        let (gone, kept) = draft.files.into_iter().partition(|known| known.id == file);
        draft.files = kept;
        forget(records, &gone)?;
        write(records, &id, &owner, &mut draft)?;
        Ok(Ok(()))
    })
}

/// Deletes a draft with its files.
///
/// # Errors
/// There is no such draft of the caller.
pub fn discard(platform: &Platform, caller: &Caller, id: &str) -> Result<(), Failure> {
    permissions::DRAFT.check(caller, None).map_err(Failure::Forbidden)?;
    let owner = caller.keeper().ok_or_else(absent)?;
    let id: Box<str> = id.into();
    platform.keep(caller, &permissions::DRAFT, move |records| {
        let Some((_, draft)) = of_person(records, &owner, &id)? else {
            return Ok(Err(absent()));
        };
        forget(records, &draft.files)?;
        quotas::forget_uploads(records, &owner, &id)?;
        records.remove([EVERYWHERE, DRAFT, &id]);
        Ok(Ok(()))
    })
}

/// A draft of an owner as it stands inside the writer.
pub(crate) fn of_person(
    records: &mut Records<'_>,
    owner: &Name,
    id: &str,
) -> Result<Option<(Record, Draft)>, StoreError> {
    let found = At::everywhere(DRAFT, id).find::<Draft>(records)?;
    Ok(found.filter(|(record, _)| *record.owner == **owner))
}

pub(crate) fn write(
    records: &mut Records<'_>,
    id: &str,
    owner: &Name,
    draft: &mut Draft,
) -> Result<(), StoreError> {
    let now = records.now();
    draft.changed_at = now;
    records.write(At::everywhere(DRAFT, id).record(owner, now, draft)?);
    Ok(())
}

/// The materials of a draft: what the applicant has to bring, and what the government gets by itself.
#[must_use]
pub fn materials(platform: &Platform, draft: &Draft) -> Vec<Needed> {
    let law = platform.law();
    let Some(item) = law.items.get(draft.item()) else { return Vec::new() };
    let all = item.materials.iter().map(|material| Needed {
        id: material.id.as_str().into(),
        name: material.name.clone(),
        source: material.source,
        required: material.required,
    });
    match &draft.purpose {
        Purpose::Application { .. } => all.collect(),
        Purpose::Supplement { asked, .. } => {
            let is_asked = |needed: &Needed| {
                asked
                    .iter()
                    .any(|asked| **asked == *needed.id || **asked == *needed.name.simplified)
            };
            all.filter(is_asked).map(|needed| Needed { required: true, ..needed }).collect()
        }
    }
}

/// Whether files for a material may be uploaded to a draft.
#[must_use]
pub fn takes(platform: &Platform, draft: &Draft, material: &str) -> bool {
    let of = |needed: &Needed| *needed.id == *material && needed.source != MaterialSource::Shared;
    materials(platform, draft).iter().any(of)
}

/// Required materials of which there is no file yet.
#[must_use]
pub fn missing(platform: &Platform, draft: &Draft) -> Vec<Needed> {
    let mut needed = materials(platform, draft);
    needed.retain(|needed| {
        let demanded = needed.required && needed.source != MaterialSource::Shared;
        demanded && draft.files_of(&needed.id).next().is_none()
    });
    needed
}

/// What is wrong with the answers of a draft, by the form of its item.
#[must_use]
pub fn faults(platform: &Platform, draft: &Draft) -> Vec<FieldFault> {
    let law = platform.law();
    let Some(item) = law.items.get(draft.item()) else { return Vec::new() };
    item.check_form(&draft.answers, today(platform))
}

fn today(platform: &Platform) -> Date {
    platform.law().today(platform.now())
}

/// Whether the form of a draft is filled in as the item asks for it, and the post knows where to bring the result.
#[must_use]
pub fn is_filled_in(platform: &Platform, draft: &Draft) -> bool {
    if matches!(draft.purpose, Purpose::Supplement { .. }) {
        return true;
    }
    let delivered = match &draft.delivery {
        None => false,
        Some(Delivery::PickUp | Delivery::Electronic) => true,
        Some(Delivery::Post { recipient, address, phone }) => {
            [recipient, address, phone].into_iter().all(|text| !text.trim().is_empty())
        }
    };
    delivered && faults(platform, draft).is_empty()
}
