//! Cards: the list, and one of them. Who is named on a card is shown only to those whom the case concerns.

use super::cases::{act_rows, limit_row, proof};
use super::problems::{Problem, answer};
use super::views::{card_row, name_of};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::Shell;
use crate::pages::acting::Options;
use crate::pages::card::CardPage;
use crate::pages::cards::{CardsPage, colour_of_word};
use crate::pages::items::Paging;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::event::ActKind;
use domain::level::{Level, LevelMapping};
use domain::procedure::LimitKind;
use domain::text::Text;
use operations::cards::{Filter, ShownCard, count, list, show};
use serde::Deserialize;

/// Cards on a page of the list.
const PER_PAGE: u32 = 25;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    colour: String,
    #[serde(default)]
    agency: String,
    #[serde(default)]
    page: Option<String>,
}

pub(super) async fn cards(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let shell = visitor.shell.clone();
    let html = site.blocking(move |site| listed(site, &asked, &shell)).await;
    answer(&visitor, html.and_then(|html| html).map(|html| visitor.page(html)))
}

fn listed(site: &Site, asked: &Asked, shell: &Shell) -> Result<String, Problem> {
    let register = site.platform.register();
    let colour = colour_of_word(&asked.colour);
    let mapping = LevelMapping::of(&site.platform.law().levels, "");
    let level = Level::ALL.into_iter().find(|level| {
        let meaning = mapping.and_then(|mapping| mapping.meaning(*level));
        meaning.is_some_and(|meaning| Some(meaning.colour) == colour)
    });
    let mut filter = Filter {
        state: asked.state.clone(),
        agency: asked.agency.clone(),
        level: level.map(|level| u32::from(level.number())),
        least_level: 1,
        ..Filter::default()
    };
    let total = count(&site.platform, &filter)?;
    let number = asked.page.as_deref().and_then(|page| page.parse().ok()).unwrap_or(1);
    let paging = Paging::of(total, PER_PAGE, number);
    filter.skip = paging.page.saturating_sub(1) * PER_PAGE;
    let (rows, _) = list(&site.platform, &filter, PER_PAGE)?;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let page = CardsPage {
        state: some(&asked.state),
        colour,
        agency: some(&asked.agency),
        agencies: register.agencies().map(|a| (a.id.to_string(), a.name.clone())).collect(),
        rows: rows.iter().map(|card| card_row(site, card)).collect(),
        paging,
    };
    Ok(page.render(shell)?)
}

pub(super) async fn card(
    State(site): State<Shared>,
    Path((jurisdiction, card_id)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let (shell, caller) = (visitor.shell.clone(), visitor.caller.clone());
    let html = site
        .blocking(move |site| {
            let shown = show(&site.platform, &caller, &jurisdiction, &card_id)?;
            let shown = shown.ok_or_else(|| Problem::status(StatusCode::NOT_FOUND))?;
            let options = super::acting::options_of(site, &caller, [&jurisdiction, &card_id])?;
            rendered(site, &shown, options, &shell)
        })
        .await;
    answer(&visitor, html.and_then(|html| html).map(|html| visitor.page(html)))
}

fn rendered(
    site: &Site,
    shown: &ShownCard,
    options: Option<Options>,
    shell: &Shell,
) -> Result<String, Problem> {
    let register = site.platform.register();
    let (row, document) = (&shown.row, &shown.document);
    let first = document.findings.first();
    let messages = document.findings.iter().map(|said| said.message.in_language(shell.language));
    let own = shown.own.as_ref();
    let seen = [&shown.about, &shown.own].into_iter().flatten().any(|case| case.with_persons);
    let is_reply =
        |limit: &&operations::cases::show::ShownLimit| limit.rule.kind == LimitKind::Reply;
    let reply = own.and_then(|own| own.limits.iter().find(is_reply).map(|l| (own, l)));
    let detected = own.and_then(|own| own.acts.first()).map(|act| act.at);
    let appealed = own
        .is_some_and(|own| own.acts.iter().any(|a| a.event.outcome.as_deref() == Some("appealed")));
    let person = row.person.as_deref().filter(|_| seen).map(|person| {
        let holder = register.posts().find(|post| *post.person.id == *person);
        holder.map_or(person.to_owned(), |post| post.person.name.to_string())
    });
    let page = CardPage {
        card: card_row(site, row),
        message: messages.collect::<Vec<_>>().join("\n"),
        rule_id: row.rule.to_string(),
        rules_version: document.rule_version.chars().take(16).collect(),
        basis: first.map(|said| said.basis.clone()).unwrap_or_default(),
        limits: limits(site, shown),
        post: row.post.as_deref().map(|role| role_name(site, shown, role)),
        person,
        detected_at: detected.filter(|_| own.is_some_and(was_suspicion)),
        reply: reply.map(|(own, limit)| limit_row(site, own, limit)),
        appealed,
        escalations: row.escalations,
        acts: own.map(|own| act_rows(site, own, shell.language)).unwrap_or_default(),
        options,
        proof: own.or(shown.about.as_ref()).and_then(proof),
    };
    Ok(page.render(shell)?)
}

/// Whether a person or silence had to confirm the card.
fn was_suspicion(own: &operations::cases::show::ShownCase) -> bool {
    let moment = |kind| own.acts.iter().find(|act| act.event.kind == kind).map(|act| act.at);
    moment(ActKind::Record) != moment(ActKind::Accept)
}

/// The limits of the case that the card is about.
fn limits(site: &Site, shown: &ShownCard) -> Vec<crate::pages::limits::LimitRow> {
    let due = shown.document.findings.first().and_then(|said| said.due);
    let Some(about) = &shown.about else { return Vec::new() };
    let limits = about.limits.iter().filter(|limit| Some(limit.due.last_day) == due);
    limits.map(|limit| limit_row(site, about, limit)).collect()
}

/// A role by the name of the stage at which it stands.
fn role_name(site: &Site, shown: &ShownCard, role: &str) -> Text {
    let register = site.platform.register();
    let holds = |post: &&operations::register::Post| post.roles.iter().any(|r| **r == *role);
    let title = register.posts_of(&shown.row.agency).find(holds).map(|post| post.title.clone());
    title.unwrap_or_else(|| {
        let agency = name_of(&register, &shown.row.agency);
        Text { simplified: format!("{}（{role}）", agency.simplified), ..Text::default() }
    })
}
