//! Documents that acts made, for those whom the case concerns.

use super::case_work::{details, is_against, material_names};
use super::cases::{case_of, outcome};
use super::problems::Problem;
use super::shown::{answered, rendered};
use super::tasks::item_name;
use super::views::{name_of, person_name};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::Shell;
use crate::pages::case_work::document_of;
use crate::pages::document::DocumentPage;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::event::ActKind;
use domain::procedure::LimitKind;
use domain::text::Text;
use jiff::civil::Date;
use operations::cases::show::{ShownAct, ShownCase, show};

pub(super) async fn document(
    State(site): State<Shared>,
    Path((place, case, number)): Path<(String, String, u32)>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    answered(&site, visitor, move |site, caller, shell| {
        let not_there = || Problem::status(StatusCode::NOT_FOUND);
        let shown = show(&site.platform, caller, &place, &case)?.ok_or_else(not_there)?;
        // To those whom the case does not concern, its documents are not there.
        let shown = Some(shown).filter(|shown| shown.with_persons).ok_or_else(not_there)?;
        let act = shown.acts.iter().find(|act| act.event.n == number).ok_or_else(not_there)?;
        let page = made(site, &shown, act, (shell, host)).ok_or_else(not_there)?;
        rendered(page.render(shell))
    })
    .await
}

fn made(
    site: &Site,
    shown: &ShownCase,
    act: &ShownAct,
    (shell, host): (&Shell, Option<String>),
) -> Option<DocumentPage> {
    let against = is_against(shown, act) || act.event.kind == ActKind::Decline;
    let key = document_of(act.event.kind, against)?;
    let register = site.platform.register();
    let body = act.event.body.as_deref();
    let case = case_of(shown);
    let mut facts = details(&register, shown, act, shell.language);
    facts.retain(|(key, _)| *key != "detail-materials");
    let stage = act.stage.and_then(|stage| shown.procedure.stage(stage));
    let basis = stage.and_then(|stage| stage.basis.clone());
    let of_supplement = shown.procedure.supplement.as_ref().map(|rule| rule.basis.clone());
    Some(DocumentPage {
        key,
        number: format!("{}-{}", shown.head.case_id, act.event.n),
        agency: name_of(&register, &shown.head.agency),
        party: shown.head.applicant.as_deref().map(|id| person_name(site, &register, id)),
        item: item_name(site, &shown.head.item),
        applied: applied(shown),
        at: act.at,
        outcome: outcome(shown.procedure, act),
        reason: body.and_then(|body| body.reason.as_deref()).map(str::to_owned),
        materials: body.map(|body| material_names(shown, body)).unwrap_or_default(),
        facts,
        limit: begun(shown, act),
        basis: if act.event.kind == ActKind::RequestSupplement { of_supplement } else { basis },
        remedies: if against { site.platform.law().remedies.clone() } else { Vec::new() },
        link: link(&checked_at(act).unwrap_or_else(|| case.clone()), host),
        case,
        refusal: None,
    })
}

/// Where everybody can check a result: by the number under which it was issued.
fn checked_at(act: &ShownAct) -> Option<String> {
    let issued = act.event.kind == ActKind::Issue;
    let number = act.event.body.as_deref()?.number.as_deref().filter(|_| issued)?;
    Some(format!("/verify?number={}", crate::pages::segment(number)))
}

/// A path on the site by which it was asked for, for the code on paper.
pub(super) fn link(path: &str, host: Option<String>) -> String {
    let Some(host) = host else { return path.to_owned() };
    let local = ["127.", "localhost", "[::1]"].iter().any(|known| host.starts_with(known));
    format!("{}://{host}{path}", if local { "http" } else { "https" })
}

fn applied(shown: &ShownCase) -> Option<Date> {
    let submitted = shown.acts.iter().find(|act| act.event.kind == ActKind::Submit);
    submitted.map(|act| act.at.date())
}

/// The limit of the whole that began with an act: what acceptance promises.
fn begun(shown: &ShownCase, act: &ShownAct) -> Option<(Text, Date)> {
    let limits = shown.limits.iter().filter(|limit| {
        let of_whole = matches!(
            limit.rule.kind,
            LimitKind::Promised | LimitKind::Statutory | LimitKind::Intake
        );
        of_whole && limit.clock.clock.started_at == act.at
    });
    let nearest = limits.min_by_key(|limit| limit.due.last_day)?;
    Some((nearest.rule.name.clone(), nearest.due.last_day))
}
