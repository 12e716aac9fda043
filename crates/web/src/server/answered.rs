//! What the framework answers by itself, before a handler has run: a body that is too large or of another kind, a form that
//! cannot be read, an address that is only sent to. Readers get a page in their language; the API has its own words.

use super::problems::Problem;
use super::visitor::Visitor;
use crate::wording::Wording;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;

/// An answer with a page in place of the bare words of the framework; every other one as it is.
pub(super) fn worded(visitor: &Visitor, mut response: Response, largest: usize) -> Response {
    if response.status().is_redirection() {
        visitor.keep_language(&mut response);
    }
    if !is_bare(&response) {
        return response;
    }
    let status = response.status();
    let problem = match status {
        StatusCode::PAYLOAD_TOO_LARGE => {
            let words = Wording::shared(visitor.language());
            let size = (largest / 1024).to_string();
            Problem::told(status, words.fill("problem-413-size", &[("size", &size)]))
        }
        _ => Problem::status(status),
    };
    let mut page = problem.page(visitor);
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            page.headers_mut().append(name, value.clone());
        }
    }
    page
}

/// Whether an answer says in bare text, or in nothing at all, that something is wrong.
fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let wrong = response.status().is_client_error() || response.status().is_server_error();
    wrong && (kind.is_empty() || kind.starts_with("text/plain"))
}

/// An address that takes other methods. Whoever opens in a browser what is only sent to, such as a page that answered to
/// a form in another language, is led to the nearest page before it.
pub(super) async fn method(
    visitor: Visitor,
    method: Method,
    headers: HeaderMap,
    pages: Arc<[&'static str]>,
) -> Response {
    let path = visitor.shell.path.split('?').next().unwrap_or("/");
    let accepted = headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    let reads = accepted.is_some_and(|accepted| accepted.contains("text/html"));
    if reads && matches!(method, Method::GET | Method::HEAD) && !path.starts_with("/api/") {
        let mut response = Redirect::to(before(path, &pages)).into_response();
        visitor.keep_language(&mut response);
        return response;
    }
    Problem::status(StatusCode::METHOD_NOT_ALLOWED).page(&visitor)
}

/// The nearest page on the way to an address.
fn before<'p>(path: &'p str, pages: &[&str]) -> &'p str {
    let mut ends = path.rmatch_indices('/').map(|(end, _)| end).filter(|end| *end > 0);
    let nearest = ends.find_map(|end| {
        path.get(..end).filter(|before| pages.iter().any(|page| is_of(page, before)))
    });
    nearest.unwrap_or("/")
}

/// Whether an address is one of a route, whose parameters stand in braces.
fn is_of(route: &str, address: &str) -> bool {
    let mut parts = address.split('/');
    let fits = route.split('/').all(|wanted| {
        parts
            .next()
            .is_some_and(|part| wanted == part || wanted.starts_with('{') && !part.is_empty())
    });
    fits && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_page_before_an_address_is_found() {
        let pages = ["/", "/sign-in", "/sign-in/code", "/drafts/{draft}", "/drafts/{draft}/check"];
        assert_eq!(before("/sign-in/code/confirm", &pages), "/sign-in/code");
        assert_eq!(before("/drafts/d-1/files/f/remove", &pages), "/drafts/d-1");
        assert_eq!(before("/drafts//hand-in", &pages), "/");
        assert_eq!(before("/sign-out", &pages), "/");
    }
}
