//! Figures of an agency about its own work: what it closed, how much of it on time, how long it took, what is open.

use crate::caller::{Caller, Forbidden};
use crate::counted::Counted;
use crate::permissions;
use crate::platform::Platform;
use crate::tasks::{Days, MANY, Numbers, TasksError};
use store::connection::{Connection, StoreError};
pub use store::figures::Closed;

/// What agencies closed, by agency and days, and what they closed in the time before; kept where it is much.
pub type ClosedCounts = Counted<[Closed; 2]>;

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
    let closed = |connection: &mut Connection, from: i64, until: i64| {
        store::figures::closed(connection, [&place, agency], (from, until), &late)
    };
    let key = format!("{agency} {length}");
    let few = |both: &[Closed; 2]| both.iter().map(|closed| closed.cases).sum::<i64>() < MANY;
    let make = || {
        platform.readers().read(|connection| {
            let before = closed(connection, now - 2 * span, now - span)?;
            Ok::<_, StoreError>([closed(connection, now - span, now)?, before])
        })
    };
    let both = platform.closed_counts().get(&key, few, make)?;
    let [closed, before] = *both;
    let open = crate::tasks::of_agency(platform, caller, days)?;
    Ok(Figures { closed, before, open })
}
