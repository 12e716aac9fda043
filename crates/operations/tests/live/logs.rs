//! Each jurisdiction has a log of its own, signed, and no older state of it is accepted.

use crate::soundness::check;
use crate::world::{COUNTY, FOOD, LAW, OTHER_COUNTY, Site, World, wait_until};
use domain::case::decide::Command;
use ledger::verify::{Entry, EventRow, Verifier};
use operations::caller::Caller;
use operations::desk::{OpenCase, Request, StepCase, origin};
use operations::platform::Platform;
use operations::signing_key;
use std::fs;
use store::connection::StoreError;

on_both!(
    two_jurisdictions_have_independent_logs,
    what_grows_is_signed,
    a_damaged_case_stops_only_itself,
);

fn open_in(world: &World, place: &str) -> String {
    let agency = world.agency("market-regulation", place);
    let open = OpenCase { jurisdiction: place.into(), ..World::opening(&agency, FOOD) };
    let party = Caller::Party { person: "a-001".into() };
    let case = world.platform().ask(party, Request::Open(open), None).unwrap().case_id;
    let step = |command| StepCase { jurisdiction: place.into(), case_id: case.clone(), command };
    let window = world.official(&agency, "window");
    world.platform().ask(window, Request::Step(step(Command::Accept)), None).unwrap();
    case.into()
}

/// Verifies a log with the origin of a jurisdiction; returns its leaves.
fn verify(world: &World, place: &str) -> u64 {
    let key = signing_key::read(&world.site.place().key_file()).unwrap().verifying_key();
    let origin = origin(world.platform().log_name(), place);
    let mut verifier = Verifier::new(&origin, Some(key));
    world.read(|connection| {
        for checkpoint in store::checkpoints::all(connection, place)? {
            verifier.checkpoint(&checkpoint.note).unwrap();
        }
        store::log::for_each_leaf(connection, place, 0, |leaf| {
            let event = leaf.event.as_ref().map(|(_, event)| EventRow {
                case_id: &leaf.case_id,
                n: leaf.n,
                event_bytes: event.as_bytes(),
                seed: &leaf.seed,
            });
            let entry = Entry {
                index: u64::try_from(leaf.leaf).unwrap(),
                leaf_bytes: leaf.bytes.as_bytes(),
                leaf_hash_stored: &leaf.hash,
                event,
            };
            verifier.entry(&entry).unwrap();
            Ok::<(), StoreError>(())
        })
    });
    verifier.finish().unwrap().leaves
}

fn two_jurisdictions_have_independent_logs(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    for place in [COUNTY, OTHER_COUNTY, COUNTY] {
        open_in(&world, place);
    }
    assert_eq!((verify(&world, COUNTY), verify(&world, OTHER_COUNTY)), (4, 2));
    world.restart();
    open_in(&world, OTHER_COUNTY);
    assert_eq!((verify(&world, COUNTY), verify(&world, OTHER_COUNTY)), (4, 4));
    world.pass_to("2026-05-06T09:00");
    let grown = [verify(&world, COUNTY), verify(&world, OTHER_COUNTY)];
    assert!(grown.iter().all(|leaves| *leaves > 4), "{grown:?}");
    world.assert_sound();
}

fn what_grows_is_signed(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    open_in(&world, COUNTY);
    let signed = || {
        let last = world.read(|connection| store::checkpoints::last(connection, COUNTY));
        last.map_or(0, |checkpoint| checkpoint.size)
    };
    wait_until("a checkpoint over all leaves", || signed() == 2);
    let outside = operations::desk::checkpoint_file(&world.site.place().checkpoints(), COUNTY);
    wait_until("the checkpoint outside", || outside.exists());
    assert!(world.assert_sound().checkpoints > 0);
}

fn a_damaged_case_stops_only_itself(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (damaged, sound) = (open_in(&world, COUNTY), open_in(&world, COUNTY));
    world.stop();
    world.site.as_owner(&format!("update cases set n = 9 where case_id = '{damaged}'"));
    world.restart();
    let agency = world.agency("market-regulation", COUNTY);
    let examine = |case: &str| {
        let examiner = world.official(&agency, "examiner");
        world.step(examiner, case, crate::world::complete("examine", None))
    };
    let outcome = examine(&damaged);
    assert!(matches!(outcome, Err(operations::desk::Failure::Damaged(_))), "{outcome:?}");
    examine(&sound).unwrap();
    assert!(world.platform().alarms().about("case").is_some());
    world.pass_to("2026-05-06T09:00");
    assert!(world.cards(&sound).len() > 1);
    world.stop();
    check(&world.site.place()).unwrap_err();
}

/// A copy of the database, to be put back later.
fn copied(world: &mut World, name: &str) -> std::path::PathBuf {
    world.stop();
    let copy = world.site.folder.path().join(name);
    let beside = world.site.folder.path().join("yangguang.db-wal");
    assert!(!beside.exists(), "what has stopped has everything in one file");
    fs::copy(world.site.folder.path().join("yangguang.db"), &copy).unwrap();
    copy
}

#[test]
fn a_database_that_was_put_back_is_refused() {
    let mut world = World::new("2026-03-02T09:00");
    world.applied();
    let older = copied(&mut world, "older.db");
    world.restart();
    world.accepted();
    let size = world.leaves();
    wait_until("it is signed outside", || {
        let file = operations::desk::checkpoint_file(&world.site.place().checkpoints(), COUNTY);
        let text = fs::read_to_string(file).unwrap_or_default();
        text.lines().nth(1) == Some(&*size.to_string())
    });
    let newer = copied(&mut world, "newer.db");
    let file = world.site.folder.path().join("yangguang.db");
    let start =
        |world: &World| Platform::start(world.site.place(), *LAW, world.time.clone()).map(|_| ());
    fs::copy(&older, &file).unwrap();
    let error = start(&world).unwrap_err().to_string();
    assert!(error.contains("put back"), "{error}");
    fs::remove_file(&file).unwrap();
    let error = start(&world).unwrap_err().to_string();
    assert!(error.contains("put back"), "an empty one: {error}");
    fs::copy(&newer, &file).unwrap();
    start(&world).unwrap();
}
