//! What a party does in its own case: supplements, withdraws, rates. Each on a page of its own that says what it means.

use super::acting::{case_address, told};
use super::my::item_name;
use super::problems::Problem;
use super::shown::{Shown, again, answered, rendered};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::acting::Refused;
use crate::pages::rating::RatingPage;
use crate::pages::supplement::SupplementPage;
use crate::pages::withdrawal::WithdrawalPage;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::case::decide::Command;
use domain::case::options::CaseOption;
use domain::event::ActKind;
use domain::procedure::{LimitKind, RatingRule};
use domain::text::{Language, Text};
use operations::caller::Caller;
use operations::cases::options::{OptionsError, options};
use operations::cases::show::{ShownAct, ShownCase, show};
use operations::desk::{Request, StepCase};
use operations::drafts::{self, Purpose};
use std::collections::BTreeMap;

type Place = Path<(String, String)>;
type Pairs = Vec<(String, String)>;

fn not_there() -> Problem {
    Problem::status(StatusCode::NOT_FOUND)
}

/// A case of the visitor's own; what is somebody else's is as absent as what is not there.
fn own(site: &Site, caller: &Caller, [place, case]: [&str; 2]) -> Result<ShownCase, Problem> {
    let Caller::Party { person } = caller else { return Err(not_there()) };
    let shown = show(&site.platform, caller, place, case)?;
    let is_own = |shown: &ShownCase| shown.head.applicant.as_deref() == Some(&**person);
    shown.filter(is_own).ok_or_else(not_there)
}

fn one<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    let found = pairs.iter().find(|(key, _)| key == name);
    found.map_or("", |(_, value)| value.trim())
}

/// Does an act of the party; a refusal that the page can show, or a page of its own.
fn act(
    site: &Site,
    caller: &Caller,
    [place, case]: [&str; 2],
    (command, language): (Command, Language),
) -> Result<Option<(StatusCode, Refused)>, Problem> {
    let step = StepCase { jurisdiction: place.into(), case_id: case.into(), command };
    match site.platform.ask(caller.clone(), Request::Step(step), None) {
        Ok(_) => Ok(None),
        Err(failure) => told(failure, language).map(Some),
    }
}

/// Why the party cannot do an act of a kind now, with whatever choice; none when it can.
fn standing_against(
    site: &Site,
    caller: &Caller,
    shown: &ShownCase,
    (kind, language): (ActKind, Language),
) -> Result<Option<Refused>, Problem> {
    let found = options(&site.platform, caller, &shown.head.jurisdiction, &shown.head.case_id);
    let found = match found {
        Ok(found) => found.ok_or_else(not_there)?,
        Err(OptionsError::Forbidden(forbidden)) => return Err(forbidden.into()),
        Err(OptionsError::Show(error)) => return Err(error.into()),
    };
    let of_kind = found.options.iter().filter(|option| option.kind == kind);
    let mut verdicts = of_kind.map(CaseOption::refusal);
    let first = verdicts.next().flatten();
    Ok(first.filter(|_| verdicts.all(|verdict| verdict.is_some())).map(|refusal| Refused {
        message: refusal.message.in_language(language).to_owned(),
        basis: refusal.basis.as_deref().cloned(),
    }))
}

/// What was asked for last, when the case waits for it.
fn notice(shown: &ShownCase) -> Option<&ShownAct> {
    let waits = shown.case.phase == domain::case::phase::Phase::AwaitingSupplement;
    let mut acts = shown.acts.iter().rev().filter(|_| waits);
    acts.find(|act| act.event.kind == ActKind::RequestSupplement)
}

pub(super) async fn supplement(
    State(site): State<Shared>,
    Path((place, case)): Place,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let shown = own(site, caller, [&place, &case])?;
        let notice = notice(&shown).ok_or_else(not_there)?;
        let body = notice.event.body.as_deref().cloned().unwrap_or_default();
        let item = shown.law.items.get(&*shown.head.item);
        let asked = body.materials.iter().map(|asked| {
            let known = item.and_then(|item| item.materials.iter().find(|m| *m.id == **asked));
            let unknown = || Text { simplified: asked.to_string(), ..Text::default() };
            known.map_or_else(unknown, |material| material.name.clone())
        });
        let limit = shown
            .limits
            .iter()
            .find(|limit| limit.stopped_at.is_none() && limit.rule.kind == LimitKind::Party);
        let page = SupplementPage {
            case: case_address([&place, &case]),
            number: case.clone(),
            item: item_name(site, &shown.head.item),
            asked: asked.collect(),
            reason: body.reason.map(String::from).unwrap_or_default(),
            at: notice.at,
            until: limit.map(|limit| limit.due.last_day),
        };
        rendered(page.render(shell))
    })
    .await
}

pub(super) async fn begin_supplement(
    State(site): State<Shared>,
    Path((place, case)): Place,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let shown = own(site, caller, [&place, &case])?;
        let notice = notice(&shown).ok_or_else(not_there)?;
        let asked = notice.event.body.as_deref().map(|body| body.materials.clone());
        let refused = |failure| Problem::of(failure, shell.language);
        let materials = |id: &str| Shown::Go(format!("/drafts/{id}/materials"));
        let known = drafts::list(&site.platform, caller).map_err(refused)?;
        let begun = known.into_iter().find(|kept| match &kept.draft.purpose {
            Purpose::Supplement { jurisdiction, case: of, .. } => {
                **jurisdiction == *place && **of == *case
            }
            Purpose::Application { .. } => false,
        });
        if let Some(begun) = begun {
            return Ok(materials(&begun.id));
        }
        let purpose = Purpose::Supplement {
            jurisdiction: place.as_str().into(),
            case: case.as_str().into(),
            item: shown.head.item.clone(),
            asked: asked.unwrap_or_default(),
        };
        let begun = drafts::begin(&site.platform, caller, purpose, BTreeMap::new());
        Ok(materials(&begun.map_err(refused)?))
    })
    .await
}

fn withdrawal_page(site: &Site, shown: &ShownCase, sent: Option<&Pairs>) -> WithdrawalPage {
    let (place, number) = (&*shown.head.jurisdiction, &*shown.head.case_id);
    let typed = |name: &str| sent.map_or("", |pairs| one(pairs, name)).to_owned();
    let typed = [typed("number"), typed("reason")];
    WithdrawalPage {
        case: case_address([place, number]),
        number: number.to_owned(),
        item: item_name(site, &shown.head.item),
        basis: shown.procedure.withdraw.as_ref().map(|rule| rule.basis.clone()),
        mistyped: sent.is_some() && !typed[0].eq_ignore_ascii_case(number),
        typed,
        refusal: None,
        possible: true,
    }
}

pub(super) async fn withdrawal(
    State(site): State<Shared>,
    Path((place, case)): Place,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let shown = own(site, caller, [&place, &case])?;
        let mut page = withdrawal_page(site, &shown, None);
        let asked = (ActKind::Withdraw, shell.language);
        page.refusal = standing_against(site, caller, &shown, asked)?;
        page.possible = page.refusal.is_none();
        rendered(page.render(shell))
    })
    .await
}

pub(super) async fn withdraw(
    State(site): State<Shared>,
    Path((place, case)): Place,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let shown = own(site, caller, [&place, &case])?;
        let mut page = withdrawal_page(site, &shown, Some(&pairs));
        if page.mistyped {
            return again(StatusCode::UNPROCESSABLE_ENTITY, page.render(shell));
        }
        // Nobody has to say why; the record of the case has to say something.
        let said = one(&pairs, "reason");
        let reason = Some(if said.is_empty() { "申请人自愿撤回" } else { said }.to_owned());
        // The operation compares it once more: whoever sends this from elsewhere has to know what it does.
        let confirmation = one(&pairs, "number").to_owned();
        let command = Command::Withdraw { confirmation, reason };
        let refused = act(site, caller, [&place, &case], (command, shell.language))?;
        let Some((status, refusal)) = refused else {
            return Ok(Shown::Go(case_address([&place, &case])));
        };
        page.refusal = Some(refusal);
        let asked = (ActKind::Withdraw, shell.language);
        page.possible = standing_against(site, caller, &shown, asked)?.is_none();
        again(status, page.render(shell))
    })
    .await
}

fn rating_page(
    site: &Site,
    shown: &ShownCase,
    rule: &RatingRule,
    sent: Option<&Pairs>,
) -> RatingPage {
    let level = sent.map_or("", |pairs| one(pairs, "level"));
    let given = |id: &str| {
        sent.is_some_and(|pairs| pairs.iter().any(|(key, value)| key == "labels" && value == id))
    };
    let levels = rule.levels.iter().enumerate().rev();
    RatingPage {
        case: case_address([&shown.head.jurisdiction, &shown.head.case_id]),
        number: shown.head.case_id.to_string(),
        item: item_name(site, &shown.head.item),
        levels: levels
            .map(|(position, name)| {
                (position + 1, name.clone(), (position + 1).to_string() == level)
            })
            .collect(),
        labels: rule
            .labels
            .iter()
            .map(|label| (label.id.to_string(), label.name.clone(), given(&label.id)))
            .collect(),
        text: sent.map_or("", |pairs| one(pairs, "text")).to_owned(),
        open: sent.is_some() && level.is_empty(),
        basis: rule.basis.clone(),
        refusal: None,
        possible: true,
    }
}

pub(super) async fn rating(
    State(site): State<Shared>,
    Path((place, case)): Place,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let shown = own(site, caller, [&place, &case])?;
        let rule = shown.procedure.rating.as_ref().ok_or_else(not_there)?;
        let mut page = rating_page(site, &shown, rule, None);
        let asked = (ActKind::Rate, shell.language);
        page.refusal = standing_against(site, caller, &shown, asked)?;
        page.possible = page.refusal.is_none();
        rendered(page.render(shell))
    })
    .await
}

pub(super) async fn rate(
    State(site): State<Shared>,
    Path((place, case)): Place,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let shown = own(site, caller, [&place, &case])?;
        let rule = shown.procedure.rating.as_ref().ok_or_else(not_there)?;
        let mut page = rating_page(site, &shown, rule, Some(&pairs));
        let Ok(level) = one(&pairs, "level").parse::<u8>() else {
            page.open = true;
            return again(StatusCode::UNPROCESSABLE_ENTITY, page.render(shell));
        };
        let labels = pairs.iter().filter(|(key, _)| key == "labels");
        let command = Command::Rate {
            level,
            labels: labels.map(|(_, value)| value.clone()).collect(),
            text: Some(page.text.clone()).filter(|text| !text.is_empty()),
        };
        let refused = act(site, caller, [&place, &case], (command, shell.language))?;
        let Some((status, refusal)) = refused else {
            return Ok(Shown::Go(case_address([&place, &case])));
        };
        page.refusal = Some(refusal);
        let asked = (ActKind::Rate, shell.language);
        page.possible = standing_against(site, caller, &shown, asked)?.is_none();
        again(status, page.render(shell))
    })
    .await
}
