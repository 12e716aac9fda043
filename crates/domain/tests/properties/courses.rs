//! Random events and commands on the procedures of the law folder.

use crate::choices::Choices;
use crate::shelf::{CALENDAR, ITEMS};
use domain::case::fold::Frame;
use domain::event::{ActKind, Actor, Body, Event, Name, Source};
use domain::procedure::Procedure;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};

/// 2026-03-02 09:00 in China.
pub(crate) const BEGIN: i64 = 1_772_413_200;
const PEOPLE: [&str; 4] = ["甲", "乙", "丙", "丁"];
const WORDS: [&str; 4] = ["", "x", "voided", "消防"];

pub(crate) fn frame<'a>(procedure: &'a Procedure, choices: &mut Choices<'_>) -> Frame<'a> {
    let item = choices.once_in(2).then(|| choices.of(&ITEMS)).flatten();
    let item = item.filter(|item| item.procedure == procedure.id);
    // Once in a while there is no calendar at all.
    let calendar = (!choices.once_in(10)).then_some(&*CALENDAR);
    let tolerance = SignedDuration::from_hours(24);
    Frame { procedure, calendar, zone: &CALENDAR.time_zone, item, tolerance }
}

pub(crate) fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

/// Mostly some hours later, sometimes years away, back, or at the ends of time.
fn any_moment(choices: &mut Choices<'_>, last: &mut i64) -> Timestamp {
    match choices.below(12) {
        0 => return Timestamp::MIN,
        1 => return Timestamp::MAX,
        2 => *last -= 3_600 * i64::try_from(choices.below(2_000)).unwrap(),
        3 => *last += 86_400 * i64::try_from(choices.below(6_000)).unwrap(),
        _ => *last += 3_600 * i64::try_from(choices.below(100)).unwrap(),
    }
    moment(*last)
}

fn any_date(choices: &mut Choices<'_>) -> Date {
    match choices.below(10) {
        0 => Date::MIN,
        1 => Date::MAX,
        day => date(2026, 3, 1).saturating_add(
            jiff::Span::new().days(i64::try_from(day * choices.below(20)).unwrap()),
        ),
    }
}

/// The id of a stage of the procedure, or a word that names none.
pub(crate) fn stage_word(procedure: &Procedure, choices: &mut Choices<'_>) -> String {
    if choices.once_in(6) {
        return "nowhere".to_owned();
    }
    choices.of(&procedure.stages).map(|stage| stage.id.to_string()).unwrap_or_default()
}

pub(crate) fn outcome_word(procedure: &Procedure, choices: &mut Choices<'_>) -> String {
    let all: Vec<&Name> =
        procedure.stages.iter().flat_map(|stage| &stage.outcomes).map(|o| &o.id).collect();
    match choices.of(&all) {
        Some(outcome) if !choices.once_in(6) => outcome.to_string(),
        _ => choices.of(&WORDS).copied().unwrap_or_default().to_owned(),
    }
}

pub(crate) fn ground_word(procedure: &Procedure, choices: &mut Choices<'_>) -> String {
    match choices.of(&procedure.pauses) {
        Some(pause) if !choices.once_in(6) => pause.ground.to_string(),
        _ => "holiday".to_owned(),
    }
}

pub(crate) fn limit_word(procedure: &Procedure, choices: &mut Choices<'_>) -> String {
    match choices.of(&procedure.limits) {
        Some(limit) if !choices.once_in(6) => limit.id.to_string(),
        _ => "none".to_owned(),
    }
}

fn any_body(procedure: &Procedure, choices: &mut Choices<'_>) -> Body {
    let text = |choices: &mut Choices<'_>| {
        choices.once_in(2).then(|| Box::from(*choices.of(&WORDS).unwrap()))
    };
    Body {
        reason: text(choices),
        materials: text(choices).into_iter().collect(),
        ground: choices.once_in(2).then(|| ground_word(procedure, choices).into()),
        until: choices.once_in(2).then(|| any_date(choices)),
        evidence: text(choices),
        notice: text(choices),
        approver: text(choices),
        limit: choices.once_in(2).then(|| limit_word(procedure, choices).into()),
        number: text(choices),
        targets: match choices.below(3) {
            0 => Vec::new(),
            1 => vec![stage_word(procedure, choices).into()],
            _ => vec!["消防".into(), "规划".into(), "消防".into()],
        },
        text: text(choices),
        amount_fen: choices.once_in(3).then_some(i64::MAX),
        automatic: choices.once_in(8),
        ..Body::default()
    }
}

pub(crate) fn any_actor(procedure: &Procedure, choices: &mut Choices<'_>) -> Actor {
    let role = choices.of(&procedure.stages).and_then(|stage| stage.role.clone());
    Actor {
        person: choices.of(&PEOPLE).map(|person| (*person).into()),
        role: role.filter(|_| !choices.once_in(6)),
        agency: choices.of(&WORDS).map(|agency| (*agency).into()),
        ..Actor::default()
    }
}

/// Any event at all, lawful or not.
pub(crate) fn any_event(
    procedure: &Procedure,
    choices: &mut Choices<'_>,
    n: u32,
    last: &mut i64,
) -> Event {
    let kind = *choices.of(&ActKind::ALL).unwrap();
    let source = *choices.of(&[Source::Native, Source::Feed, Source::File]).unwrap();
    let mut event = Event::new(n, kind, any_moment(choices, last), source);
    event.stage = choices.once_in(2).then(|| stage_word(procedure, choices).into());
    if event.stage.is_some() && choices.once_in(2) {
        event.kind = ActKind::Complete;
    }
    event.outcome = choices.once_in(2).then(|| outcome_word(procedure, choices).into());
    event.occurred_at = choices.once_in(2).then(|| any_moment(choices, last));
    event.actor = any_actor(procedure, choices);
    event.body = (!choices.once_in(3)).then(|| Box::new(any_body(procedure, choices)));
    event
}

/// The events of one case.
pub(crate) fn any_case(procedure: &Procedure, choices: &mut Choices<'_>) -> Vec<Event> {
    let count = 1 + choices.below(18);
    let mut last = BEGIN;
    (1..=count)
        .map(|n| any_event(procedure, choices, u32::try_from(n).unwrap(), &mut last))
        .collect()
}
