//! The audit log is a chain: whoever changes, takes out or puts in an entry past the program breaks it, at the end too.

use super::{after, ill};
use crate::world::{COUNTY, World, local};
use domain::case::decide::Command;
use operations::caller::Caller;
use operations::desk::Failure;
use std::fs;

/// A world in which somebody was turned away a few times, stopped.
fn turned_away(times: u32) -> World {
    let mut world = World::new("2026-03-02T09:00");
    let (_, case) = world.accepted();
    for _ in 0..times {
        let stranger = Caller::Party { person: "a-009".into() };
        let outcome = world.step(stranger, &case, Command::Accept);
        assert!(matches!(outcome, Err(Failure::Forbidden(_))), "{outcome:?}");
    }
    world.stop();
    world
}

const OF: &str = "where kind = 'audit'";

fn audit(told: &[String]) -> Vec<&String> {
    told.iter().filter(|said| said.contains("audit log")).collect()
}

#[test]
fn every_break_of_the_audit_log_is_told() {
    let world = turned_away(4);
    let folder = world.site.folder.path();
    let copy = folder.join("copy.db");
    fs::copy(folder.join("yangguang.db"), &copy).unwrap();
    assert_eq!(after(&world, &copy, ""), Vec::<String>::new());
    let number = |n: u32| format!("{OF} and record_key like '{n:015}-%'");
    let edits = [
        (format!("delete from records {}", number(2)), "entry 2 is missing"),
        (format!("delete from records {}", number(1)), "entry 1 is missing"),
        (format!("delete from records {}", number(4)), "entries 4 to 4 are missing"),
        // Who knows of the head and takes it back with the end.
        (
            format!(
                "delete from records {}; delete from records where kind = 'audit-head'",
                number(4)
            ),
            "entries 4 to 4 are missing",
        ),
        (
            format!("delete from records {OF}; delete from records where kind = 'audit-head'"),
            "entries 1 to 4",
        ),
        (
            format!(
                "update records set document = replace(document, 'a-009', 'a-008') {}",
                number(3)
            ),
            "entry 3 was changed",
        ),
        (
            format!(
                "update records set document = replace(document, 'a-009', 'a-008') {}",
                number(4)
            ),
            "entry 4",
        ),
        (format!("update records set at = at + 1 {}", number(1)), "entry 1 was changed"),
        (
            format!(
                "insert into records select jurisdiction, kind, '000000000000002-zz', owner, at, document from records {}",
                number(2)
            ),
            "entry 3 is missing or was renamed",
        ),
    ];
    let triggers = "drop trigger audit_entries_are_kept; drop trigger audit_entries_are_fixed;";
    for (sql, said) in edits {
        let told = after(&world, &copy, &format!("{triggers} {sql}"));
        assert!(audit(&told).iter().any(|told| told.contains(said)), "{sql}: {told:#?}");
    }
}

#[test]
fn a_chain_that_went_back_is_an_alarm_and_hides_behind_no_new_entry() {
    let mut world = turned_away(3);
    world.site.as_owner(&format!(
        "drop trigger audit_entries_are_kept; delete from records {OF}; delete from records where kind = 'audit-head'"
    ));
    world.restart();
    assert!(world.platform().alarms().about("audit").unwrap().contains("entry 3"));
    let (_, case) = world.accepted();
    let stranger = Caller::Party { person: "a-009".into() };
    for _ in 0..5 {
        world.step(stranger.clone(), &case, Command::Accept).unwrap_err();
    }
    world.stop();
    let told = ill(&world.site.place(), local("2026-03-02T09:00"));
    assert!(!audit(&told).iter().all(|told| told.contains("trigger")), "{told:#?}");
}

#[test]
fn the_link_outside_is_that_of_this_installation() {
    let world = turned_away(2);
    let file = world.site.place().checkpoints().join("audit.head");
    let now = local("2026-03-02T09:00");
    assert_eq!(ill(&world.site.place(), now), Vec::<String>::new());
    let sound = fs::read_to_string(&file).unwrap();
    // Nobody without the key makes another of it.
    fs::write(&file, sound.replace("/audit\n2\n", "/audit\n1\n")).unwrap();
    assert!(!audit(&ill(&world.site.place(), now)).is_empty());
    // Nor is the checkpoint of a log one.
    let log = world.site.place().checkpoints().join(format!("{COUNTY}.checkpoint"));
    fs::copy(log, &file).unwrap();
    assert!(!audit(&ill(&world.site.place(), now)).is_empty());
}
