//! What a handler shows: the work is done where blocking is allowed, and worded for the visitor who asked.

use super::problems::Problem;
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::Shell;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use operations::caller::Caller;
use operations::desk::Failure;

/// What a handler answers with.
pub(super) enum Shown {
    /// A page.
    Page(String),
    /// A form once more, with what is wrong.
    Again(StatusCode, String),
    /// Another address, after something was done.
    Go(String),
}

/// A page as it was rendered.
pub(super) fn rendered(html: askama::Result<String>) -> Result<Shown, Problem> {
    Ok(Shown::Page(html?))
}

/// A form once more, as it was rendered.
pub(super) fn again(status: StatusCode, html: askama::Result<String>) -> Result<Shown, Problem> {
    Ok(Shown::Again(status, html?))
}

/// Goes on to an address after something was done, or says why it was not.
pub(super) fn gone_on(
    done: Result<(), Failure>,
    shell: &Shell,
    address: &str,
) -> Result<Shown, Problem> {
    done.map_err(|failure| Problem::of(failure, shell.language))?;
    Ok(Shown::Go(address.to_owned()))
}

/// Does the work of a handler for a visitor, and answers with what it shows.
pub(super) async fn answered(
    site: &Shared,
    visitor: Visitor,
    work: impl FnOnce(&Site, &Caller, &Shell) -> Result<Shown, Problem> + Send + 'static,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let done = site.blocking(move |site| work(site, &caller, &shell)).await;
    match done.and_then(|done| done) {
        Ok(Shown::Page(html)) => visitor.page(html),
        Ok(Shown::Again(status, html)) => (status, visitor.page(html)).into_response(),
        Ok(Shown::Go(address)) => Redirect::to(&address).into_response(),
        Err(problem) => problem.page(&visitor),
    }
}
