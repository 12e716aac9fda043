//! The versions of an item: what is published, what it changes, and the trail.

use super::problems::Problem;
use super::shown::{answered, rendered};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::item_versions::{Amends, ItemVersionsPage, Standing, StepLine, VersionEntry};
use crate::pages::segment;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::catalogue::difference::differences;
use domain::item::Item;
use domain::text::Text;
use jiff::civil::Date;
use operations::caller::Caller;
use operations::catalogue::disclosure::withheld;
use operations::catalogue::documents::{Amendment, Signature, Version};
use operations::catalogue::publication;
use operations::catalogue::trail::{self, Step, StepKind};
use operations::permissions::{DRAFT_ITEM, PUBLISH_ITEM};

/// Steps of the trail that are shown.
const STEPS: u32 = 50;

pub(super) async fn versions(
    State(site): State<Shared>,
    Path(code): Path<String>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let page = page(site, &code, caller)?;
        rendered(page.render(shell))
    })
    .await
}

/// The day on which a published version of an item comes into force.
pub(super) fn coming(site: &Site, code: &str) -> Result<Option<Date>, Problem> {
    let today = site.platform.law().today(site.platform.now());
    let versions = publication::versions(&site.platform, code)?;
    let ahead = versions.iter().filter(|version| version.withdrawn.is_none());
    Ok(ahead.map(Version::from).filter(|from| *from > today).min())
}

fn page(site: &Site, code: &str, caller: &Caller) -> Result<ItemVersionsPage, Problem> {
    let published = publication::versions(&site.platform, code)?;
    let given = site.platform.given_law().items.get(code);
    let standing = site.platform.law().items.get(code);
    let name = standing.or(given).map(|item| item.name.clone());
    let name = name.or_else(|| published.first().map(|version| version.item.name.clone()));
    let name = name.ok_or_else(|| Problem::status(StatusCode::NOT_FOUND))?;
    let may_publish = PUBLISH_ITEM.check(caller, None).is_ok();
    let may_draft = DRAFT_ITEM.check(caller, None).is_ok();
    if !may_draft && withheld(&site.platform, code)?.is_some() {
        return Err(Problem::status(StatusCode::NOT_FOUND));
    }
    let trail = trail::of_item(&site.platform, caller, code, STEPS)?;
    Ok(ItemVersionsPage {
        versions: entries(site, (given, published), may_publish),
        trail: trail.iter().map(|step| line(site, step)).collect(),
        draft: may_draft.then(|| format!("/catalogue/drafts/{}", segment(code))),
        code: code.to_owned(),
        name,
    })
}

/// The versions by their first days, the newest first, each with what it changed of the one before.
fn entries(
    site: &Site,
    (given, mut published): (Option<&Item>, Vec<Version>),
    may_publish: bool,
) -> Vec<VersionEntry> {
    published.sort_by_key(|version| (version.from(), version.published.at));
    let today = site.platform.law().today(site.platform.now());
    let mut entries: Vec<VersionEntry> = Vec::new();
    let mut before = given.cloned();
    entries.extend(given.map(of_program));
    for version in &published {
        let withdrawn = version.withdrawn.is_some();
        let standing = match (withdrawn, version.from() > today) {
            (true, _) => Standing::Withdrawn,
            (false, true) => Standing::Coming,
            (false, false) => Standing::InForce,
        };
        if standing == Standing::InForce {
            let earlier = entries.iter_mut().filter(|entry| entry.standing == Standing::InForce);
            earlier.for_each(|entry| entry.standing = Standing::Superseded);
        }
        let cancels = version.amendment == Amendment::Cancel;
        let changed = before.as_ref().filter(|_| !cancels);
        let changed = changed.map(|before| differences(before, &version.item));
        entries.push(entry(site, version, standing, changed.unwrap_or_default()));
        if let Some(entry) =
            entries.last_mut().filter(|_| may_publish && standing == Standing::Coming)
        {
            let (code, from) = (segment(&version.item.code), version.from());
            entry.withdraw = Some(format!("/catalogue/versions/{code}/{from}/withdraw"));
        }
        if !withdrawn {
            before = (!cancels).then(|| version.item.clone());
        }
    }
    entries.reverse();
    entries
}

fn of_program(item: &Item) -> VersionEntry {
    VersionEntry {
        version: item.version.clone(),
        from: item.valid_from,
        standing: Standing::InForce,
        amends: Amends::Given,
        reason: String::new(),
        by: None,
        withdrawn: None,
        differences: Vec::new(),
        withdraw: None,
    }
}

fn entry(
    site: &Site,
    version: &Version,
    standing: Standing,
    differences: Vec<domain::catalogue::difference::Difference>,
) -> VersionEntry {
    VersionEntry {
        version: version.item.version.clone(),
        from: version.from(),
        standing,
        amends: match version.amendment {
            Amendment::Establish => Amends::Establishes,
            Amendment::Adjust => Amends::Adjusts,
            Amendment::Cancel => Amends::Cancels,
        },
        reason: version.reason.clone(),
        by: Some((signed(site, &version.published), day(site, version.published.at))),
        withdrawn: version.withdrawn.as_ref().map(|withdrawn| withdrawn.reason.clone()),
        differences,
        withdraw: None,
    }
}

/// Who signed, as the public sees it: the agency, and the post in it.
pub(super) fn signed(site: &Site, by: &Signature) -> Text {
    let register = site.platform.register();
    let Some(agency) = register.agency(&by.agency) else {
        return Text {
            simplified: "平台管理命令".to_owned(),
            traditional: Some("平台管理命令".to_owned()),
            english: Some("Command on the machine".to_owned()),
        };
    };
    let Some(post) = register.post(&by.post) else { return agency.name.clone() };
    let join = |agency: &str, post: &str| format!("{agency} {post}");
    Text {
        simplified: join(&agency.name.simplified, &post.title.simplified),
        traditional: Some(join(
            agency.name.traditional.as_ref().unwrap_or(&agency.name.simplified),
            post.title.traditional.as_ref().unwrap_or(&post.title.simplified),
        )),
        english: Some(format!(
            "{}, {}",
            agency.name.english.as_ref().unwrap_or(&agency.name.simplified),
            post.title.english.as_ref().unwrap_or(&post.title.simplified)
        )),
    }
}

/// The day of a moment where the offices stand.
pub(super) fn day(site: &Site, at: i64) -> Date {
    site.platform.law().today(at)
}

fn line(site: &Site, step: &Step) -> StepLine {
    let word = match step.kind {
        StepKind::Drafted => "step-drafted",
        StepKind::Imported => "step-imported",
        StepKind::Discarded => "step-discarded",
        StepKind::Published => "step-published",
        StepKind::Withdrawn => "step-withdrawn",
        StepKind::Reviewed => "step-reviewed",
        StepKind::Withheld => "step-withheld",
        StepKind::Disclosed => "step-disclosed",
    };
    StepLine {
        word,
        day: day(site, step.by.at),
        by: signed(site, &step.by),
        reason: step.reason.clone(),
    }
}
