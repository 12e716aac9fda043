//! `yangguang due`.

use super::language;
use crate::arguments::Due as Arguments;
use crate::terminal;
use anyhow::{anyhow, bail};
use domain::limit::{Period, RestDayEnd, Unit};
use jiff::civil::{Date, DateTime};
use std::io::Write;
use std::process::ExitCode;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let start = start(&arguments.from)?;
    let rest_day_end = if arguments.keep_rest_day { RestDayEnd::Keep } else { RestDayEnd::Roll };
    let period = period(&arguments.limit, rest_day_end)?;
    let explanation = operations::procedure::due(start, period, &arguments.calendar)?;
    let mut target = terminal::stdout();
    match explanation.due.instant {
        Some(instant) => writeln!(target, "{}", instant.strftime("%Y-%m-%dT%H:%M"))?,
        None => writeln!(target, "{}", explanation.due.last_day)?,
    }
    writeln!(target, "{}", explanation.in_language(language(arguments.language)))?;
    target.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn start(text: &str) -> anyhow::Result<DateTime> {
    // A date parser would take a moment too, and forget the time of day.
    let parsed = if text.contains(['T', ':']) {
        text.parse::<DateTime>()
    } else {
        text.parse::<Date>().map(DateTime::from)
    };
    parsed.map_err(|_| anyhow!("--from: `{text}` is no date (2026-02-13, 2026-02-13T15:30)"))
}

fn period(text: &str, rest_day_end: RestDayEnd) -> anyhow::Result<Period> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let unit = match text.strip_prefix(digits).unwrap_or_default() {
        "wd" => Unit::WorkingDays,
        "d" => Unit::CalendarDays,
        "w" => Unit::Weeks,
        "m" => Unit::Months,
        "wh" => Unit::WorkingHours,
        "h" => Unit::Hours,
        _ => bail!("--limit: `{text}` is not like 20wd, 60d, 8w, 3m, 4wh or 24h"),
    };
    let amount = digits.parse().ok().filter(|amount| *amount > 0);
    let amount =
        amount.ok_or_else(|| anyhow!("--limit: `{digits}` is no whole number from 1 on"))?;
    Ok(Period { amount, unit, rest_day_end })
}
