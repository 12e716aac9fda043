//! A window at work: its ticket, and taking in an application.

use super::acting::{Sent, told};
use super::problems::{Problem, answer};
use super::queue::queue_address;
use super::shown::{Shown, again, answered, rendered};
use super::tasks::item_name;
use super::views::name_of;
use super::visitor::{Visitor, now};
use super::{Shared, Site};
use crate::pages::acting::Refused;
use crate::pages::document::DocumentPage;
use crate::pages::window::{
    AtHand, IntakeChoice, IntakeForm, IntakeMaterial, IntakePage, KnownChoice, ServedChoice,
    WindowPage,
};
use crate::pages::{Shell, segment};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::item::MaterialSource;
use domain::text::{Language, Text};
use operations::caller::Caller;
use operations::cases::show::moment;
use operations::desk::Failure;
use operations::items::{Search, search};
use operations::queue::{self, Move, Ticket};
use operations::register::Agency;
use operations::windows::{self, Intake, TakenIn, WindowParty};

/// Items found on a page.
const FOUND: usize = 60;

type Pairs = Vec<(String, String)>;

fn own_agency(caller: &Caller) -> &str {
    match caller {
        Caller::Official { agency, .. } => agency,
        _ => "",
    }
}

pub(super) async fn window(
    State(site): State<Shared>,
    Query(pairs): Query<Pairs>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let counter = Sent::of(pairs).one("counter").unwrap_or_default().to_owned();
        rendered(page(site, caller, (counter, None), shell.language)?.render(shell))
    })
    .await
}

fn page(
    site: &Site,
    caller: &Caller,
    (counter, problem): (String, Option<String>),
    language: Language,
) -> Result<WindowPage, Problem> {
    let agency = own_agency(caller);
    let queue = queue::today(&site.platform, caller, agency);
    let queue = queue.map_err(|failure| Problem::of(failure, language))?;
    let line = |ticket: &Ticket| AtHand {
        called: ticket.called(),
        number: ticket.number,
        state: ticket.state.word(),
        cases: ticket
            .cases
            .iter()
            .map(|[place, case]| (case.to_string(), receipt_address(place, case)))
            .collect(),
    };
    let at_hand = queue::at_hand(&queue, caller);
    Ok(WindowPage {
        agency: name_of(&site.platform.register(), agency),
        counter: at_hand.map_or(counter, |ticket| ticket.counter.to_string()),
        at_hand: at_hand.map(line),
        waiting: queue.waiting(),
        served: queue.served(),
        median_wait: queue.median_wait(),
        problem,
        wall: format!("{}/board", queue_address(agency)),
    })
}

pub(super) async fn work(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let sent = Sent::of(pairs);
        let counter = sent.one("counter").unwrap_or_default().to_owned();
        let platform = &site.platform;
        let number = sent.one("number").and_then(|number| number.parse().ok()).unwrap_or(0);
        let done = match sent.one("step").unwrap_or_default() {
            "next" => queue::call_next(platform, caller, &counter).map(|_| ()),
            "recall" => queue::advance(platform, caller, number, Move::Recall),
            "serve" => queue::advance(platform, caller, number, Move::Serve),
            "finish" => queue::advance(platform, caller, number, Move::Finish),
            "skip" => queue::advance(platform, caller, number, Move::Skip),
            _ => return Err(Problem::status(StatusCode::BAD_REQUEST)),
        };
        match done {
            Ok(()) => Ok(Shown::Go(format!("/desk/window?counter={}", segment(&counter)))),
            // Somebody else moved it, or it was moved before: the page says how it stands now.
            Err(Failure::Unknown("ticket", _)) => {
                let words = crate::wording::Wording::shared(shell.language);
                let problem = words.say("window-ticket-gone");
                let page = page(site, caller, (counter, Some(problem)), shell.language)?;
                again(StatusCode::CONFLICT, page.render(shell))
            }
            Err(failure) => Err(Problem::of(failure, shell.language)),
        }
    })
    .await
}

pub(super) async fn choose(
    State(site): State<Shared>,
    Query(pairs): Query<Pairs>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let sent = Sent::of(pairs);
        let ticket = sent.one("ticket").unwrap_or_default().to_owned();
        let page = match sent.one("item") {
            Some(_) => IntakePage {
                ticket,
                form: Some(form(site, caller, &sent, (None, shell.language))?),
                ..IntakePage::default()
            },
            None => found(site, caller, &sent, ticket)?,
        };
        rendered(page.render(shell))
    })
    .await
}

fn found(site: &Site, caller: &Caller, sent: &Sent, ticket: String) -> Result<IntakePage, Problem> {
    let query = sent.one("q").unwrap_or_default().to_owned();
    let register = site.platform.register();
    let window = own_agency(caller);
    let agency = sent.one("agency").filter(|agency| register.takes_in_for(window, agency));
    let wanted = Search {
        words: query.clone(),
        standing_only: true,
        agency: agency.map(str::to_owned),
        ..Search::default()
    };
    let is_wanted = |known: &&Agency| agency.is_none_or(|agency| *known.id == *agency);
    let mut choices = Vec::new();
    for hit in search(&site.platform, &wanted)?.hits {
        let item = &hit.item;
        for agency in windows::agencies(&register, caller, &item.code).filter(is_wanted) {
            let address = format!(
                "/desk/window/new?item={}&agency={}&ticket={}",
                segment(&item.code),
                segment(&agency.id),
                segment(&ticket)
            );
            let (item, agency) = (item.name.clone(), agency.name.clone());
            choices.push(IntakeChoice { item, agency, address });
        }
    }
    let more = choices.len().saturating_sub(FOUND);
    choices.truncate(FOUND);
    let own = register.agency(window).into_iter();
    let choice = |known: &Agency| ServedChoice {
        id: known.id.to_string(),
        name: known.name.clone(),
        chosen: agency.is_some_and(|agency| *known.id == *agency),
    };
    let served = own.chain(register.served_by(window)).filter(|known| !known.items.is_empty());
    let served = served.map(choice).collect();
    Ok(IntakePage { ticket, query, served, found: choices, more, form: None })
}

fn form(
    site: &Site,
    caller: &Caller,
    sent: &Sent,
    (refusal, language): (Option<Refused>, Language),
) -> Result<IntakeForm, Problem> {
    let not_there = || Problem::status(StatusCode::NOT_FOUND);
    let code = sent.one("item").unwrap_or_default();
    let law = site.platform.law();
    let item = law.items.get(code).ok_or_else(not_there)?;
    let register = site.platform.register();
    let wanted = sent.one("agency").unwrap_or_default();
    let agency = windows::handling(&site.platform, &register, caller, [code, wanted]);
    let agency = agency.map_err(|failure| Problem::of(failure, language))?;
    let material = |material: &domain::item::Material| IntakeMaterial {
        id: material.id.clone(),
        name: material.name.clone(),
        required: material.required,
        shared: material.source == MaterialSource::Shared,
        chosen: sent.all("materials").any(|id| *id == *material.id),
    };
    let fresh = || operations::desk::hex(&now(site).to_string().into_bytes());
    Ok(IntakeForm {
        item: (item.code.clone(), item.name.clone()),
        agency: (agency.id.to_string(), agency.name.clone()),
        materials: item.materials.iter().map(material).collect(),
        party: ["name", "document", "phone"].map(|f| sent.one(f).unwrap_or_default().to_owned()),
        known: refusal.as_ref().and_then(|_| known(site, caller, sent)),
        form: sent.one("form").map_or_else(fresh, str::to_owned),
        refusal,
    })
}

/// Who applies, as it was entered.
fn party(sent: &Sent) -> WindowParty {
    let text = |field: &str| sent.one(field).unwrap_or_default().to_owned();
    WindowParty { name: text("name"), document: text("document"), phone: text("phone") }
}

/// What is known of a party of whom something else was entered.
fn known(site: &Site, caller: &Caller, sent: &Sent) -> Option<KnownChoice> {
    let known = windows::known(&site.platform, caller, &party(sent)).ok().flatten()?;
    let register = site.platform.register();
    let corrected = known.corrected.iter().map(|(at, agency)| {
        let date = site.calendar.time_zone.to_datetime(moment(*at)).date();
        (date, name_of(&register, agency))
    });
    Some(KnownChoice { corrected: corrected.collect(), name: known.name, phone: known.phone })
}

pub(super) async fn take_in(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    let sent = Sent::of(pairs);
    answered(&site, visitor, move |site, caller, shell| taken(site, caller, &sent, shell)).await
}

fn taken(site: &Site, caller: &Caller, sent: &Sent, shell: &Shell) -> Result<Shown, Problem> {
    let text = |field: &str| sent.one(field).unwrap_or_default().to_owned();
    let party = party(sent);
    let intake = Intake {
        item: text("item"),
        agency: text("agency"),
        party,
        known: sent.one("known").and_then(windows::Choice::from_word),
        materials: sent.all("materials").map(str::to_owned).collect(),
        form: text("form"),
    };
    if sent.one("scan").is_some() {
        return match windows::begin_draft(&site.platform, caller, &intake) {
            Ok(id) => Ok(Shown::Go(format!("/drafts/{}", segment(&id)))),
            Err(failure) => refused(site, caller, (sent, failure), shell),
        };
    }
    let taken = match windows::take_in(&site.platform, caller, &intake) {
        Ok(taken) => taken,
        Err(failure) => return refused(site, caller, (sent, failure), shell),
    };
    if let Some(number) = sent.one("ticket").and_then(|ticket| ticket.parse().ok()) {
        let case = [taken.jurisdiction.clone(), taken.case.clone()];
        // The case is open, whatever became of the ticket meanwhile.
        let _ = queue::tie(&site.platform, caller, number, case);
    }
    Ok(Shown::Go(receipt_address(&taken.jurisdiction, &taken.case)))
}

fn refused(
    site: &Site,
    caller: &Caller,
    (sent, failure): (&Sent, Failure),
    shell: &Shell,
) -> Result<Shown, Problem> {
    let (status, refusal) = told(failure, shell.language)?;
    let ticket = sent.one("ticket").unwrap_or_default().to_owned();
    let form = Some(form(site, caller, sent, (Some(refusal), shell.language))?);
    let page = IntakePage { ticket, form, ..IntakePage::default() };
    again(status, page.render(shell))
}

pub(super) fn receipt_address(place: &str, case: &str) -> String {
    format!("/desk/window/receipts/{}/{}", segment(place), segment(case))
}

pub(super) async fn receipt(
    State(site): State<Shared>,
    Path((place, case)): Path<(String, String)>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    let html = site.blocking(move |site| {
        let found = windows::taken_in(&site.platform, &caller, &place, &case);
        let found = found.map_err(|failure| Problem::of(failure, shell.language))?;
        let found = found.ok_or_else(|| Problem::status(StatusCode::NOT_FOUND))?;
        Ok::<_, Problem>(receipt_page(site, &found, host).render(&shell)?)
    });
    answer(&visitor, html.await.and_then(|html| html).map(|html| visitor.page(html)))
}

fn receipt_page(site: &Site, taken: &TakenIn, host: Option<String>) -> DocumentPage {
    let at = site.calendar.time_zone.to_datetime(moment(taken.at));
    let law = site.platform.law();
    let item = law.items.get(&*taken.item);
    let material = |id: &String| {
        let mut known = item.iter().flat_map(|item| &item.materials);
        let found = known.find(|known| known.id == *id).map(|known| known.name.clone());
        found.unwrap_or_else(|| Text { simplified: id.clone(), ..Text::default() })
    };
    let case = super::acting::case_address([&taken.jurisdiction, &taken.case]);
    DocumentPage {
        key: "document-submit",
        number: format!("{}-1", taken.case),
        agency: name_of(&site.platform.register(), &taken.agency),
        party: Some(taken.name.clone()),
        item: item_name(site, &taken.item),
        applied: Some(at.date()),
        at,
        outcome: None,
        reason: None,
        materials: taken.materials.iter().map(material).collect(),
        facts: vec![("case-number", taken.case.to_string())],
        limit: None,
        basis: None,
        remedies: Vec::new(),
        link: super::documents::link(&case, host),
        case,
        refusal: None,
    }
}
