//! What the caller may do in a case, and why not the rest, through the API.

use super::problem::{ApiProblem, ProblemDocument, language, words};
use crate::server::Shared;
use crate::server::visitor::bearer;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::case::options::{CaseOption, Verdict};
use domain::text::Language;
use operations::cases::options::{CaseOptions, OptionsError, options as options_of};
use operations::desk::Failure;
use serde_json::{Value, json};

/// What the caller of the token may do in a case now: every act with each of its choices, what it needs, a complete
/// command to fill in, and where it is refused the rule and the article.
#[utoipa::path(get, path = "/api/v1/jurisdictions/{jurisdiction}/cases/{case}/options", tag = "reading", security(("token" = [])),
    params(("jurisdiction" = String, Path, description = "Code of the jurisdiction"), ("case" = String, Path, description = "Number of the case")),
    responses((status = 200, body = Object), (status = 401, body = ProblemDocument), (status = 403, body = ProblemDocument), (status = 404, body = ProblemDocument)))]
pub(super) async fn options(
    State(site): State<Shared>,
    Path((jurisdiction, case_id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let language = language(&headers);
    let Some(caller) = bearer(&headers).and_then(|token| site.caller_of_token(token)) else {
        return ApiProblem::unknown_caller(&site, &headers).into_response();
    };
    let number = case_id.clone();
    let found = site
        .blocking(move |site| options_of(&site.platform, &caller, &jurisdiction, &case_id))
        .await;
    match found {
        Ok(Ok(Some(found))) => Json(options_json(&found, language)).into_response(),
        Ok(Ok(None)) => ApiProblem::missing("case", &number).into_response(),
        Ok(Err(OptionsError::Forbidden(forbidden))) => {
            let failure = Failure::Forbidden(forbidden);
            ApiProblem::of(failure, words(&site, &headers)).into_response()
        }
        Ok(Err(OptionsError::Show(error))) => ApiProblem::internal(&error).into_response(),
        Err(problem) => problem.into_response(),
    }
}

fn options_json(found: &CaseOptions, language: Language) -> Value {
    let options = found.options.iter().map(|option| option_json(option, language));
    json!({
        "jurisdiction": found.head.jurisdiction,
        "case": found.head.case_id,
        "n": found.head.n,
        "phase": found.head.phase,
        "options": options.collect::<Vec<_>>(),
    })
}

fn option_json(option: &CaseOption, language: Language) -> Value {
    let mut shown = json!({
        "act": option.kind.word(),
        "name": option.name,
        "stage": option.stage,
        "choice": option.choice,
        "basis": option.basis,
        "needs": option.needs,
        "command": option.prototype,
        "allowed": option.is_allowed(),
    });
    let (key, value) = match &option.verdict {
        Verdict::Allowed { role, .. } => ("role", json!(role)),
        Verdict::Refused(refusal) => {
            let article = refusal.basis.as_ref().map(|basis| basis.citation());
            let detail = refusal.message.in_language(language);
            let refusal =
                json!({ "rule": refusal.rule.word(), "article": article, "detail": detail });
            ("refusal", refusal)
        }
    };
    if let Some(shown) = shown.as_object_mut() {
        shown.insert(key.to_owned(), value);
    }
    shown
}
