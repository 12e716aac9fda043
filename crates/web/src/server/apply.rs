//! Beginning an application: the office, the questions, a draft.

use super::problems::Problem;
use super::shown::{Shown, again, answered, rendered};
use super::views::name_of;
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::apply::{ApplyPage, Excluded, Office, Question};
use crate::pages::segment;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::item::question::{NO, YES};
use domain::item::{Item, MaterialSource};
use domain::text::{Language, Text};
use operations::caller::Caller;
use operations::cases::show::moment;
use operations::drafts::{self, Purpose};
use std::collections::BTreeMap;

/// Drafts of the item that are offered to go on with.
const OFFERED: usize = 3;

type Pairs = Vec<(String, String)>;

pub(super) async fn begin(
    State(site): State<Shared>,
    Path(code): Path<String>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        rendered(page(site, caller, &code, None)?.render(shell))
    })
    .await
}

fn page(
    site: &Site,
    caller: &Caller,
    code: &str,
    sent: Option<&Pairs>,
) -> Result<ApplyPage, Problem> {
    let law = site.platform.law();
    let item = law.items.get(code).ok_or_else(|| Problem::status(StatusCode::NOT_FOUND))?;
    let register = site.platform.register();
    let chosen = sent.and_then(|pairs| one(pairs, "agency")).unwrap_or_default();
    let mut offices: Vec<Office> = register
        .agencies_of_item(code)
        .map(|agency| Office {
            agency: agency.id.to_string(),
            name: agency.name.clone(),
            place: register
                .jurisdiction(&agency.jurisdiction)
                .map(|place| place.name.clone())
                .unwrap_or_default(),
            chosen: *agency.id == *chosen,
        })
        .collect();
    offices.sort_by(|one, other| one.agency.cmp(&other.agency));
    if let [only] = offices.as_mut_slice() {
        only.chosen = true;
    }
    let count = |wanted: &dyn Fn(MaterialSource) -> bool| {
        item.materials
            .iter()
            .filter(|material| material.required && wanted(material.source))
            .count()
    };
    let begun = drafts::list(&site.platform, caller).unwrap_or_default();
    let begun = begun.into_iter().filter(|kept| {
        kept.draft.item() == code && matches!(kept.draft.purpose, Purpose::Application { .. })
    });
    let zone = &site.calendar.time_zone;
    let begun = begun.map(|kept| {
        (format!("/drafts/{}", kept.id), zone.to_datetime(moment(kept.draft.changed_at)))
    });
    Ok(ApplyPage {
        code: code.to_owned(),
        item: item.name.clone(),
        offices,
        questions: questions(item, sent),
        excluded: excluded(item, sent),
        incomplete: false,
        pieces: count(&|source| source != MaterialSource::Shared),
        shared: count(&|source| source == MaterialSource::Shared),
        drafts: begun.take(OFFERED).collect(),
    })
}

/// What was answered, by the id of the question.
fn answers(sent: Option<&Pairs>) -> BTreeMap<String, String> {
    let pairs = sent.into_iter().flatten();
    let answers = pairs.filter_map(|(name, value)| Some((name.strip_prefix("q-")?, value)));
    answers.map(|(id, value)| (id.to_owned(), value.clone())).collect()
}

fn questions(item: &Item, sent: Option<&Pairs>) -> Vec<Question> {
    let answers = answers(sent);
    let words = |key: &str| {
        let say = |language| crate::wording::Wording::shared(language).say(key);
        Text {
            simplified: say(Language::SimplifiedChinese),
            traditional: Some(say(Language::TraditionalChinese)),
            english: Some(say(Language::English)),
        }
    };
    let shown = item.questions.iter().map(|question| {
        let given = answers.get(&question.id).map_or("", String::as_str);
        let choices = if question.choices.is_empty() {
            vec![(YES.to_owned(), words("yes")), (NO.to_owned(), words("no"))]
        } else {
            let known = question.choices.iter();
            known.map(|choice| (choice.id.clone(), choice.name.clone())).collect()
        };
        Question {
            id: question.id.clone(),
            text: question.text.clone(),
            help: question.help.clone(),
            answers: choices
                .into_iter()
                .map(|(id, name)| {
                    let chosen = id == given;
                    (id, name, chosen)
                })
                .collect(),
            open: sent.is_some() && !question.knows(given),
        }
    });
    shown.collect()
}

fn excluded(item: &Item, sent: Option<&Pairs>) -> Vec<Excluded> {
    let answers = answers(sent);
    let found = item.eligibility(&answers).excluded.into_iter().map(|(_, exclusion)| Excluded {
        reason: exclusion.reason.clone(),
        basis: exclusion.basis.as_ref().map(domain::basis::Basis::citation),
        instead: exclusion.instead.clone(),
    });
    found.collect()
}

fn one<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
    found.filter(|value| !value.is_empty())
}

pub(super) async fn start(
    State(site): State<Shared>,
    Path(code): Path<String>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let mut page = page(site, caller, &code, Some(&pairs))?;
        let register = site.platform.register();
        let agency = one(&pairs, "agency").and_then(|id| register.agency(id));
        let answers = answers(Some(&pairs));
        let open = page.questions.iter().any(|question| question.open);
        page.incomplete = open || agency.is_none();
        let Some(agency) = agency.filter(|_| !open && page.excluded.is_empty()) else {
            return again(StatusCode::UNPROCESSABLE_ENTITY, page.render(shell));
        };
        let purpose = Purpose::Application {
            jurisdiction: agency.jurisdiction.clone(),
            item: code.into(),
            agency: agency.id.as_ref().into(),
        };
        let begun = drafts::begin(&site.platform, caller, purpose, answers);
        let id = begun.map_err(|failure| Problem::of(failure, shell.language))?;
        Ok(Shown::Go(format!("/drafts/{}", segment(&id))))
    })
    .await
}

/// The name of an agency for a draft.
pub(super) fn agency_name(site: &Site, agency: &str) -> domain::text::Text {
    name_of(&site.platform.register(), agency)
}
