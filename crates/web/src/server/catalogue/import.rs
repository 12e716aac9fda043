//! Importing a catalogue in the browser: checked first, then made drafts.

use crate::pages::catalogue::{FaultLine, ImportPage, ImportReport};
use crate::server::problems::{Problem, answer};
use crate::server::visitor::Visitor;
use crate::server::{Shared, Site};
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use operations::caller::Caller;
use operations::catalogue::import::{Fault, Plan, Weight, carry_out, plan};
use operations::desk::Failure;

/// The largest upload, in bytes: the largest catalogue with the form around it.
pub(super) const LARGEST: usize = 33 << 20;
/// Faults on the page; the command line lists all of them.
const SHOWN: usize = 500;

pub(super) async fn form(visitor: Visitor) -> Response {
    let html = ImportPage::default().render(&visitor.shell);
    answer(&visitor, html.map(|html| visitor.page(html)).map_err(Into::into))
}

#[derive(Default)]
struct Sent {
    name: String,
    bytes: Vec<u8>,
    drafts: bool,
    reason: String,
}

async fn received(mut parts: Multipart) -> Result<Sent, axum::extract::multipart::MultipartError> {
    let mut sent = Sent::default();
    while let Some(part) = parts.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                sent.name =
                    operations::files::plain_name(part.file_name().unwrap_or_default()).to_string();
                sent.bytes = part.bytes().await?.to_vec();
            }
            "mode" => sent.drafts = part.text().await? == "drafts",
            "reason" => sent.reason = part.text().await?,
            _ => {}
        }
    }
    Ok(sent)
}

pub(super) async fn take(
    State(site): State<Shared>,
    visitor: Visitor,
    parts: Multipart,
) -> Response {
    let sent = match received(parts).await {
        Ok(sent) => sent,
        Err(error) => {
            let page = ImportPage { refusal: Some(error.body_text()), report: None };
            return told(&visitor, &page);
        }
    };
    let (caller, language) = (visitor.caller.clone(), visitor.language());
    let done = site.blocking(move |site| match imported(site, &caller, &sent) {
        Ok(page) => Ok(page),
        Err(Failure::Invalid(message)) => {
            let refusal = Some(message.in_language(language).to_owned());
            Ok(ImportPage { refusal, report: None })
        }
        Err(failure) => Err(Problem::of(failure, language)),
    });
    match done.await.and_then(|done| done) {
        Ok(page) => told(&visitor, &page),
        Err(problem) => problem.page(&visitor),
    }
}

fn told(visitor: &Visitor, page: &ImportPage) -> Response {
    let status =
        if page.refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    match page.render(&visitor.shell) {
        Ok(html) => (status, visitor.page(html)).into_response(),
        Err(error) => Problem::from(error).page(visitor),
    }
}

fn imported(site: &Site, caller: &Caller, sent: &Sent) -> Result<ImportPage, Failure> {
    let planned = match plan(&site.platform, caller, &sent.name, &*sent.bytes) {
        Ok(planned) => planned,
        Err(error) => return Ok(ImportPage { refusal: Some(error.to_string()), report: None }),
    };
    let made = match sent.drafts {
        true => Some(carry_out(&site.platform, caller, &planned, &sent.reason)?),
        false => None,
    };
    Ok(ImportPage { report: Some(report(planned, made)), refusal: None })
}

fn report(plan: Plan, made: Option<usize>) -> ImportReport {
    ImportReport {
        counts: [
            ("import-total", plan.total),
            ("import-complete", plan.complete()),
            ("import-incomplete", plan.incomplete()),
            ("import-unchanged", plan.unchanged()),
            ("import-unreadable", plan.unreadable()),
        ],
        total: plan.faults.len(),
        file: plan.file,
        faults: plan.faults.into_iter().take(SHOWN).map(line).collect(),
        made,
    }
}

fn line(fault: Fault) -> FaultLine {
    let weight = match fault.weight {
        Weight::Unreadable => "weight-unreadable",
        Weight::Incomplete => "weight-incomplete",
        Weight::Advice => "weight-advice",
    };
    let Fault { row, column, rule, message, .. } = fault;
    FaultLine { row, column, rule, message, weight }
}
