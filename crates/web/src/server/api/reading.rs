//! What is known, through the API.

use super::problem::{ApiProblem, ProblemDocument, language, words};
use crate::server::Shared;
use crate::server::visitor::{administrator, bearer};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::text::Language;
use operations::caller::Caller;
use operations::cards::{Filter, list};
use operations::cases::show::{ShowError, ShownCase, moment, show};
use operations::desk::{Failure, date_of};
use operations::items::{Search, search};
use serde::Deserialize;
use serde_json::{Value, json};

/// Cards or items in one answer at most.
const LENGTH: u32 = 200;

/// Who asks, by the token. An administrator who has signed in is no stranger here either, and reads no case.
async fn caller(site: &Shared, headers: &HeaderMap) -> Caller {
    if let Some(known) = bearer(headers).and_then(|token| site.caller_of_token(token)) {
        return known;
    }
    administrator(site, headers).await.unwrap_or(Caller::Anyone)
}

/// A case: where it stands, its limits each with the reason of its date, its proof.
#[utoipa::path(get, path = "/api/v1/jurisdictions/{jurisdiction}/cases/{case}", tag = "reading",
    params(("jurisdiction" = String, Path, description = "Code of the jurisdiction"), ("case" = String, Path, description = "Number of the case")),
    responses((status = 200, body = Object), (status = 404, body = ProblemDocument)))]
pub(super) async fn case(
    State(site): State<Shared>,
    Path((jurisdiction, case_id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let language = language(&headers);
    shown(&site, (jurisdiction, case_id), headers, move |shown| case_json(shown, language)).await
}

/// The acts of a case, with persons and contents only for those whom the case concerns.
#[utoipa::path(get, path = "/api/v1/jurisdictions/{jurisdiction}/cases/{case}/events", tag = "reading",
    params(("jurisdiction" = String, Path, description = "Code of the jurisdiction"), ("case" = String, Path, description = "Number of the case")),
    responses((status = 200, body = Vec<Object>), (status = 404, body = ProblemDocument)))]
pub(super) async fn events(
    State(site): State<Shared>,
    Path((jurisdiction, case_id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    shown(&site, (jurisdiction, case_id), headers, events_json).await
}

async fn shown(
    site: &Shared,
    (jurisdiction, case_id): (String, String),
    headers: HeaderMap,
    json: impl FnOnce(&ShownCase) -> Value + Send + 'static,
) -> Response {
    let caller = caller(site, &headers).await;
    let number = case_id.clone();
    let found = site
        .blocking(move |site| {
            let shown = show(&site.platform, &caller, &jurisdiction, &case_id)?;
            Ok::<_, ShowError>(shown.map(|shown| json(&shown)))
        })
        .await;
    match found {
        Ok(Ok(Some(json))) => Json(json).into_response(),
        Ok(Ok(None)) => ApiProblem::missing("case", &number).into_response(),
        Ok(Err(ShowError::Forbidden(forbidden))) => {
            let failure = Failure::Forbidden(forbidden);
            ApiProblem::of(failure, words(site, &headers)).into_response()
        }
        Ok(Err(error)) => failed(&error),
        Err(problem) => problem.into_response(),
    }
}

fn failed(error: &dyn std::fmt::Display) -> Response {
    ApiProblem::internal(error).into_response()
}

fn case_json(shown: &ShownCase, language: Language) -> Value {
    let head = &shown.head;
    let limits = shown.limits.iter().map(|limit| {
        json!({
            "limit": limit.rule.id,
            "name": limit.rule.name,
            "basis": limit.rule.basis,
            "last_day": limit.due.last_day,
            "provisional": limit.due.provisional,
            "met_at": limit.stopped_at,
            "why": limit.explanation.in_language(language),
            "steps": limit.explanation.steps,
        })
    });
    let stages = shown.current.iter().filter_map(|stage| shown.procedure.stage(*stage));
    let cards = shown.cards.iter().filter(|card| card.level > 0).map(|card| card.card_id.clone());
    json!({
        "jurisdiction": head.jurisdiction,
        "case": head.case_id,
        "item": head.item,
        "procedure": head.procedure,
        "law": head.law,
        "agency": head.agency,
        "phase": head.phase,
        "n": head.n,
        "opened_at": moment(head.opened_at),
        "closed_at": head.closed_at.map(moment),
        "stages": stages.map(|stage| stage.id.clone()).collect::<Vec<_>>(),
        "limits": limits.collect::<Vec<_>>(),
        "cards": cards.collect::<Vec<_>>(),
        "proof": shown.proof.as_ref().map(|(leaf, checkpoint)| json!({
            "leaf": leaf.leaf,
            "bytes": leaf.bytes,
            "hash": operations::desk::hex(&leaf.hash),
            "checkpoint": checkpoint.as_ref().map(|known| known.note.clone()),
        })),
    })
}

fn events_json(shown: &ShownCase) -> Value {
    let events = shown.acts.iter().map(|act| {
        let event = &act.event;
        let mut seen = json!({
            "n": event.n,
            "kind": event.kind,
            "stage": act.stage.and_then(|s| shown.procedure.stage(s)).map(|s| s.id.clone()),
            "outcome": event.outcome,
            "recorded_at": event.recorded_at,
            "occurred_at": event.occurred_at,
            "source": event.source,
            "agency": event.actor.agency,
            "leaf": act.leaf,
        });
        if shown.with_persons
            && let Some(seen) = seen.as_object_mut()
        {
            seen.insert("actor".to_owned(), json!(event.actor));
            seen.insert("body".to_owned(), json!(event.body));
        }
        seen
    });
    events.collect()
}

/// What narrows a list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Narrowed {
    #[serde(default)]
    jurisdiction: String,
    #[serde(default)]
    agency: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    level: Option<u32>,
    #[serde(default)]
    skip: u32,
    #[serde(default)]
    q: String,
}

/// Cards, the newest first.
#[utoipa::path(get, path = "/api/v1/cards", tag = "reading",
    params(("jurisdiction" = Option<String>, Query, description = "Only there"), ("agency" = Option<String>, Query, description = "Only of this agency"), ("state" = Option<String>, Query, description = "Only in this state"), ("level" = Option<u32>, Query, description = "Only of this level, 0 to 3"), ("skip" = Option<u32>, Query, description = "Cards to leave out at the beginning")),
    responses((status = 200, body = Object)))]
pub(super) async fn cards(
    State(site): State<Shared>,
    Query(narrowed): Query<Narrowed>,
) -> Response {
    let filter = Filter {
        jurisdiction: narrowed.jurisdiction,
        agency: narrowed.agency,
        state: narrowed.state,
        level: narrowed.level,
        least_level: 0,
        skip: narrowed.skip,
    };
    match site.blocking(move |site| list(&site.platform, &filter, LENGTH)).await {
        Ok(Ok((cards, more))) => {
            let cards: Vec<Value> = cards.iter().map(card_json).collect();
            Json(json!({ "cards": cards, "more": more })).into_response()
        }
        Ok(Err(error)) => failed(&error),
        Err(problem) => problem.into_response(),
    }
}

fn card_json(card: &operations::cards::CardRow) -> Value {
    let document: Option<Value> = serde_json::from_str(&card.document).ok();
    json!({
        "jurisdiction": card.jurisdiction,
        "card": card.card_id,
        "case": card.case_id,
        "n": card.n,
        "rule": card.rule,
        "level": card.level,
        "state": card.state,
        "agency": card.agency,
        "supervisor": card.supervisor,
        "issued_at": moment(card.issued_at),
        "changed_at": moment(card.changed_at),
        "answer_due": card.answer_due.and_then(date_of),
        "escalations": card.escalations,
        "says": document,
    })
}

/// Items, found by words.
#[utoipa::path(get, path = "/api/v1/items", tag = "reading",
    params(("q" = Option<String>, Query, description = "Words"), ("jurisdiction" = Option<String>, Query, description = "Only what is handled there")),
    responses((status = 200, body = Vec<Object>)))]
pub(super) async fn items(
    State(site): State<Shared>,
    Query(narrowed): Query<Narrowed>,
) -> Response {
    let jurisdiction = Some(narrowed.jurisdiction).filter(|place| !place.is_empty());
    let wanted =
        Search { words: narrowed.q, jurisdiction, standing_only: true, ..Search::default() };
    match site.blocking(move |site| search(&site.platform, &wanted)).await {
        Ok(Ok(found)) => {
            let hits = found.hits.iter().take(LENGTH as usize);
            Json(hits.map(|hit| &*hit.item).collect::<Vec<_>>()).into_response()
        }
        Ok(Err(error)) => failed(&error),
        Err(problem) => problem.into_response(),
    }
}

/// The newest signed checkpoint of the log of a jurisdiction, as text.
#[utoipa::path(get, path = "/api/v1/jurisdictions/{jurisdiction}/checkpoint", tag = "reading",
    params(("jurisdiction" = String, Path, description = "Code of the jurisdiction")),
    responses((status = 200, body = String, content_type = "text/plain"), (status = 404, body = ProblemDocument)))]
pub(super) async fn checkpoint(
    State(site): State<Shared>,
    Path(jurisdiction): Path<String>,
) -> Response {
    let place = jurisdiction.clone();
    let found = site.blocking(move |site| operations::verify::newest(&site.platform, &place)).await;
    match found {
        Ok(Ok(Some(note))) => note.into_response(),
        Ok(Ok(None)) => ApiProblem::missing("checkpoint of", &jurisdiction).into_response(),
        Ok(Err(error)) => failed(&error),
        Err(problem) => problem.into_response(),
    }
}
