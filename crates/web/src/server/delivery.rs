//! The unified delivery window.

use super::account::local;
use super::acting::{Sent, case_address, told};
use super::problems::Problem;
use super::shown::{Shown, again, answered, rendered};
use super::tasks::{days, item_name};
use super::views::name_of;
use super::visitor::Visitor;
use super::worn::as_made;
use super::{Shared, Site};
use crate::pages::Shell;
use crate::pages::acting::Refused;
use crate::pages::delivery::{DeliveryLine, DeliveryPage, RefundLine, WantedWay};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::text::{Language, Text};
use operations::caller::Caller;
use operations::delivery::{HandOut, Waiting, hand_out, waiting};
use operations::desk::date_of;
use operations::drafts::Delivery;
use operations::payments::{ToRefund, record_refund, to_refund};
use operations::tasks::NEVER;

/// Results on the page.
const SHOWN: u32 = 50;

type Pairs = Vec<(String, String)>;

pub(super) async fn list(
    State(site): State<Shared>,
    Query(pairs): Query<Pairs>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let number = Sent::of(pairs).one("number").unwrap_or_default().to_ascii_uppercase();
        rendered(page(site, caller, number, None)?.render(shell))
    })
    .await
}

fn page(
    site: &Site,
    caller: &Caller,
    number: String,
    refused: Option<&(String, Refused)>,
) -> Result<DeliveryPage, Problem> {
    let found = waiting(&site.platform, caller, (&number, days(site)), SHOWN)?;
    let agency = match caller {
        Caller::Official { agency, .. } => name_of(&site.platform.register(), agency),
        _ => Text::default(),
    };
    let row = |waiting: &Waiting| {
        let line = line(site, waiting);
        let refusal = refused.filter(|(value, _)| is_of(value, waiting));
        DeliveryLine { refusal: refusal.map(|(_, refusal)| refusal.clone()), ..line }
    };
    let refunds = to_refund(&site.platform, caller, SHOWN);
    let refunds = refunds.map_err(|failure| Problem::of(failure, Language::default()))?;
    let refunds = refunds.iter().map(|waits| refund_line(site, waits)).collect();
    Ok(DeliveryPage { agency, number, rows: found.iter().map(row).collect(), refunds })
}

fn refund_line(site: &Site, waits: &ToRefund) -> RefundLine {
    RefundLine {
        value: waits.key(),
        case: (waits.case.to_string(), case_address([&waits.jurisdiction, &waits.case])),
        item: item_name(site, &waits.item),
        payment: waits.payment.to_string(),
        amount_fen: waits.amount_fen,
        since: local(site, waits.since).date(),
        typed: String::new(),
        refusal: None,
    }
}

/// Puts a refund on file; what was typed stays where it was not.
fn refunded(site: &Site, caller: &Caller, sent: &Sent, shell: &Shell) -> Result<Shown, Problem> {
    let value = sent.one("refund").unwrap_or_default();
    let typed = sent.one("number").unwrap_or_default();
    let done =
        as_made(shell, sent).and_then(|()| record_refund(&site.platform, caller, value, typed));
    let Err(failure) = done else {
        return Ok(Shown::Go("/desk/delivery".to_owned()));
    };
    let (status, refusal) = told(failure, shell.language)?;
    let mut page = page(site, caller, String::new(), None)?;
    if let Some(row) = page.refunds.iter_mut().find(|row| row.value == value) {
        (row.typed, row.refusal) = (typed.to_owned(), Some(refusal));
    }
    again(status, page.render(shell))
}

fn is_of(value: &str, waiting: &Waiting) -> bool {
    value.starts_with(&format!("{}/{}/", waiting.task.jurisdiction, waiting.task.case_id))
}

fn line(site: &Site, waiting: &Waiting) -> DeliveryLine {
    let task = &waiting.task;
    let due = Some(task.due_day).filter(|day| *day < NEVER);
    let outcome = waiting.outcome.as_deref().and_then(|id| {
        let law = site.platform.law();
        let procedure = law.procedures.get(&law.items.get(&*task.item)?.procedure)?;
        let mut outcomes = procedure.stages.iter().flat_map(|stage| &stage.outcomes);
        outcomes.find(|outcome| *outcome.id == *id).map(|outcome| outcome.name.clone())
    });
    DeliveryLine {
        value: format!("{}/{}/{}", task.jurisdiction, task.case_id, waiting.acts),
        case: (task.case_id.to_string(), case_address([&task.jurisdiction, &task.case_id])),
        item: item_name(site, &task.item),
        number: waiting.number.as_deref().map(str::to_owned),
        outcome,
        due: due.and_then(date_of),
        late: due.is_some_and(|day| day < days(site).today),
        wanted: match &waiting.wanted {
            Delivery::PickUp => WantedWay::PickUp,
            Delivery::Post { recipient, address, phone } => {
                WantedWay::Post([&**recipient, address, phone].join(" "))
            }
            Delivery::Electronic => WantedWay::Electronic,
        },
        has_code: waiting.has_code,
        refusal: None,
    }
}

pub(super) async fn act(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    let sent = Sent::of(pairs);
    answered(&site, visitor, move |site, caller, shell| match sent.one("refund") {
        Some(_) => refunded(site, caller, &sent, shell),
        None => handed_out(site, caller, &sent, shell),
    })
    .await
}

fn handed_out(site: &Site, caller: &Caller, sent: &Sent, shell: &Shell) -> Result<Shown, Problem> {
    let wrong = || Problem::status(StatusCode::BAD_REQUEST);
    let value = sent.one("case").ok_or_else(wrong)?;
    let mut parts = value.splitn(3, '/');
    let (Some(place), Some(case), Some(acts)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(wrong());
    };
    let acts = acts.parse().map_err(|_| wrong())?;
    let text = |field: &str| sent.one(field).unwrap_or_default().to_owned();
    let way = match sent.one("way") {
        Some("pick-up") => HandOut::PickUp { code: text("code"), receiver: text("receiver") },
        Some("post") => HandOut::Post { number: text("consignment"), code: text("code") },
        Some("electronic") => HandOut::Electronic { code: text("code") },
        _ => return Err(wrong()),
    };
    let done = as_made(shell, sent)
        .and_then(|()| hand_out(&site.platform, caller, ([place, case], acts), &way));
    match done {
        Ok(()) => Ok(Shown::Go("/desk/delivery".to_owned())),
        Err(failure) => {
            let (status, refusal) = told(failure, shell.language)?;
            let refused = Some((value.to_owned(), refusal));
            let page = page(site, caller, case.to_owned(), refused.as_ref())?;
            again(status, page.render(shell))
        }
    }
}
