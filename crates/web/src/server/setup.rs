//! The first run: three administrators are made, once, by whoever has the secret of the console.

use super::Shared;
use super::problems::Problem;
use super::sign_in::{again, form};
use super::visitor::Visitor;
use crate::pages::form::{Field, FormPage, Input};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use operations::desk::Failure;
use operations::people::setup::First;
use serde::Deserialize;

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    secret: String,
    system_name: String,
    system_login: String,
    system_password: String,
    security_name: String,
    security_login: String,
    security_password: String,
    audit_name: String,
    audit_login: String,
    audit_password: String,
}

fn page(sent: &Sent) -> FormPage {
    let name = |name, typed: &str| Field::of(name, "setup-name", Input::Line).with(typed);
    let login = |name, typed: &str| Field::of(name, "setup-login", Input::Line).with(typed);
    let password = |name| Field::of(name, "setup-password", Input::NewPassword).hinted();
    FormPage {
        key: "setup",
        action: "/setup".to_owned(),
        fields: vec![
            Field::of("secret", "setup-secret", Input::Line).with(&sent.secret).hinted(),
            name("system_name", &sent.system_name).headed("administrator-system"),
            login("system_login", &sent.system_login),
            password("system_password"),
            name("security_name", &sent.security_name).headed("administrator-security"),
            login("security_login", &sent.security_login),
            password("security_password"),
            name("audit_name", &sent.audit_name).headed("administrator-audit"),
            login("audit_login", &sent.audit_login),
            password("audit_password"),
        ],
        ..FormPage::default()
    }
}

/// Whether there is anything to set up: a demonstration has nothing, and it is done once.
async fn is_open(site: &Shared) -> Result<bool, Problem> {
    if site.demonstration {
        return Ok(false);
    }
    Ok(site.blocking(|site| site.people.is_to_be_set_up()).await??)
}

pub(super) async fn asked(State(site): State<Shared>, visitor: Visitor) -> Response {
    match is_open(&site).await {
        Ok(true) => form(&visitor, StatusCode::OK, &page(&Sent::default())),
        Ok(false) => Problem::status(StatusCode::NOT_FOUND).page(&visitor),
        Err(problem) => problem.page(&visitor),
    }
}

pub(super) async fn set_up(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    match is_open(&site).await {
        Ok(true) => {}
        Ok(false) => return Problem::status(StatusCode::NOT_FOUND).page(&visitor),
        Err(problem) => return problem.page(&visitor),
    }
    let first = |name: &str, login: &str, password: &str| First {
        name: name.to_owned(),
        login: login.to_owned(),
        password: password.to_owned(),
    };
    let three = [
        first(&sent.system_name, &sent.system_login, &sent.system_password),
        first(&sent.security_name, &sent.security_login, &sent.security_password),
        first(&sent.audit_name, &sent.audit_login, &sent.audit_password),
    ];
    let (from, secret) = (visitor.from.clone(), sent.secret.clone());
    match site.blocking(move |site| site.people.set_up(&secret, &three, &from)).await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(Failure::KeyReused)) => Problem::status(StatusCode::NOT_FOUND).page(&visitor),
        Ok(Err(failure)) => again(&visitor, failure, page(&sent)),
        Ok(Ok(())) => Redirect::to("/sign-in?next=/admin&after=setup").into_response(),
    }
}
