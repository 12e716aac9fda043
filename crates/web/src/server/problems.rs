//! Problems: what went wrong, in words for people, with the status that programs understand.

use super::visitor::Visitor;
use crate::pages::problem::ProblemPage;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
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
}

impl Problem {
    pub(super) fn status(status: StatusCode) -> Self {
        Self { status, detail: None }
    }

    /// With what happened and what to do, in words.
    pub(super) fn told(status: StatusCode, detail: String) -> Self {
        Self { status, detail: Some(detail) }
    }

    pub(super) fn internal(error: &dyn Display) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, detail: Some(error.to_string()) }
    }

    /// What the desk did not record.
    pub(super) fn of(failure: Failure, language: Language) -> Self {
        let unavailable = StatusCode::SERVICE_UNAVAILABLE;
        match failure {
            Failure::Forbidden(forbidden) => Self::forbidden(&forbidden, language),
            Failure::Refused(refusal) => Self {
                status: StatusCode::CONFLICT,
                detail: Some(refusal.message.in_language(language).to_owned()),
            },
            Failure::Invalid(message) => Self {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                detail: Some(message.in_language(language).to_owned()),
            },
            Failure::Unknown(..) => Self::status(StatusCode::NOT_FOUND),
            Failure::KeyReused => Self::status(StatusCode::CONFLICT),
            Failure::Clock(message) | Failure::Stopped(message) => {
                Self { status: unavailable, detail: Some(message) }
            }
            Failure::Damaged(message) => Self::internal(&message),
            Failure::Busy => Self::status(unavailable),
        }
    }

    /// A caller who may not, told why.
    pub(super) fn forbidden(forbidden: &Forbidden, language: Language) -> Self {
        let detail = forbidden.explanation().in_language(language).to_owned();
        Self { status: StatusCode::FORBIDDEN, detail: Some(detail) }
    }

    /// The page of the problem, in the language of the visitor.
    pub(super) fn page(self, visitor: &Visitor) -> Response {
        let page = ProblemPage {
            status: self.status.as_u16(),
            detail: self.detail,
            article: None,
            remedy: None,
            back: None,
            reference: None,
        };
        match page.render(&visitor.shell) {
            Ok(html) => (self.status, visitor.page(html)).into_response(),
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
        Self { status: StatusCode::SERVICE_UNAVAILABLE, detail: Some(error.to_string()) }
    }
}

impl From<ShowError> for Problem {
    fn from(error: ShowError) -> Self {
        match error {
            ShowError::Store(error) => error.into(),
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

/// Words the outcome of a handler for a visitor.
pub(super) fn answer(visitor: &Visitor, outcome: Result<Response, Problem>) -> Response {
    outcome.unwrap_or_else(|problem| problem.page(visitor))
}
