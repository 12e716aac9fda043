//! From an option to the fields of its form, and from what was sent to the command.

use super::{Names, money};
use crate::pages::acting::{Choice, Field, Input, label_key};
use crate::wording::Wording;
use domain::case::decide::Command;
use domain::case::options::{CaseOption, Need};
use domain::text::{Language, Text};
use operations::desk::Failure;
use serde_json::{Value, json};

/// What was sent with a form.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct Sent(Vec<(String, String)>);

impl Sent {
    pub(in crate::server) fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// Everything under a name that is not blank.
    pub(in crate::server) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    pub(in crate::server) fn one(&self, name: &str) -> Option<&str> {
        let mut named = self.0.iter().filter(|(key, _)| key == name);
        named.find_map(|(_, value)| Some(value.trim()).filter(|value| !value.is_empty()))
    }

    /// Acts that the case had when the form was made.
    pub(in crate::server) fn acts(&self) -> u32 {
        self.one("acts").and_then(|acts| acts.parse().ok()).unwrap_or(0)
    }
}

/// Fields in which people write sentences.
const LONG: [&str; 3] = ["reason", "text", "question"];

/// The command of an option as JSON: which fields are lists, numbers or texts.
fn prototype(option: &CaseOption) -> Value {
    serde_json::to_value(&option.prototype).unwrap_or_default()
}

/// The fields of the form of an option, with what was sent already.
pub(in crate::server) fn fields(option: &CaseOption, sent: &Sent, names: &Names) -> Vec<Field> {
    let prototype = prototype(option);
    let field = |need: &Need| {
        let value = match (sent.one(need.field), need.due_fen) {
            (Some(typed), _) => typed.to_owned(),
            (None, due) => due.map(money::yuan).unwrap_or_default(),
        };
        let input = names.input(need.field, sent);
        let input =
            input.unwrap_or_else(|| self::input(need, prototype.get(need.field), sent, names));
        Field { name: need.field, required: need.required, input, value }
    };
    option.needs.iter().map(field).collect()
}

fn input(need: &Need, known: Option<&Value>, sent: &Sent, names: &Names) -> Input {
    if let Some(amount_fen) = need.unit_fen {
        return match &need.unit {
            Some(unit) if need.most != Some(1) => {
                Input::Units { amount_fen, unit: unit.clone(), most: need.most }
            }
            _ => Input::Fixed(amount_fen),
        };
    }
    if is_money(need) {
        return Input::Money(need.due_fen);
    }
    if !need.choices.is_empty() {
        let only = need.choices.len() == 1 && need.required;
        let choices = need.choices.iter().map(|choice| Choice {
            id: choice.id.to_string(),
            name: names.of_choice(need.field, choice),
            chosen: only || sent.all(need.field).any(|id| *id == *choice.id),
        });
        let is_list = known.is_some_and(Value::is_array);
        return if is_list {
            Input::Several(choices.collect())
        } else {
            Input::One(choices.collect())
        };
    }
    match known {
        _ if need.field == "until" => Input::Date(need.latest),
        Some(Value::Number(_)) => Input::Number(need.most),
        // A list that nothing is listed for is written one to a line.
        Some(Value::Array(_)) => Input::LongText,
        _ if LONG.contains(&need.field) => Input::LongText,
        _ => Input::Text,
    }
}

/// The command that a form makes of its option. What is missing stays blank: the law says what may be.
pub(in crate::server) fn command(option: &CaseOption, sent: &Sent) -> Result<Command, Failure> {
    let mut command = prototype(option);
    for need in &option.needs {
        let Some(place) = command.get_mut(need.field) else { continue };
        *place = match &*place {
            Value::Array(_) if need.choices.is_empty() => {
                let lines = sent.all(need.field).flat_map(str::lines).map(str::trim);
                lines.filter(|line| !line.is_empty()).collect()
            }
            Value::Array(_) => sent.all(need.field).collect(),
            Value::Number(_) => json!(number(need, sent)?),
            _ => match sent.one(need.field) {
                Some(text) => json!(text),
                None if need.required || is_text(option, need.field) => json!(""),
                None => Value::Null,
            },
        };
    }
    let fault = command.clone();
    serde_json::from_value(command).map_err(|_| not_a(at_fault(option, &fault)))
}

/// Whether a field of a command cannot be left out: leaving it out does not fit the command.
fn is_text(option: &CaseOption, field: &str) -> bool {
    let mut command = prototype(option);
    let Some(place) = command.get_mut(field) else { return false };
    *place = Value::Null;
    serde_json::from_value::<Command>(command).is_err()
}

/// Whether a need is an amount of money that the person says.
fn is_money(need: &Need) -> bool {
    need.unit_fen.is_none() && need.field == "amount_fen"
}

fn number(need: &Need, sent: &Sent) -> Result<i64, Failure> {
    let typed = sent.one(need.field);
    if is_money(need) {
        return typed.map_or(Ok(0), money::fen);
    }
    let number: i64 = match (typed, need.unit_fen) {
        // What stands fast is not asked.
        (_, Some(fixed)) if need.most == Some(1) => return Ok(fixed),
        (Some(typed), _) => typed.parse().map_err(|_| not_a(need.field))?,
        (None, _) => 0,
    };
    number.checked_mul(need.unit_fen.unwrap_or(1)).ok_or_else(|| not_a(need.field))
}

/// The first field with something that the command cannot hold, such as a day that is none.
fn at_fault(option: &CaseOption, command: &Value) -> &'static str {
    let holds = |need: &&Need| {
        let mut alone = prototype(option);
        if let (Some(place), Some(value)) = (alone.get_mut(need.field), command.get(need.field)) {
            *place = value.clone();
        }
        serde_json::from_value::<Command>(alone).is_err()
    };
    option.needs.iter().find(holds).map_or("", |need| need.field)
}

fn not_a(field: &str) -> Failure {
    let label = |language| Wording::shared(language).say(&label_key(field));
    let hans = label(Language::SimplifiedChinese);
    let hant = label(Language::TraditionalChinese);
    let english = label(Language::English);
    Failure::Invalid(Box::new(Text {
        simplified: format!(
            "“{hans}”一栏没有填写，或者内容不能识别；请检查日期或者数字后重新填写。"
        ),
        traditional: Some(format!(
            "「{hant}」一欄沒有填寫，或者內容不能識別；請檢查日期或者數字後重新填寫。"
        )),
        english: Some(format!(
            "“{english}” is blank or cannot be read: check the date or number and enter it again."
        )),
    }))
}
