//! The hall: home, finding items, and the guide of one.

use super::problems::{Problem, answer};
use super::views::today;
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::StageLoad;
use crate::pages::hall::HallPage;
use crate::pages::item::{Handling, ItemPage};
use crate::pages::items::{ItemRow, ItemsPage, Paging, Place, kind_of_word};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::item::Item;
use operations::items::{Search, count_by_kind, search};
use operations::stage_loads;
use serde::Deserialize;

/// Items on a page of the list.
const PER_PAGE: u32 = 20;
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

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    jurisdiction: String,
    #[serde(default)]
    page: Option<String>,
}

pub(super) async fn items(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let kind = kind_of_word(&asked.kind);
    let jurisdiction = Some(asked.jurisdiction).filter(|place| !place.is_empty());
    let wanted = Search { words: asked.q.clone(), kind, jurisdiction: jurisdiction.clone() };
    let found = search(&site.platform, &wanted);
    let number = asked.page.and_then(|page| page.parse().ok()).unwrap_or(1);
    let paging = Paging::of(found.len() as u64, PER_PAGE, number);
    let first = (paging.page.saturating_sub(1) * PER_PAGE) as usize;
    let rows = found.into_iter().skip(first).take(PER_PAGE as usize);
    let register = site.platform.register();
    let page = ItemsPage {
        query: asked.q,
        kind,
        jurisdiction,
        places: register
            .jurisdictions()
            .map(|place| Place { code: place.code.to_string(), name: place.name.clone() })
            .collect(),
        rows: rows.map(|item| row(&site, item)).collect(),
        paging,
    };
    answer(&visitor, page.render(&visitor.shell).map(|html| visitor.page(html)).map_err(Into::into))
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
        remedies: site.platform.law().remedies.iter().map(remedy).collect(),
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
