//! Tokens of programs, in the hands of the security administrator.

use super::super::account::local;
use super::super::sign_in::{again, form};
use super::super::views::in_all_languages;
use super::super::visitor::Visitor;
use super::{Site, filled, once};
use crate::pages::back_office::{BackOfficePage, Group, OncePage, Piece, Row};
use crate::pages::form::{Field, FormPage, Input};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use operations::caller::AdministratorKind::Security;
use operations::tokens::Holder;
use serde::Deserialize;

/// Letters of a hash that are enough to tell tokens apart.
const SHORT: usize = 12;

pub(super) async fn list(State(site): Site, visitor: Visitor) -> Response {
    let caller = visitor.caller.clone();
    filled(&site, &visitor, move |site| {
        let rows = site.people.tokens(&caller)?.into_iter().map(|program| {
            let mut details = vec![Piece::Code(program.key.chars().take(SHORT).collect())];
            details.extend(program.at.map(|at| Piece::Moment(local(site, at))));
            details.push(match program.by.is_empty() {
                true => Piece::Key("token-of-machine".to_owned()),
                false => Piece::Code(program.by),
            });
            Row {
                title: vec![Piece::Plain(program.purpose), Piece::Code(program.holder)],
                details,
                ways: vec![("token-revoke-title", format!("/admin/tokens/{}/revoke", program.key))],
                ..Row::default()
            }
        });
        Ok(BackOfficePage {
            ways: vec![("token-new-title", "/admin/tokens/new".to_owned())],
            groups: vec![Group { heading: None, rows: rows.collect() }],
            ..BackOfficePage::new(Security, "tokens")
        })
    })
    .await
}

/// What the forms of this file send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    kind: String,
    holder: String,
    purpose: String,
    reason: String,
}

fn new_form(sent: &Sent) -> FormPage {
    let kinds = ["feed", "post", "party"]
        .map(|kind| (kind.to_owned(), in_all_languages(&format!("token-kind-{kind}"))));
    FormPage {
        key: "token-new",
        action: "/admin/tokens/new".to_owned(),
        fields: vec![
            Field::of("kind", "token-kind", Input::One(kinds.to_vec())).with(&sent.kind),
            Field::of("holder", "token-holder", Input::Line).with(&sent.holder).hinted(),
            Field::of("purpose", "token-purpose", Input::Line).with(&sent.purpose).hinted(),
        ],
        links: vec![("tokens-title", "/admin/tokens".to_owned())],
        ..FormPage::default()
    }
}

pub(super) async fn asked(visitor: Visitor) -> Response {
    form(&visitor, StatusCode::OK, &new_form(&Sent::default()))
}

pub(super) async fn create(
    State(site): Site,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let holder = Holder::parse(&format!("{}:{}", sent.kind, sent.holder.trim()));
    let (caller, purpose, name) = (visitor.caller.clone(), sent.purpose.clone(), holder.text());
    let done = site.blocking(move |site| {
        let token = site.people.create_token(&caller, &holder, &purpose)?;
        site.reload_tokens()?;
        Ok(token)
    });
    match done.await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => again(&visitor, failure, new_form(&sent)),
        Ok(Ok(secret)) => {
            let back = "/admin/tokens".to_owned();
            once(&visitor, &OncePage { key: "token-once", name, secret, back })
        }
    }
}

fn revoke_form(token: &str, sent: &Sent) -> FormPage {
    FormPage {
        key: "token-revoke",
        action: format!("/admin/tokens/{}/revoke", crate::pages::segment(token)),
        notice: Some(token.chars().take(SHORT).collect()),
        fields: vec![Field::of("reason", "reason", Input::Line).with(&sent.reason)],
        links: vec![("tokens-title", "/admin/tokens".to_owned())],
        ..FormPage::default()
    }
}

pub(super) async fn asked_to_revoke(Path(token): Path<String>, visitor: Visitor) -> Response {
    form(&visitor, StatusCode::OK, &revoke_form(&token, &Sent::default()))
}

pub(super) async fn revoke(
    State(site): Site,
    Path(token): Path<String>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let (caller, reason, key) = (visitor.caller.clone(), sent.reason.clone(), token.clone());
    let done = site.blocking(move |site| {
        site.people.revoke_token(&caller, &key, &reason)?;
        site.reload_tokens()
    });
    match done.await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => again(&visitor, failure, revoke_form(&token, &sent)),
        Ok(Ok(())) => Redirect::to("/admin/tokens").into_response(),
    }
}
