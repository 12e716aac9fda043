//! The doctor: whether an installation is sound. Each check says what it found and what to do; nothing is assumed fine.

use crate::event_text::Opening;
use crate::law_version::{LawShelf, LawVersion};
use crate::platform::Place;
use crate::time_source::TimeSource;
use crate::{desk, signing_key, verify};
use domain::supervision::panel::Panel;
use jiff::Timestamp;
use std::collections::HashMap;
use store::cases::CaseHead;
use store::connection::{Connection, StoreError};
use store::database::Database;

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub about: &'static str,
    /// Whether it is as it should be.
    pub in_order: bool,
    /// What was found, and what to do when it is not.
    pub finding: String,
}

/// Free space under which the doctor warns, in bytes: room for a few days of acts.
const ROOM: u64 = 1 << 30;

/// Looks at an installation. `thorough` also folds every case and verifies every log; `progress` is told what is looked
/// at.
///
/// # Errors
/// The store cannot be opened.
pub fn examine(
    place: &Place,
    law: &'static LawVersion,
    time: &dyn TimeSource,
    progress: &mut dyn FnMut(&str),
) -> Result<Vec<Check>, StoreError> {
    let mut checks = Vec::new();
    let mut add = |about, in_order, finding| checks.push(Check { about, in_order, finding });
    let mut connection = place.database.open_reader()?;
    progress("database");
    let applied = Database::migrations(&mut connection)?;
    add(
        "database",
        true,
        format!(
            "{} at {}; migrations: {}",
            connection.system(),
            place.database,
            applied.join(", ")
        ),
    );
    for (name, value, in_order) in Database::settings(&mut connection)? {
        add("database setting", in_order, format!("{name} = {value}"));
    }
    add_calendar(law, time.now(), &mut add);
    add_clock(&mut connection, time.now(), &mut add)?;
    add_disk(place, &mut add);
    progress("cases");
    let (cases, wrong) = heads_against_folds(&mut connection, law)?;
    match wrong {
        None => add("cases", true, format!("{cases} heads equal the folds of their events")),
        Some(wrong) => add("cases", false, wrong),
    }
    progress("logs");
    match signing_key::read(&place.key_file()) {
        Ok(key) => {
            let key = key.verifying_key();
            let logs = verify::verify(&mut connection, &key, &place.checkpoints(), &mut |_| {})?;
            add_logs(logs, &mut add);
        }
        Err(error) => add("signing key", false, error.to_string()),
    }
    Ok(checks)
}

type Add<'a> = &'a mut dyn FnMut(&'static str, bool, String);

fn add_calendar(law: &LawVersion, now: i64, add: Add<'_>) {
    let Some(calendar) = law.calendar("cn") else {
        return add(
            "calendar",
            false,
            "there is no calendar `cn`: no limit can be counted".to_owned(),
        );
    };
    let moment = Timestamp::from_millisecond(now).unwrap_or_default();
    let today = calendar.time_zone.to_datetime(moment).date();
    let until = calendar.published_until();
    let in_order = today <= until;
    let advice = if in_order { "" } else { ": add the year's notice to law/calendars/cn" };
    add("calendar", in_order, format!("published until {until}{advice}"));
}

fn add_clock(connection: &mut Connection, now: i64, add: Add<'_>) -> Result<(), StoreError> {
    let last = store::log::heads(connection)?.iter().map(|head| head.last_at).max();
    let ahead = last.map_or(0, |last| last - now);
    if ahead > 0 {
        let finding = format!(
            "the clock stands {} s before the last recorded act: set it right, no act is recorded until then (in a demonstration time is simulated, and this is no fault)",
            ahead / 1_000
        );
        add("clock", false, finding);
    } else {
        add("clock", true, "not before the last recorded act".to_owned());
    }
    Ok(())
}

fn add_disk(place: &Place, add: Add<'_>) {
    match fs4::available_space(&place.folder) {
        Ok(free) => {
            let (in_order, mebibytes) = (free >= ROOM, free >> 20);
            let advice = if in_order { "" } else { ": make room, a full disk stops the writer" };
            add("disk", in_order, format!("{mebibytes} MiB free{advice}"));
        }
        Err(error) => add("disk", false, format!("{}: {error}", place.folder.display())),
    }
}

fn add_logs(logs: Vec<verify::Verified>, add: Add<'_>) {
    if logs.is_empty() {
        add("logs", true, "nothing is recorded yet".to_owned());
    }
    for log in logs {
        match log.outcome {
            Ok(summary) => add(
                "log",
                true,
                format!(
                    "{}: {} leaves, {} cases, {} checkpoints verified",
                    log.jurisdiction, summary.leaves, summary.cases, summary.checkpoints
                ),
            ),
            Err(problem) => add("log", false, format!("{}: {problem}", log.jurisdiction)),
        }
    }
}

/// Folds every case and compares its head; the number of cases and the first that differs.
///
/// # Errors
/// The store says no.
pub fn heads_against_folds(
    connection: &mut Connection,
    law: &'static LawVersion,
) -> Result<(u64, Option<String>), StoreError> {
    let mut heads = Vec::new();
    store::cases::for_each(connection, |head| {
        heads.push((head.jurisdiction, head.case_id));
        Ok::<(), StoreError>(())
    })?;
    let mut folding = Folding { laws: LawShelf::new(law), panels: HashMap::new() };
    for (jurisdiction, case_id) in &heads {
        let Some(head) = store::cases::find(connection, jurisdiction, case_id)? else { continue };
        if let Err(wrong) = folding.compare(connection, &head)? {
            let wrong = format!("case {jurisdiction}/{case_id}: {wrong}");
            return Ok((heads.len() as u64, Some(wrong)));
        }
    }
    Ok((heads.len() as u64, None))
}

struct Folding {
    laws: LawShelf,
    panels: HashMap<String, Panel<'static>>,
}

impl Folding {
    fn compare(
        &mut self,
        connection: &mut Connection,
        head: &CaseHead,
    ) -> Result<Result<(), String>, StoreError> {
        let stored = store::log::events_of(connection, &head.jurisdiction, &head.case_id)?;
        let last_leaf = stored.last().map(|event| event.leaf);
        let law = match self.laws.version(&head.law) {
            Some(law) => law,
            None => match store::settings::law(connection, &head.law)?
                .map(|files| LawVersion::compile_kept(&head.law, &files))
            {
                Some(Ok(law)) => {
                    self.laws.add(law);
                    law
                }
                _ => return Ok(Err(format!("the law files `{}` are not kept", head.law))),
            },
        };
        let leaf = match last_leaf {
            Some(leaf) => store::log::leaf(connection, &head.jurisdiction, leaf)?,
            None => None,
        };
        let key = format!("{} {} {}", head.law, head.procedure, head.item);
        let panel = match self.panels.entry(key) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(place) => {
                match law.panel(&head.procedure, &head.item, self.laws.current()) {
                    Ok(panel) => place.insert(panel),
                    Err(error) => return Ok(Err(error.to_string())),
                }
            }
        };
        let texts = stored.iter().map(|event| &*event.event);
        Ok(desk::fold_events(&mut panel.fold, texts).and_then(|(case, opening)| {
            same("number of events", &head.n, &case.events)?;
            same("phase", &&*head.phase, &case.phase.word())?;
            let hash = leaf.map(|leaf| leaf.hash).unwrap_or_default();
            same("hash of the last leaf", &head.last_hash.as_slice(), &&*hash)?;
            opened_as(head, opening.as_ref())
        }))
    }
}

fn opened_as(head: &CaseHead, opening: Option<&Opening>) -> Result<(), String> {
    let Some(opening) = opening else { return Err("its first event opens nothing".to_owned()) };
    same("kind", &head.kind.word(), &&*opening.kind)?;
    same("item", &head.item, &opening.item)?;
    same("procedure", &head.procedure, &opening.procedure)?;
    same("law", &head.law, &opening.law)?;
    same("agency", &head.agency, &opening.agency)?;
    same("applicant", &head.applicant, &opening.applicant)?;
    same("handle", &desk::hex(&head.handle).as_str(), &&*opening.handle)
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, head: &T, fold: &T) -> Result<(), String> {
    if head == fold {
        return Ok(());
    }
    Err(format!("its head says {what} {head:?}, its events make {fold:?}"))
}
