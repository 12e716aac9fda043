//! The JSON API, version 1: the acts of a case, and what is known of it. What goes wrong is told as RFC 9457 has it.

mod acts;
mod answers;
mod options;
mod problem;
mod reading;

pub(super) use answers::not_found;

use super::routes::Routes;
use axum::Json;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};

/// What the API is, in the form that tools read.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Yangguang (阳光)",
        version = "1",
        description = "Acts in cases of administrative power, each judged, proved and stored in one transaction. Limits, rules and refusals cite law and article.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(acts::open, acts::step, acts::report, reading::case, reading::events, options::options, reading::cards, reading::items, reading::checkpoint),
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
pub(super) fn routes(routes: Routes) -> Routes {
    use operations::permissions as may;
    let (get, post) = (Method::GET, Method::POST);
    routes
        .program(post.clone(), "/api/v1/jurisdictions/{jurisdiction}/cases", &may::OPEN, acts::open)
        .program(
            post.clone(),
            "/api/v1/jurisdictions/{jurisdiction}/cases/{case}/steps",
            &may::STEP,
            acts::step,
        )
        .program(post, "/api/v1/jurisdictions/{jurisdiction}/reports", &may::REPORT, acts::report)
        .program(
            get.clone(),
            "/api/v1/jurisdictions/{jurisdiction}/cases/{case}",
            &may::TRACK,
            reading::case,
        )
        .program(
            get.clone(),
            "/api/v1/jurisdictions/{jurisdiction}/cases/{case}/events",
            &may::TRACK,
            reading::events,
        )
        .program(
            get.clone(),
            "/api/v1/jurisdictions/{jurisdiction}/cases/{case}/options",
            &may::STEP,
            options::options,
        )
        .program(
            get.clone(),
            "/api/v1/jurisdictions/{jurisdiction}/checkpoint",
            &may::READ_LOG,
            reading::checkpoint,
        )
        .program(get.clone(), "/api/v1/cards", &may::READ_CARDS, reading::cards)
        .program(get.clone(), "/api/v1/items", &may::READ_ITEMS, reading::items)
        .program(get, "/api/v1/openapi.json", &may::READ_STATUS, description)
        .with(|router| {
            // Set here, before the pages give theirs to every route that has none.
            let router = router.method_not_allowed_fallback(answers::other_method);
            router.layer(axum::middleware::map_response(answers::as_problem))
        })
}

async fn description() -> Response {
    Json(Description::openapi()).into_response()
}
