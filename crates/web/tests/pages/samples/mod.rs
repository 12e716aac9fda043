//! What the pages are tried with: a small invented province on the real law of the house.

mod acting;
pub(crate) mod board;
pub(crate) mod cards;
mod cases;
mod catalogue;
mod desk;
mod hall;
mod people;
mod service;

use board::board;
use cards::{card, cards};
use cases::{late_case, open_case};
use domain::basis::Basis;
use domain::calendar::Calendar;
use domain::item::{Item, ItemKind};
use domain::limit::{Period, RestDayEnd, Unit};
use domain::procedure::{Procedure, StageIndex};
use domain::text::{Language, Text};
use jiff::civil::{DateTime, date};
use operations::law_library::LawLibrary;
use service::{people, problem, status};
use web::pages::hall::{HallPage, Mine, Today};
use web::pages::item::{Handling, ItemPage, Remedy};
use web::pages::items::{ItemRow, ItemsPage, Narrower, Narrowing, Paging, Place};
use web::pages::track::TrackPage;
use web::pages::{Demonstration, Shell, SignedIn, StageLoad};

/// A page that is shown: its address and its HTML.
pub(crate) struct Shown {
    /// Address, as in the program.
    pub(crate) address: String,
    /// The page.
    pub(crate) html: String,
}

struct World {
    items: Vec<Item>,
    licence: Procedure,
    joint: Procedure,
    disclosure: Procedure,
    card: Procedure,
    calendar: Calendar,
}

fn world() -> World {
    let law = LawLibrary::embedded();
    World {
        items: law.items().unwrap(),
        licence: law.procedure("ordinary-licence").unwrap(),
        joint: law.procedure("joint-licence").unwrap(),
        disclosure: law.procedure("information-disclosure").unwrap(),
        card: law.procedure("supervision-card").unwrap(),
        calendar: law.calendar("cn").unwrap(),
    }
}

fn text(simplified: &str, traditional: &str, english: &str) -> Text {
    Text {
        simplified: simplified.to_owned(),
        traditional: Some(traditional.to_owned()),
        english: Some(english.to_owned()),
    }
}

fn planning() -> Text {
    text("南川市自然资源局", "南川市自然資源局", "Nanchuan Natural Resources Bureau")
}

fn market() -> Text {
    text("青溪县市场监督管理局", "青溪縣市場監督管理局", "Qingxi Market Supervision Bureau")
}

fn housing() -> Text {
    text(
        "南川市住房和城乡建设局",
        "南川市住房和城鄉建設局",
        "Nanchuan Housing and Construction Bureau",
    )
}

fn now() -> DateTime {
    date(2026, 3, 12).at(14, 20, 0, 0)
}

fn basis(law: &str, article: &str) -> Basis {
    Basis { law: law.to_owned(), article: article.to_owned(), ..Basis::default() }
}

fn shell(language: Language, path: &str, signed_in: bool) -> Shell {
    let person = SignedIn {
        name: "陈一鸣".to_owned(),
        post: text("审查岗", "審查崗", "Examiner").in_language(language).to_owned(),
        agency: planning().in_language(language).to_owned(),
        session: true,
        keeps_catalogue: path.starts_with("/catalogue"),
        administrator: path.starts_with("/admin"),
        calls_numbers: !path.contains("figures"),
        unread: None,
        worn: "p-1/post-1/".to_owned(),
    };
    Shell {
        language,
        path: path.to_owned(),
        signed_in: signed_in.then_some(person),
        demonstration: Some(Demonstration { clock: now(), speed: 300 }),
    }
}

/// Shows a page at an address.
type Show<'a> = &'a mut dyn FnMut(&str, &dyn Fn(&Shell) -> Result<String, askama::Error>);

/// Every page in a language.
pub(crate) fn pages(language: Language) -> Vec<Shown> {
    let of_catalogue = catalogue::pages().into_iter().map(|(address, render)| {
        let shell = shell(language, address, address.contains("staff"));
        Shown { address: address.to_owned(), html: render(&shell).unwrap() }
    });
    other_pages(language).into_iter().chain(of_catalogue).collect()
}

fn other_pages(language: Language) -> Vec<Shown> {
    let world = world();
    let mut shown = Vec::new();
    let mut show = |address: &str, render: &dyn Fn(&Shell) -> Result<String, askama::Error>| {
        let shell = shell(language, address, address.contains("staff"));
        shown.push(Shown { address: address.to_owned(), html: render(&shell).unwrap() });
    };
    show("/", &|shell| hall(&world, false).render(shell));
    show("/?mine", &|shell| {
        let mut shell = shell.clone();
        shell.signed_in =
            Some(SignedIn {
                name: "王小明".to_owned(), unread: Some(120), ..SignedIn::default()
            });
        hall(&world, true).render(&shell)
    });
    show("/items", &|shell| items(&world, "").render(shell));
    show("/items?q=none", &|shell| items(&world, "<我要办证>").render(shell));
    for item in &world.items {
        let procedure = match item.procedure.as_str() {
            "joint-licence" => &world.joint,
            "information-disclosure" => &world.disclosure,
            _ => &world.licence,
        };
        show(&format!("/items/{}", item.code), &|shell| guide(item, procedure).render(shell));
    }
    show("/items/card", &|shell| guide(&world.items[0], &world.card).render(shell));
    show("/items/joint", &|shell| guide(&world.items[0], &world.joint).render(shell));
    show("/track", &|shell| TrackPage::default().render(shell));
    show("/track?number=", &|shell| lost().render(shell));
    show("/cases/360100/open", &|shell| open_case(&world, false).render(shell));
    show("/cases/360100/staff", &|shell| open_case(&world, true).render(shell));
    show("/cases/360100/party", &|shell| {
        let mut page = open_case(&world, false);
        page.options = Some(acting::of_party());
        page.render(shell)
    });
    show("/cases/360100/staff/acts", &|shell| acting::act().render(shell));
    for kind in domain::event::ActKind::ALL {
        for against in [false, true] {
            if web::pages::case_work::document_of(kind, against).is_some() {
                let address = format!("/cases/360100/staff/documents/{}/{against}", kind.word());
                show(&address, &|shell| cases::document(kind, against).render(shell));
            }
        }
    }
    show("/cases/360100/late", &|shell| late_case(&world).render(shell));
    desk::all(&mut show);
    show("/board", &|shell| board().render(shell));
    show("/cards", &|shell| cards(false).render(shell));
    show("/cards?colour=red", &|shell| cards(true).render(shell));
    show("/cards/360100/open", &|shell| card(&world, 0, shell.language).render(shell));
    show("/cards/360100/revoked", &|shell| card(&world, 3, shell.language).render(shell));
    for status in [400, 403, 404, 405, 409, 413, 415, 500, 503] {
        show(&format!("/problem/{status}"), &|shell| problem(status, shell.language).render(shell));
    }
    hall::show_all(&mut show);
    people::all(&mut show);
    show("/demo/people", &|shell| people().render(shell));
    show("/demo/people?as=staff", &|shell| people().render(shell));
    show("/status", &|shell| status(shell.language).render(shell));
    shown
}

fn hall(world: &World, signed_in: bool) -> HallPage<'static> {
    use ItemKind as K;
    let counts = [412, 968, 71, 34, 58, 203, 119, 42, 12, 287, 156];
    let kinds = [
        K::Licence,
        K::Penalty,
        K::Coercion,
        K::Levy,
        K::Payment,
        K::Inspection,
        K::Confirmation,
        K::Reward,
        K::Ruling,
        K::Other,
        K::PublicService,
    ];
    let my = hall::my(false);
    let mine = Mine { cases: my.cases, more: true, drafts: my.drafts, unread: 3 };
    HallPage {
        mine: signed_in.then_some(mine),
        groups: catalogue::life_event_groups(),
        departments: vec![("市场监督管理".to_owned(), 12), ("<公安>".to_owned(), 7)],
        channels: catalogue::channels(),
        remedies: vec![remedy()],
        kinds: kinds.into_iter().zip(counts).collect(),
        popular: rows(world).into_iter().take(5).collect(),
        today: Today {
            date: now().date(),
            received: 1_284,
            closed: 1_107,
            open: 18_452,
            overdue: 23,
            cards: 9,
        },
    }
}

fn rows(world: &World) -> Vec<ItemRow> {
    let row = |item: &Item| ItemRow {
        agency: Some(housing()),
        ..ItemRow::of(item, Some(&world.licence))
    };
    world.items.iter().map(row).collect()
}

fn items(world: &World, query: &str) -> ItemsPage {
    let rows = if query.is_empty() { rows(world) } else { Vec::new() };
    let total = if rows.is_empty() { 0 } else { 47 };
    let narrower = |chosen| Narrower {
        name: housing(),
        count: 12,
        address: "/items?life_event=birth".to_owned(),
        chosen,
    };
    ItemsPage {
        by: Narrowing {
            query: query.to_owned(),
            jurisdiction: Some("360100".to_owned()),
            life_event: Some("birth".to_owned()),
            ..Narrowing::default()
        },
        places: vec![Place {
            code: "360100".to_owned(),
            name: text("南川市", "南川市", "Nanchuan"),
        }],
        agency: (!query.is_empty()).then(housing),
        departments: vec![narrower(false)],
        life_events: vec![narrower(true), narrower(false)],
        kinds: vec![(ItemKind::Licence, 47)],
        suggestions: rows_of_drafts(world),
        rows,
        paging: Paging::of(total, 20, 2),
    }
}

fn rows_of_drafts(world: &World) -> Vec<ItemRow> {
    rows(world).into_iter().take(3).map(|row| ItemRow { draft: true, ..row }).collect()
}

fn remedy() -> Remedy {
    let within = Period { amount: 60, unit: Unit::CalendarDays, rest_day_end: RestDayEnd::Roll };
    Remedy {
        name: text("行政复议", "行政復議", "Administrative reconsideration"),
        body: Some(text("南川市人民政府", "南川市人民政府", "People's Government of Nanchuan")),
        within: Some(within),
        basis: basis("中华人民共和国行政复议法", "20"),
    }
}

fn guide<'a>(item: &'a Item, procedure: &'a Procedure) -> ItemPage<'a> {
    let place = text("南川市", "南川市", "Nanchuan");
    ItemPage {
        item,
        procedure,
        agencies: vec![
            Handling { agency: housing(), place: place.clone(), open: Some(86) },
            Handling {
                agency: market(), place: text("青溪县", "青溪縣", "Qingxi"), open: None
            },
        ],
        loads: vec![
            StageLoad { stage: StageIndex(1), cases: 12 },
            StageLoad { stage: StageIndex(2), cases: 61 },
        ],
        remedies: vec![remedy()],
        channels: catalogue::channels(),
        life_events: catalogue::life_events(),
        coming: Some(now().date()),
    }
}

fn lost() -> TrackPage {
    TrackPage {
        not_found: Some("NC2026O31200871\"><b>".to_owned()),
        several: vec![("360100".to_owned(), "A1".to_owned(), "南川市".to_owned())],
    }
}
