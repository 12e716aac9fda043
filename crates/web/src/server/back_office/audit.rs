//! The audit log, in the hands of the audit administrator: read and exported, never changed.

use super::super::account::local;
use super::super::deputies::{begins, ends};
use super::super::problems::Problem;
use super::super::views::in_all_languages;
use super::super::visitor::Visitor;
use super::accounts::any;
use super::{Site, filled};
use crate::pages::back_office::{BackOfficePage, Group, Piece, Row};
use crate::pages::form::{Field, Input};
use crate::pages::segment;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use operations::caller::AdministratorKind::Audit;
use operations::desk::Failure;
use operations::people::audit::{Filter, Kept, Subject};
use serde::Deserialize;

/// Entries on a page.
const PER_PAGE: usize = 50;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    subject: String,
    q: String,
    from: String,
    until: String,
    at: Option<i64>,
    after: String,
}

impl Asked {
    /// What is asked for; what cannot be read is not taken for everything.
    fn filter(&self, site: &super::super::Site) -> Result<Filter, Failure> {
        let subject = Subject::from_word(&self.subject);
        if subject.is_none() && !self.subject.is_empty() {
            return Err(Failure::Unknown("subject", self.subject.as_str().into()));
        }
        Ok(Filter {
            subject,
            text: self.q.clone(),
            since: begins(site, &self.from)?,
            before: ends(site, &self.until)?,
            after: self.at.map(|at| (at, self.after.clone())),
        })
    }

    fn query(&self) -> String {
        let pairs = [
            ("subject", &self.subject),
            ("q", &self.q),
            ("from", &self.from),
            ("until", &self.until),
        ];
        pairs.map(|(name, value)| format!("{name}={}", segment(value))).join("&")
    }
}

pub(super) async fn list(
    State(site): Site,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let caller = visitor.caller.clone();
    filled(&site, &visitor, move |site| {
        let found = site.people.audit(&caller, &asked.filter(site)?, PER_PAGE)?;
        let mut subjects = vec![any()];
        subjects.extend(Subject::ALL.map(|subject| {
            (subject.word().to_owned(), in_all_languages(&format!("audit-{}", subject.word())))
        }));
        let rows = found.entries.into_iter().map(|kept| row(site, kept));
        let query = asked.query();
        Ok(BackOfficePage {
            filter: vec![
                Field::of("subject", "audit-subject", Input::One(subjects)).with(&asked.subject),
                Field::of("q", "audit-search", Input::Line).with(&asked.q),
                Field::of("from", "audit-from", Input::Day).with(&asked.from),
                Field::of("until", "audit-until", Input::Day).with(&asked.until),
            ],
            ways: vec![("audit-export", format!("/admin/audit.csv?{query}"))],
            groups: vec![Group { heading: None, rows: rows.collect() }],
            more: found
                .more
                .map(|(at, key)| format!("/admin/audit?{query}&at={at}&after={}", segment(&key))),
            ..BackOfficePage::new(Audit, "audit")
        })
    })
    .await
}

fn row(site: &super::super::Site, kept: Kept) -> Row {
    let entry = kept.entry;
    // What was refused is named by its operation, as the table of permissions names it.
    let act = match entry.subject {
        Subject::Refusal => Piece::Code(entry.act),
        _ => Piece::Key(format!("audit-act-{}", entry.act)),
    };
    let mut details = vec![Piece::Moment(local(site, kept.at))];
    for id in [entry.who, entry.on] {
        details.extend(site.people.display_name(&id).map(Piece::Name));
        if !id.is_empty() {
            details.push(Piece::Code(id));
        }
    }
    for text in [entry.detail, entry.address] {
        if !text.is_empty() {
            details.push(Piece::Plain(text));
        }
    }
    Row {
        title: vec![act],
        tags: if entry.done { Vec::new() } else { vec!["audit-refused"] },
        details,
        ..Row::default()
    }
}

pub(super) async fn csv(
    State(site): Site,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let caller = visitor.caller.clone();
    let done = site.blocking(move |site| {
        let filter = Filter { after: None, ..asked.filter(site)? };
        site.people.audit_csv(&caller, &filter)
    });
    match done.await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => Problem::of(failure, visitor.language()).page(&visitor),
        Ok(Ok(text)) => {
            let mut response = text.into_response();
            let headers = response.headers_mut();
            let kind = HeaderValue::from_static("text/csv; charset=utf-8");
            let name = HeaderValue::from_static("attachment; filename=\"audit.csv\"");
            headers.insert(header::CONTENT_TYPE, kind);
            headers.insert(header::CONTENT_DISPOSITION, name);
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
    }
}
