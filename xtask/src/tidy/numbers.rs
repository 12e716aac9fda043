//! The law is data: no limit, threshold, weight or holiday in code.
//!
//! Looks for the shapes in which such a number would stand: a civil date, a limit with a literal amount, a constant
//! whose name says limit or threshold, and a comparison of days, hours, percent or money with a literal.

use super::{Complaint, Source, is_test};

/// Crates in which the law could hide.
const CRATES: [&str; 6] = ["domain", "ledger", "exchange", "store", "operations", "web"];
/// Words in the name of a constant that make its number a matter of law.
const LEGAL_WORDS: [&str; 10] = [
    "DAYS",
    "HOURS",
    "MINUTES",
    "LIMIT",
    "THRESHOLD",
    "WEIGHT",
    "FEN",
    "PERCENT",
    "DEADLINE",
    "FINE",
];
/// Endings of names whose comparison with a literal is a matter of law.
const LEGAL_ENDINGS: [&str; 7] = ["days", "hours", "minutes", "percent", "fen", "weeks", "months"];

pub(crate) fn check(source: &Source) -> Vec<Complaint> {
    let in_crate = |name: &&str| source.path.starts_with(&format!("crates/{name}/src/"));
    if !source.path.ends_with(".rs") || is_test(&source.path) || !CRATES.iter().any(in_crate) {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    for (line, text) in source.text.lines().enumerate() {
        if text.trim_start().starts_with("#[cfg(test)]") {
            break;
        }
        let code = text.split("//").next().unwrap_or_default();
        let found = [date(code), amount(code), constant(code), comparison(code)];
        for message in found.into_iter().flatten() {
            complaints.push(Complaint::new(&source.path, line + 1, message));
        }
    }
    complaints
}

fn date(code: &str) -> Option<String> {
    let constructors = ["date(", "Date::new(", "Date::constant("];
    let written = constructors.iter().any(|constructor| {
        let mut rest = code.split(constructor).skip(1);
        rest.any(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    });
    written.then(|| "a date in code: holidays and validity belong into law/".to_owned())
}

fn amount(code: &str) -> Option<String> {
    let heads = ["amount: ", "working_days(", "calendar_days(", "minutes: ", "last_percent: "];
    let written = heads.iter().any(|head| {
        let mut rest = code.split(head).skip(1);
        rest.any(|rest| literal(rest).is_some_and(|number| number > 1))
    });
    written.then(|| "a limit in code: it belongs into law/, with its basis".to_owned())
}

fn constant(code: &str) -> Option<String> {
    let (_, rest) = code.split_once("const ")?;
    let (name, rest) = rest.split_once(':')?;
    let legal = name.split('_').any(|word| LEGAL_WORDS.contains(&word));
    let (_, value) = rest.split_once("= ")?;
    let number = literal(value).filter(|_| legal)?;
    (number > 1).then(|| format!("`{name}` is a number of the law: it belongs into law/"))
}

fn comparison(code: &str) -> Option<String> {
    for operator in [" < ", " > ", " <= ", " >= ", " == "] {
        for (left, right) in code.match_indices(operator).map(|(at, _)| code.split_at(at)) {
            let name = left.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
            let word = name.rsplit('_').next().unwrap_or(name);
            let number = right.strip_prefix(operator).and_then(literal);
            if LEGAL_ENDINGS.contains(&word) && number.is_some_and(|number| number > 1) {
                return Some(format!("`{name}` is compared with a number: it belongs into law/"));
            }
        }
    }
    None
}

/// The integer literal that a text begins with.
fn literal(text: &str) -> Option<u64> {
    let digits: String =
        text.trim_start().chars().take_while(|c| c.is_ascii_digit() || *c == '_').collect();
    digits.replace('_', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(code: &str) -> usize {
        let path = "crates/domain/src/a.rs".to_owned();
        check(&Source { path, text: format!("//! For a.\n{code}\n") }).len()
    }

    #[test]
    fn a_limit_threshold_or_holiday_in_code_is_refused() {
        for code in [
            "const STATUTORY_DAYS: u32 = 20;",
            "const FINE_LIMIT_FEN: i64 = 10_000;",
            "let period = Period { amount: 20, unit: Unit::WorkingDays };",
            "let new_year = date(2026, 1, 1);",
            "let holiday = Date::new(2026, 10, 1);",
            "if elapsed_days > 60 {",
            "let due = calendar.working_days(start, 5); working_days(5)",
            "if used_percent >= 80 {",
        ] {
            assert!(complaints(code) > 0, "{code}");
        }
    }

    #[test]
    fn numbers_that_are_no_law_are_left_alone() {
        for code in [
            "const BATCHES_AHEAD: usize = 4;",
            "const LINES_MAX: usize = 500;",
            "if days > 0 {",
            "let period = Period { amount: self.amount, unit };",
            "// const STATUTORY_DAYS: u32 = 20;",
            "let first = Date::new(document.first_year, 1, 1);",
            "#[cfg(test)]\nconst STATUTORY_DAYS: u32 = 20;",
        ] {
            assert_eq!(complaints(code), 0, "{code}");
        }
    }
}
