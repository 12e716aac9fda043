//! What a request may hold: one that a database or a leaf could not hold would stop the writer, and with it everybody.

use super::{Failure, Request, RequestKey};
use domain::case::decide::Command;
use domain::event::{ActKind, Actor, Event};
use domain::text::{Text, unseen};
use serde::Serialize;
use serde_json::Value;

/// Bytes of a name by which records are found: a person, the number of a result.
const NAME: usize = 512;
/// Bytes of a key: more does not fit into an index.
const KEY: usize = 1_024;
/// The largest amount that is exact in JSON everywhere, as leaves commit to it.
const AMOUNT: u64 = (1 << 53) - 1;
/// Characters that somebody may write into a rating: as much as the form of a page takes.
const RATING: usize = 2_000;

/// Whether everything that is asked can be kept.
pub(super) fn check(request: &Request, key: Option<&RequestKey>) -> Result<(), Failure> {
    if let Some(key) = key {
        holds("key", &key.key)?;
        if key.key.len() > KEY {
            return Err(Failure::Unknown("key of that length", shortened(&key.key)));
        }
    }
    match request {
        Request::Open(open) => {
            name("applicant", open.applicant.as_deref().unwrap_or_default())?;
            readable(&open.command)?;
            command(&open.command)
        }
        Request::Step(step) | Request::StepSeen(step, _) => {
            holds("jurisdiction", &step.jurisdiction)?;
            holds("case", &step.case_id)?;
            readable(&step.command)?;
            command(&step.command)
        }
        Request::Report(report) => {
            holds("jurisdiction", &report.jurisdiction)?;
            holds("case", report.case_id.as_deref().unwrap_or_default())?;
            name("applicant", report.applicant.as_deref().unwrap_or_default())?;
            // A case that nothing opens could not be rebuilt from its events.
            if report.events.is_empty() {
                return Err(Failure::Unknown("act", "".into()));
            }
            report.events.iter().map(|event| &event.body).try_for_each(readable)?;
            report.events.iter().try_for_each(event)
        }
        Request::Write(_) | Request::Keep(_) | Request::With(..) => Ok(()),
    }
}

/// What lists are made by must fit into an index.
fn name(what: &'static str, text: &str) -> Result<(), Failure> {
    holds(what, text)?;
    if text.len() > NAME { Err(Failure::Unknown(what, shortened(text))) } else { Ok(()) }
}

/// PostgreSQL holds every text but one with a null character.
fn holds(what: &'static str, text: &str) -> Result<(), Failure> {
    if text.contains('\0') { Err(Failure::Unknown(what, shortened(text))) } else { Ok(()) }
}

/// What is recorded for ever must read as whoever wrote it has seen it, in whatever text it stands.
fn readable(texts: &impl Serialize) -> Result<(), Failure> {
    let found = serde_json::to_value(texts).ok().as_ref().and_then(unseen_in);
    found.map_or(Ok(()), |letter| Err(Failure::Invalid(Box::new(unreadable(letter)))))
}

fn unseen_in(value: &Value) -> Option<char> {
    match value {
        Value::String(text) => unseen(text),
        Value::Array(values) => values.iter().find_map(unseen_in),
        Value::Object(values) => values.values().find_map(unseen_in),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn unreadable(letter: char) -> Text {
    let code = format!("U+{:04X}", u32::from(letter));
    Text {
        simplified: format!(
            "没有记录：文字中有看不见的字符（{code}）。请删去后重新提交；从别处粘贴时请粘贴为纯文本。"
        ),
        traditional: Some(format!(
            "沒有記錄：文字中有看不見的字元（{code}）。請刪去後重新提交；從別處貼上時請貼上為純文字。"
        )),
        english: Some(format!(
            "Nothing was recorded: the text holds a character that nobody sees ({code}). Take it out and send it again; paste as plain text."
        )),
    }
}

fn shortened(text: &str) -> Box<str> {
    text.chars().filter(|letter| *letter != '\0').take(40).collect::<String>().into()
}

fn amount(fen: i64) -> Result<(), Failure> {
    if fen.unsigned_abs() <= AMOUNT {
        return Ok(());
    }
    Err(Failure::Invalid(Box::new(Text {
        simplified: "金额过大，无法记录；请核对数量和金额。".to_owned(),
        traditional: Some("金額過大，無法記錄；請核對數量和金額。".to_owned()),
        english: Some(
            "The amount is too large to be recorded. Check quantity and amount.".to_owned(),
        ),
    })))
}

/// The number of a result is a name by which its record is found.
fn number(number: &str) -> Result<(), Failure> {
    if number.len() <= NAME && !number.contains('\0') {
        return Ok(());
    }
    Err(Failure::Invalid(Box::new(Text {
        simplified: format!(
            "编号过长（最多{NAME}字节，约{}个汉字）或者含有不能记录的字符，请更正。",
            NAME / 3
        ),
        traditional: Some(format!(
            "編號過長（最多{NAME}位元組，約{}個漢字）或者含有不能記錄的字元，請更正。",
            NAME / 3
        )),
        english: Some(format!(
            "The number is too long (up to {NAME} bytes) or holds a character that cannot be recorded. Correct it."
        )),
    })))
}

fn command(command: &Command) -> Result<(), Failure> {
    match command {
        Command::ChargeFee { amount_fen, .. } | Command::PayFee { amount_fen, .. } => {
            amount(*amount_fen)
        }
        Command::Issue { number: issued } => number(issued),
        Command::Rate { text: Some(text), .. } if text.chars().count() > RATING => {
            Err(Failure::Invalid(Box::new(too_long())))
        }
        _ => Ok(()),
    }
}

fn too_long() -> Text {
    Text {
        simplified: format!("评价内容不能超过{RATING}字，请缩短后再提交。"),
        traditional: Some(format!("評價內容不能超過{RATING}字，請縮短後再提交。")),
        english: Some(format!(
            "A rating holds up to {RATING} characters. Shorten it and send it again."
        )),
    }
}

/// Names of those who acted come to stand in columns of their own, on cards. Of limits only time itself speaks: what has
/// been said once is not said again, so a report could silence it.
fn event(event: &Event) -> Result<(), Failure> {
    if matches!(event.kind, ActKind::WarnLimit | ActKind::ExceedLimit) {
        return Err(Failure::Unknown("act to report", event.kind.word().into()));
    }
    let Actor { person, post, role, agency, acting_for } = &event.actor;
    for name in [person, post, role, agency, acting_for].into_iter().flatten() {
        holds("actor", name)?;
    }
    event.body.as_deref().and_then(|body| body.amount_fen).map_or(Ok(()), amount)
}
