//! The JSON API, version 1: the acts of a case, and what is known of it. What goes wrong is told as RFC 9457 has it.

mod acts;
mod problem;
mod reading;

use super::Shared;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use utoipa::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};

/// The largest body of a request, in bytes.
const BODY: usize = 256 * 1024;

/// What the API is, in the form that tools read.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Yangguang (阳光)",
        version = "1",
        description = "Acts in cases of administrative power, each judged, proved and stored in one transaction. Limits, rules and refusals cite law and article.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(acts::open, acts::step, acts::report, reading::case, reading::events, reading::cards, reading::items, reading::checkpoint),
    components(schemas(acts::OpenRequest, acts::ReportRequest, acts::ReportedAct, acts::Recorded, problem::ProblemDocument)),
    modifiers(&Bearer),
    tags((name = "acts", description = "Acts: they change a case, and are durable when they are answered."), (name = "reading", description = "What is known."))
)]
struct Description;

struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("token", scheme);
    }
}

/// The OpenAPI document, as pretty JSON.
///
/// # Errors
/// It cannot be written as JSON.
pub fn openapi() -> Result<String, serde_json::Error> {
    Description::openapi().to_pretty_json().map(|text| text + "\n")
}

/// The routes of the API.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/api/v1/jurisdictions/{jurisdiction}/cases", post(acts::open))
        .route("/api/v1/jurisdictions/{jurisdiction}/cases/{case}/steps", post(acts::step))
        .route("/api/v1/jurisdictions/{jurisdiction}/reports", post(acts::report))
        .route("/api/v1/jurisdictions/{jurisdiction}/cases/{case}", get(reading::case))
        .route("/api/v1/jurisdictions/{jurisdiction}/cases/{case}/events", get(reading::events))
        .route("/api/v1/jurisdictions/{jurisdiction}/checkpoint", get(reading::checkpoint))
        .route("/api/v1/cards", get(reading::cards))
        .route("/api/v1/items", get(reading::items))
        .route("/api/v1/openapi.json", get(description))
        .layer(DefaultBodyLimit::max(BODY))
}

async fn description() -> Response {
    Json(Description::openapi()).into_response()
}
