//! The proof that somebody gives before what matters is changed: the password, or, where the account has none, a code that
//! is sent to its contact at the first try.

use super::Shared;
use super::sign_in::{again, form, sent_to};
use super::visitor::Visitor;
use crate::pages::form::{Field, FormPage, Input};
use axum::http::StatusCode;
use axum::response::Response;
use operations::desk::Failure;
use operations::people::sessions::Present;
use std::sync::Arc;

/// The name of the field in which the proof comes.
const FIELD: &str = "old";

/// The field for the password, where the account has one.
pub(super) fn password_field(present: &Present) -> Option<Field> {
    let asks = present.account.has_password();
    asks.then(|| Field::of(FIELD, "password-old", Input::Password))
}

/// The form with a field for the code in front, where the account has no password.
fn with_code(present: &Present, mut page: FormPage) -> FormPage {
    if !present.account.has_password() {
        page.key = "code";
        page.fields.insert(0, Field::of(FIELD, "code-code", Input::Code).hinted());
    }
    page
}

/// The form with what is wrong; it asks for the code again that was not right.
pub(super) fn refused(
    visitor: &Visitor,
    present: &Present,
    failure: Failure,
    page: FormPage,
) -> Response {
    again(visitor, failure, with_code(present, page))
}

/// Sends a code where one is needed and none was typed: the form that asks for it, with everything that was sent. None
/// where there is something to compare.
pub(super) async fn code_first(
    site: &Shared,
    visitor: &Visitor,
    present: &Arc<Present>,
    (typed, page): (&str, FormPage),
) -> Option<Response> {
    if present.account.has_password() || !typed.is_empty() {
        return None;
    }
    let (own, from) = (Arc::clone(present), visitor.from.clone());
    let sent = site.blocking(move |site| site.people.send_own_code(&own, &from)).await;
    Some(match sent {
        Err(problem) => problem.page(visitor),
        Ok(Err(failure)) => again(visitor, failure, with_code(present, page)),
        Ok(Ok((to, code))) => {
            let notice = Some(sent_to(site, visitor.language(), to.address(), Some(&code)));
            let page = with_code(present, FormPage { notice, ..page });
            form(visitor, StatusCode::OK, &page)
        }
    })
}
