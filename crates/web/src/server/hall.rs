//! The hall: home, and the guide of an item.

use super::problems::{Problem, answer};
use super::views::today;
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::StageLoad;
use crate::pages::hall::HallPage;
use crate::pages::item::{Handling, ItemPage};
use crate::pages::items::ItemRow;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::item::Item;
use domain::life_event::LifeEvent;
use operations::catalogue::disclosure::withheld;
use operations::items::count_by_kind;
use operations::law_version::LawVersion;
use operations::stage_loads;

/// Items shown on the home page.
const POPULAR: usize = 8;

pub(super) async fn home(State(site): State<Shared>, visitor: Visitor) -> Response {
    let page = HallPage {
        kinds: count_by_kind(&site.platform),
        popular: popular(&site),
        today: today(&site),
    };
    answer(&visitor, page.render(&visitor.shell).map(|html| visitor.page(html)).map_err(Into::into))
}

/// The items that most agencies handle: those that most people need.
fn popular(site: &Site) -> Vec<ItemRow> {
    let register = site.platform.register();
    let mut items: Vec<(usize, &Item)> = site
        .platform
        .law()
        .items
        .values()
        .filter(|item| {
            matches!(
                item.kind,
                domain::item::ItemKind::Licence
                    | domain::item::ItemKind::PublicService
                    | domain::item::ItemKind::Confirmation
                    | domain::item::ItemKind::Payment
            )
        })
        .map(|item| (register.agencies_of_item(&item.code).count(), item))
        .collect();
    items.sort_by(|(a, left), (b, right)| b.cmp(a).then(left.code.cmp(&right.code)));
    items.into_iter().take(POPULAR).map(|(_, item)| row(site, item)).collect()
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
