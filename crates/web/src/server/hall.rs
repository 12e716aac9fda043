//! The hall: home, and the guide of an item.

use super::problems::{Problem, answer};
use super::shown::{answered, rendered};
use super::views::today;
use super::visitor::Visitor;
use super::{Shared, Site, my};
use crate::pages::StageLoad;
use crate::pages::finding::LifeEventGroup;
use crate::pages::hall::{HallPage, Mine};
use crate::pages::item::{Handling, ItemPage};
use crate::pages::items::ItemRow;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::item::Item;
use domain::life_event::LifeEvent;
use operations::caller::Caller;
use operations::catalogue::disclosure::withheld;
use operations::items::{count_by_department, count_by_kind, count_by_life_event, popular};
use operations::law_version::LawVersion;
use operations::{drafts, my_cases, stage_loads};

/// Items shown on the home page.
const POPULAR: usize = 8;
/// Departments shown on the home page: those with the most items.
const DEPARTMENTS: usize = 16;
/// Cases and drafts of the visitor's own that are shown there.
const MINE: usize = 5;
/// Cases among which those are looked for that wait for the visitor.
const LOOKED_AT: usize = 20;

pub(super) async fn home(State(site): State<Shared>, visitor: Visitor) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let law = site.platform.law();
        let unread = shell.signed_in.as_ref().and_then(|shown| shown.unread);
        let mut departments = count_by_department(&site.platform);
        departments.truncate(DEPARTMENTS);
        let page = HallPage {
            mine: unread.map(|unread| mine(site, caller, unread)).transpose()?,
            groups: life_event_groups(site),
            departments,
            kinds: count_by_kind(&site.platform),
            popular: popular(&site.platform, POPULAR).into_iter().map(|i| row(site, i)).collect(),
            channels: law.catalogue.as_ref().map_or(&[], |all| &all.channels),
            remedies: law.remedies.iter().map(remedy).collect(),
            today: today(site),
        };
        rendered(page.render(shell))
    })
    .await
}

/// What is the visitor's own: what waits for the visitor comes first.
fn mine(site: &Site, caller: &Caller, unread: u32) -> Result<Mine, Problem> {
    let found = my_cases::list(&site.platform, caller, (false, None), LOOKED_AT)?;
    let cases = found.cases.iter().map(|head| my::case(site, caller, head));
    let mut cases = cases.collect::<Result<Vec<_>, _>>()?;
    cases.sort_by_key(|case| case.asked.is_empty());
    let more = cases.len() > MINE || found.next.is_some();
    cases.truncate(MINE);
    let drafts = drafts::list(&site.platform, caller).unwrap_or_default();
    let drafts = drafts.iter().take(MINE).map(|kept| my::draft(site, kept)).collect();
    Ok(Mine { cases, more, drafts, unread })
}

/// The events in lives with the number of items at each; one at which nothing is needed is no door.
fn life_event_groups(site: &Site) -> Vec<LifeEventGroup<'static>> {
    let counts = count_by_life_event(&site.platform);
    let groups = site.platform.law().life_events.iter().map(|group| LifeEventGroup {
        audience: group.audience,
        events: group
            .events
            .iter()
            .filter_map(|event| Some((event, *counts.get(&event.id)?)))
            .collect(),
    });
    groups.collect()
}

fn row(site: &Site, item: &Item) -> ItemRow {
    ItemRow::of(item, site.platform.law().procedures.get(&item.procedure))
}

pub(super) async fn item(
    State(site): State<Shared>,
    Path(code): Path<String>,
    visitor: Visitor,
) -> Response {
    let shell = visitor.shell.clone();
    let page = site.blocking(move |site| guide(site, &code, &shell)).await;
    answer(&visitor, page.and_then(|page| page).map(|html| visitor.page(html)))
}

fn guide(site: &Site, code: &str, shell: &crate::pages::Shell) -> Result<String, Problem> {
    let law = site.platform.law();
    let missing = || Problem::status(StatusCode::NOT_FOUND);
    let item = law.items.get(code).ok_or_else(missing)?;
    let procedure = law.procedures.get(&item.procedure).ok_or_else(missing)?;
    if withheld(&site.platform, code)?.is_some() {
        // What is withheld, and on which ground, stands in the disclosure catalogue.
        return Err(missing());
    }
    let register = site.platform.register();
    let agencies = register.agencies_of_item(code).map(|agency| {
        let place = register.jurisdiction(&agency.jurisdiction);
        Handling {
            agency: agency.name.clone(),
            place: place.map(|place| place.name.clone()).unwrap_or_default(),
            open: None,
        }
    });
    let by_stage = stage_loads::of_item(&site.platform, code)?;
    let loads = by_stage.iter().filter_map(|(stage, cases)| {
        procedure.stage_index(stage).map(|stage| StageLoad { stage, cases: *cases })
    });
    let page = ItemPage {
        item,
        procedure,
        agencies: agencies.collect(),
        loads: loads.collect(),
        remedies: law.remedies.iter().map(remedy).collect(),
        channels: law.catalogue.as_ref().map_or(&item.channels[..], |all| all.channels_of(item)),
        life_events: events(law, item),
        coming: super::item_versions::coming(site, code)?,
    };
    Ok(page.render(shell)?)
}

fn remedy(known: &domain::remedy::Remedy) -> crate::pages::item::Remedy {
    crate::pages::item::Remedy {
        name: known.name.clone(),
        body: Some(known.body.clone()),
        within: Some(known.within.period()),
        basis: known.basis.clone(),
    }
}

/// The events in a life at which people need an item.
fn events<'a>(law: &'a LawVersion, item: &Item) -> Vec<&'a LifeEvent> {
    let all = law.life_events.iter().flat_map(|events| &events.events);
    all.filter(|event| item.life_events.contains(&event.id)).collect()
}
