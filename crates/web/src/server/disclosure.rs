//! Disclosure catalogues, and the exceptions from them.

use super::catalogue::{download, form_of};
use super::item_versions::signed;
use super::problems::{Problem, answer};
use super::routes::Routes;
use super::shown::{Shown, again, answered, rendered};
use super::views::in_all_languages;
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::Shell;
use crate::pages::disclosure::{DisclosedItem, DisclosureIndexPage, DisclosurePage, WithheldItem};
use crate::pages::segment;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::item::Item;
use domain::item::guide::GovernmentLevel;
use domain::procedure::LimitKind;
use operations::caller::Caller;
use operations::catalogue::disclosure::{Entry, Scope, catalogue, disclose, withhold};
use operations::catalogue::export::file;
use operations::desk::Failure;
use operations::law_version::LawVersion;
use operations::permissions as may;
use serde::Deserialize;

/// Levels and their words.
const LEVELS: [(GovernmentLevel, &str); 5] = [
    (GovernmentLevel::National, "national"),
    (GovernmentLevel::Province, "province"),
    (GovernmentLevel::City, "city"),
    (GovernmentLevel::County, "county"),
    (GovernmentLevel::Township, "township"),
];

/// Everything about disclosure.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .page("/disclosure", &may::READ_ITEMS, index)
        .page("/disclosure/{scope}", &may::READ_ITEMS, of_scope)
        .page("/disclosure/agencies/{agency}", &may::READ_ITEMS, of_agency)
        .act("/disclosure/exceptions", &may::WITHHOLD_ITEM, decide)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    format: String,
}

async fn index(State(site): State<Shared>, visitor: Visitor) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        rendered(index_page(site, caller, shell, None))
    })
    .await
}

fn index_page(
    site: &Site,
    caller: &Caller,
    shell: &Shell,
    refusal: Option<String>,
) -> askama::Result<String> {
    let (law, register) = (site.platform.law(), site.platform.register());
    let count = |level| law.items.values().filter(|item| item.levels.contains(&level)).count();
    let levels = LEVELS.iter().map(|(level, word)| (*word, count(*level)));
    let agencies = register.agencies().filter(|agency| !agency.items.is_empty());
    let page = DisclosureIndexPage {
        levels: levels.filter(|(_, count)| *count > 0).collect(),
        agencies: agencies
            .map(|agency| (agency.id.to_string(), agency.name.clone(), agency.items.len()))
            .collect(),
        grounds: law.catalogue.as_ref().map_or(&[], |all| &all.grounds),
        may_withhold: may::WITHHOLD_ITEM.check(caller, None).is_ok(),
        refusal,
    };
    page.render(shell)
}

async fn of_scope(
    State(site): State<Shared>,
    Path(word): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let level = LEVELS.iter().find(|(_, known)| *known == word).map(|(level, _)| *level);
    let scope = match (level, word.as_str()) {
        (Some(level), _) => Scope::Level(level),
        (None, "public-services") => Scope::PublicServices,
        (None, "all") => Scope::All,
        _ => return Problem::status(StatusCode::NOT_FOUND).page(&visitor),
    };
    shown(&site, visitor, (scope, word), &asked.format).await
}

async fn of_agency(
    State(site): State<Shared>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    if site.platform.register().agency(&agency).is_none() {
        return Problem::status(StatusCode::NOT_FOUND).page(&visitor);
    }
    let word = format!("agencies/{}", segment(&agency));
    shown(&site, visitor, (Scope::Agency(agency), word), &asked.format).await
}

async fn shown(
    site: &Shared,
    visitor: Visitor,
    (scope, word): (Scope, String),
    format: &str,
) -> Response {
    if let Some(form) = form_of(format) {
        let name = word.replace('/', "-");
        let bytes = site.blocking(move |site| Ok(file(&site.platform, &scope, form)?)).await;
        return answer(
            &visitor,
            bytes.and_then(|bytes| bytes).map(|bytes| download(form, &name, bytes)),
        );
    }
    answered(site, visitor, move |site, _, shell| {
        let entries = catalogue(&site.platform, &scope)?;
        rendered(page(site, (&scope, &word), &entries).render(shell))
    })
    .await
}

fn page<'a>(
    site: &Site,
    (scope, word): (&Scope, &str),
    entries: &'a [Entry],
) -> DisclosurePage<'a> {
    let law = site.platform.law();
    let open = entries.iter().filter(|entry| entry.withheld.is_none());
    let withheld = entries.iter().filter_map(|entry| {
        let (kept, ground) = entry.withheld.as_ref()?;
        let (reason, by) = (kept.reason.clone(), signed(site, &kept.by));
        Some(WithheldItem { code: &entry.item.code, ground: *ground, reason, by })
    });
    let register = site.platform.register();
    DisclosurePage {
        title: match scope {
            Scope::PublicServices => "disclosure-public-services",
            _ => "disclosure-title",
        },
        of: match scope {
            Scope::Agency(id) => register.agency(id).map(|agency| agency.name.clone()),
            Scope::Level(_) => Some(in_all_languages(&format!("government-level-{word}"))),
            _ => None,
        },
        address: format!("/disclosure/{word}"),
        entries: open.map(|entry| disclosed(law, entry.item)).collect(),
        withheld: withheld.collect(),
        in_full: *scope == Scope::PublicServices,
        basis: law.catalogue.as_ref().map(|all| &all.basis),
    }
}

fn disclosed(law: &'static LawVersion, item: &'static Item) -> DisclosedItem<'static> {
    let procedure = law.procedures.get(&item.procedure);
    let limit = |kind: LimitKind| {
        let mut limits = procedure.iter().flat_map(|procedure| &procedure.limits);
        limits.find(|limit| limit.kind == kind).map(|limit| limit.period)
    };
    let own = item.promised.as_ref().map(domain::limit::Limit::period);
    DisclosedItem {
        item,
        procedure: procedure.map(|procedure| (&procedure.name, procedure.stages.len())),
        promised: own.or_else(|| limit(LimitKind::Promised)),
        statutory: limit(LimitKind::Statutory),
        channels: law.catalogue.as_ref().map_or(&item.channels[..], |all| all.channels_of(item)),
    }
}

#[derive(Debug, Deserialize)]
struct Decision {
    code: String,
    ground: String,
    reason: String,
}

async fn decide(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Decision>,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let code = sent.code.trim();
        let done = match sent.ground.as_str() {
            "" => disclose(&site.platform, caller, code, &sent.reason),
            ground => withhold(&site.platform, caller, (code, ground), &sent.reason),
        };
        match done {
            Ok(()) => Ok(Shown::Go("/disclosure/all".to_owned())),
            Err(Failure::Invalid(message)) => {
                let refusal = message.in_language(shell.language).to_owned();
                let page = index_page(site, caller, shell, Some(refusal));
                again(StatusCode::UNPROCESSABLE_ENTITY, page)
            }
            Err(failure) => Err(Problem::of(failure, shell.language)),
        }
    })
    .await
}
