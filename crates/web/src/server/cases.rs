//! Cases: following one by its number, and looking at it.

use super::case_work::{details, work};
use super::problems::{Problem, answer};
use super::views::{card_row, name_of, person_name};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::Shell;
use crate::pages::acting::Options;
use crate::pages::case::{ActRow, CasePage, CurrentStage, PauseNow};
use crate::pages::case_work::CaseWork;
use crate::pages::limits::{LimitRow, LimitState};
use crate::pages::proof::Proof;
use crate::pages::track::TrackPage;
use crate::wording::Wording;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::event::ActKind;
use domain::explanation::Step;
use domain::limit::{Unit, days_between};
use domain::procedure::Procedure;
use domain::text::{Language, Text};
use ledger::checkpoint::SignedCheckpoint;
use operations::caller::Caller;
use operations::cases::show::{ShownAct, ShownCase, ShownLimit, find, show};
use operations::delivery::worded;
use operations::register::Register;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    number: String,
}

pub(super) async fn track(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let number = asked.number.trim().to_ascii_uppercase();
    if number.is_empty() {
        return page(&visitor, &TrackPage::default());
    }
    let wanted = number.clone();
    let found = match site.blocking(move |site| find(&site.platform, &wanted)).await {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => return Problem::from(error).page(&visitor),
        Err(problem) => return problem.page(&visitor),
    };
    match found.as_slice() {
        [] => page(&visitor, &TrackPage { not_found: Some(number), several: Vec::new() }),
        [one] => {
            let place = crate::pages::segment(&one.jurisdiction);
            let case = crate::pages::segment(&one.case_id);
            Redirect::to(&format!("/cases/{place}/{case}")).into_response()
        }
        several => {
            let register = site.platform.register();
            let row = |head: &operations::cases::show::CaseHead| {
                let place = register.jurisdiction(&head.jurisdiction);
                let name = place.map(|place| place.name.in_language(visitor.language()).to_owned());
                (head.jurisdiction.to_string(), head.case_id.to_string(), name.unwrap_or_default())
            };
            let several = several.iter().map(row).collect();
            page(&visitor, &TrackPage { not_found: None, several })
        }
    }
}

fn page(visitor: &Visitor, page: &TrackPage) -> Response {
    let html = page.render(&visitor.shell).map_err(Problem::from);
    answer(visitor, html.map(|html| visitor.page(html)))
}

pub(super) async fn case(
    State(site): State<Shared>,
    Path((jurisdiction, case_id)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let (shell, caller) = (visitor.shell.clone(), visitor.caller.clone());
    let html = site
        .blocking(move |site| {
            let shown = show(&site.platform, &caller, &jurisdiction, &case_id)?;
            let shown = shown.ok_or_else(|| Problem::status(StatusCode::NOT_FOUND))?;
            let place = [&*jurisdiction, &*case_id];
            let mut options = super::acting::options_of(site, &caller, place)?;
            if let Some(options) = &mut options {
                super::acting::date_asked(options, &shown);
            }
            let at_work = matches!(caller, Caller::Official { .. });
            let known =
                operations::applications::of_case(&site.platform, &caller, place[0], place[1]);
            let known = known?.filter(|_| at_work);
            let work = shown
                .with_persons
                .then(|| work(site, &shown, (at_work, known.as_ref()), shell.language));
            rendered(site, &shown, (options, work), &shell)
        })
        .await;
    answer(&visitor, html.and_then(|html| html).map(|html| visitor.page(html)))
}

fn rendered(
    site: &Site,
    shown: &ShownCase,
    (options, work): (Option<Options>, Option<CaseWork>),
    shell: &Shell,
) -> Result<String, Problem> {
    let register = site.platform.register();
    let head = &shown.head;
    let law = shown.law;
    let item = law.items.get(&*head.item);
    let rule = law.rules.rules().iter().find(|rule| *rule.id == *head.item);
    let name = item.map(|item| &item.name).or(rule.map(|rule| &rule.name));
    let agency = name_of(&register, &head.agency);
    let since = shown.case.last_at.unwrap_or(shown.now);
    let current = shown.current.iter().map(|stage| CurrentStage {
        stage: *stage,
        agency: Some(agency.clone()),
        since,
    });
    let page = CasePage {
        jurisdiction: head.jurisdiction.to_string(),
        number: head.case_id.to_string(),
        item: name.cloned().unwrap_or_default(),
        item_code: item.map(|item| item.code.clone()),
        agency: agency.clone(),
        procedure: shown.procedure,
        phase: shown.case.phase,
        as_of: shown.now,
        current: current.collect(),
        done: done(shown),
        pause: pause(shown),
        result: result(shown),
        acts: acts(site, shown, shell.language),
        limits: shown.limits.iter().map(|limit| limit_row(site, shown, limit)).collect(),
        cards: shown.cards.iter().filter(|c| c.level > 0).map(|c| card_row(site, c)).collect(),
        proof: proof(shown),
        refunds: match shown.with_persons {
            true => super::payments::refunds(site, [&head.jurisdiction, &head.case_id])?,
            false => Vec::new(),
        },
        options,
        work,
    };
    Ok(page.render(shell)?)
}

fn done(shown: &ShownCase) -> Vec<domain::procedure::StageIndex> {
    let stages = 0..u16::try_from(shown.procedure.stages.len()).unwrap_or(0);
    let stages = stages.map(domain::procedure::StageIndex);
    stages.filter(|stage| shown.case.completion(*stage).is_some()).collect()
}

fn pause(shown: &ShownCase) -> Option<PauseNow> {
    let pause = shown.case.pause.as_ref().filter(|pause| pause.effective)?;
    let rule = shown.procedure.pause(&pause.ground)?;
    Some(PauseNow { ground: rule.name.clone(), until: pause.until })
}

/// What was decided, in the words of the procedure.
fn result(shown: &ShownCase) -> Option<Text> {
    let decided = |act: &&ShownAct| {
        let kind = act.event.kind;
        matches!(kind, ActKind::Decide | ActKind::Decline)
    };
    let act = shown.acts.iter().rev().find(decided)?;
    outcome(shown.procedure, act)
}

/// Where a case is shown.
pub(super) fn case_of(shown: &ShownCase) -> String {
    super::acting::case_address([&shown.head.jurisdiction, &shown.head.case_id])
}

pub(super) fn outcome(procedure: &Procedure, act: &ShownAct) -> Option<Text> {
    let stage = procedure.stage(act.stage?)?;
    let (_, outcome) = stage.outcome(act.event.outcome.as_deref()?)?;
    Some(outcome.name.clone())
}

/// The acts as rows; decisions with the delegation under which they were made.
fn acts(site: &Site, shown: &ShownCase, language: Language) -> Vec<ActRow> {
    let mut rows = act_rows(site, shown, language);
    let decided = |act: &&ShownAct| shown.with_persons && act.event.kind == ActKind::Decide;
    for act in shown.acts.iter().filter(decided) {
        let row = rows.iter_mut().find(|row| row.number == act.event.n);
        if let Some((row, document)) = row.zip(super::case_work::delegation(site, shown, act)) {
            row.details.push(("detail-delegation", document));
        }
    }
    rows
}

/// The acts as rows; without persons when the visitor may not see them, and then without what was written freely.
pub(super) fn act_rows(site: &Site, shown: &ShownCase, language: Language) -> Vec<ActRow> {
    let register = site.platform.register();
    let person = |act: &ShownAct| {
        let actor = &act.event.actor;
        let id = actor.person.as_deref().filter(|_| shown.with_persons)?;
        let name = person_name(site, &register, id);
        let Some(absent) = actor.acting_for.as_deref() else { return Some(name) };
        let absent = person_name(site, &register, absent);
        let words = Wording::shared(language).fill("deputy-for", &[("name", &*absent)]);
        let is_english = language == Language::English;
        Some(if is_english { format!("{name} ({words})") } else { format!("{name}（{words}）") })
    };
    let row = |act| ActRow { person: person(act), ..act_row(&register, shown, act, language) };
    shown.acts.iter().map(row).collect()
}

/// What an act says in words: a way of delivery and a fee in the language of the reader, what a person wrote as it stands.
fn said(shown: &ShownCase, kind: ActKind, note: &str, language: Language) -> String {
    let text = match kind {
        ActKind::Deliver => worded(note),
        ActKind::ChargeFee => {
            let item = shown.law.items.get(&*shown.head.item);
            let fee = item.and_then(|item| item.fees.iter().find(|fee| *fee.id == *note));
            fee.map(|fee| fee.name.clone()).unwrap_or_default()
        }
        _ => Text::default(),
    };
    match text.in_language(language) {
        "" => note.to_owned(),
        words => words.to_owned(),
    }
}

/// An act as a row that names nobody yet.
fn act_row(register: &Register, shown: &ShownCase, act: &ShownAct, language: Language) -> ActRow {
    let event = &act.event;
    let (actor, seen) = (&event.actor, shown.with_persons);
    let stage = act.stage.and_then(|stage| shown.procedure.stage(stage));
    let post = actor.post.as_deref().and_then(|id| register.post(id));
    let body = event.body.as_deref();
    let note = body.and_then(|body| body.text.as_deref());
    let note = note.filter(|_| seen).map(|note| said(shown, event.kind, note, language));
    // Which limit time speaks of is no secret.
    let limit = body.and_then(|body| body.limit.as_deref());
    let limit = limit.and_then(|id| shown.procedure.limits.iter().find(|limit| *limit.id == *id));
    let note = note.or_else(|| limit.map(|limit| limit.name.in_language(language).to_owned()));
    ActRow {
        number: event.n,
        recorded_at: act.at,
        claimed_at: event.occurred_at.map(|at| shown.civil(at)).filter(|at| *at != act.at),
        kind: event.kind,
        stage: stage.map(|stage| stage.name.clone()),
        outcome: outcome(shown.procedure, act),
        agency: actor.agency.as_deref().map(|agency| name_of(register, agency)),
        person: None,
        post: post.map(|post| post.title.clone()).filter(|_| seen),
        reason: body.and_then(|body| body.reason.as_deref()).filter(|_| seen).map(Into::into),
        note,
        details: if seen { details(register, shown, act, language) } else { Vec::new() },
        automatic: body.is_some_and(|body| body.automatic),
    }
}

/// A limit with where it stands and why.
pub(super) fn limit_row(site: &Site, shown: &ShownCase, limit: &ShownLimit) -> LimitRow {
    let mut explanation = limit.explanation.clone();
    for step in &mut explanation.steps {
        if let Step::Paused { ground, .. } = step
            && let Some(rule) = shown.procedure.pause(ground)
        {
            rule.name.simplified.clone_into(ground);
        }
    }
    LimitRow {
        name: limit.rule.name.clone(),
        kind: limit.rule.kind,
        basis: limit.rule.basis.clone(),
        state: limit_state(site, shown, limit),
        explanation,
    }
}

fn limit_state(site: &Site, shown: &ShownCase, limit: &ShownLimit) -> LimitState {
    let today = shown.now.date();
    let last = limit.due.last_day;
    let late = |date| u32::try_from(days_between(last, date)).unwrap_or(0);
    match limit.stopped_at {
        Some(at) if limit.due.is_exceeded_at(at) => {
            LimitState::Missed { at: Some(at), days: late(at.date()) }
        }
        Some(at) => LimitState::Kept { at },
        None if limit.due.is_exceeded_at(shown.now) => {
            LimitState::Missed { at: None, days: late(today) }
        }
        None if limit.clock.clock.pauses.iter().any(|pause| pause.covers(today)) => {
            LimitState::Paused
        }
        None => {
            let working = limit.clock.clock.period.unit == Unit::WorkingDays;
            let counted = site.calendar.working_days_between(today, last).ok();
            let plain = u32::try_from(days_between(today, last)).unwrap_or(0);
            LimitState::Running { left: counted.filter(|_| working).unwrap_or(plain) }
        }
    }
}

/// Where a case stands in the log: its last leaf, and the newest checkpoint.
pub(super) fn proof(shown: &ShownCase) -> Option<Proof> {
    use base64::Engine;
    let (leaf, checkpoint) = shown.proof.as_ref()?;
    let signed = checkpoint.as_ref().and_then(|known| SignedCheckpoint::parse(&known.note).ok());
    let signed = signed.map(|signed| signed.checkpoint)?;
    Some(Proof {
        log: signed.origin,
        index: u64::try_from(leaf.leaf).ok()?,
        leaf: operations::desk::hex(&leaf.hash),
        size: signed.size,
        root: base64::engine::general_purpose::STANDARD.encode(signed.root),
        receipt: None,
    })
}
