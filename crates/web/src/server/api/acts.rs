//! Acts through the API.

use super::problem::{ApiProblem, ProblemDocument, words};
use crate::server::visitor::bearer;
use crate::server::{Shared, Site};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::case::decide::Command;
use domain::event::{ActKind, Actor, Body, Event, Source};
use jiff::Timestamp;
use operations::caller::Caller;
use operations::claimed_time;
use operations::desk::{Failure, OpenCase, ReportActs, Request, RequestKey, StepCase};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::time::Instant;
use tokio::sync::oneshot;
use utoipa::ToSchema;

static IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The longest key of a request that may be repeated.
const KEY: usize = 128;

/// Opens a case with its first act: an application, unless `act` names the act of an organ of its own motion.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct OpenRequest {
    /// Code of the item.
    item: Box<str>,
    /// The agency that is to handle it: its unified social credit code.
    agency: Box<str>,
    /// The applicant or party; left out by applicants who act for themselves.
    #[serde(default)]
    applicant: Option<Box<str>>,
    /// Materials handed in with an application.
    #[serde(default)]
    materials: Vec<String>,
    /// The first act, when it is no application: as in a step.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    act: Option<Command>,
}

/// An act as an agency's own system reports it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct ReportedAct {
    /// The kind of act: `submit`, `accept`, `complete`, `decide`, …
    #[schema(value_type = String)]
    kind: ActKind,
    /// The stage.
    #[serde(default)]
    stage: Option<String>,
    /// The outcome.
    #[serde(default)]
    outcome: Option<String>,
    /// When it is claimed to have happened.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    occurred_at: Option<Timestamp>,
    /// Who acted.
    #[serde(default)]
    #[schema(value_type = Object)]
    actor: Actor,
    /// What the act carries.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    body: Option<Box<Body>>,
}

/// What an agency's own system says was done in a case. It is believed, and judged.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct ReportRequest {
    /// Number of the case; left out to open one.
    #[serde(default)]
    case: Option<Box<str>>,
    /// Code of the item.
    item: Box<str>,
    /// The agency that reports.
    agency: Box<str>,
    /// The applicant or party.
    #[serde(default)]
    applicant: Option<Box<str>>,
    /// The acts, in order.
    acts: Vec<ReportedAct>,
}

/// A recorded act. It is durable, and in the log.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what operations write as JSON")]
pub(in crate::server) struct Recorded {
    /// Jurisdiction.
    jurisdiction: String,
    /// Number of the case.
    case: String,
    /// Number of the act in the case.
    n: u32,
    /// Index of its leaf in the log of the jurisdiction.
    leaf: u64,
    /// When it was recorded.
    #[schema(format = DateTime)]
    recorded_at: String,
    /// Where the case stands in its life.
    phase: String,
    /// The stages that are possible now.
    stages: Vec<String>,
    /// Last day of the nearest limit.
    #[schema(format = Date)]
    due: Option<String>,
}

/// Opens a case.
#[utoipa::path(post, path = "/api/v1/jurisdictions/{jurisdiction}/cases", tag = "acts", security(("token" = [])),
    params(("jurisdiction" = String, Path, description = "Code of the jurisdiction"), ("Idempotency-Key" = Option<String>, Header, description = "Repeating a request under its key does nothing twice")),
    request_body = OpenRequest,
    responses((status = 201, body = Recorded), (status = 400, body = ProblemDocument), (status = 401, body = ProblemDocument), (status = 403, body = ProblemDocument), (status = 404, body = ProblemDocument), (status = 409, description = "Refused, with rule and article", body = ProblemDocument), (status = 429, description = "More than one account may hand in", body = ProblemDocument), (status = 503, body = ProblemDocument)))]
pub(super) async fn open(
    State(site): State<Shared>,
    Path(jurisdiction): Path<Box<str>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = parse(&body).map(|open: OpenRequest| {
        let own = |caller: &Caller| match caller {
            Caller::Party { person } => Some((&**person).into()),
            _ => None,
        };
        let applicant = open.applicant;
        let command = open.act.unwrap_or(Command::Submit { materials: open.materials });
        move |caller: &Caller| {
            let applicant = applicant.or_else(|| own(caller));
            let (item, agency) = (open.item, open.agency);
            Request::Open(OpenCase { jurisdiction, item, agency, applicant, command })
        }
    });
    act(&site, &headers, (&body, "open"), request).await
}

/// Does one act in a case.
#[utoipa::path(post, path = "/api/v1/jurisdictions/{jurisdiction}/cases/{case}/steps", tag = "acts", security(("token" = [])),
    params(("jurisdiction" = String, Path, description = "Code of the jurisdiction"), ("case" = String, Path, description = "Number of the case"), ("Idempotency-Key" = Option<String>, Header, description = "Repeating a request under its key does nothing twice")),
    request_body(content = Object, description = "One act: `{\"act\": \"accept\"}`, `{\"act\": \"decide\", \"outcome\": \"granted\"}`, … as docs/reference/api.md lists them"),
    responses((status = 201, body = Recorded), (status = 400, body = ProblemDocument), (status = 401, body = ProblemDocument), (status = 403, body = ProblemDocument), (status = 404, body = ProblemDocument), (status = 409, description = "Refused, with rule and article", body = ProblemDocument), (status = 429, description = "More than one account may hand in", body = ProblemDocument), (status = 503, body = ProblemDocument)))]
pub(super) async fn step(
    State(site): State<Shared>,
    Path((jurisdiction, case_id)): Path<(Box<str>, Box<str>)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let place = [&*jurisdiction, "/", &*case_id].concat();
    let request = parse_command(&site, &headers, &body).map(|command| {
        move |_: &Caller| Request::Step(StepCase { jurisdiction, case_id, command })
    });
    act(&site, &headers, (&body, &place), request).await
}

/// Reports what was done in an agency's own system.
#[utoipa::path(post, path = "/api/v1/jurisdictions/{jurisdiction}/reports", tag = "acts", security(("token" = [])),
    params(("jurisdiction" = String, Path, description = "Code of the jurisdiction"), ("Idempotency-Key" = Option<String>, Header, description = "Repeating a request under its key does nothing twice")),
    request_body = ReportRequest,
    responses((status = 201, body = Recorded), (status = 400, body = ProblemDocument), (status = 401, body = ProblemDocument), (status = 403, body = ProblemDocument), (status = 404, body = ProblemDocument), (status = 409, description = "Refused, with rule and article", body = ProblemDocument), (status = 503, body = ProblemDocument)))]
pub(super) async fn report(
    State(site): State<Shared>,
    Path(jurisdiction): Path<Box<str>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = parse(&body).and_then(|report: ReportRequest| {
        if report.acts.is_empty() {
            return Err(ApiProblem::malformed(
                "`acts` is empty: there is nothing to report".to_owned(),
            ));
        }
        Ok(move |_: &Caller| {
            let events = report.acts.into_iter().map(event).collect();
            let (case_id, item, agency) = (report.case, report.item, report.agency);
            let applicant = report.applicant;
            Request::Report(ReportActs { jurisdiction, case_id, item, agency, applicant, events })
        })
    });
    act(&site, &headers, (&body, "report"), request).await
}

/// The event of a reported act; its number and recording time are given by the desk.
fn event(act: ReportedAct) -> Event {
    Event {
        stage: act.stage.as_deref().map(Into::into),
        outcome: act.outcome.as_deref().map(Into::into),
        occurred_at: act.occurred_at,
        actor: act.actor,
        body: act.body,
        ..Event::new(0, act.kind, Timestamp::UNIX_EPOCH, Source::Feed)
    }
}

/// Reads an act. An act without fields would let any pass: what was read is compared with what was sent.
fn parse_command(site: &Site, headers: &HeaderMap, body: &[u8]) -> Result<Command, ApiProblem> {
    let sent: serde_json::Value = parse(body)?;
    let claimed = claimed_time::FIELDS.iter().find_map(|field| sent.get(field));
    if let Some(claimed) = claimed {
        let claimed = claimed.as_str().map_or_else(|| claimed.to_string(), str::to_owned);
        let refusal = claimed_time::refusal(&site.platform, &claimed);
        let failure = Failure::Refused(Box::new(refusal));
        return Err(ApiProblem::of(failure, words(site, headers)));
    }
    let command: Command = parse(body)?;
    let known = serde_json::to_value(&command).unwrap_or_default();
    let unknown = sent.as_object().into_iter().flatten().find(|(key, _)| known.get(key).is_none());
    match unknown {
        Some((key, _)) => Err(ApiProblem::malformed(format!("unknown field `{key}`"))),
        None => Ok(command),
    }
}

fn parse<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, ApiProblem> {
    serde_json::from_slice(body).map_err(|error| ApiProblem::malformed(error.to_string()))
}

/// Hands an act to the writer and words its answer.
async fn act(
    site: &Shared,
    headers: &HeaderMap,
    (body, place): (&[u8], &str),
    request: Result<impl FnOnce(&Caller) -> Request, ApiProblem>,
) -> Response {
    let begun = Instant::now();
    let outcome = match accepted(site, headers, (body, place), request) {
        Ok((caller, request, key)) => recorded(site, caller, (request, key), headers).await,
        Err(problem) => Err(problem),
    };
    let (response, label) = match outcome {
        Ok(response) => (response, "recorded"),
        Err(problem) => {
            let label = if problem.is_refusal() { "refused" } else { "failed" };
            (problem.into_response(), label)
        }
    };
    site.metrics.act_seconds.observe(begun.elapsed().as_secs_f64());
    site.metrics.answers.get_or_create(&[("outcome", label)]).inc();
    response
}

type Accepted = (Caller, Request, Option<RequestKey>);

fn accepted(
    site: &Site,
    headers: &HeaderMap,
    (body, place): (&[u8], &str),
    request: Result<impl FnOnce(&Caller) -> Request, ApiProblem>,
) -> Result<Accepted, ApiProblem> {
    let caller = bearer(headers).and_then(|token| site.caller_of_token(token));
    let caller = caller.ok_or_else(|| ApiProblem::unknown_caller(site, headers))?;
    let key = match headers.get(&IDEMPOTENCY_KEY) {
        None => None,
        Some(key) => Some(request_key(key, headers, (body, place))?),
    };
    let request = request?(&caller);
    Ok((caller, request, key))
}

fn request_key(
    key: &HeaderValue,
    headers: &HeaderMap,
    (body, place): (&[u8], &str),
) -> Result<RequestKey, ApiProblem> {
    let fits = |key: &&str| !key.is_empty() && key.len() <= KEY;
    let Some(key) = key.to_str().ok().filter(fits) else {
        let detail = format!("`Idempotency-Key` must be 1 to {KEY} visible characters");
        return Err(ApiProblem::malformed(detail));
    };
    // The same key of another caller is another request.
    let token = bearer(headers).unwrap_or_default();
    let hash = Sha256::new()
        .chain_update(token)
        .chain_update([0])
        .chain_update(place)
        .chain_update([0])
        .chain_update(body);
    Ok(RequestKey { key: key.into(), hash: hash.finalize().into() })
}

async fn recorded(
    site: &Shared,
    caller: Caller,
    (request, key): (Request, Option<RequestKey>),
    headers: &HeaderMap,
) -> Result<Response, ApiProblem> {
    let (sender, receiver) = oneshot::channel();
    let reply = move |outcome| {
        // The client may have gone; the act stands.
        let _ = sender.send(outcome);
    };
    site.platform.submit(caller, request, key, Box::new(reply));
    let outcome = receiver.await.unwrap_or_else(|_| Err(Failure::Stopped("no answer".to_owned())));
    let answer = outcome.map_err(|failure| ApiProblem::of(failure, words(site, headers)))?;
    let json = HeaderValue::from_static("application/json");
    let mut response =
        (StatusCode::CREATED, [(header::CONTENT_TYPE, json)], String::from(answer.text))
            .into_response();
    if answer.repeated {
        let replayed = HeaderName::from_static("idempotency-replayed");
        response.headers_mut().insert(replayed, HeaderValue::from_static("true"));
    }
    Ok(response)
}
