//! Problems: what went wrong, in words for people, with the status that programs understand.

use super::faults;
use super::visitor::Visitor;
use crate::pages::problem::ProblemPage;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::basis::Basis;
use domain::case::refusal::Refusal;
use domain::case::refusal::clauses::FORBIDDEN;
use domain::text::Language;
use operations::caller::Forbidden;
use operations::cases::show::{ShowError, StoreError};
use operations::desk::Failure;
use std::fmt::Display;

/// Something that cannot be shown.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    detail: Option<String>,
    /// Law and article.
    article: Option<String>,
    /// After so many seconds it is possible again.
    retry: Option<i64>,
    /// What is not open to the visitor; worded when it is known who that is.
    forbidden: Option<Forbidden>,
    /// Number of a fault in the program's output.
    fault: Option<String>,
}

impl Problem {
    pub(super) fn status(status: StatusCode) -> Self {
        Self { status, detail: None, article: None, retry: None, forbidden: None, fault: None }
    }

    /// With what happened and what to do, in words.
    pub(super) fn told(status: StatusCode, detail: String) -> Self {
        Self { detail: Some(detail), ..Self::status(status) }
    }

    /// A fault of the system, of which people are told the number only.
    pub(super) fn internal(error: &dyn Display) -> Self {
        Self::fault(StatusCode::INTERNAL_SERVER_ERROR, error)
    }

    fn fault(status: StatusCode, error: &dyn Display) -> Self {
        Self { fault: Some(faults::noted(error)), ..Self::status(status) }
    }

    /// What the law refuses, with rule and article.
    pub(super) fn refused(refusal: &Refusal, language: Language) -> Self {
        Self {
            article: refusal.basis.as_deref().map(Basis::citation),
            ..Self::told(StatusCode::CONFLICT, refusal.message.in_language(language).to_owned())
        }
    }

    /// What the desk did not record.
    pub(super) fn of(failure: Failure, language: Language) -> Self {
        let unavailable = StatusCode::SERVICE_UNAVAILABLE;
        match failure {
            Failure::Forbidden(forbidden) => forbidden.into(),
            Failure::Refused(refusal) => Self::refused(&refusal, language),
            Failure::Invalid(message) => Self::told(
                StatusCode::UNPROCESSABLE_ENTITY,
                message.in_language(language).to_owned(),
            ),
            Failure::Exceeded(exceeded) => Self {
                retry: exceeded.wait,
                ..Self::told(
                    StatusCode::TOO_MANY_REQUESTS,
                    exceeded.message.in_language(language).to_owned(),
                )
            },
            Failure::Unknown(..) => Self::status(StatusCode::NOT_FOUND),
            Failure::KeyReused => Self::status(StatusCode::CONFLICT),
            Failure::Clock(message) => Self::told(unavailable, message),
            Failure::Stopped(message) => Self::fault(unavailable, &message),
            Failure::Damaged(message) => Self::internal(&message),
            Failure::Busy => Self::status(unavailable),
        }
    }

    /// The page of the problem, in the language of the visitor.
    pub(super) fn page(self, visitor: &Visitor) -> Response {
        let (mut detail, mut article) = (self.detail, self.article);
        if let Some(forbidden) = self.forbidden {
            detail = Some(forbidden.explanation().in_language(visitor.language()).to_owned());
            article = visitor.clauses.basis(FORBIDDEN).map(Basis::citation);
        }
        let page = ProblemPage {
            status: self.status.as_u16(),
            detail,
            article,
            remedy: None,
            back: None,
            reference: self.fault,
        };
        match page.render(&visitor.shell) {
            Ok(html) => {
                let mut response = (self.status, visitor.page(html)).into_response();
                if let Some(seconds) = self.retry {
                    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
                }
                response
            }
            Err(_) => self.status.into_response(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status, self.detail.unwrap_or_default()).into_response()
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::internal(&error)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::fault(StatusCode::SERVICE_UNAVAILABLE, &error)
    }
}

/// A caller who may not is told why, and by which article.
impl From<Forbidden> for Problem {
    fn from(forbidden: Forbidden) -> Self {
        Self { forbidden: Some(forbidden), ..Self::status(StatusCode::FORBIDDEN) }
    }
}

impl From<ShowError> for Problem {
    fn from(error: ShowError) -> Self {
        match error {
            ShowError::Store(error) => error.into(),
            ShowError::Forbidden(forbidden) => forbidden.into(),
            damaged @ ShowError::Damaged(_) => Self::internal(&damaged),
        }
    }
}

pub(super) async fn not_found(visitor: Visitor) -> Response {
    if visitor.shell.path.starts_with("/api/") {
        return super::api::not_found();
    }
    Problem::status(StatusCode::NOT_FOUND).page(&visitor)
}

/// Words a page with a form for a visitor; when the form says that something is wrong, so does the status.
pub(super) fn answer_form(
    visitor: &Visitor,
    html: Result<String, Problem>,
    is_wrong: bool,
) -> Response {
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer(visitor, html.map(|html| (status, visitor.page(html)).into_response()))
}

/// Words the outcome of a handler for a visitor.
pub(super) fn answer(visitor: &Visitor, outcome: Result<Response, Problem>) -> Response {
    outcome.unwrap_or_else(|problem| problem.page(visitor))
}
