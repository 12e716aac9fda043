//! Health and settings, in the hands of the system administrator.

use super::super::problems::Problem;
use super::super::sign_in::{again, form};
use super::super::status::checks;
use super::super::visitor::{Visitor, now};
use super::{Site, filled};
use crate::pages::back_office::{BackOfficePage, Group, Piece, Row};
use crate::pages::form::{Field, FormPage, Input};
use crate::pages::status::Check;
use crate::wording::Wording;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use operations::caller::AdministratorKind::System;
use operations::people::settings::Setting;
use serde::Deserialize;

/// Letters of a hash that are enough for people.
const SHORT: usize = 16;

pub(super) async fn health(State(site): Site, visitor: Visitor) -> Response {
    let (caller, words) = (visitor.caller.clone(), Wording::shared(visitor.language()));
    filled(&site, &visitor, move |site| {
        let found = site.people.health(&caller)?;
        let told = |check: &Check| match check.in_order {
            true => words.fill(&check.kind.fine_key(), &[("value", &check.detail)]),
            false => check.detail.clone(),
        };
        let rows = checks(site).into_iter().map(|check| Row {
            title: vec![Piece::Key(check.kind.name_key())],
            tags: vec![if check.in_order { "check-well" } else { "check-alarm" }],
            details: vec![Piece::Plain(told(&check))],
            ..Row::default()
        });
        let number = |number: u64| vec![Piece::Plain(number.to_string())];
        let mut facts = vec![
            ("health-version", vec![Piece::Plain(found.version.to_owned())]),
            ("health-database", vec![Piece::Plain(found.database)]),
            ("health-law", vec![Piece::Code(found.law.chars().take(SHORT).collect())]),
            ("health-logs", number(found.logs)),
            ("health-acts", number(found.acts)),
        ];
        if let Some(free) = found.free_mebibytes {
            facts.push(("health-free", vec![Piece::Plain(format!("{free} MiB"))]));
        }
        facts.push(("as-of", vec![Piece::Moment(now(site))]));
        Ok(BackOfficePage {
            facts,
            groups: vec![Group { heading: None, rows: rows.collect() }],
            ..BackOfficePage::new(System, "health")
        })
    })
    .await
}

pub(super) async fn list(State(site): Site, visitor: Visitor) -> Response {
    filled(&site, &visitor, move |site| {
        let rows = site.people.settings().all().map(|setting| Row {
            title: vec![Piece::Key(format!("setting-{}", setting.name))],
            details: vec![
                Piece::Plain(setting.value.to_string()),
                Piece::Plain(format!("{}–{}", setting.bounds.start(), setting.bounds.end())),
                Piece::Key(format!("setting-{}-why", setting.name)),
            ],
            ways: vec![("setting-change", format!("/admin/settings/{}", setting.name))],
            ..Row::default()
        });
        Ok(BackOfficePage {
            groups: vec![Group { heading: None, rows: rows.to_vec() }],
            ..BackOfficePage::new(System, "settings")
        })
    })
    .await
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    value: String,
    reason: String,
}

fn change_form(setting: &Setting, visitor: &Visitor, sent: &Sent) -> FormPage {
    let words = crate::wording::Wording::shared(visitor.language());
    let (least, most) = (setting.bounds.start().to_string(), setting.bounds.end().to_string());
    let range = words.fill("setting-range", &[("least", &least), ("most", &most)]);
    FormPage {
        key: "setting",
        action: format!("/admin/settings/{}", setting.name),
        notice: Some(format!("{} {range}", words.say(&format!("setting-{}", setting.name)))),
        fields: vec![
            Field::of("value", "setting-value", Input::Line).with(&sent.value),
            Field::of("reason", "reason", Input::Line).with(&sent.reason),
        ],
        links: vec![("settings-title", "/admin/settings".to_owned())],
        ..FormPage::default()
    }
}

fn known(site: &super::super::Site, name: &str) -> Option<Setting> {
    site.people.settings().all().into_iter().find(|setting| setting.name == name)
}

pub(super) async fn asked(
    State(site): Site,
    Path(name): Path<String>,
    visitor: Visitor,
) -> Response {
    match known(&site, &name) {
        Some(setting) => {
            let sent = Sent { value: setting.value.to_string(), ..Sent::default() };
            form(&visitor, StatusCode::OK, &change_form(&setting, &visitor, &sent))
        }
        None => Problem::status(StatusCode::NOT_FOUND).page(&visitor),
    }
}

pub(super) async fn change(
    State(site): Site,
    Path(name): Path<String>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let Some(setting) = known(&site, &name) else {
        return Problem::status(StatusCode::NOT_FOUND).page(&visitor);
    };
    let (caller, reason) = (visitor.caller.clone(), sent.reason.clone());
    // What is no number lies outside every bound.
    let value = sent.value.trim().parse().unwrap_or(u32::MAX);
    let done =
        site.blocking(move |site| site.people.change_setting(&caller, (&name, value), &reason));
    match done.await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => again(&visitor, failure, change_form(&setting, &visitor, &sent)),
        Ok(Ok(())) => Redirect::to("/admin/settings").into_response(),
    }
}
