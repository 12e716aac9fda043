//! Whether the platform is well: for people, for machines that start it, and for machines that send it requests.

use super::problems::{Problem, answer};
use super::visitor::{Visitor, now};
use super::{Shared, Site};
use crate::pages::status::{Check, CheckKind, StatusPage};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// Ready while nothing stops official acts.
pub(super) async fn ready(State(site): State<Shared>) -> Response {
    let alarms = site.platform.alarms();
    let stopping = ["writer", "clock"].into_iter().filter_map(|about| alarms.about(about));
    let stopping: Vec<String> = stopping.collect();
    if stopping.is_empty() {
        return "ready\n".into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, stopping.join("\n") + "\n").into_response()
}

pub(super) async fn status(State(site): State<Shared>, visitor: Visitor) -> Response {
    let page = StatusPage { as_of: now(&site), checks: checks(&site), alarms: alarms(&site) };
    let html = page.render(&visitor.shell).map_err(Problem::from);
    answer(&visitor, html.map(|html| visitor.page(html)))
}

/// What the checks with words of their own are about.
const NAMED: [&str; 7] = ["calendar", "writer", "case", "tick", "clock", "checkpoints", "signing"];
/// What letters and codes are about.
const LETTERS: [&str; 3] = ["relay", "mail", "codes"];

/// How many alarms stand, for people and for machines that watch.
pub(super) fn alarms(site: &Site) -> usize {
    site.platform.alarms().all().len()
}

/// Whether alarms stand that are about people's things: that they do is said, what they say may name somebody.
fn discreet(kind: CheckKind, stand: bool) -> Check {
    Check { kind, in_order: !stand, detail: String::new(), last_in_order: None }
}

pub(super) fn checks(site: &Site) -> Vec<Check> {
    let alarms = site.platform.alarms();
    let check = |kind, about: &[&str], fine: String| {
        let found: Vec<String> = about.iter().filter_map(|about| alarms.about(about)).collect();
        let in_order = found.is_empty();
        let detail = if in_order { fine } else { found.join("; ") };
        Check { kind, in_order, detail, last_in_order: None }
    };
    let (today, until) = (now(site).date(), site.calendar.published_until());
    let mut calendar = check(CheckKind::Calendar, &["calendar"], until.to_string());
    calendar.in_order = calendar.in_order && today <= until;
    let stand: Vec<&str> = alarms.all().into_iter().map(|(about, _)| about).collect();
    let letters = stand.iter().any(|about| LETTERS.contains(about));
    let others = stand.iter().any(|about| !LETTERS.contains(about) && !NAMED.contains(about));
    let acts = site.platform.board(operations::board::Board::acts);
    let rules = site.platform.law().rules.rules().len();
    vec![
        calendar,
        check(CheckKind::Writer, &["writer", "case", "tick"], acts.to_string()),
        check(CheckKind::Clock, &["clock"], now(site).strftime("%F %H:%M").to_string()),
        check(CheckKind::Log, &["checkpoints", "signing"], site.platform.log_name().to_owned()),
        check(CheckKind::Rules, &[], rules.to_string()),
        discreet(CheckKind::Letters, letters),
        discreet(CheckKind::Errands, others),
    ]
}
