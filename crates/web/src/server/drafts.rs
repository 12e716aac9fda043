//! Drafts: the form, the materials, the last look, and handing in.

pub(super) mod form;
mod shown;

use super::problems::Problem;
use super::shown::{Shown, again, answered, gone_on, rendered};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::segment;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
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

pub(super) async fn form(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let draft = match drafts::find(&site.platform, caller, &id)? {
            Some(draft) => draft,
            None => return gone(site, caller, &id),
        };
        let kept = shell.path.ends_with("?kept");
        let page = form::page(site, &id, &draft, (false, kept), shell.language);
        rendered(page.render(shell))
    })
    .await
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
    answered(&site, visitor, move |site, caller, shell| {
        let language = shell.language;
        let draft = of(site, caller, &id)?;
        let sent = form::read(site, &draft, &pairs);
        drafts::answer(&site.platform, caller, &id, sent)
            .map_err(|failure| Problem::of(failure, language))?;
        if pairs.iter().any(|(name, value)| name == "then" && value == "later") {
            return Ok(Shown::Go(format!("/drafts/{}?kept", segment(&id))));
        }
        let draft = of(site, caller, &id)?;
        let page = form::page(site, &id, &draft, (true, false), language);
        if page.fields.iter().any(|field| field.fault.is_some()) {
            return again(StatusCode::UNPROCESSABLE_ENTITY, page.render(shell));
        }
        Ok(Shown::Go(format!("/drafts/{}/materials", segment(&id))))
    })
    .await
}

pub(super) async fn bring(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let draft = of(site, caller, &id)?;
        rendered(materials(site, &id, &draft, &[]).render(shell))
    })
    .await
}

pub(super) async fn remove_file(
    State(site): State<Shared>,
    Path((id, file)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let done = drafts::remove_file(&site.platform, caller, [&id, &file]);
        gone_on(done, shell, &format!("/drafts/{}/materials", segment(&id)))
    })
    .await
}

pub(super) async fn discard(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        gone_on(drafts::discard(&site.platform, caller, &id), shell, "/my")
    })
    .await
}

pub(super) async fn check(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let draft = match drafts::find(&site.platform, caller, &id)? {
            Some(draft) => draft,
            None => return gone(site, caller, &id),
        };
        rendered(shown::check(site, &id, &draft, (shell, None)).render(shell))
    })
    .await
}

pub(super) async fn submit(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let again = |status, refusal| {
            let draft = of(site, caller, &id)?;
            let page = shown::check(site, &id, &draft, (shell, refusal));
            again(status, page.render(shell))
        };
        match hand_in(&site.platform, caller, &id) {
            Ok(filed) => Ok(Shown::Go(receipt(site, caller, &filed))),
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
    })
    .await
}
