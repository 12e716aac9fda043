//! The three administrators, and what two of them do together about the third.

use super::super::account::local;
use super::super::problems::Problem;
use super::super::sign_in::{again, form};
use super::super::visitor::Visitor;
use super::{Site, filled, once, origin};
use crate::pages::back_office::{BackOfficePage, Group, OncePage, Piece, Row};
use crate::pages::form::{Field, FormPage, Input};
use crate::pages::segment;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use operations::caller::{AdministratorKind, Caller};
use operations::desk::Failure;
use operations::people::replacement::{Proposed, Third};
use operations::people::setup::kind_word;
use serde::Deserialize;

const LIST: &str = "/admin/administrators";

fn address(account: &str, change: &str) -> String {
    format!("{LIST}/{}/{change}", segment(account))
}

pub(super) async fn list(State(site): Site, visitor: Visitor) -> Response {
    let caller = visitor.caller.clone();
    filled(&site, &visitor, move |site| {
        let thirds = site.people.administrators(&caller)?;
        let (me, kind) = match &caller {
            Caller::Administrator { account, kind } => (account.to_string(), *kind),
            _ => (String::new(), AdministratorKind::Security),
        };
        let rows = thirds.iter().map(|third| row(site, third, &me)).collect();
        Ok(BackOfficePage {
            groups: vec![Group { heading: None, rows }],
            ..BackOfficePage::new(kind, "administrators")
        })
    })
    .await
}

fn row(site: &super::super::Site, third: &Third, me: &str) -> Row {
    let account = &third.account;
    let kind = account.administrator.map_or("", kind_word);
    let mut row = Row {
        title: vec![Piece::Name(account.name.clone())],
        details: vec![
            Piece::Key(format!("administrator-{kind}")),
            Piece::Plain(account.logins.join(" ")),
        ],
        ..Row::default()
    };
    if account.disabled {
        row.tags.push("account-closed");
    }
    let others = account.id != me;
    if let Some(proposal) = &third.proposal {
        let word = proposal.proposed.word();
        row.details.push(Piece::Key(format!("administrator-{word}-proposed")));
        if let Proposed::Replacement { name, .. } = &proposal.proposed {
            row.details.push(Piece::Name(name.clone()));
        }
        row.details.push(Piece::Plain(proposal.reason.clone()));
        row.details.push(Piece::Key("administrator-until".to_owned()));
        row.details.push(Piece::Moment(local(site, proposal.at + site.people.proposals_stand())));
        if others && proposal.by != me {
            row.ways.push(("administrator-confirm-title", address(&account.id, "confirm")));
        }
    } else if others {
        row.ways.push(("administrator-password-title", address(&account.id, "password")));
        row.ways.push(("administrator-replace-title", address(&account.id, "replace")));
    }
    row
}

/// What the forms send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    name: String,
    login: String,
    reason: String,
}

fn change_form(third: &Third, change: &str, sent: &Sent) -> Option<FormPage> {
    let reason = || Field::of("reason", "reason", Input::Line).with(&sent.reason);
    let (key, fields) = match change {
        "password" => ("administrator-password", vec![reason()]),
        "replace" => (
            "administrator-replace",
            vec![
                Field::of("name", "setup-name", Input::Line).with(&sent.name),
                Field::of("login", "setup-login", Input::Line).with(&sent.login).hinted(),
                reason(),
            ],
        ),
        "confirm" => ("administrator-confirm", Vec::new()),
        _ => return None,
    };
    let told = third.proposal.as_ref().filter(|_| change == "confirm").map(|proposal| {
        let fresh = match &proposal.proposed {
            Proposed::Password => String::new(),
            Proposed::Replacement { name, login } => format!(" → {name} ({login})"),
        };
        format!("{}{fresh}：{}", third.account.name, proposal.reason)
    });
    Some(FormPage {
        key,
        action: address(&third.account.id, change),
        notice: Some(told.unwrap_or_else(|| third.account.name.clone())),
        fields,
        links: vec![("administrators-title", LIST.to_owned())],
        ..FormPage::default()
    })
}

fn third(site: &super::super::Site, caller: &Caller, id: &str) -> Result<Third, Failure> {
    let mut thirds = site.people.administrators(caller)?.into_iter();
    let found = thirds.find(|third| third.account.id == id);
    found.ok_or_else(|| Failure::Unknown("administrator", id.into()))
}

pub(super) async fn asked(
    State(site): Site,
    Path((id, change)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let caller = visitor.caller.clone();
    match site.blocking(move |site| third(site, &caller, &id)).await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => Problem::of(failure, visitor.language()).page(&visitor),
        Ok(Ok(third)) => match change_form(&third, &change, &Sent::default()) {
            Some(page) => form(&visitor, StatusCode::OK, &page),
            None => Problem::status(StatusCode::NOT_FOUND).page(&visitor),
        },
    }
}

/// A half of what the holder needs, on a page that is shown once.
fn half(
    site: &super::super::Site,
    caller: &Caller,
    (id, change): (&str, &str),
    sent: Sent,
) -> Result<(&'static str, String), Failure> {
    let proposed = match change {
        "password" => Proposed::Password,
        "replace" => Proposed::Replacement { name: sent.name, login: sent.login },
        "confirm" => {
            let link = site.people.confirm(caller, id)?;
            return Ok(("administrator-link", link));
        }
        _ => return Err(Failure::Unknown("change", change.into())),
    };
    let word = site.people.propose(caller, id, proposed, &sent.reason)?;
    Ok(("administrator-word", word))
}

pub(super) async fn changed(
    State(site): Site,
    Path((id, change)): Path<(String, String)>,
    headers: HeaderMap,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let (caller, typed, asked) = (visitor.caller.clone(), sent.clone(), change.clone());
    let done = site.blocking(move |site| {
        let known = third(site, &caller, &id)?;
        let made = half(site, &caller, (&id, &asked), typed);
        Ok::<_, Failure>((known, made))
    });
    match done.await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => Problem::of(failure, visitor.language()).page(&visitor),
        Ok(Ok((known, Ok((key, secret))))) => {
            let name = match (&known.proposal, sent.name.is_empty()) {
                (_, false) => sent.name,
                (Some(proposal), true) => match &proposal.proposed {
                    Proposed::Replacement { name, .. } => name.clone(),
                    Proposed::Password => known.account.name,
                },
                (None, true) => known.account.name,
            };
            let secret = match key {
                "administrator-link" => format!("{}/set-password?link={secret}", origin(&headers)),
                _ => secret,
            };
            once(&visitor, &OncePage { key, name, secret, back: LIST.to_owned() })
        }
        Ok(Ok((known, Err(failure)))) => match change_form(&known, &change, &sent) {
            Some(page) => again(&visitor, failure, page),
            None => Problem::status(StatusCode::NOT_FOUND).page(&visitor),
        },
    }
}
