//! The legal side of publishing: bases, roles, limits and their order, units.

use super::compile::{DayUnits, Problems};
use super::document::{Place, ProcedureDocument};
use super::path;
use super::problem::SoundnessRule;
use super::{ClockRule, LimitKind, Performer, Procedure};
use crate::basis::Basis;
use crate::limit::{Period, Unit};

pub(super) fn review(
    document: &ProcedureDocument,
    procedure: &Procedure,
    day_units: &[DayUnits],
    problems: &mut Problems<'_>,
) {
    if !document.basis.is_complete() {
        let message = "the procedure needs a basis with law and article".to_owned();
        problems.add(SoundnessRule::Basis, None, message);
    }
    if document.valid_to.is_some_and(|to| to < document.valid_from) {
        let message = "`valid_to` lies before `valid_from`".to_owned();
        problems.add(SoundnessRule::Reference, None, message);
    }
    review_stages(document, problems);
    review_units(document, day_units, problems);
    review_calendar(document, procedure, problems);
    review_pauses(document, procedure, problems);
    review_order(document, procedure, problems);
    review_stage_sums(document, procedure, problems);
}

fn review_stages(document: &ProcedureDocument, problems: &mut Problems<'_>) {
    for stage in &document.stages {
        let id = stage.id.get_ref();
        if !stage.basis.as_ref().is_some_and(Basis::is_complete) {
            let message = format!("the stage `{id}` has no basis with law and article");
            problems.at(SoundnessRule::Basis, &stage.id, message);
        }
        if stage.performer == Performer::Party {
            continue;
        }
        if stage.role.as_deref().is_none_or(|role| role.trim().is_empty()) {
            let message = format!("the stage `{id}` has no responsible role");
            problems.at(SoundnessRule::Role, &stage.id, message);
        }
        if stage.limit.is_none() {
            let message = format!("the stage `{id}` has no limit");
            problems.at(SoundnessRule::StageLimit, &stage.id, message);
        }
    }
}

/// Each period in the file with the place and basis that it stands at.
fn periods(document: &ProcedureDocument) -> Vec<(&Place, u32, Unit, &Basis)> {
    let mut periods = Vec::new();
    for stage in &document.stages {
        if let Some(limit) = &stage.limit {
            periods.push((&stage.id, limit.amount, limit.unit, &limit.basis));
        }
    }
    // Before a named day it is the party's own time: laws that count working days count those of organs.
    for limit in document.limits.iter().filter(|limit| !limit.until_named_day) {
        periods.push((&limit.id, limit.amount, limit.unit, &limit.basis));
    }
    for wait in &document.waits {
        periods.push((&wait.id, wait.amount, wait.unit, &wait.basis));
    }
    for extension in &document.extensions {
        periods.push((&extension.limit, extension.amount, extension.unit, &extension.basis));
    }
    for pause in &document.pauses {
        for limit in pause.longest.iter().chain(&pause.review) {
            periods.push((&pause.ground, limit.amount, limit.unit, &limit.basis));
        }
    }
    if let Some(supplement) = &document.supplement {
        let limit = &supplement.limit;
        periods.push((&supplement.until, limit.amount, limit.unit, &limit.basis));
    }
    periods
}

fn review_units(document: &ProcedureDocument, day_units: &[DayUnits], problems: &mut Problems<'_>) {
    for (place, amount, unit, basis) in periods(document) {
        if !basis.is_complete() {
            let message = format!("the limit at `{}` has no basis", place.get_ref());
            problems.at(SoundnessRule::Basis, place, message);
        }
        let Some(law) = day_units.iter().find(|units| units.governs(&basis.law)) else { continue };
        let in_days = matches!(unit, Unit::WorkingDays | Unit::CalendarDays);
        if let (true, Some(expected)) = (in_days, law.unit_of(amount))
            && expected != unit
        {
            let message = format!(
                "{amount} days under {} are {}, not {} (article {})",
                law.law,
                Period { amount, unit: expected, rest_day_end: Default::default() },
                Period { amount, unit, rest_day_end: Default::default() },
                law.basis.article,
            );
            problems.at(SoundnessRule::Unit, place, message);
        }
    }
}

fn review_calendar(
    document: &ProcedureDocument,
    procedure: &Procedure,
    problems: &mut Problems<'_>,
) {
    if procedure.calendar.is_some() {
        return;
    }
    for limit in &document.limits {
        let period =
            Period { amount: limit.amount, unit: limit.unit, rest_day_end: limit.rest_day_end };
        if period.needs_calendar() {
            let id = limit.id.get_ref();
            let message = format!(
                "the limit `{id}` needs a working-day calendar and the procedure names none"
            );
            problems.at(SoundnessRule::Unit, &limit.id, message);
        }
    }
}

fn review_pauses(document: &ProcedureDocument, procedure: &Procedure, problems: &mut Problems<'_>) {
    for (rule, pause) in document.pauses.iter().zip(&procedure.pauses) {
        for limit in pause.stops.iter().filter_map(|position| procedure.limits.get(*position)) {
            if !limit.period.unit.is_date_logic() {
                let message = format!("the limit `{}` is in hours and cannot be paused", limit.id);
                problems.at(SoundnessRule::Unit, &rule.ground, message);
            }
        }
    }
}

/// Whether a period is surely no longer than another; `None` when the units cannot be compared.
fn fits_in(short: (u64, Unit), long: Period) -> Option<bool> {
    let days = |amount: u64, unit: Unit| match unit {
        Unit::Weeks => Some((amount.saturating_mul(7), Unit::CalendarDays)),
        Unit::WorkingDays | Unit::CalendarDays => Some((amount, unit)),
        _ => None,
    };
    if short.1 == long.unit {
        return Some(short.0 <= u64::from(long.amount));
    }
    let (short, short_unit) = days(short.0, short.1)?;
    let (long, long_unit) = days(u64::from(long.amount), long.unit)?;
    match (short_unit, long_unit) {
        // n calendar days never take longer than n working days.
        (Unit::CalendarDays, Unit::WorkingDays) => (short <= long).then_some(true),
        (short_unit, long_unit) if short_unit == long_unit => Some(short <= long),
        _ => None,
    }
}

fn first_of(procedure: &Procedure, kind: LimitKind) -> Option<&ClockRule> {
    procedure.limits.iter().find(|limit| limit.kind == kind)
}

fn place_of<'a>(document: &'a ProcedureDocument, rule: &ClockRule) -> Option<&'a Place> {
    document.limits.iter().map(|limit| &limit.id).find(|id| id.get_ref().as_str() == &*rule.id)
}

fn review_order(document: &ProcedureDocument, procedure: &Procedure, problems: &mut Problems<'_>) {
    let promised = first_of(procedure, LimitKind::Promised);
    let statutory = first_of(procedure, LimitKind::Statutory);
    let (Some(promised), Some(statutory)) = (promised, statutory) else { return };
    let Some(place) = place_of(document, promised) else { return };
    let short = (u64::from(promised.period.amount), promised.period.unit);
    match fits_in(short, statutory.period) {
        Some(true) => {}
        Some(false) => problems.at(
            SoundnessRule::LimitOrder,
            place,
            format!(
                "the promised limit ({}) is longer than the statutory one ({})",
                promised.period, statutory.period
            ),
        ),
        None => problems.at(
            SoundnessRule::Unit,
            place,
            format!(
                "the promised limit ({}) and the statutory one ({}) cannot be compared: state both in one unit",
                promised.period, statutory.period
            ),
        ),
    }
}

/// The stage limits that lie inside the promised (or else statutory) limit may not sum up to more than it.
fn review_stage_sums(
    document: &ProcedureDocument,
    procedure: &Procedure,
    problems: &mut Problems<'_>,
) {
    let overall = [LimitKind::Promised, LimitKind::Statutory];
    let Some(overall) = overall.into_iter().find_map(|kind| first_of(procedure, kind)) else {
        return;
    };
    let Some(place) = place_of(document, overall) else { return };
    for sum in path::longest(document, procedure, overall) {
        let stages = sum.stages.join(", ");
        match fits_in((sum.amount, sum.unit), overall.period) {
            Some(true) => {}
            Some(false) => problems.at(
                SoundnessRule::LimitOrder,
                place,
                format!(
                    "the stages {stages} together may take {}, longer than `{}` ({})",
                    Period {
                        amount: u32::try_from(sum.amount).unwrap_or(u32::MAX),
                        unit: sum.unit,
                        rest_day_end: Default::default(),
                    },
                    overall.id,
                    overall.period
                ),
            ),
            None => problems.at(
                SoundnessRule::Unit,
                place,
                format!(
                    "the limits of the stages {stages} cannot be compared with `{}` ({}): state them in one unit",
                    overall.id, overall.period
                ),
            ),
        }
    }
}
