//! The law changes; a case keeps the one with which it was opened.

use crate::world::{FOOD, Site, World, names};
use domain::case::decide::Command;
use operations::desk::Failure;
use operations::law_library::LawLibrary;
use operations::law_version::LawVersion;
use std::collections::BTreeMap;

on_both!(
    old_cases_keep_the_old_limits,
    a_rule_that_is_no_more_still_holds_for_old_cases,
    a_law_that_is_lost_stops_only_its_cases,
);

pub(crate) fn changed(change: impl FnOnce(&mut BTreeMap<String, String>)) -> &'static LawVersion {
    let mut files = LawLibrary::embedded().files().clone();
    change(&mut files);
    LawVersion::compile(&LawLibrary::of_files(files)).unwrap()
}

pub(crate) fn replaced(files: &mut BTreeMap<String, String>, file: &str, from: &str, to: &str) {
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    *text = text.replacen(from, to, 1);
}

/// The law with five working days promised for food licences instead of ten.
fn quicker() -> &'static LawVersion {
    changed(|files| {
        let item = "law/items/food-business-licence.toml";
        replaced(files, item, "promised = { amount = 10", "promised = { amount = 5");
    })
}

fn old_cases_keep_the_old_limits(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let before = world.law;
    let (agency, old) = world.accepted();
    world.restart_with(quicker());
    let new = world.open(&agency, FOOD).case_id;
    world.step(world.official(&agency, "window"), &new, Command::Accept).unwrap();
    let laws = [world.head(&old).law, world.head(&new).law];
    assert_eq!(laws, [before.hash.clone(), world.law.hash.clone()]);
    assert_ne!(world.head(&old).due_day, world.head(&new).due_day);
    // Ten working days end on 16 March, five on 9 March.
    world.pass_to("2026-03-10T00:00");
    assert!(!names(&world.cards(&old)).iter().any(|(rule, ..)| *rule == "promised-overdue"));
    assert_eq!(world.card(&new, "promised-overdue").level, 2);
    // Also after the old law has come back, and for what was opened under the other.
    world.restart_with(before);
    world.pass_to("2026-03-17T00:00");
    assert_eq!(world.card(&old, "promised-overdue").level, 2);
    let examiner = world.official(&agency, "examiner");
    for case in [&*old, &*new] {
        world.step(examiner.clone(), case, crate::world::complete("examine", None)).unwrap();
    }
    world.assert_sound();
}

fn a_rule_that_is_no_more_still_holds_for_old_cases(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (_, old) = world.accepted();
    world.restart_with(changed(|files| {
        files.retain(|file, _| !file.starts_with("law/rules/promised-overdue/"));
    }));
    let (_, new) = world.accepted();
    world.pass_to("2026-03-17T00:00");
    assert_eq!(world.card(&old, "promised-overdue").level, 2);
    assert!(!names(&world.cards(&new)).iter().any(|(rule, ..)| *rule == "promised-overdue"));
    assert_eq!(world.platform().alarms().all(), []);
    world.restart();
    world.assert_works();
    world.assert_sound();
}

fn a_law_that_is_lost_stops_only_its_cases(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, old) = world.accepted();
    let hash = world.law.hash.clone();
    world.stop();
    let disarm = if world.site.is_sqlite() {
        "drop trigger law_versions_are_kept"
    } else {
        "drop trigger law_versions_are_fixed on law_versions"
    };
    world.site.as_owner(&format!("{disarm}; delete from law_versions where hash = '{hash}'"));
    world.restart_with(quicker());
    let examiner = world.official(&agency, "examiner");
    let outcome = world.step(examiner, &old, crate::world::complete("examine", None));
    assert!(matches!(outcome, Err(Failure::Damaged(_))), "{outcome:?}");
    world.assert_works();
    world.pass_to("2026-05-06T09:00");
    assert!(world.platform().alarms().about("case").is_some());
    world.assert_works();
}
