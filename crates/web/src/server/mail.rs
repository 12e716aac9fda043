//! Where somebody is written to: an address that is confirmed by a code, what is written about, and the way to end it.

use super::account::present;
use super::problems::{Problem, answer};
use super::sign_in::{code_form, form, said};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::form::{Field, FormPage, Input};
use crate::pages::mail::MailPage;
use crate::wording::Wording;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::text::Language;
use operations::desk::Failure;
use operations::mail::{About, Contact};
use operations::people::sessions::Present;
use serde::Deserialize;
use std::sync::Arc;

/// Where the code is sent back to.
const CONFIRM: &str = "/account/mail/confirm";

/// What the forms of this file send; each uses some of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    address: String,
    contact: String,
    code: String,
}

/// What was done just before, and is said on top of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    after: String,
}

/// The session of somebody who can be told of cases: administrators have none.
fn reader(visitor: &Visitor) -> Result<Arc<Present>, Problem> {
    let present = present(visitor)?;
    match present.account.administrator {
        None => Ok(present),
        Some(_) => Err(Problem::status(StatusCode::NOT_FOUND)),
    }
}

fn address_form(typed: &str, error: Option<String>) -> FormPage {
    FormPage {
        key: "mail",
        action: "/account/mail".to_owned(),
        error,
        fields: vec![Field::of("address", "mail-address", Input::Email).with(typed).hinted()],
        ..FormPage::default()
    }
}

fn filled(
    site: &Site,
    present: &Present,
    (form, saved): (FormPage, bool),
    language: Language,
) -> Result<MailPage, Failure> {
    let known = site.people.mail(present)?;
    let chosen = |about: About| known.as_ref().is_some_and(|known| known.about.contains(&about));
    let written = known.as_ref().map_or(language, |known| known.language);
    let name = |language| match language {
        Language::SimplifiedChinese => "简体中文",
        Language::TraditionalChinese => "繁體中文",
        Language::English => "English",
    };
    Ok(MailPage {
        sends: site.people.sends_mail(),
        address: known.as_ref().map(|known: &Contact| known.email.to_string()),
        about: About::ALL.map(|about| (about.word(), chosen(about))).to_vec(),
        languages: Language::ALL.map(|one| (one.tag(), name(one), one == written)).to_vec(),
        saved,
        form,
    })
}

async fn shown(
    site: &Shared,
    visitor: &Visitor,
    present: Arc<Present>,
    said: (FormPage, bool),
) -> Response {
    let (shell, language) = (visitor.shell.clone(), visitor.language());
    let wrong = said.0.error.is_some();
    let html = site.blocking(move |site| {
        let page = filled(site, &present, said, language);
        let page = page.map_err(|failure| Problem::of(failure, language))?;
        page.render(&shell).map_err(Problem::from)
    });
    let html = html.await.and_then(|html| html).map(|html| visitor.page(html));
    let response = answer(visitor, html);
    if wrong && response.status() == StatusCode::OK {
        return (StatusCode::UNPROCESSABLE_ENTITY, response).into_response();
    }
    response
}

pub(super) async fn mail(
    State(site): State<Shared>,
    Query(asked): Query<After>,
    visitor: Visitor,
) -> Response {
    match reader(&visitor) {
        Err(problem) => problem.page(&visitor),
        Ok(present) => {
            // An address that is known already need not be typed again.
            let known = present.account.contact.as_ref().map(|contact| contact.address());
            let known = known.filter(|address| address.contains('@')).unwrap_or_default();
            let page = address_form(known, None);
            shown(&site, &visitor, Arc::clone(&present), (page, asked.after == "saved")).await
        }
    }
}

pub(super) async fn ask(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let present = match reader(&visitor) {
        Ok(present) => present,
        Err(problem) => return problem.page(&visitor),
    };
    let (own, from, typed) = (Arc::clone(&present), visitor.from.clone(), sent.address.clone());
    match site.blocking(move |site| site.people.ask_for_mail(&own, &typed, &from)).await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => match said(failure, &visitor) {
            Err(problem) => problem.page(&visitor),
            Ok(error) => {
                let page = address_form(&sent.address, Some(error));
                shown(&site, &visitor, present, (page, false)).await
            }
        },
        Ok(Ok((address, code))) => {
            let to = (address.address(), "");
            let page = code_form(&site, visitor.language(), CONFIRM, to, Some(&code));
            form(&visitor, StatusCode::OK, &page)
        }
    }
}

pub(super) async fn confirm(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let present = match reader(&visitor) {
        Ok(present) => present,
        Err(problem) => return problem.page(&visitor),
    };
    let (typed, language) = (sent.clone(), visitor.language());
    let done = site.blocking(move |site| {
        site.people.confirm_mail(&present, (&typed.contact, &typed.code), language)
    });
    match done.await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => Problem::of(failure, language).page(&visitor),
        Ok(Ok(true)) => Redirect::to("/account/mail?after=saved").into_response(),
        Ok(Ok(false)) => {
            let page = code_form(&site, language, CONFIRM, (&sent.contact, ""), None);
            let error = Some(Wording::shared(language).say("code-no"));
            form(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &FormPage { error, ..page })
        }
    }
}

pub(super) async fn choose(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Vec<(String, String)>>,
) -> Response {
    let chosen = |about: &About| sent.iter().any(|(key, v)| key == "about" && v == about.word());
    let about = About::ALL.into_iter().filter(chosen).collect();
    let language = sent.iter().find(|(key, _)| key == "language");
    let language = language.and_then(|(_, tag)| Language::from_tag(tag));
    let language = language.unwrap_or_else(|| visitor.language());
    done(&site, &visitor, move |site, present| site.people.choose_mail(present, about, language))
        .await
}

pub(super) async fn remove(State(site): State<Shared>, visitor: Visitor) -> Response {
    done(&site, &visitor, |site, present| site.people.remove_mail(present)).await
}

/// Does what was asked, and shows the page again.
async fn done(
    site: &Shared,
    visitor: &Visitor,
    work: impl FnOnce(&Site, &Present) -> Result<(), Failure> + Send + 'static,
) -> Response {
    let present = match reader(visitor) {
        Ok(present) => present,
        Err(problem) => return problem.page(visitor),
    };
    match site.blocking(move |site| work(site, &present)).await {
        Err(problem) => problem.page(visitor),
        Ok(Err(failure)) => Problem::of(failure, visitor.language()).page(visitor),
        Ok(Ok(())) => Redirect::to("/account/mail?after=saved").into_response(),
    }
}
