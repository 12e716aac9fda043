//! Finding items: the list with its choices, events in a life, departments; and the versions of one item.

use super::problems::answer;
use super::routes::Routes;
use super::shown::{answered, rendered};
use super::visitor::Visitor;
use super::{Shared, Site, hall, item_versions};
use crate::pages::finding::{Department, DepartmentsPage, LifeEventGroup, LifeEventsPage};
use crate::pages::items::{ItemRow, ItemsPage, Narrower, Narrowing, Paging, Place, kind_of_word};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::text::Text;
use operations::items::index::Hit;
use operations::items::{Found, Search, count_by_life_event, search};
use operations::permissions as may;
use serde::Deserialize;

/// Items on a page of the list.
const PER_PAGE: u32 = 20;
/// Departments and events that are offered to choose from.
const CHOICES: usize = 24;

/// Everything about finding and reading items.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .page("/items", &may::READ_ITEMS, items)
        .page("/items/{code}", &may::READ_ITEMS, hall::item)
        .page("/items/{code}/versions", &may::READ_ITEMS, item_versions::versions)
        .page("/life-events", &may::READ_ITEMS, life_events)
        .page("/departments", &may::READ_ITEMS, departments)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    jurisdiction: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    life_event: String,
    #[serde(default)]
    agency: String,
    #[serde(default)]
    page: Option<String>,
}

impl Asked {
    fn narrowing(&self) -> Narrowing {
        let chosen = |choice: &String| Some(choice.clone()).filter(|choice| !choice.is_empty());
        Narrowing {
            query: self.q.clone(),
            kind: kind_of_word(&self.kind),
            jurisdiction: chosen(&self.jurisdiction),
            department: chosen(&self.department),
            life_event: chosen(&self.life_event),
            agency: chosen(&self.agency),
        }
    }
}

async fn items(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, _, shell| {
        let by = asked.narrowing();
        let found = search(&site.platform, &wanted(&by))?;
        let number = asked.page.and_then(|page| page.parse().ok()).unwrap_or(1);
        rendered(page(site, by, &found, number).render(shell))
    })
    .await
}

fn wanted(by: &Narrowing) -> Search {
    Search {
        words: by.query.clone(),
        kind: by.kind,
        jurisdiction: by.jurisdiction.clone(),
        agency: by.agency.clone(),
        department: by.department.clone(),
        life_event: by.life_event.clone(),
        standing_only: false,
    }
}

fn page(site: &Site, by: Narrowing, found: &Found, number: u32) -> ItemsPage {
    let paging = Paging::of(found.hits.len() as u64, PER_PAGE, number);
    let first = (paging.page.saturating_sub(1) * PER_PAGE) as usize;
    let rows = found.hits.iter().skip(first).take(PER_PAGE as usize);
    let register = site.platform.register();
    let agency = by.agency.as_deref().and_then(|id| register.agency(id));
    ItemsPage {
        places: places(site),
        agency: agency.map(|agency| agency.name.clone()),
        departments: departments_of(&by, found),
        life_events: life_events_of(site, &by, found),
        kinds: found.kinds.clone(),
        rows: rows.map(|hit| row(site, hit)).collect(),
        suggestions: found.suggestions.iter().map(|hit| row(site, hit)).collect(),
        paging,
        by,
    }
}

fn row(site: &Site, hit: &Hit) -> ItemRow {
    let procedure = site.platform.law().procedures.get(&hit.item.procedure);
    ItemRow { draft: hit.draft, ..ItemRow::of(&hit.item, procedure) }
}

fn places(site: &Site) -> Vec<Place> {
    let register = site.platform.register();
    let place = |place: &operations::register::Jurisdiction| Place {
        code: place.code.to_string(),
        name: place.name.clone(),
    };
    register.jurisdictions().map(place).collect()
}

fn departments_of(by: &Narrowing, found: &Found) -> Vec<Narrower> {
    let choices = found.departments.iter().take(CHOICES).map(|(department, count)| {
        let chosen = by.department.as_ref() == Some(department);
        let department_then = (!chosen).then(|| department.clone());
        let then = Narrowing { department: department_then, ..by.clone() };
        let name = Text { simplified: department.clone(), ..Text::default() };
        Narrower { name, count: *count, address: then.address(), chosen }
    });
    choices.collect()
}

fn life_events_of(site: &Site, by: &Narrowing, found: &Found) -> Vec<Narrower> {
    let known = || site.platform.law().life_events.iter().flat_map(|events| &events.events);
    let choices = found.life_events.iter().take(CHOICES).filter_map(|(id, count)| {
        let event = known().find(|event| event.id == *id)?;
        let chosen = by.life_event.as_ref() == Some(id);
        let then = Narrowing { life_event: (!chosen).then(|| id.clone()), ..by.clone() };
        Some(Narrower { name: event.name.clone(), count: *count, address: then.address(), chosen })
    });
    choices.collect()
}

async fn life_events(State(site): State<Shared>, visitor: Visitor) -> Response {
    let counts = count_by_life_event(&site.platform);
    let of = |id: &str| counts.get(id).copied().unwrap_or_default();
    let groups = site.platform.law().life_events.iter().map(|group| LifeEventGroup {
        audience: group.audience,
        events: group.events.iter().map(|event| (event, of(&event.id))).collect(),
    });
    let html = LifeEventsPage { groups: groups.collect() }.render(&visitor.shell);
    answer(&visitor, html.map(|html| visitor.page(html)).map_err(Into::into))
}

#[derive(Debug, Deserialize)]
struct Where {
    #[serde(default)]
    jurisdiction: String,
}

async fn departments(
    State(site): State<Shared>,
    Query(asked): Query<Where>,
    visitor: Visitor,
) -> Response {
    let register = site.platform.register();
    let places = places(&site);
    let known = places.iter().map(|place| &place.code).find(|code| **code == asked.jurisdiction);
    let chosen = known.or_else(|| places.first().map(|place| &place.code)).cloned();
    let here = register.agencies().filter(|agency| {
        !agency.items.is_empty() && Some(&*agency.jurisdiction) == chosen.as_deref()
    });
    let departments = here.map(|agency| Department {
        id: agency.id.to_string(),
        name: agency.name.clone(),
        items: agency.items.len() as u64,
    });
    let departments = departments.collect();
    let html = DepartmentsPage { chosen, places, departments }.render(&visitor.shell);
    answer(&visitor, html.map(|html| visitor.page(html)).map_err(Into::into))
}
