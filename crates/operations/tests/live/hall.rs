//! The online hall: drafts, files, handing in, and everything that somebody may try with them.

mod attacks;
mod drafts;
mod notices;
mod payments;
mod strangers;

use crate::world::{COUNTY, FOOD, World};
use domain::item::Item;
use domain::item::form::{Field, FieldKind};
use operations::caller::Caller;
use operations::drafts::{Delivery, Purpose, answer, begin};
use operations::files::{FileEntry, UploadError, take};
use std::collections::BTreeMap;
use std::path::Path;

/// The smallest thing that is a document.
pub(crate) const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

pub(crate) fn party(id: &str) -> Caller {
    Caller::Party { person: id.into() }
}

/// The materials of a food licence that the applicant must bring.
pub(crate) fn demanded(world: &World) -> Vec<String> {
    let item = world.law.items.get(FOOD).unwrap();
    let needed = item.materials.iter().filter(|material| {
        material.required && material.source != domain::item::MaterialSource::Shared
    });
    needed.map(|material| material.id.clone()).collect()
}

/// A draft for a food licence in the county, with a delivery and no files.
pub(crate) fn draft(world: &World, caller: &Caller) -> Box<str> {
    let agency = world.agency("market-regulation", COUNTY);
    let purpose = Purpose::Application {
        jurisdiction: COUNTY.into(),
        item: FOOD.into(),
        agency: agency.into(),
    };
    let id = begin(world.platform(), caller, purpose, BTreeMap::new()).unwrap();
    let sent = (good_answers(world), Some(Delivery::PickUp));
    answer(world.platform(), caller, &id, sent).unwrap();
    id
}

/// An answer to each question of the form that fits its type.
pub(crate) fn good_answers(world: &World) -> BTreeMap<String, String> {
    answers_to(world.law.items.get(FOOD).unwrap())
}

pub(crate) fn answers_to(item: &Item) -> BTreeMap<String, String> {
    let answer = |field: &Field| match field.kind {
        FieldKind::Choice | FieldKind::Several => field.choices[0].id.clone(),
        FieldKind::YesNo => "no".to_owned(),
        FieldKind::Number | FieldKind::Amount => field.minimum.unwrap_or(1).to_string(),
        FieldKind::Date => "2026-03-02".to_owned(),
        FieldKind::IdNumber => "11010519491231002X".to_owned(),
        FieldKind::CreditCode => "91350100M000100Y43".to_owned(),
        FieldKind::Phone => "13800138000".to_owned(),
        FieldKind::Email => "a@example.cn".to_owned(),
        FieldKind::Postcode => "330000".to_owned(),
        FieldKind::Text | FieldKind::LongText | FieldKind::Address => "青溪县某某".to_owned(),
    };
    item.fields.iter().map(|field| (field.id.clone(), answer(field))).collect()
}

/// The draft with a document for everything that is demanded.
pub(crate) fn complete_draft(world: &World, caller: &Caller) -> Box<str> {
    let id = draft(world, caller);
    for material in demanded(world) {
        upload(world, caller, [&id, &material], ("材料.pdf", PDF)).unwrap();
    }
    id
}

pub(crate) fn upload(
    world: &World,
    caller: &Caller,
    target: [&str; 2],
    file: (&str, &[u8]),
) -> Result<FileEntry, UploadError> {
    take(world.platform(), caller, target, file)
}

/// Files below a folder, however deep.
pub(super) fn count_files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { count_files(&entry.path()) } else { 1 }).sum()
}
