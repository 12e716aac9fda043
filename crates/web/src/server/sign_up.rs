//! Signing up: who wants an account, and the code that shows whose contact it is.

use super::Shared;
use super::problems::Problem;
use super::sign_in::{Next, again, code_form, form, signed_in, too_soon, with_next, within};
use super::views::in_all_languages;
use super::visitor::Visitor;
use crate::pages::form::{Field, FormPage, Input};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use operations::people::codes::{Contact, may_have_code};
use operations::people::sign_up::SignUp;
use serde::Deserialize;

/// Where the code comes back that makes an account.
const CONFIRM: &str = "/sign-up/confirm";

/// What the forms of this file send; each uses some of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    next: String,
    name: String,
    kind: String,
    credit_code: String,
    contact: String,
    code: String,
}

fn sign_up_form(sent: &Sent) -> FormPage {
    let kinds = ["person", "enterprise"].map(|kind| (kind.to_owned(), kind_of(kind)));
    let kind = if sent.kind.is_empty() { "person" } else { &sent.kind };
    FormPage {
        key: "sign-up",
        action: "/sign-up".to_owned(),
        fields: vec![
            Field::of("kind", "sign-up-kind", Input::One(kinds.to_vec())).with(kind),
            Field::of("name", "sign-up-name", Input::Line).with(&sent.name).hinted(),
            Field::of("credit_code", "sign-up-credit-code", Input::Line)
                .with(&sent.credit_code)
                .hinted()
                .optional(),
            Field::of("contact", "sign-up-contact", Input::Login).with(&sent.contact).hinted(),
        ],
        hidden: vec![("next", within(&sent.next).to_owned())],
        links: vec![("sign-in-link", with_next("/sign-in", &sent.next))],
        begins: Some(with_next("/sign-up", &sent.next)),
        ..FormPage::default()
    }
}

fn kind_of(kind: &str) -> domain::text::Text {
    in_all_languages(&format!("sign-up-{kind}"))
}

pub(super) async fn asked(Query(asked): Query<Next>, visitor: Visitor) -> Response {
    let sent = Sent { next: asked.next, ..Sent::default() };
    form(&visitor, StatusCode::OK, &sign_up_form(&sent))
}

pub(super) async fn send_code(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let code = (sent.kind == "enterprise").then(|| sent.credit_code.clone());
    let language = visitor.language();
    let wanted = SignUp { name: sent.name.clone(), credit_code: code, language };
    let (from, contact) = (visitor.from.clone(), sent.contact.clone());
    match site.blocking(move |site| site.people.sign_up(&wanted, &contact, &from)).await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) if may_have_code(&failure) => {
            too_soon(&site, &visitor, failure, (CONFIRM, &sent.contact, &sent.next))
        }
        Ok(Err(failure)) => again(&visitor, failure, sign_up_form(&sent)),
        Ok(Ok((_, code))) => {
            let to = (&*sent.contact, &*sent.next);
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
    let Some(contact) = Contact::parse(&sent.contact) else {
        return Problem::status(StatusCode::UNPROCESSABLE_ENTITY).page(&visitor);
    };
    let (from, code) = (visitor.from.clone(), sent.code.clone());
    let done = site.blocking(move |site| site.people.confirm_sign_up(&contact, &code, &from)).await;
    let to = (&*sent.contact, &*sent.next);
    let page = code_form(&site, visitor.language(), CONFIRM, to, None);
    signed_in(&visitor, done, (page, "code-no"), &sent.next)
}
