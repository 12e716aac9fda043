//! From a draft to the pages that show it.

use super::super::Site;
use super::super::apply::agency_name;
use super::form;
use crate::pages::draft::{CheckPage, DraftHead, FileRow, MaterialRow, MaterialsPage};
use crate::pages::{Shell, segment};
use domain::item::MaterialSource;
use domain::text::{Language, Text};
use operations::cases::show::moment;
use operations::drafts::{self, Delivery, Draft, Needed, Purpose};
use operations::files::FileEntry;

/// Problems with files of a material: id of the material, name of the file, words.
pub(crate) type FileProblems = [(String, String, String)];

pub(super) fn head(site: &Site, id: &str, draft: &Draft) -> DraftHead {
    let item = site.platform.law().items.get(draft.item());
    let local = |at: i64| site.calendar.time_zone.to_datetime(moment(at));
    let (agency, supplement) = match &draft.purpose {
        Purpose::Application { agency, .. } => (agency_name(site, agency), None),
        Purpose::Supplement { jurisdiction, case, .. } => {
            let address = format!("/cases/{}/{}", segment(jurisdiction), segment(case));
            (Text::default(), Some((address, case.to_string())))
        }
    };
    DraftHead {
        id: id.to_owned(),
        item: item.map(|item| item.name.clone()).unwrap_or_default(),
        code: draft.item().to_owned(),
        agency,
        supplement,
        changed: local(draft.changed_at),
        lapses: local(drafts::lapses_at(&site.platform, draft)).date(),
    }
}

/// A file as pages show it, below an address.
pub(crate) fn file_row(below: &str, file: &FileEntry) -> FileRow {
    FileRow {
        id: file.id.to_string(),
        address: format!("{below}/files/{}", segment(&file.id)),
        name: file.name.to_string(),
        size: file.size,
        digest: file.digest.to_string(),
    }
}

fn rows(id: &str, draft: &Draft, needed: &[Needed], problems: &FileProblems) -> Vec<MaterialRow> {
    let below = format!("/drafts/{}", segment(id));
    let brought = needed.iter().filter(|needed| needed.source != MaterialSource::Shared);
    let row = |needed: &Needed| MaterialRow {
        id: needed.id.to_string(),
        name: needed.name.clone(),
        required: needed.required,
        third_party: needed.source == MaterialSource::Intermediary,
        files: draft.files_of(&needed.id).map(|file| file_row(&below, file)).collect(),
        problems: problems
            .iter()
            .filter(|(material, ..)| *material == *needed.id)
            .map(|(_, name, words)| (name.clone(), words.clone()))
            .collect(),
    };
    brought.map(row).collect()
}

fn shared(needed: &[Needed]) -> Vec<Text> {
    let of = needed.iter().filter(|needed| needed.source == MaterialSource::Shared);
    of.map(|needed| needed.name.clone()).collect()
}

pub(crate) fn materials(
    site: &Site,
    id: &str,
    draft: &Draft,
    problems: &FileProblems,
) -> MaterialsPage {
    let needed = drafts::materials(&site.platform, draft);
    let settings = &site.platform.hall().files;
    MaterialsPage {
        head: head(site, id, draft),
        materials: rows(id, draft, &needed, problems),
        shared: shared(&needed),
        types: settings.types.iter().map(ToString::to_string).collect(),
        largest_mib: settings.largest_file_mib,
        missing: Vec::new(),
    }
}

/// How the result comes, in words.
fn delivery(delivery: &Delivery, language: Language) -> String {
    let words = crate::wording::Wording::shared(language);
    match delivery {
        Delivery::PickUp => words.say("delivery-pick-up"),
        Delivery::Electronic => words.say("delivery-electronic"),
        Delivery::Post { recipient, address, phone } => {
            format!("{}：{recipient}，{phone}，{address}", words.say("delivery-post"))
        }
    }
}

pub(super) fn check(
    site: &Site,
    id: &str,
    draft: &Draft,
    (shell, refusal): (&Shell, Option<(String, Option<String>)>),
) -> CheckPage {
    let needed = drafts::materials(&site.platform, draft);
    let language = shell.language;
    let here = format!("/drafts/{}", segment(id));
    let words = crate::wording::Wording::shared(language);
    let of_form = form::page(site, id, draft, (true, false), language);
    let mut missing = Vec::new();
    if matches!(draft.purpose, Purpose::Application { .. }) {
        for field in of_form.fields.iter().filter(|field| field.fault.is_some()) {
            let label = field.label.in_language(language);
            let words = words.fill("check-missing-field", &[("field", label)]);
            missing.push((format!("{here}#{}", field.id), words));
        }
    }
    for material in drafts::missing(&site.platform, draft) {
        let name = material.name.in_language(language);
        let words = words.fill("check-missing-material", &[("material", name)]);
        missing.push((format!("{here}/materials#m-{}", material.id), words));
    }
    CheckPage {
        head: head(site, id, draft),
        answers: form::answered(site, draft, language),
        delivery: draft.delivery.as_ref().map(|chosen| delivery(chosen, language)),
        materials: rows(id, draft, &needed, &[]),
        shared: shared(&needed),
        missing,
        refusal,
        intake: intake(site, draft, language),
    }
}

/// Within which time the agency says whether it accepts, by the law of the item.
fn intake(site: &Site, draft: &Draft, language: Language) -> Option<String> {
    if matches!(draft.purpose, Purpose::Supplement { .. }) {
        return None;
    }
    let law = site.platform.law();
    let item = law.items.get(draft.item())?;
    let procedure = law.procedures.get(&item.procedure)?;
    let kind = domain::procedure::LimitKind::Intake;
    let limit = procedure.limits.iter().find(|limit| limit.kind == kind)?;
    let words = crate::wording::Wording::shared(language);
    Some(words.fill("check-intake", &[("period", &limit.period.in_language(language))]))
}
