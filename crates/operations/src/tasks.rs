//! Tasks: what waits for an agency and for the holder of a post, in the order of what is due, with the numbers of every
//! way to narrow the list.

use crate::caller::{Caller, Forbidden};
use crate::counted::Counted;
use crate::permissions;
use crate::platform::Platform;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::connection::StoreError;
use store::tasks::TaskCount;
pub use store::tasks::{After, NEVER, TaskRow};

/// What stands instead of a stage where a consultation waits for its answer.
pub const ANSWER: &str = "act:answer-consultation";
/// Tasks in an export at most: what a spreadsheet still opens.
const EXPORTED: u32 = 50_000;
/// How long the counts of an agency with many tasks are shown before they are made anew.
pub(crate) const FRESH: Duration = Duration::from_secs(5);
/// Tasks of an agency from which on counting takes noticeable time.
pub(crate) const MANY: i64 = 5_000;

/// How a task stands towards its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its last day is over.
    Overdue,
    /// Today is its last day.
    Today,
    /// Its last day is near.
    Near,
    /// There is time.
    Ample,
    /// A special procedure stops its clock.
    Paused,
}

impl Standing {
    /// Every standing, the most pressing first.
    pub const ALL: [Self; 5] = [Self::Overdue, Self::Today, Self::Near, Self::Ample, Self::Paused];

    /// Its word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Near => "near",
            Self::Ample => "ample",
            Self::Paused => "paused",
        }
    }

    /// The standing of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }
}

/// The days by which standings are told apart, in days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// Today.
    pub today: i64,
    /// The last day that is near.
    pub near: i64,
}

impl Days {
    /// How something stands that is due on a day.
    #[must_use]
    pub fn standing(self, due_day: i64, paused: bool) -> Standing {
        match due_day {
            _ if paused => Standing::Paused,
            day if day < self.today => Standing::Overdue,
            day if day == self.today => Standing::Today,
            day if day <= self.near => Standing::Near,
            _ => Standing::Ample,
        }
    }

    /// The first and last day of a standing.
    fn span(self, standing: Standing) -> Option<(i64, i64)> {
        match standing {
            Standing::Overdue => Some((i64::MIN, self.today - 1)),
            Standing::Today => Some((self.today, self.today)),
            Standing::Near => Some((self.today + 1, self.near)),
            Standing::Ample => Some((self.near + 1, i64::MAX)),
            Standing::Paused => None,
        }
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Id of a stage.
    pub stage: String,
    /// Code of an item.
    pub item: String,
    /// A role.
    pub role: String,
    /// Jurisdiction of the case.
    pub place: String,
    /// The beginning of a case's number.
    pub number: String,
    /// Only what the holder of the post may do.
    pub mine: bool,
    /// Only those that stand so.
    pub standing: Option<Standing>,
}

/// The numbers of a list, each as if everything else were narrowed as asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Tasks that the list has.
    pub found: u64,
    /// Tasks of the agency.
    pub all: u64,
    /// Tasks of the post.
    pub mine: u64,
    /// By standing.
    pub standings: BTreeMap<Standing, u64>,
    /// By id of the stage.
    pub stages: BTreeMap<Box<str>, u64>,
    /// By code of the item.
    pub items: BTreeMap<Box<str>, u64>,
    /// By role.
    pub roles: BTreeMap<Box<str>, u64>,
    /// By jurisdiction.
    pub places: BTreeMap<Box<str>, u64>,
}

/// A page of tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tasks {
    /// The tasks, those first that are due first.
    pub rows: Vec<TaskRow>,
    /// Whether more follow.
    pub more: bool,
    /// The numbers.
    pub numbers: Numbers,
}

/// The counts of agencies with many tasks, kept for some seconds. Those of other agencies are counted each time.
pub type TaskCounts = Counted<Vec<TaskCount>>;

/// Why there are no tasks to show.
#[derive(Debug, thiserror::Error)]
pub enum TasksError {
    /// The caller holds no post.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The store says no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whose tasks they are: agency, post and roles.
struct Whose<'a> {
    agency: &'a str,
    post: &'a str,
    roles: Vec<String>,
}

fn whose(caller: &Caller) -> Result<Whose<'_>, Forbidden> {
    permissions::READ_TASKS.check(caller, None)?;
    match caller {
        Caller::Official { agency, post, roles, .. } => {
            let roles = roles.iter().map(ToString::to_string).collect();
            Ok(Whose { agency, post, roles })
        }
        _ => Err(Forbidden { operation: permissions::READ_TASKS.operation }),
    }
}

fn filter(whose: &Whose<'_>, narrowed: &Narrowed, days: Days) -> store::tasks::Filter {
    store::tasks::Filter {
        agency: whose.agency.to_owned(),
        stage: narrowed.stage.clone(),
        item: narrowed.item.clone(),
        role: narrowed.role.clone(),
        jurisdiction: narrowed.place.clone(),
        // A percent sign or underscore would stand for anything.
        number: narrowed.number.replace(['%', '_'], ""),
        mine: narrowed.mine.then(|| (whose.post.to_owned(), whose.roles.clone())),
        due: narrowed.standing.and_then(|standing| days.span(standing)),
        paused: narrowed.standing.map(|standing| standing == Standing::Paused),
    }
}

/// A page of the tasks of a caller's agency.
///
/// # Errors
/// See [`TasksError`].
pub fn list(
    platform: &Platform,
    caller: &Caller,
    narrowed: &Narrowed,
    days: Days,
    (after, length): (&After, u32),
) -> Result<Tasks, TasksError> {
    let whose = whose(caller)?;
    let filter = filter(&whose, narrowed, days);
    let wanted = length.saturating_add(1);
    let mut rows = platform
        .readers()
        .read(|connection| store::tasks::list(connection, &filter, after, wanted))?;
    let more = rows.len() > length as usize;
    rows.truncate(length as usize);
    let numbers = numbers(&whose, narrowed, days, &counts(platform, whose.agency)?);
    Ok(Tasks { rows, more, numbers })
}

/// The numbers of all tasks of a caller's agency.
///
/// # Errors
/// See [`TasksError`].
pub fn of_agency(platform: &Platform, caller: &Caller, days: Days) -> Result<Numbers, TasksError> {
    let whose = whose(caller)?;
    let counts = counts(platform, whose.agency)?;
    Ok(numbers(&whose, &Narrowed::default(), days, &counts))
}

fn counts(platform: &Platform, agency: &str) -> Result<Arc<Vec<TaskCount>>, StoreError> {
    let few = |counts: &Vec<TaskCount>| counts.iter().map(|count| count.tasks).sum::<i64>() < MANY;
    let make = || platform.readers().read(|connection| store::tasks::count(connection, agency));
    platform.task_counts().get(agency, few, make)
}

/// Every task that a list finds, for a file, and whether it was cut off.
///
/// # Errors
/// See [`TasksError`].
pub fn export(
    platform: &Platform,
    caller: &Caller,
    narrowed: &Narrowed,
    days: Days,
) -> Result<(Vec<TaskRow>, bool), TasksError> {
    let filter = filter(&whose(caller)?, narrowed, days);
    platform.readers().read(|connection| {
        let mut rows =
            store::tasks::list(connection, &filter, &After::nothing(), EXPORTED.saturating_add(1))?;
        let more = rows.len() > EXPORTED as usize;
        rows.truncate(EXPORTED as usize);
        Ok((rows, more))
    })
}

/// Ways to narrow a list, of which each number leaves one out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Stage,
    Item,
    Role,
    Place,
    Mine,
    Standing,
}

const WAYS: [Way; 6] = [Way::Stage, Way::Item, Way::Role, Way::Place, Way::Mine, Way::Standing];

fn numbers(whose: &Whose<'_>, narrowed: &Narrowed, days: Days, counts: &[TaskCount]) -> Numbers {
    let mut numbers = Numbers::default();
    for count in counts {
        let standing = days.standing(count.due_day, count.paused);
        let is_mine = *count.post == *whose.post
            || (count.post.is_empty()
                && (count.role.is_empty() || whose.roles.iter().any(|role| **role == *count.role)));
        let fits = |way: Way| match way {
            Way::Stage => narrowed.stage.is_empty() || *narrowed.stage == *count.stage,
            Way::Item => narrowed.item.is_empty() || *narrowed.item == *count.item,
            Way::Role => narrowed.role.is_empty() || *narrowed.role == *count.role,
            Way::Place => narrowed.place.is_empty() || *narrowed.place == *count.jurisdiction,
            Way::Mine => !narrowed.mine || is_mine,
            Way::Standing => narrowed.standing.is_none_or(|wanted| wanted == standing),
        };
        let but = |left_out: Way| WAYS.into_iter().all(|way| way == left_out || fits(way));
        let tasks = u64::try_from(count.tasks).unwrap_or(0);
        let add = |number: &mut BTreeMap<Box<str>, u64>, key: &str, way: Way| {
            *number.entry(key.into()).or_default() += if but(way) { tasks } else { 0 };
        };
        add(&mut numbers.stages, &count.stage, Way::Stage);
        add(&mut numbers.items, &count.item, Way::Item);
        // What any post may do is no role to choose.
        if !count.role.is_empty() {
            add(&mut numbers.roles, &count.role, Way::Role);
        }
        add(&mut numbers.places, &count.jurisdiction, Way::Place);
        if but(Way::Standing) {
            *numbers.standings.entry(standing).or_default() += tasks;
        }
        if but(Way::Mine) {
            numbers.all += tasks;
            numbers.mine += if is_mine { tasks } else { 0 };
        }
        numbers.found += if WAYS.into_iter().all(fits) { tasks } else { 0 };
    }
    numbers
}
