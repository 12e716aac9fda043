//! Problems of the API: RFC 9457, with the rule, the law and the article where there are any.

use crate::server::visitor::bearer;
use crate::server::{Site, faults};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::basis::Basis;
use domain::case::refusal::clauses::{Clauses, FORBIDDEN};
use domain::text::Language;
use operations::desk::Failure;
use serde::Serialize;
use utoipa::ToSchema;

/// A problem (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(in crate::server) struct ProblemDocument {
    /// What kind of problem, as a stable word of this API.
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// The kind in a few words.
    pub(super) title: String,
    /// The status of the answer.
    pub(super) status: u16,
    /// What happened here, and what to do.
    pub(super) detail: String,
    /// The rule by which an act is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule: Option<String>,
    /// Law and article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) article: Option<String>,
}

/// A problem on its way to the client, and after how many seconds to try again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ApiProblem(Box<ProblemDocument>, Option<i64>);

impl ApiProblem {
    pub(super) fn new(status: StatusCode, kind: &str, title: &str, detail: String) -> Self {
        let document = Box::new(ProblemDocument {
            kind: format!("urn:yangguang:problem:{kind}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail,
            rule: None,
            article: None,
        });
        Self(document, None)
    }

    /// Whether the law refuses the act.
    pub(super) fn is_refusal(&self) -> bool {
        self.0.status == StatusCode::CONFLICT.as_u16()
    }

    /// The body of a request that is not what the API takes.
    pub(super) fn malformed(detail: String) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", "The request is malformed", detail)
    }

    /// Nobody is known by the token.
    pub(super) fn unauthorized() -> Self {
        let detail =
            "Send `Authorization: Bearer <token>` with a token made by `yangguang token create`.";
        let title = "No valid token";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", title, detail.to_owned())
    }

    /// Nobody acts by the token of a request: its post is held by nobody, or it is no token.
    pub(super) fn unknown_caller(site: &Site, headers: &HeaderMap) -> Self {
        match bearer(headers).and_then(|token| site.refusal_of_token(token)) {
            Some(refusal) => Self::of(Failure::Refused(Box::new(refusal)), words(site, headers)),
            None => Self::unauthorized(),
        }
    }

    /// What cannot be shown, by a fault of the system.
    pub(super) fn internal(error: &dyn std::fmt::Display) -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, "internal", "It cannot be shown", fault(error))
    }

    /// There is no such thing.
    pub(super) fn missing(what: &str, name: &str) -> Self {
        let detail = format!("There is no {what} `{name}` here.");
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail)
    }

    /// What the desk did not record.
    pub(super) fn of(failure: Failure, (language, clauses): (Language, &Clauses)) -> Self {
        let unavailable = StatusCode::SERVICE_UNAVAILABLE;
        match failure {
            Failure::Refused(refusal) => {
                let detail = refusal.message.in_language(language).to_owned();
                let title = "The law does not allow this act now";
                let mut problem = Self::new(StatusCode::CONFLICT, "refused", title, detail);
                problem.0.rule = Some(refusal.rule.word().to_owned());
                problem.0.article = refusal.basis.as_ref().map(|basis| basis.citation());
                problem
            }
            Failure::Forbidden(forbidden) => {
                let detail = forbidden.message().in_language(language).to_owned();
                let title = "Not open to this caller";
                let mut problem = Self::new(StatusCode::FORBIDDEN, "forbidden", title, detail);
                problem.0.article = clauses.basis(FORBIDDEN).map(Basis::citation);
                problem
            }
            Failure::Invalid(message) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                "It cannot be kept as it is",
                message.in_language(language).to_owned(),
            ),
            Failure::Exceeded(exceeded) => {
                let status = StatusCode::TOO_MANY_REQUESTS;
                let detail = exceeded.message.in_language(language).to_owned();
                let title = "More than one account may have or do";
                Self { 1: exceeded.wait, ..Self::new(status, "exceeded", title, detail) }
            }
            Failure::Unknown(what, name) => Self::missing(what, &name),
            Failure::KeyReused => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "key-reused",
                "The idempotency key was used for another request",
                "Use a new `Idempotency-Key` for a new request.".to_owned(),
            ),
            Failure::Clock(message) => {
                Self::new(unavailable, "clock", "The clock is not to be trusted", message)
            }
            Failure::Damaged(message) => {
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                Self::new(status, "damaged", "What is stored does not fit together", message)
            }
            Failure::Busy => {
                let detail = "Too much is waiting: send it again in a moment.".to_owned();
                Self::new(unavailable, "busy", "Busy", detail)
            }
            Failure::Stopped(message) => {
                let title = "Nothing is recorded at present";
                Self::new(unavailable, "stopped", title, fault(&message))
            }
        }
    }
}

/// What a program is told of a fault of the system.
fn fault(error: &dyn std::fmt::Display) -> String {
    format!("The operator finds it as fault {}.", faults::noted(error))
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let text = serde_json::to_string(&self.0).unwrap_or_default();
        let mut response = (status, text).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        if let Some(seconds) = self.1 {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// The language in which the client reads problems, and the clauses behind them.
pub(super) fn words<'s>(site: &'s Site, headers: &HeaderMap) -> (Language, &'s Clauses) {
    (language(headers), &site.platform.law().clauses)
}

/// The language in which the client reads problems.
pub(super) fn language(headers: &HeaderMap) -> Language {
    crate::server::visitor::language_of(headers)
}
