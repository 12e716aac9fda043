//! Closing one's own account, in two steps.

use super::own::Own;
use super::problems::{Problem, answer_form};
use super::proof::{code_first, password_field, refused};
use super::sign_in::{said, with_session};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::form::{Field, FormPage, Input};
use crate::pages::leaving::LeavingPage;
use axum::Form;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Redirect, Response};
use operations::desk::Failure;
use operations::people::sessions::Present;
use serde::Deserialize;
use std::sync::Arc;

/// What the forms of this file send; each uses some of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    old: String,
    ticket: String,
    name: String,
}

fn first(present: &Present, error: Option<String>) -> FormPage {
    FormPage {
        key: "leave-first",
        action: "/account/close".to_owned(),
        error,
        fields: password_field(present).into_iter().collect(),
        ..FormPage::default()
    }
}

fn second(ticket: String, error: Option<String>) -> FormPage {
    FormPage {
        key: "leave-second",
        action: "/account/close/confirm".to_owned(),
        error,
        fields: vec![Field::of("name", "leave-name", Input::Line).hinted()],
        hidden: vec![("ticket", ticket)],
        ..FormPage::default()
    }
}

async fn shown(
    site: &Shared,
    visitor: &Visitor,
    present: Arc<Present>,
    (form, last): (FormPage, bool),
) -> Response {
    let (shell, language) = (visitor.shell.clone(), visitor.language());
    let wrong = form.error.is_some();
    let html = site.blocking(move |site: &Site| {
        let refusal = match site.people.may_leave(&present) {
            Ok(()) => None,
            Err(Failure::Invalid(text)) => Some(text.in_language(language).to_owned()),
            Err(failure) => return Err(Problem::of(failure, language)),
        };
        let has_cases = site.people.has_cases(&present);
        let has_cases = has_cases.map_err(|failure| Problem::of(failure, language))?;
        let waiting = site.people.cases_that_wait(&present);
        let waiting = waiting.map_err(|failure| Problem::of(failure, language))?;
        let waiting: Vec<(String, String)> = waiting
            .into_iter()
            .map(|[place, case]| (case.to_string(), format!("/cases/{place}/{case}")))
            .collect();
        let form = (refusal.is_none() && waiting.is_empty()).then_some(form);
        LeavingPage { has_cases, last, form, waiting, refusal }
            .render(&shell)
            .map_err(Problem::from)
    });
    answer_form(visitor, html.await.and_then(|html| html), wrong)
}

pub(super) async fn asked(State(site): State<Shared>, Own { visitor, present }: Own) -> Response {
    let form = first(&present, None);
    shown(&site, &visitor, present, (form, false)).await
}

/// Where the address of the second step leads that somebody opens, such as in another language: to the first.
pub(super) async fn back() -> Redirect {
    Redirect::to("/account/close")
}

pub(super) async fn begin(
    State(site): State<Shared>,
    Own { visitor, present }: Own,
    Form(sent): Form<Sent>,
) -> Response {
    // Who may not leave now is told so before a code is sent.
    let own = Arc::clone(&present);
    match site.blocking(move |site| site.people.could_leave(&own)).await {
        Err(problem) => return problem.page(&visitor),
        Ok(Err(failure)) => return refusal(&site, &visitor, present, failure).await,
        Ok(Ok(())) => {}
    }
    let asked = (sent.old.as_str(), first(&present, None));
    if let Some(response) = code_first(&site, &visitor, &present, asked).await {
        return response;
    }
    let own = Arc::clone(&present);
    match site.blocking(move |site| site.people.begin_leaving(&own, &sent.old)).await {
        Err(problem) => problem.page(&visitor),
        Ok(Ok(ticket)) => shown(&site, &visitor, present, (second(ticket, None), true)).await,
        Ok(Err(failure)) if !present.account.has_password() => {
            refused(&visitor, &present, failure, first(&present, None))
        }
        Ok(Err(failure)) => refusal(&site, &visitor, present, failure).await,
    }
}

/// The first step again, with what is wrong.
async fn refusal(
    site: &Shared,
    visitor: &Visitor,
    present: Arc<Present>,
    failure: Failure,
) -> Response {
    match said(failure, visitor) {
        Err(problem) => problem.page(visitor),
        Ok(error) => {
            let form = first(&present, Some(error));
            shown(site, visitor, present, (form, false)).await
        }
    }
}

pub(super) async fn confirm(
    State(site): State<Shared>,
    Own { visitor, present }: Own,
    Form(sent): Form<Sent>,
) -> Response {
    let (own, typed) = (Arc::clone(&present), sent.clone());
    let done = site.blocking(move |site| {
        site.people.leave(&own, (&typed.ticket, &typed.name))?;
        // Programs of the person stop too.
        site.reload_tokens()
    });
    let done = done.await;
    match done {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => match said(failure, &visitor) {
            Err(problem) => problem.page(&visitor),
            Ok(error) => {
                let form = second(sent.ticket, Some(error));
                shown(&site, &visitor, present, (form, true)).await
            }
        },
        Ok(Ok(())) => {
            let left = Redirect::to("/sign-in?after=left").into_response();
            let mut response = with_session(left, "");
            let cache = HeaderValue::from_static("\"cache\"");
            response.headers_mut().insert("clear-site-data", cache);
            response
        }
    }
}
