//! Drafts: the form, the materials, the last look, and handing in.

pub(super) mod form;
mod shown;

use super::problems::{Problem, answer};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::segment;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use operations::applications::{Filed, HandInError, filed, hand_in};
use operations::caller::Caller;
use operations::desk::Failure;
use operations::drafts::{self, Draft};
use operations::windows::taken_in;
pub(super) use shown::{file_row, materials};

/// A draft of the visitor; what is somebody else's is as absent as what is not there.
pub(super) fn of(site: &Site, caller: &Caller, id: &str) -> Result<Draft, Problem> {
    drafts::find(&site.platform, caller, id)?.ok_or_else(|| Problem::status(StatusCode::NOT_FOUND))
}

type Sent = Form<Vec<(String, String)>>;

/// What a handler answers with.
enum Shown {
    Page(String),
    Again(StatusCode, String),
    Go(String),
}

fn shown(visitor: &Visitor, outcome: Result<Shown, Problem>) -> Response {
    match outcome {
        Ok(Shown::Page(html)) => visitor.page(html),
        Ok(Shown::Again(status, html)) => (status, visitor.page(html)).into_response(),
        Ok(Shown::Go(address)) => Redirect::to(&address).into_response(),
        Err(problem) => problem.page(visitor),
    }
}

pub(super) async fn form(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let done = site.blocking(move |site| {
        let draft = match drafts::find(&site.platform, &caller, &id)? {
            Some(draft) => draft,
            None => return gone(site, &caller, &id),
        };
        let kept = shell.path.ends_with("?kept");
        let page = form::page(site, &id, &draft, (false, kept), shell.language);
        Ok(Shown::Page(page.render(&shell)?))
    });
    shown(&visitor, done.await.and_then(|done| done))
}

/// A draft that was handed in leads to its case.
fn gone(site: &Site, caller: &Caller, id: &str) -> Result<Shown, Problem> {
    let filed = filed(&site.platform, caller, id)?;
    let filed = filed.ok_or_else(|| Problem::status(StatusCode::NOT_FOUND))?;
    Ok(Shown::Go(receipt(site, caller, &filed)))
}

/// The receipt of what was handed in; a window hands out its own, for the case may be another agency's.
fn receipt(site: &Site, caller: &Caller, filed: &Filed) -> String {
    let [place, case] = [&filed.jurisdiction, &filed.case];
    if matches!(taken_in(&site.platform, caller, place, case), Ok(Some(_))) {
        return super::window::receipt_address(place, case);
    }
    format!("/cases/{}/{}/receipt", segment(place), segment(case))
}

pub(super) async fn keep(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
    Form(pairs): Sent,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let done = site.blocking(move |site| {
        let language = shell.language;
        let draft = of(site, &caller, &id)?;
        let sent = form::read(site, &draft, &pairs);
        drafts::answer(&site.platform, &caller, &id, sent)
            .map_err(|failure| Problem::of(failure, language))?;
        if pairs.iter().any(|(name, value)| name == "then" && value == "later") {
            return Ok(Shown::Go(format!("/drafts/{}?kept", segment(&id))));
        }
        let draft = of(site, &caller, &id)?;
        let page = form::page(site, &id, &draft, (true, false), language);
        if page.fields.iter().any(|field| field.fault.is_some()) {
            return Ok(Shown::Again(StatusCode::UNPROCESSABLE_ENTITY, page.render(&shell)?));
        }
        Ok(Shown::Go(format!("/drafts/{}/materials", segment(&id))))
    });
    shown(&visitor, done.await.and_then(|done| done))
}

pub(super) async fn bring(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let html = site.blocking(move |site| {
        let draft = of(site, &caller, &id)?;
        Ok(materials(site, &id, &draft, &[]).render(&shell)?)
    });
    answer(&visitor, html.await.and_then(|html| html).map(|html| visitor.page(html)))
}

pub(super) async fn remove_file(
    State(site): State<Shared>,
    Path((id, file)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let (caller, language) = (visitor.caller.clone(), visitor.language());
    let done = site.blocking(move |site| {
        drafts::remove_file(&site.platform, &caller, [&id, &file])
            .map_err(|failure| Problem::of(failure, language))?;
        Ok(Shown::Go(format!("/drafts/{}/materials", segment(&id))))
    });
    shown(&visitor, done.await.and_then(|done| done))
}

pub(super) async fn discard(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Response {
    let (caller, language) = (visitor.caller.clone(), visitor.language());
    let done = site.blocking(move |site| {
        drafts::discard(&site.platform, &caller, &id)
            .map_err(|failure| Problem::of(failure, language))?;
        Ok(Shown::Go("/my".to_owned()))
    });
    shown(&visitor, done.await.and_then(|done| done))
}

pub(super) async fn check(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let done = site.blocking(move |site| {
        let draft = match drafts::find(&site.platform, &caller, &id)? {
            Some(draft) => draft,
            None => return gone(site, &caller, &id),
        };
        Ok(Shown::Page(shown::check(site, &id, &draft, (&shell, None)).render(&shell)?))
    });
    shown(&visitor, done.await.and_then(|done| done))
}

pub(super) async fn submit(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let done = site.blocking(move |site| {
        let again = |status, refusal| {
            let draft = of(site, &caller, &id)?;
            let page = shown::check(site, &id, &draft, (&shell, refusal));
            Ok(Shown::Again(status, page.render(&shell)?))
        };
        match hand_in(&site.platform, &caller, &id) {
            Ok(filed) => Ok(Shown::Go(receipt(site, &caller, &filed))),
            Err(HandInError::Missing) => Err(Problem::status(StatusCode::NOT_FOUND)),
            Err(HandInError::Materials(_) | HandInError::Form) => {
                again(StatusCode::UNPROCESSABLE_ENTITY, None)
            }
            Err(HandInError::Failure(Failure::Refused(refusal))) => {
                let basis = refusal.basis.as_deref().map(domain::basis::Basis::citation);
                let message = refusal.message.in_language(shell.language).to_owned();
                again(StatusCode::CONFLICT, Some((message, basis)))
            }
            Err(HandInError::Failure(Failure::Exceeded(exceeded))) => {
                let message = exceeded.message.in_language(shell.language).to_owned();
                again(StatusCode::TOO_MANY_REQUESTS, Some((message, None)))
            }
            Err(HandInError::Failure(failure)) => Err(Problem::of(failure, shell.language)),
        }
    });
    shown(&visitor, done.await.and_then(|done| done))
}
