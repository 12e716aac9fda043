//! Pages of the catalogue.

mod keeping;

use super::text;
use domain::catalogue::difference::differences;
use domain::item::Item;
use domain::item::guide::{Audience, Channel};
use domain::life_event::{LifeEvent, LifeEvents};
use jiff::civil::date;
use operations::law_library::LawLibrary;
use std::sync::LazyLock;
use web::pages::Shell;
use web::pages::finding::{Department, DepartmentsPage, LifeEventGroup, LifeEventsPage};
use web::pages::item_versions::{Amends, ItemVersionsPage, Standing, StepLine, VersionEntry};

static LAW: LazyLock<LawLibrary> = LazyLock::new(LawLibrary::embedded);
static CHANNELS: LazyLock<Vec<Channel>> =
    LazyLock::new(|| LAW.catalogue().unwrap().unwrap().channels);
static EVENTS: LazyLock<Vec<LifeEvents>> = LazyLock::new(|| LAW.life_events().unwrap());

pub(super) fn channels() -> &'static [Channel] {
    &CHANNELS
}

pub(super) fn life_events() -> Vec<&'static LifeEvent> {
    EVENTS.iter().flat_map(|events| events.events.iter().take(2)).collect()
}

pub(super) type Render = Box<dyn Fn(&Shell) -> Result<String, askama::Error>>;

pub(super) fn pages() -> Vec<(&'static str, Render)> {
    let staff = || Some("/catalogue/drafts/0100020001".to_owned());
    vec![
        ("/life-events", Box::new(|shell: &Shell| by_life_event().render(shell)) as Render),
        ("/departments", Box::new(|shell| departments(true).render(shell))),
        ("/departments?jurisdiction=", Box::new(|shell| departments(false).render(shell))),
        ("/items/0100020001/versions", Box::new(|shell| versions(None).render(shell))),
        (
            "/items/0100020001/versions/staff",
            Box::new(move |shell| versions(staff()).render(shell)),
        ),
        ("/catalogue", Box::new(|shell| keeping::overview(false).render(shell))),
        ("/catalogue?staff", Box::new(|shell| keeping::overview(true).render(shell))),
        ("/catalogue/drafts/x?staff", Box::new(|shell| keeping::draft(true).render(shell))),
        ("/catalogue/drafts/y", Box::new(|shell| keeping::draft(false).render(shell))),
        ("/catalogue/reviews?staff", Box::new(|shell| keeping::reviews(true).render(shell))),
        ("/catalogue/reviews", Box::new(|shell| keeping::reviews(false).render(shell))),
        ("/catalogue/import?staff", Box::new(|shell| keeping::import(true).render(shell))),
        ("/catalogue/import?staff&no", Box::new(|shell| keeping::import(false).render(shell))),
        ("/disclosure?staff", Box::new(|shell| keeping::disclosures(true).render(shell))),
        ("/disclosure", Box::new(|shell| keeping::disclosures(false).render(shell))),
        ("/disclosure/county", Box::new(|shell| keeping::disclosed(false).render(shell))),
        ("/disclosure/public-services", Box::new(|shell| keeping::disclosed(true).render(shell))),
    ]
}

fn by_life_event() -> LifeEventsPage<'static> {
    LifeEventsPage { groups: life_event_groups() }
}

/// Every event in a life, with some items at each.
pub(super) fn life_event_groups() -> Vec<LifeEventGroup<'static>> {
    let groups = EVENTS.iter().map(|group| LifeEventGroup {
        audience: group.audience,
        events: group.events.iter().map(|event| (event, 7)).collect(),
    });
    let groups: Vec<LifeEventGroup<'static>> = groups.collect();
    assert_eq!(groups[0].audience, Audience::Person);
    groups
}

fn departments(some: bool) -> DepartmentsPage {
    let department = Department { id: "1236".to_owned(), name: super::housing(), items: 41 };
    let place = web::pages::items::Place {
        code: "360100".to_owned(),
        name: text("南川市", "南川市", "Nanchuan"),
    };
    DepartmentsPage {
        chosen: Some("360100".to_owned()),
        places: vec![place],
        departments: if some { vec![department] } else { Vec::new() },
    }
}

fn food() -> Item {
    LAW.items().unwrap().into_iter().find(|item| item.code == "0100020001").unwrap()
}

fn versions(draft: Option<String>) -> ItemVersionsPage {
    let before = food();
    let mut after = food();
    after.promised = None;
    after.materials.remove(0);
    after.materials[0].required = false;
    after.levels.clear();
    after.fields.clear();
    let entry = |standing, amends, differences| VersionEntry {
        version: "2".to_owned(),
        from: date(2026, 4, 1),
        standing,
        amends,
        reason: "优化<流程>".to_owned(),
        by: Some((super::housing(), date(2026, 3, 12))),
        withdrawn: (standing == Standing::Withdrawn).then(|| "文件未印发".to_owned()),
        differences,
        withdraw: draft
            .as_ref()
            .map(|_| "/catalogue/versions/0100020001/2026-04-01/withdraw".to_owned()),
    };
    let coming = entry(Standing::Coming, Amends::Adjusts, differences(&before, &after));
    let mut others = vec![
        entry(Standing::Withdrawn, Amends::Cancels, Vec::new()),
        entry(Standing::InForce, Amends::Establishes, differences(&after, &before)),
        entry(Standing::Superseded, Amends::Given, Vec::new()),
    ];
    // Only what is still to come can be taken back.
    others.iter_mut().for_each(|other| other.withdraw = None);
    let trail = StepLine {
        word: "step-published",
        day: date(2026, 3, 12),
        by: super::housing(),
        reason: "优化流程".to_owned(),
    };
    ItemVersionsPage {
        code: before.code,
        name: before.name,
        versions: std::iter::once(coming).chain(others).collect(),
        trail: vec![trail],
        draft,
    }
}
