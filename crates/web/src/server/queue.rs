//! The queue of a service centre, for who waits.

use super::problems::{Problem, answer};
use super::shown::{answered, rendered};
use super::views::name_of;
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::queue::{CalledNumber, OwnTicket, QueuePage, QueuesPage};
use crate::pages::segment;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::text::Language;
use operations::caller::Caller;
use operations::desk::Failure;
use operations::queue::{Queue, Ticket, TicketState};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Called numbers on the page.
const SHOWN: usize = 8;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    number: Option<u32>,
}

/// The address of the queue of an agency.
pub(super) fn queue_address(agency: &str) -> String {
    format!("/queue/{}", segment(agency))
}

pub(super) async fn queues(State(site): State<Shared>, visitor: Visitor) -> Response {
    let register = site.platform.register();
    let mut places: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for agency in register.agencies() {
        let mut posts = register.posts_of(&agency.id);
        if posts.any(|post| post.roles.iter().any(|role| &**role == "window")) {
            let row = (agency.name.clone(), queue_address(&agency.id));
            places.entry(&agency.jurisdiction).or_default().push(row);
        }
    }
    let place = |(code, agencies): (&str, Vec<_>)| {
        let name = register.jurisdiction(code).map(|place| place.name.clone());
        (name.unwrap_or_default(), agencies)
    };
    let page = QueuesPage { places: places.into_iter().map(place).collect() };
    let html = page.render(&visitor.shell).map_err(Problem::from);
    answer(&visitor, html.map(|html| visitor.page(html)))
}

pub(super) async fn queue(
    State(site): State<Shared>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    shown(site, visitor, (agency, asked.number), false, None).await
}

pub(super) async fn board(
    State(site): State<Shared>,
    Path(agency): Path<String>,
    visitor: Visitor,
) -> Response {
    shown(site, visitor, (agency, None), true, None).await
}

async fn shown(
    site: Shared,
    visitor: Visitor,
    (agency, number): (String, Option<u32>),
    on_wall: bool,
    problem: Option<String>,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let page = page(site, caller, &agency, (number, shell.language))?;
        rendered(QueuePage { on_wall, problem, ..page }.render(shell))
    })
    .await
}

fn page(
    site: &Site,
    caller: &Caller,
    agency: &str,
    (number, language): (Option<u32>, Language),
) -> Result<QueuePage, Problem> {
    let queue = operations::queue::today(&site.platform, caller, agency);
    let queue = queue.map_err(|failure| Problem::of(failure, language))?;
    let called = |ticket: &&Ticket| CalledNumber {
        number: ticket.called(),
        counter: ticket.counter.to_string(),
        serving: ticket.state == TicketState::Serving,
    };
    let own = number.and_then(|number| own(&queue, number));
    Ok(QueuePage {
        agency: name_of(&site.platform.register(), agency),
        address: queue_address(agency),
        called: queue.called().iter().take(SHOWN).map(called).collect(),
        waiting: queue.waiting(),
        median_wait: queue.median_wait(),
        own,
        on_wall: false,
        problem: None,
    })
}

fn own(queue: &Queue, number: u32) -> Option<OwnTicket> {
    let ticket = queue.tickets.iter().find(|ticket| ticket.number == number)?;
    Some(OwnTicket {
        number: ticket.called(),
        state: ticket.state.word(),
        before: queue.before(number),
        counter: ticket.counter.to_string(),
    })
}

pub(super) async fn take(
    State(site): State<Shared>,
    Path(agency): Path<String>,
    visitor: Visitor,
) -> Response {
    let (caller, from) = (visitor.caller.clone(), visitor.from.clone());
    let wanted = agency.clone();
    let taken = site.blocking(move |site| site.people.take_ticket(&caller, &wanted, &from)).await;
    match taken {
        Ok(Ok(number)) => {
            Redirect::to(&format!("{}?number={number}", queue_address(&agency))).into_response()
        }
        Ok(Err(Failure::Invalid(text))) => {
            let problem = text.in_language(visitor.language()).to_owned();
            shown(site, visitor, (agency, None), false, Some(problem)).await
        }
        Ok(Err(failure)) => {
            let language = visitor.language();
            Problem::of(failure, language).page(&visitor)
        }
        Err(problem) => problem.page(&visitor),
    }
}
