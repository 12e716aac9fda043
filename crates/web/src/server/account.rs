//! One's own account: in which capacity one acts, password, second factor, sessions.

use super::device::device_of;
use super::own::Own;
use super::problems::{Problem, answer};
use super::proof::{code_first, password_field, refused};
use super::sign_in::{again, form, home_of, with_next, with_session, within};
use super::views::in_all_languages;
use super::visitor::{Visitor, capacity_name};
use super::{Shared, Site};
use crate::pages::account::{AccountPage, CapacityRow, SessionRow};
use crate::pages::form::{Field, FormPage, Input, Secret};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::DateTime;
use operations::cases::show::moment;
use operations::desk::Failure;
use operations::people::codes::Contact;
use operations::people::leaving::is_of_citizen;
use operations::people::sessions::{Present, capacities};
use operations::people::totp::Enrolment;
use serde::Deserialize;
use std::sync::Arc;

/// What the forms of this file send; each uses some of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    next: String,
    capacity: String,
    session: String,
    old: String,
    new: String,
    secret: String,
    code: String,
}

/// A moment in the zone of the house.
pub(super) fn local(site: &Site, at: i64) -> DateTime {
    site.calendar.time_zone.to_datetime(moment(at))
}

pub(super) async fn account(State(site): State<Shared>, Own { visitor, present }: Own) -> Response {
    let shell = visitor.shell.clone();
    let language = visitor.language();
    let html = site.blocking(move |site| {
        let page = filled(site, &present);
        let page = page.map_err(|failure| Problem::of(failure, language))?;
        page.render(&shell).map_err(Problem::from)
    });
    let html = html.await.and_then(|html| html);
    answer(&visitor, html.map(|html| visitor.page(html)))
}

fn filled(site: &Site, present: &Present) -> Result<AccountPage, Failure> {
    let register = site.platform.register();
    let (account, now) = (&present.account, site.platform.now());
    let capacities = capacities(&register, account, now);
    let sessions = site.people.sessions(account)?.into_iter().map(|(key, session)| SessionRow {
        own: key == present.key,
        key,
        began: local(site, session.began),
        seen: local(site, session.seen),
        address: session.address,
        agent: device_of(&session.agent),
        capacity: capacity_name(&register, &session.capacity),
    });
    let mail = site.people.mail(present)?;
    let mail = mail.and_then(|mail| Contact::parse(&mail.email)).map(|mail| mail.masked());
    Ok(AccountPage {
        mail: account.administrator.is_none().then_some(mail),
        name: account.name.clone(),
        logins: account.logins.clone(),
        credit_code: account.credit_code.clone(),
        contact: account.contact.as_ref().map(|contact| contact.masked()),
        class: in_all_languages(&format!("class-{}", account.class.word())),
        capacities: capacities
            .iter()
            .map(|capacity| CapacityRow {
                word: capacity.word(),
                name: capacity_name(&register, capacity),
                here: *capacity == present.capacity,
            })
            .collect(),
        has_password: account.has_password(),
        recovery_codes: account.has_second_factor().then(|| account.recovery_codes()),
        sessions: sessions.collect(),
        may_leave: is_of_citizen(account),
        may_name_deputies: register.posts_held_by(&account.id, now).next().is_some(),
    })
}

fn capacity_form(site: &Site, present: &Present, next: &str) -> FormPage {
    let register = site.platform.register();
    let all = capacities(&register, &present.account, site.platform.now());
    let choices = all.iter().map(|one| (one.word(), capacity_name(&register, one))).collect();
    FormPage {
        key: "capacity",
        action: "/account/capacity".to_owned(),
        fields: vec![
            Field::of("capacity", "capacity-choice", Input::One(choices))
                .with(&present.capacity.word()),
        ],
        hidden: vec![("next", within(next).to_owned())],
        begins: Some(with_next("/account/capacity", next)),
        ..FormPage::default()
    }
}

/// Where somebody wants to go afterwards.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

pub(super) async fn capacity(
    State(site): State<Shared>,
    Query(asked): Query<Next>,
    Own { visitor, present }: Own,
) -> Response {
    form(&visitor, StatusCode::OK, &capacity_form(&site, &present, &asked.next))
}

pub(super) async fn change_capacity(
    State(site): State<Shared>,
    Own { visitor, present }: Own,
    Form(sent): Form<Sent>,
) -> Response {
    let (own, from, word) = (Arc::clone(&present), visitor.from.clone(), sent.capacity.clone());
    let done = site.blocking(move |site| site.people.change_capacity(&own, &word, &from)).await;
    match done {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => again(&visitor, failure, capacity_form(&site, &present, &sent.next)),
        Ok(Ok(secret)) => {
            let next = within(&sent.next);
            let target = if next == "/" { home_of(&present.caller) } else { next };
            with_session(Redirect::to(target).into_response(), &secret)
        }
    }
}

fn password_form(present: &Present) -> FormPage {
    let mut fields: Vec<_> = password_field(present).into_iter().collect();
    fields.push(Field::of("new", "password-new", Input::NewPassword).hinted());
    let links = vec![("account-back", "/account".to_owned())];
    FormPage {
        key: "password",
        action: "/account/password".to_owned(),
        fields,
        links,
        ..FormPage::default()
    }
}

pub(super) async fn password(Own { visitor, present }: Own) -> Response {
    form(&visitor, StatusCode::OK, &password_form(&present))
}

pub(super) async fn change_password(
    State(site): State<Shared>,
    Own { visitor, present }: Own,
    Form(sent): Form<Sent>,
) -> Response {
    let asked = (sent.old.as_str(), password_form(&present));
    if let Some(response) = code_first(&site, &visitor, &present, asked).await {
        return response;
    }
    let own = Arc::clone(&present);
    let done =
        site.blocking(move |site| site.people.change_password(&own, &sent.old, &sent.new)).await;
    to_account(&visitor, &present, (done, password_form(&present)))
}

/// Back to the account when it was done; else to the form again.
fn to_account(
    visitor: &Visitor,
    present: &Present,
    (done, page): (Result<Result<(), Failure>, Problem>, FormPage),
) -> Response {
    match done {
        Err(problem) => problem.page(visitor),
        Ok(Err(failure)) => refused(visitor, present, failure, page),
        Ok(Ok(())) => Redirect::to("/account").into_response(),
    }
}

fn enrolment_form(present: &Present, enrolment: Enrolment) -> FormPage {
    let mut fields = vec![Field::of("code", "second-factor-first-code", Input::Code).hinted()];
    fields.extend(password_field(present));
    FormPage {
        key: "second-factor",
        action: "/account/second-factor".to_owned(),
        secret: Some(Secret { text: enrolment.secret.clone(), address: enrolment.address }),
        fields,
        hidden: vec![("secret", enrolment.secret)],
        links: vec![("account-back", "/account".to_owned())],
        ..FormPage::default()
    }
}

pub(super) async fn second_factor(
    State(site): State<Shared>,
    Own { visitor, present }: Own,
) -> Response {
    let enrolment = site.people.begin_enrolment(&present);
    form(&visitor, StatusCode::OK, &enrolment_form(&present, enrolment))
}

pub(super) async fn enrol(
    State(site): State<Shared>,
    Own { visitor, present }: Own,
    Form(sent): Form<Sent>,
) -> Response {
    let name = present.account.logins.first().cloned().unwrap_or_default();
    let page = || enrolment_form(&present, Enrolment::of(&sent.secret, &name));
    if let Some(response) = code_first(&site, &visitor, &present, (&sent.old, page())).await {
        return response;
    }
    let (own, tried) = (Arc::clone(&present), sent.clone());
    let done = site
        .blocking(move |site| site.people.enrol(&own, (&tried.secret, &tried.code), &tried.old))
        .await;
    match done {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => refused(&visitor, &present, failure, page()),
        Ok(Ok(codes)) => {
            let page = crate::pages::account::RecoveryPage { codes };
            let html = page.render(&visitor.shell).map_err(Problem::from);
            answer(&visitor, html.map(|html| visitor.page(html)))
        }
    }
}

fn removal_form(present: &Present) -> FormPage {
    FormPage {
        key: "second-factor-remove",
        action: "/account/second-factor/remove".to_owned(),
        fields: password_field(present).into_iter().collect(),
        links: vec![("account-back", "/account".to_owned())],
        ..FormPage::default()
    }
}

pub(super) async fn removal(Own { visitor, present }: Own) -> Response {
    form(&visitor, StatusCode::OK, &removal_form(&present))
}

pub(super) async fn remove_second_factor(
    State(site): State<Shared>,
    Own { visitor, present }: Own,
    Form(sent): Form<Sent>,
) -> Response {
    let asked = (sent.old.as_str(), removal_form(&present));
    if let Some(response) = code_first(&site, &visitor, &present, asked).await {
        return response;
    }
    let own = Arc::clone(&present);
    let done = site.blocking(move |site| site.people.remove_second_factor(&own, &sent.old)).await;
    to_account(&visitor, &present, (done, removal_form(&present)))
}

pub(super) async fn end_session(
    State(site): State<Shared>,
    Own { visitor, present }: Own,
    Form(sent): Form<Sent>,
) -> Response {
    let key = (!sent.session.is_empty()).then_some(sent.session);
    let done = site.blocking(move |site| site.people.end_session(&present, key.as_deref())).await;
    match done {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => Problem::of(failure, visitor.language()).page(&visitor),
        Ok(Ok(())) => Redirect::to("/account").into_response(),
    }
}
