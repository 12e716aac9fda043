//! Where somebody is written to: an address that is confirmed by a code, what is written about, and the way to end it.

use super::own::Reader;
use super::problems::{Problem, answer_form};
use super::proof::{code_first, password_field, refused};
use super::sign_in::{code_form, form, said, too_soon};
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
use operations::people::codes::may_have_code;
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
    old: String,
    contact: String,
    code: String,
}

/// What was done just before, and is said on top of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    after: String,
}

fn address_form(present: &Present, typed: &str, error: Option<String>) -> FormPage {
    let address = Field::of("address", "mail-address", Input::Email).with(typed).hinted();
    FormPage {
        key: "mail",
        action: "/account/mail".to_owned(),
        error,
        fields: std::iter::once(address).chain(password_field(present)).collect(),
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
    answer_form(visitor, html.await.and_then(|html| html), wrong)
}

pub(super) async fn mail(
    State(site): State<Shared>,
    Query(asked): Query<After>,
    Reader { visitor, present }: Reader,
) -> Response {
    // An address that is known already need not be typed again.
    let known = present.account.contact.as_ref().map(|contact| contact.address());
    let known = known.filter(|address| address.contains('@')).unwrap_or_default();
    let page = address_form(&present, known, None);
    shown(&site, &visitor, Arc::clone(&present), (page, asked.after == "saved")).await
}

/// Where the address of a form leads that somebody opens, such as in another language: to the page.
pub(super) async fn back() -> Redirect {
    Redirect::to("/account/mail")
}

pub(super) async fn ask(
    State(site): State<Shared>,
    Reader { visitor, present }: Reader,
    Form(sent): Form<Sent>,
) -> Response {
    let page = address_form(&present, &sent.address, None);
    let fine = site.people.mail_address(&sent.address).is_ok();
    if fine {
        let asked = (sent.old.as_str(), page.clone());
        if let Some(response) = code_first(&site, &visitor, &present, asked).await {
            return response;
        }
    }
    let (own, from, typed) = (Arc::clone(&present), visitor.from.clone(), sent.clone());
    let asked = site
        .blocking(move |site| site.people.ask_for_mail(&own, (&typed.address, &typed.old), &from));
    match asked.await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) if may_have_code(&failure) => {
            too_soon(&site, &visitor, failure, (CONFIRM, &sent.address, ""))
        }
        Ok(Err(failure)) if fine && !present.account.has_password() => {
            refused(&visitor, &present, failure, page)
        }
        Ok(Err(failure)) => match said(failure, &visitor) {
            Err(problem) => problem.page(&visitor),
            Ok(error) => {
                let page = address_form(&present, &sent.address, Some(error));
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
    Reader { visitor, present }: Reader,
    Form(sent): Form<Sent>,
) -> Response {
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
    Reader { visitor, present }: Reader,
    Form(sent): Form<Vec<(String, String)>>,
) -> Response {
    let chosen = |about: &About| sent.iter().any(|(key, v)| key == "about" && v == about.word());
    let about: Vec<About> = About::ALL.into_iter().filter(chosen).collect();
    let value = |name: &str| sent.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    let language = value("language").and_then(|tag| Language::from_tag(tag));
    let language = language.unwrap_or_else(|| visitor.language());
    let proof = value("old").cloned().unwrap_or_default();
    let (own, wanted) = (Arc::clone(&present), about.clone());
    let needs = site.blocking(move |site| site.people.choice_needs_proof(&own, &wanted)).await;
    let page = choice_form(&present, &about, language);
    match needs {
        Err(problem) => return problem.page(&visitor),
        Ok(Err(failure)) => return Problem::of(failure, visitor.language()).page(&visitor),
        Ok(Ok(true)) if present.account.has_password() && proof.is_empty() => {
            return form(&visitor, StatusCode::OK, &page);
        }
        Ok(Ok(true)) => {
            let asked = (proof.as_str(), page.clone());
            if let Some(response) = code_first(&site, &visitor, &present, asked).await {
                return response;
            }
        }
        Ok(Ok(false)) => {}
    }
    let own = Arc::clone(&present);
    let done =
        site.blocking(move |site| site.people.choose_mail(&own, (about, language), &proof)).await;
    match done {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => refused(&visitor, &present, failure, page),
        Ok(Ok(())) => Redirect::to("/account/mail?after=saved").into_response(),
    }
}

/// A choice that needs a proof, once more.
fn choice_form(present: &Present, about: &[About], language: Language) -> FormPage {
    let about = about.iter().map(|about| ("about", about.word().to_owned()));
    FormPage {
        key: "mail-proof",
        action: "/account/mail/choose".to_owned(),
        fields: password_field(present).into_iter().collect(),
        hidden: about.chain([("language", language.tag().to_owned())]).collect(),
        links: vec![("account-back", "/account".to_owned())],
        ..FormPage::default()
    }
}

pub(super) async fn remove(
    State(site): State<Shared>,
    Reader { visitor, present }: Reader,
) -> Response {
    match site.blocking(move |site| site.people.remove_mail(&present)).await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => Problem::of(failure, visitor.language()).page(&visitor),
        Ok(Ok(())) => Redirect::to("/account/mail?after=saved").into_response(),
    }
}
