//! The inbox of a party, and the words of what it is told; the same words go out by e-mail.

use super::acting::case_address;
use super::my::item_name;
use super::problems::Problem;
use super::shown::{answered, rendered};
use super::views::name_of;
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::notices::{NoticeRow, NoticesPage};
use crate::pages::segment;
use crate::wording::Wording;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::event::ActKind;
use domain::text::Language;
use operations::cases::show::moment;
use operations::delivery::worded;
use operations::inbox::{self, Notice, Told};
use operations::mail::Contact;
use serde::Deserialize;

/// Notices on a page.
const LENGTH: u32 = 20;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    before: String,
}

pub(super) async fn notices(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let language = shell.language;
        let before = asked.before.split_once('~');
        let before = before.and_then(|(at, key)| Some((at.parse().ok()?, key)));
        let found = inbox::list(&site.platform, caller, before, LENGTH + 1);
        let mut found = found.map_err(|failure| Problem::of(failure, language))?;
        let more = found.len() > LENGTH as usize;
        found.truncate(LENGTH as usize);
        let older = found
            .last()
            .filter(|_| more)
            .map(|last| format!("/my/notices?before={}~{}", last.at, segment(&last.key)));
        let page = NoticesPage {
            unread: inbox::unread(&site.platform, caller)?,
            newest: found.first().map_or(0, |notice| notice.at),
            notices: found.iter().map(|notice| row(site, notice, language)).collect(),
            older,
            later: before.is_some(),
        };
        rendered(page.render(shell))
    })
    .await
}

pub(super) async fn read(
    State(site): State<Shared>,
    Path(until): Path<i64>,
    visitor: Visitor,
) -> Response {
    let (caller, language) = (visitor.caller.clone(), visitor.language());
    let done = site.blocking(move |site| {
        inbox::mark_read(&site.platform, &caller, until)
            .map_err(|failure| Problem::of(failure, language))
    });
    match done.await.and_then(|done| done) {
        Ok(()) => Redirect::to("/my/notices").into_response(),
        Err(problem) => problem.page(&visitor),
    }
}

fn row(site: &Site, notice: &Notice, language: Language) -> NoticeRow {
    let told = &notice.told;
    let case = case_address([&told.jurisdiction, &told.case]);
    NoticeRow {
        at: site.calendar.time_zone.to_datetime(moment(notice.at)),
        unread: notice.unread,
        title: title(site, told, language),
        item: item_name(site, &told.item),
        number: told.case.to_string(),
        agency: name_of(&site.platform.register(), &told.agency),
        lines: lines(site, told, language),
        to_do: to_do(told, &case, language),
        case,
    }
}

/// What happened.
fn title(site: &Site, told: &Told, language: Language) -> String {
    let words = Wording::shared(language);
    let key = match told.kind {
        ActKind::PayFee if told.refund && told.body.number.is_some() => "notice-refund-made".into(),
        ActKind::PayFee if told.refund => "notice-refund-due".to_owned(),
        ActKind::Accept if told.body.automatic => "notice-deemed-accepted".to_owned(),
        kind => format!("notice-{}", kind.word()),
    };
    let procedure = site.platform.law().procedures.get(&*told.procedure);
    let outcome = procedure.and_then(|procedure| {
        let stage = procedure.stage(procedure.stage_index(told.stage.as_deref()?)?)?;
        Some(stage.outcome(told.outcome.as_deref()?)?.1.name.in_language(language).to_owned())
    });
    match outcome {
        Some(outcome) if told.kind == ActKind::Decide => {
            words.fill("notice-decide-as", &[("outcome", &outcome)])
        }
        _ => words.say(&key),
    }
}

/// Why, what, until when.
fn lines(site: &Site, told: &Told, language: Language) -> Vec<String> {
    let words = Wording::shared(language);
    let (body, law) = (&told.body, site.platform.law());
    let item = law.items.get(&*told.item);
    let procedure = law.procedures.get(&*told.procedure);
    let mut lines = Vec::new();
    let mut say = |key: &str, name: &str, value: &str| {
        if !value.is_empty() {
            lines.push(words.fill(key, &[(name, value)]));
        }
    };
    let materials = body.materials.iter().map(|id| {
        let known = item.and_then(|item| item.materials.iter().find(|m| *m.id == **id));
        known.map_or(&**id, |material| material.name.in_language(language))
    });
    let comma = if language == Language::English { ", " } else { "、" };
    if told.kind == ActKind::RequestSupplement {
        say("notice-materials", "materials", &materials.collect::<Vec<_>>().join(comma));
    }
    let ground = body.ground.as_deref().and_then(|ground| procedure?.pause(ground));
    say("notice-ground", "ground", ground.map_or("", |rule| rule.name.in_language(language)));
    let limit = body
        .limit
        .as_deref()
        .and_then(|id| procedure?.limits.iter().find(|limit| *limit.id == *id));
    say("notice-limit", "limit", limit.map_or("", |limit| limit.name.in_language(language)));
    say("notice-reason", "reason", body.reason.as_deref().unwrap_or_default());
    say("notice-until", "date", &body.until.map(|date| date.to_string()).unwrap_or_default());
    let amount = body.amount_fen.map(|fen| format!("{}.{:02}", fen / 100, fen % 100));
    say("notice-amount", "amount", &amount.unwrap_or_default());
    let number = body.number.as_deref().filter(|_| told.kind == ActKind::Issue);
    say("notice-number", "number", number.unwrap_or_default());
    let refund = body.number.as_deref().filter(|_| told.refund);
    say("notice-refund-number", "number", refund.unwrap_or_default());
    if told.kind == ActKind::Deliver {
        let way = worded(body.text.as_deref().unwrap_or_default());
        say("notice-way", "way", way.in_language(language));
    }
    if told.kind == ActKind::ExceedLimit {
        lines.push(words.say("notice-exceeded-text"));
    }
    if told.refund && refund.is_none() {
        lines.push(words.say("notice-refund-text"));
    }
    lines
}

/// What the reader can do now.
fn to_do(told: &Told, case: &str, language: Language) -> Option<(String, String)> {
    let (key, address) = match told.kind {
        ActKind::RequestSupplement => ("notice-do-supplement", format!("{case}/supplement")),
        ActKind::ChargeFee => ("notice-do-pay", format!("{case}/pay")),
        ActKind::Submit => ("notice-do-receipt", format!("{case}/receipt")),
        ActKind::Close => ("notice-do-rate", format!("{case}/rating")),
        ActKind::Decline | ActKind::Decide => {
            ("notice-do-read", format!("{case}/documents/{}", told.n))
        }
        _ => return None,
    };
    Some((Wording::shared(language).say(key), address))
}

/// Subject and text of a letter about a notice: the number and the link alone, or where to look where nobody has said at
/// which address the hall stands. What happened and in which matter is read where one has signed in, because letters pass
/// through many hands.
pub(super) fn letter(site: &Site, told: &Told, contact: &Contact) -> (String, String) {
    let words = Wording::shared(contact.language);
    let subject = words.fill("letter-subject", &[("case", &told.case)]);
    let text = match site.platform.hall().address.as_deref() {
        Some(address) => {
            let link = format!("{address}{}", case_address([&told.jurisdiction, &told.case]));
            words.fill("letter-text", &[("case", &told.case), ("link", &link)])
        }
        None => words.fill("letter-text-no-link", &[("case", &told.case)]),
    };
    (subject, text)
}
