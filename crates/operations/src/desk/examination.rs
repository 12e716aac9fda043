//! Examining a case: what is stored of it beside its events, against the same made again from them ([`super::replay`]).

mod applications;
mod cards;
mod certificates;

use super::live::Live;
use super::wake::A_MINUTE;
use super::{Desk, date_of, hex};
use jiff::Timestamp;
use std::fmt::Display;
use store::cards::CardRow;
use store::cases::CaseHead;
use store::connection::{Connection, StoreError};
use store::tasks::{NEVER, TaskRow};

/// How much a difference weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gravity {
    /// The row was changed, removed or put in.
    Fault,
    /// It may be so for a good reason that is not recorded: a person should look.
    Warning,
}

/// Something of a case that does not follow from its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about, the same whatever the values are.
    pub aspect: String,
    /// What it is, in words.
    pub text: String,
    /// How much it weighs.
    pub gravity: Gravity,
}

/// Collects differences.
#[derive(Debug, Default)]
pub(super) struct Differences(Vec<Difference>);

impl Differences {
    fn add(&mut self, gravity: Gravity, aspect: impl Display, text: impl Into<String>) {
        self.0.push(Difference { aspect: aspect.to_string(), text: text.into(), gravity });
    }

    fn fault(&mut self, aspect: impl Display, text: impl Into<String>) {
        self.add(Gravity::Fault, aspect, text);
    }

    /// Compares a value; `of` says whose it is.
    fn compare<T: PartialEq>(
        &mut self,
        (of, what): (&str, &str),
        (stored, made): (&T, &T),
        shown: impl Fn(&T) -> String,
    ) {
        if stored != made {
            let (stored, made) = (shown(stored), shown(made));
            let text = format!("{of} says {what} {stored}, its events make {made}");
            self.fault(format!("{of} {what}"), text);
        }
    }
}

/// What is stored of a case beside its events.
struct Stored {
    head: Option<CaseHead>,
    tasks: Vec<TaskRow>,
    timer: Option<i64>,
    /// The cards that fell in it.
    cards: Vec<CardRow>,
    /// When it is a card: the card.
    card: Option<CardRow>,
}

impl Stored {
    fn read(connection: &mut Connection, [place, number]: [&str; 2]) -> Result<Self, StoreError> {
        Ok(Self {
            head: store::cases::find(connection, place, number)?,
            tasks: store::tasks::of_case(connection, place, number)?,
            timer: store::timers::of_case(connection, place, number)?,
            cards: store::cards::of_case(connection, place, number)?,
            card: store::cards::find(connection, place, number)?,
        })
    }

    /// What stands there although no event of the case does.
    fn without_events(&self, found: &mut Differences) {
        let rows = [
            ("a head", usize::from(self.head.is_some())),
            ("tasks", self.tasks.len()),
            ("a timer", usize::from(self.timer.is_some())),
            ("cards", self.cards.len()),
        ];
        for (what, rows) in rows {
            if rows > 0 {
                found.fault(what, format!("it has {what}, but no event: they follow from nothing"));
            }
        }
    }
}

impl Desk {
    /// Examines a case at a moment: everything that does not follow from its events, and the leaf of its last one.
    ///
    /// # Errors
    /// The store says no.
    pub fn examine(
        &mut self,
        connection: &mut Connection,
        [place, number]: [&str; 2],
        now: i64,
    ) -> Result<(Vec<Difference>, Option<i64>), StoreError> {
        let stored = Stored::read(connection, [place, number])?;
        let events = store::log::events_of(connection, place, number)?;
        let mut found = Differences::default();
        let Some(leaf) = events.last().map(|last| last.leaf) else {
            stored.without_events(&mut found);
            return Ok((found.0, None));
        };
        let replayed = self.replay([place, number], &events, stored.card.as_ref(), connection)?;
        let replayed = match replayed {
            Ok(replayed) => replayed,
            Err(wrong) => {
                found.fault("events", wrong);
                return Ok((found.0, Some(leaf)));
            }
        };
        let live = &replayed.live;
        match &stored.head {
            Some(head) => compare_heads(head, &live.head, &mut found),
            None => found.fault("head", "its head is missing"),
        }
        self.compare_tasks(&stored.tasks, live, &mut found);
        compare_timers((stored.timer, live.timer), now, &mut found);
        if let Some(made) = &live.card {
            cards::compare_own(stored.card.as_ref(), made, &mut found);
        }
        cards::compare_fallen(&stored.cards, &replayed, connection, &mut found)?;
        applications::compare(&replayed.live, &events, connection, &mut found)?;
        self.compare_certificates(&replayed.live, &events, connection, &mut found)?;
        Ok((found.0, Some(leaf)))
    }

    fn compare_tasks(&self, stored: &[TaskRow], live: &Live, found: &mut Differences) {
        let Some(panel) = self.panels.get(live.panel) else { return };
        let procedure = panel.fold.frame.procedure;
        let mut left: Vec<&TaskRow> = stored.iter().collect();
        for task in &live.tasks {
            let Some((stage, role)) = task.waiting.named(procedure) else { continue };
            let name = format!("its task `{stage}` of agency {}", task.agency);
            let position =
                left.iter().position(|row| *row.stage == *stage && *row.agency == *task.agency);
            let Some(position) = position else {
                found.add(by_register(role), &name, format!("{name} is missing"));
                continue;
            };
            let row = left.remove(position);
            let of = &*name;
            found.compare((of, "the role"), (&&*row.role, &role), ToString::to_string);
            found.compare((of, "the item"), (&row.item, &live.head.item), ToString::to_string);
            let due = task.due_day.unwrap_or(NEVER);
            found.compare((of, "the last day"), (&row.due_day, &due), |due| day(Some(*due)));
            let stands = |paused: &bool| if *paused { "stopped" } else { "running" }.to_owned();
            found.compare((of, "the clock"), (&row.paused, &task.paused), stands);
            let holder = live.case.holder.as_deref().unwrap_or_default();
            let post = task.post.as_deref().unwrap_or_default();
            if *row.post != *post && (row.post.is_empty() || *row.post == *holder) {
                let text = format!(
                    "{of} stands with {}, by the register with {}: the register was changed since its last act, or the row was",
                    named(&row.post),
                    named(post)
                );
                found.add(Gravity::Warning, format!("{of} post"), text);
            } else {
                found.compare((of, "the post"), (&&*row.post, &post), |post| named(post));
            }
        }
        for row in left {
            let text =
                format!("its task `{}` of agency {} follows from no event", row.stage, row.agency);
            found.add(by_register(&row.role), format!("task {} {}", row.stage, row.agency), text);
        }
    }
}

/// Which agency decides appeals is what the register says, which may have changed since.
fn by_register(role: &str) -> Gravity {
    if role == "appeal-body" { Gravity::Warning } else { Gravity::Fault }
}

fn compare_heads(stored: &CaseHead, made: &CaseHead, found: &mut Differences) {
    const OF: &str = "its head";
    let texts = [
        ("phase", &stored.phase, &made.phase),
        ("item", &stored.item, &made.item),
        ("procedure", &stored.procedure, &made.procedure),
        ("law", &stored.law, &made.law),
        ("agency", &stored.agency, &made.agency),
        ("stages", &stored.stages, &made.stages),
    ];
    for (what, stored, made) in texts {
        found.compare((OF, what), (stored, made), |text| named(text));
    }
    found.compare((OF, "number of events"), (&stored.n, &made.n), ToString::to_string);
    found.compare((OF, "kind"), (&stored.kind, &made.kind), |kind| kind.word().to_owned());
    let applicant = |applicant: &Option<Box<str>>| named(applicant.as_deref().unwrap_or_default());
    found.compare((OF, "applicant"), (&stored.applicant, &made.applicant), applicant);
    found.compare((OF, "handle"), (&stored.handle, &made.handle), |handle| hex(handle));
    let hashes = (&stored.last_hash, &made.last_hash);
    found.compare((OF, "hash of the last leaf"), hashes, |hash| hex(hash));
    let time = |at: &i64| moment(Some(*at));
    found.compare((OF, "time of opening"), (&stored.opened_at, &made.opened_at), time);
    found.compare((OF, "time of the last act"), (&stored.last_at, &made.last_at), time);
    let closed = (&stored.closed_at, &made.closed_at);
    found.compare((OF, "time of closing"), closed, |at| moment(*at));
    found.compare((OF, "last day"), (&stored.due_day, &made.due_day), |due| day(*due));
}

fn compare_timers((stored, made): (Option<i64>, Option<i64>), now: i64, found: &mut Differences) {
    // A timer that was due and could do nothing is asked again a while later.
    let sleeps = match (stored, made) {
        (Some(stored), Some(made)) => {
            made < stored && made <= now && stored <= now.saturating_add(A_MINUTE)
        }
        _ => false,
    };
    if stored != made && !sleeps {
        let (stored, made) = (moment(stored), moment(made));
        found.fault("timer", format!("its timer is set to {stored}, its events make {made}"));
    }
}

/// A text, or that there is none.
pub(super) fn named(text: &str) -> String {
    if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") }
}

/// A moment in UTC.
pub(super) fn moment(at: Option<i64>) -> String {
    let moment = at.and_then(|at| Timestamp::from_millisecond(at).ok());
    match (at, moment) {
        (None, _) => "none".to_owned(),
        (_, Some(moment)) => moment.to_string(),
        (Some(at), None) => format!("{at}, which is no time"),
    }
}

/// A day.
pub(super) fn day(day: Option<i64>) -> String {
    match day.filter(|day| *day != NEVER) {
        None => "none".to_owned(),
        Some(day) => {
            date_of(day).map_or_else(|| format!("{day}, which is no day"), |d| d.to_string())
        }
    }
}
