//! Whether answers fit their fields.

use super::{DaySide, Field, FieldFault, FieldKind, wording};
use crate::credit_code::CreditCode;
use crate::identity_number::IdentityNumber;
use crate::text::{Text, unseen};
use jiff::civil::Date;
use regex_lite::Regex;
use std::collections::BTreeMap;

/// Decimals of an amount in yuan: fen.
const PLACES_OF_MONEY: usize = 2;

/// The expression that a whole answer must fit.
pub(super) fn compiled(pattern: &str) -> Option<Regex> {
    Regex::new(&format!("^(?:{pattern})$")).ok()
}

/// Whether a field is asked, given the answers so far.
#[must_use]
pub fn is_asked(field: &Field, answers: &BTreeMap<String, String>) -> bool {
    field.when.as_ref().is_none_or(|when| {
        let given = answers.get(&when.field).map_or("", String::as_str);
        given.split_whitespace().any(|answer| when.is.iter().any(|wanted| wanted == answer))
    })
}

/// What is wrong with the answers to a form, in the order of its fields; `today` decides what lies in the past.
#[must_use]
pub fn check(fields: &[Field], answers: &BTreeMap<String, String>, today: Date) -> Vec<FieldFault> {
    let asked = fields.iter().filter(|field| is_asked(field, answers));
    let faults = asked.filter_map(|field| {
        let answer = answers.get(&field.id).map_or("", |answer| answer.trim());
        let message = fault_of(field, answer, today)?;
        Some(FieldFault { field: field.id.clone(), message })
    });
    faults.collect()
}

fn fault_of(field: &Field, answer: &str, today: Date) -> Option<Text> {
    if answer.is_empty() {
        return field.required.then(|| wording::missing(field));
    }
    if answer.chars().count() > field.longest() {
        return Some(wording::too_long(field));
    }
    if field.kind != FieldKind::LongText && answer.chars().any(char::is_control) {
        return Some(wording::several_lines());
    }
    if let Some(letter) = unseen(answer) {
        return Some(wording::unseen(letter));
    }
    let of_kind = match field.kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::Address => None,
        FieldKind::Number => number(field, answer, field.decimals as usize),
        FieldKind::Amount => number(field, answer, PLACES_OF_MONEY),
        FieldKind::Date => day(field, answer, today),
        FieldKind::Choice => (!is_choice(field, answer)).then(wording::no_choice),
        FieldKind::Several => {
            let known = answer.split_whitespace().all(|answer| is_choice(field, answer));
            (!known).then(wording::no_choice)
        }
        FieldKind::YesNo => (!matches!(answer, "yes" | "no")).then(wording::no_choice),
        FieldKind::IdNumber => {
            IdentityNumber::parse(answer).err().map(|error| wording::id_number(&error))
        }
        FieldKind::CreditCode => {
            CreditCode::parse(answer).err().map(|error| wording::credit_code(&error))
        }
        FieldKind::Phone => (!is_phone(answer)).then(wording::phone),
        FieldKind::Email => (!is_email(answer)).then(wording::email),
        FieldKind::Postcode => (!fits("[0-9]{6}", answer)).then(wording::postcode),
    };
    of_kind.or_else(|| {
        let pattern = field.pattern.as_deref()?;
        (!fits(pattern, answer)).then(|| wording::pattern(field))
    })
}

fn fits(pattern: &str, answer: &str) -> bool {
    compiled(pattern).is_some_and(|pattern| pattern.is_match(answer))
}

fn is_choice(field: &Field, answer: &str) -> bool {
    field.choices.iter().any(|choice| choice.id == answer)
}

/// A mobile number of the mainland, one with a country code, or a fixed one with area code and perhaps an extension.
fn is_phone(answer: &str) -> bool {
    let digits: String = answer.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
    fits(r"(\+86)?1[3-9][0-9]{9}|0[0-9]{9,11}([x转][0-9]{1,6})?|\+[1-9][0-9]{6,14}", &digits)
}

fn is_email(answer: &str) -> bool {
    fits(r"[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+", answer)
}

fn number(field: &Field, answer: &str, decimals: usize) -> Option<Text> {
    let plain: String = answer.chars().filter(|c| *c != ',').collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let sign = whole.strip_prefix('-').unwrap_or(whole);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if sign.is_empty() || !digits(sign) || !digits(fraction) || plain.ends_with('.') {
        return Some(wording::no_number());
    }
    if fraction.len() > decimals {
        return Some(wording::decimals(decimals));
    }
    let Ok(value) = whole.parse::<i64>() else { return Some(wording::range(field)) };
    let more = fraction.bytes().any(|byte| byte != b'0');
    let negative = whole.starts_with('-');
    let below =
        field.minimum.is_some_and(|least| value < least || (value == least && more && negative));
    let above =
        field.maximum.is_some_and(|most| value > most || (value == most && more && !negative));
    (below || above).then(|| wording::range(field))
}

fn day(field: &Field, answer: &str, today: Date) -> Option<Text> {
    let Ok(day) = answer.parse::<Date>() else { return Some(wording::no_day()) };
    match field.side {
        DaySide::Past if day > today => Some(wording::not_after_today()),
        DaySide::Future if day < today => Some(wording::not_before_today()),
        _ => None,
    }
}
