//! A draft: what it lacks, what it changes; writing, publishing and dropping it.

use super::may_draft;
use crate::pages::catalogue::DraftPage;
use crate::pages::segment;
use crate::server::problems::Problem;
use crate::server::shown::{Shown, again, answered, gone_on, rendered};
use crate::server::visitor::Visitor;
use crate::server::{Shared, Site};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::catalogue::difference::differences;
use domain::item::Item;
use domain::text::Text;
use jiff::civil::Date;
use operations::caller::Caller;
use operations::catalogue::documents::{Amendment, Draft};
use operations::catalogue::{drafts, publication};
use operations::desk::Failure;
use operations::permissions::PUBLISH_ITEM;
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Sent {
    amendment: Amendment,
    reason: String,
    file: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Publishing {
    from: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Reason {
    reason: String,
}

fn word(amendment: Amendment) -> &'static str {
    match amendment {
        Amendment::Establish => "establish",
        Amendment::Adjust => "adjust",
        Amendment::Cancel => "cancel",
    }
}

/// The page of a draft, with what was sent in place of what is kept.
fn page(
    site: &Site,
    (caller, code): (&Caller, &str),
    sent: Option<&Sent>,
    refusal: Option<String>,
) -> Result<DraftPage, Problem> {
    let law = site.platform.law();
    let standing = law.items.get(code);
    let kept = drafts::find(&site.platform, code)?;
    let item = kept.as_ref().map(|draft| &draft.item).or(standing);
    let item = item.ok_or_else(|| Problem::status(StatusCode::NOT_FOUND))?.clone();
    let file = item.to_law_file().map_err(|error| Problem::internal(&error))?;
    let today = law.today(site.platform.now());
    let default = if standing.is_some() { Amendment::Adjust } else { Amendment::Establish };
    let amendment = sent.map(|sent| sent.amendment).or(kept.as_ref().map(|draft| draft.amendment));
    let reason = sent.map(|sent| &sent.reason).or(kept.as_ref().map(|draft| &draft.reason));
    let is_own = kept.as_ref().is_none_or(|draft| drafts::is_ones_own(caller, draft));
    Ok(DraftPage {
        code: code.to_owned(),
        name: item.name.clone(),
        exists: kept.is_some(),
        differences: changed(standing, kept.as_ref()),
        file: sent.map_or(file, |sent| sent.file.clone()),
        amendment: word(amendment.unwrap_or(default)),
        reason: reason.cloned().unwrap_or_default(),
        shortcomings: kept
            .map_or_else(Vec::new, |draft| drafts::checked(&site.platform, draft).shortcomings),
        earliest: today.tomorrow().unwrap_or(today),
        refusal,
        may_draft: may_draft(caller) && is_own,
        may_publish: PUBLISH_ITEM.check(caller, None).is_ok(),
    })
}

fn changed(
    standing: Option<&Item>,
    draft: Option<&Draft>,
) -> Vec<domain::catalogue::difference::Difference> {
    match (standing, draft) {
        (Some(before), Some(draft)) if draft.amendment != Amendment::Cancel => {
            differences(before, &draft.item)
        }
        _ => Vec::new(),
    }
}

pub(super) async fn show(
    State(site): State<Shared>,
    Path(code): Path<String>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        rendered(page(site, (caller, &code), None, None)?.render(shell))
    })
    .await
}

/// A draft may lack a basis or a procedure, so that it is read less strictly than a law file.
fn read(sent: &Sent, code: &str) -> Result<Item, Failure> {
    let wrong = |message: String| {
        let told = |before: &str| format!("{before}{message}");
        Failure::Invalid(Box::new(Text {
            simplified: told("全文格式有误："),
            traditional: Some(told("全文格式有誤：")),
            english: Some(told("The file is malformed: ")),
        }))
    };
    let text = sent.file.replace("\r\n", "\n");
    let item: Item =
        domain::law_file::parse("item", &text).map_err(|error| wrong(error.to_string()))?;
    if item.code == code {
        return Ok(item);
    }
    Err(wrong(format!("code = \"{}\" ≠ \"{code}\"", item.code)))
}

pub(super) async fn save(
    State(site): State<Shared>,
    Path(code): Path<String>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let address = format!("/catalogue/drafts/{}", segment(&code));
    answered(&site, visitor, move |site, caller, shell| {
        let saved = read(&sent, &code).and_then(|item| {
            let (amendment, reason) = (sent.amendment, sent.reason.clone());
            let drafting = drafts::Drafting { item, amendment, reason, imported: None };
            drafts::save(&site.platform, caller, drafting)
        });
        match saved {
            Ok(()) => Ok(Shown::Go(address)),
            Err(Failure::Invalid(message)) => {
                let refusal = Some(message.in_language(shell.language).to_owned());
                let page = page(site, (caller, &code), Some(&sent), refusal)?;
                again(StatusCode::UNPROCESSABLE_ENTITY, page.render(shell))
            }
            Err(failure) => Err(Problem::of(failure, shell.language)),
        }
    })
    .await
}

pub(super) async fn publish(
    State(site): State<Shared>,
    Path(code): Path<String>,
    visitor: Visitor,
    Form(sent): Form<Publishing>,
) -> Response {
    let address = format!("/items/{}/versions", segment(&code));
    answered(&site, visitor, move |site, caller, shell| {
        let Ok(from) = sent.from.parse::<Date>() else {
            return Err(Problem::status(StatusCode::BAD_REQUEST));
        };
        match publication::publish(&site.platform, caller, &code, from) {
            Ok(()) => Ok(Shown::Go(address)),
            Err(Failure::Invalid(message)) => {
                let refusal = Some(message.in_language(shell.language).to_owned());
                let page = page(site, (caller, &code), None, refusal)?;
                again(StatusCode::UNPROCESSABLE_ENTITY, page.render(shell))
            }
            Err(failure) => Err(Problem::of(failure, shell.language)),
        }
    })
    .await
}

pub(super) async fn discard(
    State(site): State<Shared>,
    Path(code): Path<String>,
    visitor: Visitor,
    Form(sent): Form<Reason>,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        gone_on(drafts::discard(&site.platform, caller, &code, &sent.reason), shell, "/catalogue")
    })
    .await
}

pub(super) async fn withdraw(
    State(site): State<Shared>,
    Path((code, from)): Path<(String, String)>,
    visitor: Visitor,
    Form(sent): Form<Reason>,
) -> Response {
    let address = format!("/items/{}/versions", segment(&code));
    let Ok(from) = from.parse::<Date>() else {
        return Problem::status(StatusCode::NOT_FOUND).page(&visitor);
    };
    answered(&site, visitor, move |site, caller, shell| {
        let done = publication::withdraw(&site.platform, caller, (&code, from), &sent.reason);
        gone_on(done, shell, &address)
    })
    .await
}
