//! Accounts, in the hands of the security administrator.

use super::super::account::local;
use super::super::sign_in::{again, form};
use super::super::views::in_all_languages;
use super::super::visitor::{Visitor, capacity_name};
use super::{Site, filled, once, origin};
use crate::pages::back_office::{BackOfficePage, Group, OncePage, Piece, Row};
use crate::pages::form::{Field, FormPage, Input};
use crate::pages::segment;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::text::Text;
use operations::caller::AdministratorKind::Security;
use operations::desk::Failure;
use operations::people::account::{Account, Class};
use operations::people::accounts::NewAccount;
use operations::people::sessions::{Capacity, capacities};
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    class: String,
    q: String,
    at: Option<i64>,
    after: String,
}

pub(super) async fn list(
    State(site): Site,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let caller = visitor.caller.clone();
    filled(&site, &visitor, move |site| {
        let class = Class::from_word(&asked.class).unwrap_or(Class::Staff);
        let before = asked.at.map(|at| (at, asked.after.as_str()));
        let found = site.people.accounts(&caller, class, &asked.q, before)?;
        let classes = Class::ALL.map(|class| {
            (class.word().to_owned(), in_all_languages(&format!("class-{}", class.word())))
        });
        let rows = found.accounts.iter().map(|account| row(site, account)).collect();
        Ok(BackOfficePage {
            filter: vec![
                Field::of("class", "account-class", Input::One(classes.to_vec()))
                    .with(class.word()),
                Field::of("q", "accounts-search", Input::Line).with(&asked.q),
            ],
            ways: vec![("account-new-title", "/admin/accounts/new".to_owned())],
            groups: vec![Group { heading: None, rows }],
            more: found.more.map(|(at, key)| {
                let class = class.word();
                format!("/admin/accounts?class={class}&at={at}&after={}", segment(&key))
            }),
            ..BackOfficePage::new(Security, "accounts")
        })
    })
    .await
}

fn address(account: &str, change: &str) -> String {
    let account = segment(account);
    if change.is_empty() {
        format!("/admin/accounts/{account}")
    } else {
        format!("/admin/accounts/{account}/{change}")
    }
}

fn row(site: &super::super::Site, account: &Account) -> Row {
    let mut tags = Vec::new();
    if account.disabled {
        tags.push("account-closed");
    }
    if !account.has_password() {
        tags.push("account-no-password");
    }
    if account.has_second_factor() {
        tags.push("account-second-factor");
    }
    Row {
        title: vec![Piece::Name(account.name.clone())],
        address: Some(address(&account.id, "")),
        tags,
        details: vec![
            Piece::Plain(account.logins.join(" ")),
            Piece::Code(account.id.clone()),
            Piece::Moment(local(site, account.created_at)),
        ],
        ways: Vec::new(),
    }
}

pub(super) async fn one(State(site): Site, Path(id): Path<String>, visitor: Visitor) -> Response {
    let caller = visitor.caller.clone();
    filled(&site, &visitor, move |site| {
        let account = site.people.account(&caller, &id)?;
        let register = site.platform.register();
        let mut held = capacities(&register, &account, site.platform.now());
        held.retain(|capacity| capacity.post().is_some());
        let posts: Vec<Row> = held.iter().map(|capacity| post_row(&register, capacity)).collect();
        let change = if account.disabled {
            ("account-open-title", "open")
        } else {
            ("account-close-title", "close")
        };
        let mut facts = vec![
            ("account-class", vec![Piece::Key(format!("class-{}", account.class.word()))]),
            ("account-logins", vec![Piece::Plain(account.logins.join(" "))]),
            ("account-id", vec![Piece::Code(account.id.clone())]),
            ("account-made", vec![Piece::Moment(local(site, account.created_at))]),
        ];
        if let Some(kind) = account.administrator {
            let kind = operations::people::setup::kind_word(kind);
            facts.push(("account-third", vec![Piece::Key(format!("administrator-{kind}"))]));
        }
        let state = if account.disabled { "account-closed" } else { "account-is-open" };
        facts.push(("account-state", vec![Piece::Key(state.to_owned())]));
        Ok(BackOfficePage {
            name: Some(Piece::Name(account.name.clone())),
            back: Some(("accounts-title", "/admin/accounts".to_owned())),
            facts,
            ways: vec![
                match account.administrator {
                    // One alone gives no new password to another of the three.
                    Some(_) => ("administrators-title", "/admin/administrators".to_owned()),
                    None => ("account-reset-title", address(&account.id, "reset")),
                },
                (change.0, address(&account.id, change.1)),
            ],
            is_list: account.class == Class::Staff,
            groups: vec![Group { heading: None, rows: posts }],
            ..BackOfficePage::new(Security, "account-one")
        })
    })
    .await
}

fn post_row(register: &operations::register::Register, capacity: &Capacity) -> Row {
    Row {
        title: vec![Piece::Words(capacity_name(register, capacity))],
        address: capacity.post().map(|post| format!("/admin/posts/{}", segment(post))),
        ..Row::default()
    }
}

/// What the forms of this file send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    name: String,
    login: String,
    person: String,
    reason: String,
}

fn new_form(sent: &Sent) -> FormPage {
    FormPage {
        key: "account-new",
        action: "/admin/accounts/new".to_owned(),
        fields: vec![
            Field::of("name", "setup-name", Input::Line).with(&sent.name),
            Field::of("login", "setup-login", Input::Line).with(&sent.login).hinted(),
            Field::of("person", "account-person", Input::Line)
                .with(&sent.person)
                .hinted()
                .optional(),
        ],
        links: vec![("accounts-title", "/admin/accounts".to_owned())],
        ..FormPage::default()
    }
}

/// The form, with what the page of a post knows of its holder.
pub(super) async fn asked(Query(known): Query<Sent>, visitor: Visitor) -> Response {
    form(&visitor, StatusCode::OK, &new_form(&known))
}

pub(super) async fn create(
    State(site): Site,
    headers: HeaderMap,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let new = NewAccount {
        name: sent.name.clone(),
        login: sent.login.clone(),
        person: sent.person.clone(),
    };
    let caller = visitor.caller.clone();
    match site.blocking(move |site| site.people.create_account(&caller, &new)).await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => again(&visitor, failure, new_form(&sent)),
        Ok(Ok((id, link))) => shown(&visitor, &headers, (sent.name, &id), &link),
    }
}

fn shown(
    visitor: &Visitor,
    headers: &HeaderMap,
    (name, id): (String, &str),
    link: &str,
) -> Response {
    let secret = format!("{}/set-password?link={link}", origin(headers));
    once(visitor, &OncePage { key: "password-link", name, secret, back: address(id, "") })
}

fn change_form(name: &str, account: &str, change: &str, reason: &str) -> Option<FormPage> {
    let key = match change {
        "reset" => "account-reset",
        "close" => "account-close",
        "open" => "account-open",
        _ => return None,
    };
    Some(FormPage {
        key,
        action: address(account, change),
        notice: Some(name.to_owned()),
        fields: vec![Field::of("reason", "reason", Input::Line).with(reason)],
        links: vec![("accounts-title", address(account, ""))],
        ..FormPage::default()
    })
}

pub(super) async fn change(
    State(site): Site,
    Path((id, change)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let (caller, known) = (visitor.caller.clone(), id.clone());
    match site.blocking(move |site| site.people.account(&caller, &known)).await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => no_form(failure, &visitor),
        Ok(Ok(account)) => match change_form(&account.name, &id, &change, "") {
            Some(page) => form(&visitor, StatusCode::OK, &page),
            None => no_form(Failure::Unknown("change", change.into()), &visitor),
        },
    }
}

fn no_form(failure: Failure, visitor: &Visitor) -> Response {
    super::super::problems::Problem::of(failure, visitor.language()).page(visitor)
}

pub(super) async fn changed(
    State(site): Site,
    Path((id, change)): Path<(String, String)>,
    headers: HeaderMap,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let (caller, known, asked) = (visitor.caller.clone(), id.clone(), change.clone());
    let reason = sent.reason.clone();
    let done = site.blocking(move |site| {
        let account = site.people.account(&caller, &known)?;
        let link = match asked.as_str() {
            "reset" => site.people.reset_password(&caller, &known, &reason).map(Some),
            "close" | "open" => {
                let closed = asked == "close";
                let done = site.people.close_account(&caller, &known, (closed, &reason));
                // Programs of a party stop and start with its account.
                done.and_then(|()| site.reload_tokens()).map(|()| None)
            }
            _ => Err(Failure::Unknown("change", asked.as_str().into())),
        };
        Ok::<_, Failure>((account.name, link))
    });
    match done.await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => no_form(failure, &visitor),
        Ok(Ok((name, Ok(Some(link))))) => shown(&visitor, &headers, (name, &id), &link),
        Ok(Ok((_, Ok(None)))) => Redirect::to(&address(&id, "")).into_response(),
        Ok(Ok((name, Err(failure)))) => match change_form(&name, &id, &change, &sent.reason) {
            Some(page) => again(&visitor, failure, page),
            None => no_form(failure, &visitor),
        },
    }
}

/// Everything, as a choice of a filter.
pub(super) fn any() -> (String, Text) {
    (String::new(), in_all_languages("any"))
}
