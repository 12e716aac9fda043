//! Every answer of the API as programs expect it: what goes wrong is a problem, whoever noticed it, and nothing with
//! persons in it stays in a cache on the way.

use super::problem::ApiProblem;
use axum::body::to_bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The longest text of the framework that is passed on.
const DETAIL: usize = 4_096;

/// Words what the framework itself refused: a wrong parameter, body or method.
pub(in crate::server) async fn as_problem(response: Response) -> Response {
    let mut response = match is_plain_error(&response) {
        true => worded(response).await,
        false => response,
    };
    keep_out_of_caches(&mut response);
    response
}

fn keep_out_of_caches(response: &mut Response) {
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(no_store);
}

/// No such address of the API.
pub(in crate::server) fn not_found() -> Response {
    let detail = "There is nothing at this address: see /api/v1/openapi.json.".to_owned();
    let problem = ApiProblem::new(StatusCode::NOT_FOUND, "unknown", "No such address", detail);
    let mut response = problem.into_response();
    keep_out_of_caches(&mut response);
    response
}

/// A method that an address of the API does not take.
pub(super) async fn other_method() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}

fn is_plain_error(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_problem = kind.is_some_and(|kind| kind == "application/problem+json");
    let status = response.status();
    !is_problem && (status.is_client_error() || status.is_server_error())
}

async fn worded(response: Response) -> Response {
    let (status, allow) = (response.status(), response.headers().get(header::ALLOW).cloned());
    let text = to_bytes(response.into_body(), DETAIL).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    let (kind, title, otherwise) = match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            ("method", "Not with this method", "Use one of the methods that `Allow` names.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("too-large", "Too large", "Send less at once: 256 KiB at most.")
        }
        _ => ("malformed", "The request is malformed", "See /api/v1/openapi.json."),
    };
    // What was found in the request is said in front of what to do, unless it only repeats the status.
    let said = !text.is_empty() && kind == "malformed";
    let detail = if said { format!("{text} {otherwise}") } else { otherwise.to_owned() };
    let mut worded = ApiProblem::new(status, kind, title, detail).into_response();
    if let Some(allow) = allow {
        worded.headers_mut().insert(header::ALLOW, allow);
    }
    worded
}
