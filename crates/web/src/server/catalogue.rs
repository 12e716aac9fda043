//! Keeping the catalogue: drafts, publication, reviews, imports and exports.

mod drafts;
mod import;

use super::item_versions::{day, signed};
use super::problems::{Problem, answer};
use super::routes::Routes;
use super::shown::{answered, gone_on, rendered};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::catalogue::{CataloguePage, DraftRow, ReviewRow, ReviewsPage};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use operations::caller::Caller;
use operations::catalogue::disclosure::Scope;
use operations::catalogue::export::{Form as FileForm, file};
use operations::catalogue::review::{Entry, Outcome, calendar, record_review};
use operations::catalogue::{drafts as kept, review};
use operations::permissions as may;
use serde::Deserialize;

/// Drafts on a page.
const PER_PAGE: u32 = 50;

/// Everything about keeping the catalogue. Drafts are for those at work: they may hold what is withheld from the public.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .page("/catalogue", &may::DRAFT_ITEM, overview)
        .page("/catalogue/drafts/{code}", &may::DRAFT_ITEM, drafts::show)
        .act("/catalogue/drafts/{code}", &may::DRAFT_ITEM, drafts::save)
        .act("/catalogue/drafts/{code}/publish", &may::PUBLISH_ITEM, drafts::publish)
        .act("/catalogue/drafts/{code}/discard", &may::DRAFT_ITEM, drafts::discard)
        .act("/catalogue/versions/{code}/{from}/withdraw", &may::PUBLISH_ITEM, drafts::withdraw)
        .page("/catalogue/reviews", &may::DRAFT_ITEM, reviews)
        .act("/catalogue/reviews/{code}", &may::REVIEW_ITEM, record)
        .page("/catalogue/import", &may::DRAFT_ITEM, import::form)
        .guarded(
            (Method::POST, import::LARGEST),
            "/catalogue/import",
            &may::DRAFT_ITEM,
            import::take,
        )
        .page("/catalogue/export/{name}", &may::READ_ITEMS, export)
}

#[derive(Debug, Deserialize)]
struct Older {
    before: Option<i64>,
    key: Option<String>,
}

async fn overview(
    State(site): State<Shared>,
    Query(older): Query<Older>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let before = older.before.zip(older.key.as_deref());
        let found = kept::newest(&site.platform, caller, before, PER_PAGE)?;
        let found = found.map_err(|failure| Problem::of(failure, shell.language))?;
        let last = found.last().filter(|_| found.len() == PER_PAGE as usize);
        let older = last.map(|last| {
            let (at, code) = (last.saved.at, &last.item.code);
            format!("/catalogue?before={at}&key={}", crate::pages::segment(code))
        });
        let rows = found.into_iter().map(|draft| {
            let (by, day) = (signed(site, &draft.saved), day(site, draft.saved.at));
            let checked = kept::checked(&site.platform, draft);
            let lacks = checked.shortcomings.iter().filter(|lack| lack.blocks).count();
            let item = checked.draft.item;
            DraftRow { code: item.code, name: item.name, lacks, day, by }
        });
        let entries = calendar(&site.platform)?;
        let page = CataloguePage {
            items: site.platform.law().items.len(),
            overdue: entries.iter().filter(|entry| is_overdue(entry)).count(),
            drafts: rows.collect(),
            older,
            may_draft: may::DRAFT_ITEM.check(caller, None).is_ok(),
        };
        rendered(page.render(shell))
    })
    .await
}

fn is_overdue(entry: &Entry) -> bool {
    entry.days.is_some_and(|days| days < 0)
}

async fn reviews(State(site): State<Shared>, visitor: Visitor) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let rows = calendar(&site.platform)?;
        let rows = rows.iter().map(|entry| ReviewRow {
            code: entry.item.code.clone(),
            name: entry.item.name.clone(),
            due: entry.due,
            overdue: is_overdue(entry),
            last: entry.last.as_ref().map(|last| last_review(site, last)),
        });
        let page = ReviewsPage {
            period: site.platform.law().catalogue.as_ref().map(|all| all.review.clone()),
            rows: rows.collect(),
            may_review: may::REVIEW_ITEM.check(caller, None).is_ok(),
        };
        rendered(page.render(shell))
    })
    .await
}

fn last_review(site: &Site, last: &review::Review) -> (&'static str, jiff::civil::Date, String) {
    let outcome = match last.outcome {
        Outcome::Keep => "review-keep",
        Outcome::Adjust => "review-adjust",
        Outcome::Cancel => "review-cancel",
    };
    (outcome, day(site, last.by.at), last.finding.clone())
}

#[derive(Debug, Deserialize)]
struct Reviewed {
    outcome: Outcome,
    finding: String,
}

async fn record(
    State(site): State<Shared>,
    Path(code): Path<String>,
    visitor: Visitor,
    Form(sent): Form<Reviewed>,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let done = record_review(&site.platform, caller, (&code, sent.outcome), &sent.finding);
        gone_on(done, shell, "/catalogue/reviews")
    })
    .await
}

/// The items that are disclosed, as a file.
async fn export(
    State(site): State<Shared>,
    Path(name): Path<String>,
    visitor: Visitor,
) -> Response {
    let Some(form) = name.strip_prefix("items.").and_then(form_of) else {
        return Problem::status(StatusCode::NOT_FOUND).page(&visitor);
    };
    let bytes = site.blocking(move |site| Ok(file(&site.platform, &Scope::All, form)?)).await;
    answer(&visitor, bytes.and_then(|bytes| bytes).map(|bytes| download(form, "items", bytes)))
}

/// The form that an ending names.
pub(super) fn form_of(ending: &str) -> Option<FileForm> {
    match ending {
        "csv" => Some(FileForm::Csv),
        "xlsx" => Some(FileForm::Xlsx),
        "json" => Some(FileForm::Json),
        _ => None,
    }
}

/// A file to keep.
pub(super) fn download(form: FileForm, name: &str, bytes: Vec<u8>) -> Response {
    let (kind, ending) = match form {
        FileForm::Csv => ("text/csv; charset=utf-8", "csv"),
        FileForm::Xlsx => {
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
        }
        FileForm::Json => ("application/json", "json"),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = format!("attachment; filename=\"{name}.{ending}\"");
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// Whether somebody may draft at all: the operation asks more.
fn may_draft(caller: &Caller) -> bool {
    may::DRAFT_ITEM.check(caller, None).is_ok()
}
