//! Signing in, up and out: forms that ask, operations that decide, and the cookie of the session.

use super::problems::{Problem, answer};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::form::{Field, FormPage, Input};
use crate::pages::segment;
use crate::wording::Wording;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::text::Language;
use operations::caller::Caller;
use operations::desk::Failure;
use operations::people::accounts::LinkHolder;
use operations::people::codes::{Contact, may_have_code};
use operations::people::sign_in::SignedIn;
use serde::Deserialize;

/// The cookie of a session: of this host alone, sent over safe connections alone, out of reach of scripts.
pub(super) const SESSION: &str = "__Host-session";
/// Where a code comes back with which somebody signs in.
const BY_CODE: &str = "/sign-in/code/confirm";

/// Where somebody wants to go after signing in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Next {
    pub(super) next: String,
    /// What was done just before, and is said on top of the form.
    after: String,
}

/// What the forms of this file send; each uses some of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    next: String,
    name: String,
    password: String,
    ticket: String,
    code: String,
    contact: String,
    link: String,
}

/// An address within this site; the home page for any other.
pub(super) fn within(next: &str) -> &str {
    let own = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    // The home page in a language that was chosen there is the home page.
    let chosen = |query: &str| query.split('&').all(|pair| pair.starts_with("lang="));
    let home = next.strip_prefix("/?").is_some_and(chosen);
    if own && !home && !next.chars().any(char::is_control) { next } else { "/" }
}

/// A page with a form, and the status that programs understand.
pub(super) fn form(visitor: &Visitor, status: StatusCode, page: &FormPage) -> Response {
    let mut shell = visitor.shell.clone();
    shell.path = page.begins.clone().unwrap_or(shell.path);
    let html = page.render(&shell).map_err(Problem::from);
    let response = answer(visitor, html.map(|html| visitor.page(html)));
    let status = if response.status() == StatusCode::OK { status } else { response.status() };
    (status, response).into_response()
}

/// What stands against an act, in the words of the visitor; a problem when no form can mend it.
pub(super) fn said(failure: Failure, visitor: &Visitor) -> Result<String, Problem> {
    let language = visitor.language();
    match failure {
        Failure::Invalid(text) => Ok(text.in_language(language).to_owned()),
        Failure::Unknown(what, name) => {
            let arguments = [("what", what), ("name", &*name)];
            Ok(Wording::shared(language).fill("form-unknown", &arguments))
        }
        other => Err(Problem::of(other, language)),
    }
}

/// A form again, with what is wrong.
pub(super) fn again(visitor: &Visitor, failure: Failure, page: FormPage) -> Response {
    match said(failure, visitor) {
        Ok(error) => {
            let page = FormPage { error: Some(error), ..page };
            form(visitor, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => problem.page(visitor),
    }
}

/// Sets the cookie of a session; an empty secret removes it.
pub(super) fn with_session(mut response: Response, secret: &str) -> Response {
    let age = if secret.is_empty() { "; Max-Age=0" } else { "" };
    let cookie = format!("{SESSION}={secret}; Path=/; Secure; HttpOnly; SameSite=Lax{age}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn words(language: Language, key: &str) -> String {
    Wording::shared(language).say(key)
}

fn password_form(site: &Site, next: &str, name: &str) -> FormPage {
    let mut links = vec![
        ("sign-in-code-link", with_next("/sign-in/code", next)),
        ("sign-up-link", with_next("/sign-up", next)),
    ];
    if site.demonstration {
        links.push(("sign-in-demo-link", "/demo/people".to_owned()));
    }
    FormPage {
        key: "sign-in",
        action: "/sign-in".to_owned(),
        fields: vec![
            Field::of("name", "sign-in-name", Input::Login).with(name).hinted(),
            Field::of("password", "sign-in-password", Input::Password),
        ],
        hidden: vec![("next", within(next).to_owned())],
        links,
        begins: Some(with_next("/sign-in", next)),
        ..FormPage::default()
    }
}

pub(super) fn with_next(path: &str, next: &str) -> String {
    match within(next) {
        "/" => path.to_owned(),
        next => format!("{path}?next={}", crate::pages::segment(next)),
    }
}

pub(super) async fn asked(
    State(site): State<Shared>,
    Query(asked): Query<Next>,
    visitor: Visitor,
) -> Response {
    let notice = match asked.after.as_str() {
        "left" => Some(words(visitor.language(), "leave-done")),
        "setup" => Some(words(visitor.language(), "sign-in-after-setup")),
        "password" => Some(words(visitor.language(), "sign-in-after-password")),
        _ => None,
    };
    let page = FormPage { notice, ..password_form(&site, &asked.next, "") };
    form(&visitor, StatusCode::OK, &page)
}

pub(super) async fn by_password(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let (from, tried) = (visitor.from.clone(), sent.clone());
    let done =
        site.blocking(move |site| site.people.sign_in(&tried.name, &tried.password, &from)).await;
    let page = password_form(&site, &sent.next, &sent.name);
    signed_in(&visitor, done, (page, "sign-in-no"), &sent.next)
}

/// Goes on after an attempt: into the site, to the second factor, or to the form again.
pub(super) fn signed_in(
    visitor: &Visitor,
    done: Result<Result<SignedIn, Failure>, Problem>,
    (page, no): (FormPage, &str),
    next: &str,
) -> Response {
    let language = visitor.language();
    let done = match done {
        Err(problem) => return problem.page(visitor),
        Ok(Err(failure)) => return again(visitor, failure, page),
        Ok(Ok(done)) => done,
    };
    match done {
        SignedIn::Yes { secret, choice, enrol, administrator } => {
            let target = match (enrol, choice, within(next)) {
                (true, _, _) => "/account/second-factor".to_owned(),
                (false, true, next) => with_next("/account/capacity", next),
                (false, false, "/") if administrator => "/admin".to_owned(),
                (false, false, next) => next.to_owned(),
            };
            with_session(Redirect::to(&target).into_response(), &secret)
        }
        SignedIn::SecondFactor(ticket) => {
            form(visitor, StatusCode::OK, &second_factor_form(ticket, next))
        }
        SignedIn::No => {
            let page = FormPage { error: Some(words(language, no)), ..page };
            form(visitor, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        SignedIn::Wait(seconds) => {
            let seconds = seconds.to_string();
            let error =
                Wording::shared(language).fill("sign-in-wait", &[("seconds", seconds.as_str())]);
            let page = FormPage { error: Some(error), ..page };
            let mut response = form(visitor, StatusCode::TOO_MANY_REQUESTS, &page);
            if let Ok(seconds) = HeaderValue::from_str(&seconds) {
                response.headers_mut().insert(header::RETRY_AFTER, seconds);
            }
            response
        }
    }
}

fn second_factor_form(ticket: String, next: &str) -> FormPage {
    FormPage {
        key: "second-factor-ask",
        action: "/sign-in/second-factor".to_owned(),
        fields: vec![Field::of("code", "second-factor-code", Input::Code).hinted()],
        hidden: vec![("ticket", ticket), ("next", within(next).to_owned())],
        links: vec![("sign-in-again", with_next("/sign-in", next))],
        begins: Some(with_next("/sign-in", next)),
        ..FormPage::default()
    }
}

pub(super) async fn by_second_factor(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let (from, tried) = (visitor.from.clone(), sent.clone());
    let done = site
        .blocking(move |site| site.people.second_factor(&tried.ticket, &tried.code, &from))
        .await;
    let page = second_factor_form(sent.ticket, &sent.next);
    signed_in(&visitor, done, (page, "second-factor-no"), &sent.next)
}

fn contact_form(next: &str, contact: &str) -> FormPage {
    FormPage {
        key: "sign-in-code",
        action: "/sign-in/code".to_owned(),
        fields: vec![Field::of("contact", "sign-up-contact", Input::Login).with(contact).hinted()],
        hidden: vec![("next", within(next).to_owned())],
        links: vec![
            ("sign-in-password-link", with_next("/sign-in", next)),
            ("sign-up-link", with_next("/sign-up", next)),
        ],
        begins: Some(with_next("/sign-in/code", next)),
        ..FormPage::default()
    }
}

/// What is said when a code was sent to a contact.
pub(super) fn sent_to(
    site: &Site,
    language: Language,
    contact: &str,
    code: Option<&str>,
) -> String {
    let shown = Contact::parse(contact).map(|contact| contact.masked()).unwrap_or_default();
    let mut notice = Wording::shared(language).fill("code-sent", &[("contact", shown.as_str())]);
    // In a demonstration nobody has a phone on which it could arrive.
    if let Some(code) = code.filter(|_| site.demonstration) {
        notice += &Wording::shared(language).fill("code-demo", &[("code", code)]);
    }
    notice
}

/// The form into which a code is typed that was sent.
pub(super) fn code_form(
    site: &Site,
    language: Language,
    action: &str,
    (contact, next): (&str, &str),
    code: Option<&str>,
) -> FormPage {
    let notice = sent_to(site, language, contact, code);
    let again = match action {
        "/sign-up/confirm" => "/sign-up",
        "/account/mail/confirm" => "/account/mail",
        _ => "/sign-in/code",
    };
    FormPage {
        key: "code",
        action: action.to_owned(),
        notice: Some(notice),
        fields: vec![Field::of("code", "code-code", Input::Code).hinted()],
        hidden: vec![("contact", contact.to_owned()), ("next", within(next).to_owned())],
        links: vec![("code-again", with_next(again, next))],
        begins: Some(with_next(again, next)),
        ..FormPage::default()
    }
}

/// What is said to somebody who asks for another code too soon, with the form for the one that was sent before and holds.
pub(super) fn too_soon(
    site: &Site,
    visitor: &Visitor,
    failure: Failure,
    (action, contact, next): (&str, &str, &str),
) -> Response {
    let page = code_form(site, visitor.language(), action, (contact, next), None);
    again(visitor, failure, FormPage { notice: None, ..page })
}

pub(super) async fn asked_for_code(Query(asked): Query<Next>, visitor: Visitor) -> Response {
    form(&visitor, StatusCode::OK, &contact_form(&asked.next, ""))
}

pub(super) async fn send_code(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let (from, to) = (visitor.from.clone(), sent.contact.clone());
    match site.blocking(move |site| site.people.send_sign_in_code(&to, &from)).await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) if may_have_code(&failure) => {
            too_soon(&site, &visitor, failure, (BY_CODE, &sent.contact, &sent.next))
        }
        Ok(Err(failure)) => again(&visitor, failure, contact_form(&sent.next, &sent.contact)),
        Ok(Ok((_, code))) => {
            let to = (&*sent.contact, &*sent.next);
            let page = code_form(&site, visitor.language(), BY_CODE, to, Some(&code));
            form(&visitor, StatusCode::OK, &page)
        }
    }
}

pub(super) async fn by_code(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let Some(contact) = Contact::parse(&sent.contact) else {
        return Problem::status(StatusCode::UNPROCESSABLE_ENTITY).page(&visitor);
    };
    let (from, code) = (visitor.from.clone(), sent.code.clone());
    let done = site.blocking(move |site| site.people.sign_in_by_code(&contact, &code, &from)).await;
    let to = (&*sent.contact, &*sent.next);
    let page = code_form(&site, visitor.language(), BY_CODE, to, None);
    signed_in(&visitor, done, (page, "code-no"), &sent.next)
}

pub(super) async fn sign_out(State(site): State<Shared>, visitor: Visitor) -> Response {
    if let Some(present) = visitor.present.clone() {
        let done = site.blocking(move |site| site.people.sign_out(&present)).await;
        if let Err(problem) =
            done.and_then(|done| done.map_err(|failure| Problem::of(failure, visitor.language())))
        {
            return problem.page(&visitor);
        }
    }
    let mut response = with_session(Redirect::to("/").into_response(), "");
    let cache = HeaderValue::from_static("\"cache\"");
    response.headers_mut().insert("clear-site-data", cache);
    response
}

/// The link of a form that sets a password.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    link: String,
}

fn link_form(link: &str, holder: Option<&LinkHolder>, language: Language) -> FormPage {
    let notice = holder.map(|holder| {
        Wording::shared(language).fill("set-password-for", &[("name", holder.name.as_str())])
    });
    let word = holder
        .filter(|holder| holder.needs_word)
        .map(|_| Field::of("code", "set-password-word", Input::Line).hinted());
    let password = Field::of("password", "password-new", Input::NewPassword).hinted();
    FormPage {
        key: "set-password",
        action: "/set-password".to_owned(),
        notice,
        fields: word.into_iter().chain([password]).collect(),
        hidden: vec![("link", link.to_owned())],
        begins: Some(format!("/set-password?link={}", segment(link))),
        ..FormPage::default()
    }
}

pub(super) async fn link(
    State(site): State<Shared>,
    Query(asked): Query<Link>,
    visitor: Visitor,
) -> Response {
    let link = asked.link.clone();
    match site.blocking(move |site| site.people.link_holder(&link)).await {
        Ok(Ok(Some(holder))) => {
            let page = link_form(&asked.link, Some(&holder), visitor.language());
            form(&visitor, StatusCode::OK, &page)
        }
        Ok(Ok(None)) => {
            let detail = words(visitor.language(), "set-password-gone");
            Problem::told(StatusCode::NOT_FOUND, detail).page(&visitor)
        }
        Ok(Err(failure)) => Problem::of(failure, visitor.language()).page(&visitor),
        Err(problem) => problem.page(&visitor),
    }
}

pub(super) async fn set_password(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let typed = sent.clone();
    let done = site.blocking(move |site| {
        let done = site.people.set_password(&typed.link, &typed.code, &typed.password);
        done.map_err(|failure| (failure, site.people.link_holder(&typed.link).ok().flatten()))
    });
    match done.await {
        Err(problem) => problem.page(&visitor),
        Ok(Err((failure, holder))) => {
            again(&visitor, failure, link_form(&sent.link, holder.as_ref(), visitor.language()))
        }
        Ok(Ok(())) => with_session(Redirect::to("/sign-in?after=password").into_response(), ""),
    }
}

/// Where somebody begins who has signed in.
pub(super) fn home_of(caller: &Caller) -> &'static str {
    match caller {
        Caller::Administrator { .. } => "/admin",
        Caller::Official { .. } => "/desk",
        _ => "/",
    }
}
