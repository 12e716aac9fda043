//! Which limits a rule is about.

use crate::case::CaseClock;
use crate::case::fold::Frame;
use crate::limit::{Due, Period, RestDayEnd};
use crate::procedure::Procedure;
use crate::supervision::detector::Raise;
use crate::supervision::finding::Facts;
use crate::supervision::rule::{Parameters, Span};
use jiff::civil::{Date, DateTime};

/// Parameters that choose limits.
pub(super) const PARAMETERS: &[&str] = &["limit_kinds", "limits", "over", "within"];

/// The limits of a procedure that a rule is about, one flag each.
pub(super) struct Scope {
    limits: Vec<bool>,
}

impl Scope {
    /// The scope; `None` when the procedure has no such limit.
    pub(super) fn new(
        parameters: &Parameters,
        procedure: &Procedure,
    ) -> Result<Option<Self>, String> {
        if parameters.limit_kinds.is_empty() && parameters.limits.is_empty() {
            return Err("`limit_kinds` or `limits` must say which limits are meant".to_owned());
        }
        let limits: Vec<bool> = procedure
            .limits
            .iter()
            .map(|limit| {
                parameters.limit_kinds.contains(&limit.kind)
                    || parameters.limits.iter().any(|id| **id == *limit.id)
            })
            .collect();
        Ok(limits.contains(&true).then_some(Self { limits }))
    }

    pub(super) fn covers(&self, clock: &CaseClock) -> bool {
        self.limits.get(clock.limit).copied().unwrap_or(false)
    }
}

/// The period of a span: rule parameters never roll.
pub(super) fn period(span: Span) -> Period {
    Period { amount: span.amount, unit: span.unit, rest_day_end: RestDayEnd::Keep }
}

/// The due date moved by a rule's own grace; a calendar that cannot say gives none.
pub(super) fn with_grace(due: Due, over: Option<Span>, frame: Frame<'_>) -> Due {
    let Some(over) = over else { return due };
    let from = due.instant.unwrap_or_else(|| DateTime::from(due.last_day));
    // A grace that no date can hold is never over.
    period(over).end(from, frame.calendar).unwrap_or(Due::on(Date::MAX))
}

/// What there is to say about a limit that was missed by `at`.
pub(super) fn facts(clock: &CaseClock, due: Due, at: Date, raise: &Raise<'_>) -> Facts {
    let rule = raise.frame.procedure.limits.get(clock.limit);
    let mut name =
        rule.map_or_else(String::new, |rule| rule.name.in_language(raise.language).to_owned());
    if let Some(agency) = &clock.agency {
        name = format!("{name} ({agency})");
    }
    Facts {
        limit: Some(name),
        agency: clock.agency.clone(),
        amount: Some(clock.clock.period),
        started: Some(clock.clock.started_at.date()),
        due: Some(due.last_day),
        days: Some(due.days_until(at)),
        basis: rule.map(|rule| rule.basis.clone()),
        because: clock.clock.explain(raise.frame.calendar, at).ok(),
        ..Facts::default()
    }
}
