//! The details of an event: who, why, how much.

use super::bound::{Column, EventKeys};
use super::{Mapper, no_date};
use crate::input_error::InputError;
use crate::raw::EventView;
use domain::event::{Body, Event};

impl Mapper {
    pub(super) fn add_details(
        &mut self,
        view: EventView<'_>,
        keys: EventKeys,
        event: &mut Event,
    ) -> Result<(), InputError> {
        if !keys.has_details {
            return Ok(());
        }
        let value = |mapper: &Self, column| {
            let text = keys.get(column).and_then(|key| view.attribute(key));
            mapper.present(text).map(|text| mapper.translated(column, text).to_owned())
        };
        let actor = &mut event.actor;
        for (column, slot) in [
            (Column::Person, &mut actor.person),
            (Column::Post, &mut actor.post),
            (Column::Role, &mut actor.role),
            (Column::Agency, &mut actor.agency),
        ] {
            *slot = value(self, column).map(|text| self.name(&text));
        }
        if let Some(outcome) = value(self, Column::Outcome) {
            self.check_outcome(event, &outcome)
                .map_err(|message| InputError::at(view.place(), message))?;
            event.outcome = Some(self.name(&outcome));
        }
        let boxed = |column| value(self, column).map(String::into_boxed_str);
        let mut body = Body {
            reason: boxed(Column::Reason),
            materials: split(value(self, Column::Materials)),
            ground: boxed(Column::Ground),
            evidence: boxed(Column::Evidence),
            notice: boxed(Column::Notice),
            number: boxed(Column::Number),
            targets: split(value(self, Column::Target)),
            ..Body::default()
        };
        if let Some(text) = value(self, Column::Until) {
            let day = self.moments.read_day(&text);
            body.until = Some(day.ok_or_else(|| no_date(view.place(), &text))?);
        }
        if let Some(text) = value(self, Column::Amount) {
            let fen = fen_of(&text).ok_or_else(|| {
                let message = format!("`{text}` is no amount of money with up to two decimals");
                InputError::at(view.place(), message)
            })?;
            body.amount_fen = Some(fen);
        }
        if body != Body::default() {
            event.body = Some(Box::new(body));
        }
        Ok(())
    }
}

impl Mapper {
    /// The procedure's word for a word of the log.
    pub(super) fn translated<'v>(&'v self, column: Column, text: &'v str) -> &'v str {
        let words = self.mapping.values.get(column.name());
        words.and_then(|words| words.get(text)).map_or(text, String::as_str)
    }

    /// An outcome that the stage does not have would be lost in silence, and a breach with it.
    pub(super) fn check_outcome(&self, event: &Event, outcome: &str) -> Result<(), String> {
        let stage = event.stage.as_deref();
        let known = match stage {
            Some(stage) => self.outcomes.get(stage),
            None => self.outcomes.get(event.kind.word()),
        };
        match known.filter(|known| !known.is_empty() && !known.iter().any(|id| **id == *outcome)) {
            None => Ok(()),
            Some(known) => Err(format!(
                "`{}` has no outcome `{outcome}`: it has {}; translate the word under [values.outcome]",
                stage.unwrap_or(event.kind.word()),
                known.join(", ")
            )),
        }
    }
}

/// The parts of a list as people write them.
fn split(text: Option<String>) -> Vec<Box<str>> {
    let text = text.unwrap_or_default();
    let parts = text.split([',', ';', '、', '，', '；', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(Into::into).collect()
}

/// An amount in hundredths of the currency unit, exactly; no floating point enters an event.
fn fen_of(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches(['¥', '￥', '€']).replace([',', ' '], "");
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.to_owned()),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || fraction.len() > 2 {
        return None;
    }
    let cents: i64 = format!("{fraction:0<2}").parse().ok()?;
    let fen = whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)?;
    Some(if negative { -fen } else { fen })
}

#[cfg(test)]
mod tests {
    use super::fen_of;

    #[test]
    fn amounts_are_exact() {
        assert_eq!(fen_of("35.0"), Some(3_500));
        assert_eq!(fen_of("33.6"), Some(3_360));
        assert_eq!(fen_of("¥1,234.56"), Some(123_456));
        assert_eq!(fen_of("-2"), Some(-200));
        assert_eq!(fen_of("1.005"), None);
        assert_eq!(fen_of("ten"), None);
    }
}
