//! What must hold of every platform that has stopped, however it was stopped; for tests that did their worst to it.

use crate::world::{LAW, World};
use domain::event::ActKind;
use domain::supervision::panel::Panel;
use operations::board::{AgencyCounts, Board};
use operations::doctor::examine_cases;
use operations::event_text::EventText;
use operations::law_version::LawVersion;
use operations::platform::Place;
use operations::register::Register;
use operations::time_source::SetTime;
use operations::{desk, signing_key, verify};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use store::cases::CaseHead;
use store::connection::{Connection, StoreError};

/// What was acknowledged: jurisdiction, case, number of the event, leaf.
pub(crate) type Acknowledged = (String, String, u32, i64);

/// What was found in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sound {
    pub(crate) cases: u64,
    pub(crate) leaves: u64,
    pub(crate) checkpoints: u64,
    /// Times that a limit was warned about or found exceeded.
    pub(crate) spoken: usize,
}

/// Checks everything that a place has: heads against folds, logs against checkpoints, numbers and timers.
pub(crate) fn check(place: &Place) -> Result<Sound, String> {
    let mut connection = place.database.open_reader().map_err(|error| error.to_string())?;
    let spoken = heads_equal_folds(&mut connection, *LAW)?;
    let mut wrong = Vec::new();
    let register = Register::load(&mut connection).map_err(|error| error.to_string())?;
    let each = &mut |_, text| wrong.push(text);
    // The clock of a world is set by hand: any timer that was due may have been put off.
    let told = examine_cases(&mut connection, (*LAW, register), &SetTime::new(i64::MAX), each);
    let told = told.map_err(|error| error.to_string())?;
    if !wrong.is_empty() {
        return Err(wrong.join("\n"));
    }
    let key = signing_key::read(&place.key_file()).map_err(|error| error.to_string())?;
    let key = key.verifying_key();
    let logs = verify::verify(&mut connection, &key, &place.checkpoints(), &mut |_| {});
    let mut sound = Sound { spoken, ..Sound::default() };
    for log in logs.map_err(|error| error.to_string())? {
        let summary = log.outcome.map_err(|wrong| format!("{}: {wrong}", log.jurisdiction))?;
        sound.cases += summary.cases;
        sound.leaves += summary.leaves;
        sound.checkpoints += summary.checkpoints;
    }
    if told.cases != sound.cases {
        return Err(format!("{} cases, but {} in the logs", told.cases, sound.cases));
    }
    Ok(sound)
}

/// Whether every acknowledged step is there.
pub(crate) fn check_acknowledged(
    place: &Place,
    acknowledged: &[Acknowledged],
) -> Result<(), String> {
    let mut connection = place.database.open_reader().map_err(|error| error.to_string())?;
    let mut known: HashMap<(&str, &str), BTreeMap<u32, i64>> = HashMap::new();
    for (jurisdiction, case, n, leaf) in acknowledged {
        let events = match known.entry((jurisdiction, case)) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(place) => {
                let stored = store::log::events_of(&mut connection, jurisdiction, case);
                let stored = stored.map_err(|error| error.to_string())?;
                place.insert(stored.into_iter().map(|event| (event.n, event.leaf)).collect())
            }
        };
        if events.get(n) != Some(leaf) {
            return Err(format!("acknowledged, but not there: {jurisdiction}/{case} {n} {leaf}"));
        }
    }
    Ok(())
}

/// Folds every case; returns how often limits were spoken of.
fn heads_equal_folds(
    connection: &mut Connection,
    current: &'static LawVersion,
) -> Result<usize, String> {
    let mut heads = Vec::new();
    let each = |head| {
        heads.push(head);
        Ok::<(), StoreError>(())
    };
    store::cases::for_each(connection, each).map_err(|error| error.to_string())?;
    let mut laws: HashMap<Box<str>, &'static LawVersion> = HashMap::new();
    laws.insert(current.hash.clone(), current);
    let mut panels: HashMap<String, Panel<'static>> = HashMap::new();
    let mut spoken = 0;
    for head in heads {
        let law = match laws.get(&head.law) {
            Some(law) => law,
            None => laws.entry(head.law.clone()).or_insert(kept(connection, &head.law)?),
        };
        let panel = panels
            .entry(format!("{} {} {}", head.law, head.procedure, head.item))
            .or_insert_with(|| law.panel(&head.procedure, &head.item, current).unwrap());
        let number = format!("case {}/{}", head.jurisdiction, head.case_id);
        spoken +=
            compare(connection, panel, &head).map_err(|wrong| format!("{number}: {wrong}"))?;
    }
    Ok(spoken)
}

fn kept(connection: &mut Connection, hash: &str) -> Result<&'static LawVersion, String> {
    let files = store::settings::law(connection, hash).map_err(|error| error.to_string())?;
    let files = files.ok_or_else(|| format!("the law files `{hash}` are missing"))?;
    LawVersion::compile_kept(hash, &files).map_err(|error| error.to_string())
}

/// Compares a head with the fold of its events, and looks for a limit that was spoken of twice.
fn compare(
    connection: &mut Connection,
    panel: &mut Panel<'static>,
    head: &CaseHead,
) -> Result<usize, String> {
    let stored = store::log::events_of(connection, &head.jurisdiction, &head.case_id);
    let stored = stored.map_err(|error| error.to_string())?;
    let dense = stored.iter().zip(1..).all(|(event, n)| event.n == n);
    if !dense || stored.len() != head.n as usize {
        return Err(format!("{} events, its head says {}", stored.len(), head.n));
    }
    let (case, opening) =
        desk::fold_events(&mut panel.fold, stored.iter().map(|event| &*event.event))?;
    let opening = opening.ok_or("nothing opens it")?;
    let same = *head.phase == *case.phase.word()
        && head.closed_at.is_some() == case.phase.is_over()
        && *opening.handle == *desk::hex(&head.handle)
        && (&opening.agency, &opening.law) == (&head.agency, &head.law);
    if !same {
        return Err(format!("its head is {head:?}, its fold {case:?}"));
    }
    let mut spoken = BTreeSet::new();
    let mut times = 0;
    for event in &stored {
        let event = EventText::parse(&event.event)?;
        let body = event.body.unwrap_or_default();
        if matches!(event.kind, ActKind::WarnLimit | ActKind::ExceedLimit) {
            times += 1;
            let what = (body.rule, body.limit, body.until, body.targets);
            if !spoken.insert(format!("{what:?}")) {
                return Err(format!("spoken of twice: {what:?}"));
            }
        }
    }
    Ok(times)
}

impl World {
    /// The board that notices have kept up is the one that the store gives.
    pub(crate) fn assert_board(&self) {
        let shown = |board: &Board| -> (BTreeMap<_, _>, BTreeMap<_, _>) {
            let agencies = board.agencies().clone().into_iter();
            let agencies = agencies.filter(|(_, counts)| *counts != AgencyCounts::default());
            let recent = board.recent();
            let cards = recent.map(|c| (c.card_id.clone(), (c.level, c.state.clone())));
            (agencies.collect(), cards.collect())
        };
        let stored = shown(&self.read(Board::load));
        // Notices come a moment after the answer.
        for _ in 0..200 {
            if self.platform().board(shown) == stored {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        assert_eq!(self.platform().board(shown), stored);
    }

    /// Stops the platform and checks what it leaves behind.
    pub(crate) fn assert_sound(&mut self) -> Sound {
        self.stop();
        check(&self.site.place()).unwrap()
    }
}

/// A world of which something is wrong once `sql` has run.
fn spoilt(sql: &str) -> Result<Sound, String> {
    let mut world = World::new("2026-03-02T09:00");
    world.accepted();
    world.pass_to("2026-05-06T09:00");
    world.stop();
    let place = world.site.place();
    assert!(check(&place).unwrap().spoken > 1);
    world.site.as_owner(&format!(
        "drop trigger events_are_kept; drop trigger events_are_fixed; drop trigger leaves_are_kept; drop trigger leaves_are_fixed; {sql}"
    ));
    check(&place)
}

#[test]
fn the_check_finds_what_is_wrong() {
    for sql in [
        "update cases set n = n + 1",
        "update cases set phase = 'closed'",
        "update cases set handle = randomblob(16)",
        "update events set n = n + 100 where n = 2",
        "delete from events where leaf = (select max(leaf) from events)",
        "delete from log_leaves where leaf = (select max(leaf) from log_leaves)",
        "update log_leaves set hash = randomblob(32) where leaf = 1",
        "update events set event = replace(event, 'a-001', 'a-002') where n = 1",
        "update log_heads set size = size - 1",
        "insert into events select jurisdiction, case_id, n + 1, leaf + 1, replace(event, '\"n\":' || n, '\"n\":' || (n + 1)) from events where n = (select max(n) from events where event like '%limit%'); update cases set n = n + 1",
    ] {
        let wrong = spoilt(sql);
        assert!(wrong.is_err(), "{sql}");
    }
}

#[test]
fn the_check_finds_what_was_acknowledged_and_is_not_there() {
    let mut world = World::new("2026-03-02T09:00");
    let (_, case) = world.accepted();
    world.stop();
    let place = world.site.place();
    let step = |n, leaf| vec![(crate::world::COUNTY.to_owned(), case.clone(), n, leaf)];
    check_acknowledged(&place, &step(2, 1)).unwrap();
    check_acknowledged(&place, &step(3, 2)).unwrap_err();
    check_acknowledged(&place, &step(2, 2)).unwrap_err();
    assert!(Path::new(&place.key_file()).exists());
}
