//! Figures of an agency about its own work: what it closed, how much of it on time, how long it took, what is open.

use crate::caller::{Caller, Forbidden};
use crate::permissions;
use crate::platform::Platform;
use crate::tasks::{Days, Narrowed, Numbers, TasksError};
pub use store::figures::Closed;

/// Kinds of rules that find a limit not kept.
const LATE: [&str; 2] = ["limit-exceeded", "limit-overdue"];

/// Figures of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// What it closed in the time asked for.
    pub closed: Closed,
    /// The same, in the time before it of equal length.
    pub before: Closed,
    /// What is open, by standing.
    pub open: Numbers,
}

/// The figures of the caller's agency for so many days until now.
///
/// # Errors
/// See [`TasksError`].
pub fn of_agency(
    platform: &Platform,
    caller: &Caller,
    days: Days,
    length: u16,
) -> Result<Figures, TasksError> {
    const DAY: i64 = 86_400_000;
    permissions::READ_FIGURES.check(caller, None)?;
    let Caller::Official { agency, .. } = caller else {
        return Err(Forbidden { operation: permissions::READ_FIGURES.operation }.into());
    };
    let register = platform.register();
    let place = register.agency(agency).map(|known| known.jurisdiction.clone()).unwrap_or_default();
    let rules = platform.law().rules.rules();
    let late = rules.iter().filter(|rule| LATE.contains(&rule.kind.as_str()));
    let late: Vec<&str> = late.map(|rule| rule.id.as_str()).collect();
    // What is closed in this very moment counts.
    let (now, span) = (platform.now() + 1, i64::from(length) * DAY);
    let closed = |from: i64, until: i64| {
        platform.readers().read(|connection| {
            store::figures::closed(connection, [&place, agency], (from, until), &late)
        })
    };
    let nothing = crate::tasks::After::nothing();
    let open = crate::tasks::list(platform, caller, &Narrowed::default(), days, (&nothing, 1))?;
    Ok(Figures {
        closed: closed(now - span, now)?,
        before: closed(now - 2 * span, now - span)?,
        open: open.numbers,
    })
}
