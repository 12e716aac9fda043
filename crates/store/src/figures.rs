//! Figures of an agency over a time: how many cases were closed, how many of them late, and how long they took.

use crate::connection::{Connection, StoreError};
use crate::value::Value;

/// What was closed in a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Closed {
    /// Cases.
    pub cases: i64,
    /// Cases in which a card about a limit fell that stands.
    pub late: i64,
    /// Half of them took no longer than this, in milliseconds; none when nothing was closed.
    pub median: Option<i64>,
}

/// The statement that counts, for tests that watch how databases find it.
pub const COUNT: &str = "select count(*), coalesce(sum(case when exists (select 1 from cards where cards.jurisdiction = cases.jurisdiction and cards.case_id = cases.case_id and cards.level >= 2 and cards.state not in ('revoked', 'dismissed') and $1 like ('% ' || cards.rule || ' %')) then 1 else 0 end), 0) from cases where jurisdiction = $2 and agency = $3 and closed_at >= $4 and closed_at < $5 and kind = 'case'";

const MEDIAN: &str = "select closed_at - opened_at from cases where jurisdiction = $1 and agency = $2 and closed_at >= $3 and closed_at < $4 and kind = 'case' order by closed_at - opened_at limit 1 offset $5";

/// What an agency closed from a moment on until before another; late by any of the rules.
///
/// # Errors
/// The database says no.
pub fn closed(
    connection: &mut Connection,
    [jurisdiction, agency]: [&str; 2],
    (from, until): (i64, i64),
    rules: &[&str],
) -> Result<Closed, StoreError> {
    let rules = format!(" {} ", rules.join(" "));
    let span: [Value; 2] = [from.into(), until.into()];
    let of = |first: Value| [vec![first], vec![jurisdiction.into(), agency.into()]].concat();
    let values = [of(rules.into()), span.to_vec()].concat();
    let Some(mut row) = connection.query(COUNT, &values)?.into_iter().next() else {
        return Ok(Closed::default());
    };
    let (cases, late) = (row.integer()?, row.integer()?);
    let middle = (cases - 1).max(0) / 2;
    let place = vec![jurisdiction.into(), agency.into()];
    let values = [place, span.to_vec(), vec![middle.into()]].concat();
    let median = connection.query(MEDIAN, &values)?.into_iter().next();
    let median = median.map(|mut row| row.integer()).transpose()?;
    Ok(Closed { cases, late, median })
}
