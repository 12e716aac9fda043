//! Verify and doctor: no false alarm while the platform is at work, and no edit of a row that neither sees.

mod audit;
mod edits;
mod handed_in;
mod register;

use crate::world::{
    COUNTY, FOOD, LAW, OTHER_COUNTY, Site, World, complete, sqlite as run_on, wait_until,
};
use domain::case::decide::Command;
use operations::desk::{checkpoint_file, origin};
use operations::doctor::{self, Check, Standing};
use operations::platform::{Place, Platform};
use operations::time_source::{SetTime, TimeSource};
use operations::{signing_key, verify};
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

on_both!(
    nothing_is_told_of_a_platform_at_work,
    the_end_signs_everything,
    the_first_act_of_a_log_is_signed_with_it,
);

/// What does not hold by verify, in words.
fn unverified(place: &Place) -> Vec<String> {
    let key = signing_key::read(&place.key_file()).unwrap().verifying_key();
    let mut connection = place.database.open_reader().unwrap();
    let logs = verify::verify(&mut connection, &key, &place.checkpoints(), &mut |_| {});
    let wrong =
        logs.unwrap().into_iter().filter_map(|log| Some((log.jurisdiction, log.outcome.err()?)));
    wrong
        .flat_map(|(log, wrong)| {
            wrong.words().map(move |w| format!("{log}: {w}")).collect::<Vec<_>>()
        })
        .collect()
}

fn examined(place: &Place, now: i64) -> Vec<Check> {
    doctor::examine(place, *LAW, &SetTime::new(now), &mut |_| {}).unwrap()
}

/// What the doctor finds wrong, in words.
fn ill(place: &Place, now: i64) -> Vec<String> {
    let checks = examined(place, now).into_iter();
    // The disk of the machine that tests is not what is tested.
    let wrong = checks.filter(|check| check.standing == Standing::Fault && check.about != "disk");
    wrong.map(|check| format!("{}: {}", check.about, check.finding)).collect()
}

fn nothing_is_told_of_a_platform_at_work(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agencies = [world.agency("market-regulation", COUNTY)];
    let ended = AtomicBool::new(false);
    let place = world.site.place();
    std::thread::scope(|scope| {
        for agency in &agencies {
            scope.spawn(|| {
                while !ended.load(Ordering::SeqCst) {
                    let case = world.open(agency, FOOD).case_id;
                    let window = world.official(agency, "window");
                    world.step(window, &case, Command::Accept).unwrap();
                    let examiner = world.official(agency, "examiner");
                    world.step(examiner, &case, complete("examine", None)).unwrap();
                }
            });
        }
        let mut told = Vec::new();
        for _ in 0..20 {
            told.extend(unverified(&place));
            told.extend(ill(&place, world.platform().now()));
        }
        ended.store(true, Ordering::SeqCst);
        assert_eq!(told, Vec::<String>::new());
    });
    assert!(world.leaves() > 20, "nothing happened meanwhile");
}

fn signed(world: &World, place: &str) -> i64 {
    let mut connection = world.site.place().database.open_reader().unwrap();
    let last = store::checkpoints::last(&mut connection, place).unwrap();
    last.map_or(0, |checkpoint| checkpoint.size)
}

fn the_end_signs_everything(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    for _ in 0..3 {
        world.accepted();
    }
    world.stop();
    assert_eq!(signed(&world, COUNTY), 6);
    let outside = verify::outside(&world.site.place().checkpoints(), COUNTY).unwrap().unwrap();
    assert_eq!(outside.lines().nth(1), Some("6"));
    world.restart();
    world.assert_sound();
}

fn the_first_act_of_a_log_is_signed_with_it(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    for place in [COUNTY, OTHER_COUNTY] {
        let agency = world.agency("market-regulation", place);
        let open = operations::desk::OpenCase {
            jurisdiction: place.into(),
            ..World::opening(&agency, FOOD)
        };
        let party = operations::caller::Caller::Party { person: "a-001".into() };
        let open = operations::desk::Request::Open(open);
        world.platform().ask(party, open, None).unwrap();
        assert_eq!(signed(&world, place), 1, "{place}");
    }
}

/// A world with some history, stopped; the case that is furthest, and one that waits.
fn recorded() -> (World, String, String) {
    let mut world = World::new("2026-03-02T09:00");
    let (agency, case) = world.accepted();
    world.applied();
    // Near limits are warned of before they are over.
    for day in 3..=31 {
        world.pass_to(&format!("2026-03-{day:02}T09:00"));
    }
    world.pass_to("2026-04-02T09:00");
    let examiner = world.official(&agency, "examiner");
    world.step(examiner, &case, complete("examine", None)).unwrap();
    let (_, waiting) = world.accepted();
    world.stop();
    (world, case, waiting)
}

const TRIGGERS: &str = "drop trigger events_are_fixed; drop trigger events_are_kept; drop trigger leaves_are_fixed; drop trigger leaves_are_kept; drop trigger checkpoints_are_kept; drop trigger checkpoints_are_fixed; drop trigger law_versions_are_fixed; drop trigger law_versions_are_kept;";

/// What the doctor says after an edit, without what it says of the triggers that went first.
fn after(world: &World, copy: &std::path::Path, sql: &str) -> Vec<String> {
    let file = world.site.folder.path().join("yangguang.db");
    for rest in ["yangguang.db-wal", "yangguang.db-shm"] {
        let _ = fs::remove_file(world.site.folder.path().join(rest));
    }
    fs::copy(copy, &file).unwrap();
    run_on(&file, TRIGGERS);
    let database = rusqlite::Connection::open(&file).unwrap();
    database.execute_batch(sql).unwrap();
    let is_of_rows = ["update", "insert", "delete"].iter().any(|verb| sql.starts_with(verb));
    assert!(!is_of_rows || database.total_changes() > 0, "{sql}: nothing was changed");
    drop(database);
    let mut told = ill(&world.site.place(), crate::world::local("2026-04-02T09:00"));
    told.retain(|said| !said.contains("the trigger "));
    told
}

#[test]
fn every_edit_is_told_with_its_case() {
    let (world, case, waiting) = recorded();
    let copy = world.site.folder.path().join("copy.db");
    fs::copy(world.site.folder.path().join("yangguang.db"), &copy).unwrap();
    assert_eq!(after(&world, &copy, ""), Vec::<String>::new());
    let mut unseen = Vec::new();
    for (sql, named) in edits::all(&case, &waiting) {
        let told = after(&world, &copy, &sql);
        let debug = told.iter().any(|said| said.contains("Some(") || said.contains("\\\""));
        if debug || !told.iter().any(|said| said.contains(&named)) {
            unseen.push((sql, told));
        }
    }
    assert!(unseen.is_empty(), "{unseen:#?}");
}

#[test]
fn triggers_and_keys_are_looked_at() {
    let (world, ..) = recorded();
    let place = world.site.place();
    let now = crate::world::local("2026-04-02T09:00");
    assert_eq!(ill(&place, now), Vec::<String>::new());
    world.site.as_owner("drop trigger events_are_kept; create trigger quiet after insert on cards begin select 1; end");
    let told = ill(&place, now);
    assert!(
        told.iter().any(|said| said.contains("events_are_kept") && said.contains("missing")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|said| said.contains("quiet") && said.contains("none of ours")),
        "{told:?}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(place.key_file(), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(ill(&place, now).iter().any(|said| said.contains("chmod")), "the key is for all");
        fs::set_permissions(place.key_file(), fs::Permissions::from_mode(0o600)).unwrap();
        let folder = |mode| {
            fs::set_permissions(&place.folder, fs::Permissions::from_mode(mode)).unwrap();
            let checks = examined(&place, now).into_iter();
            let check = checks.into_iter().find(|check| check.about == "folder").unwrap();
            (check.standing, check.finding.contains("chmod -R go="))
        };
        assert_eq!(folder(0o755), (Standing::Fault, true), "everybody may look into it");
        assert_eq!(folder(0o770), (Standing::Fault, true), "the group may change it");
        assert_eq!(folder(0o750), (Standing::Warning, true));
        assert_eq!(folder(0o700), (Standing::InOrder, false));
        let password = place.folder.join("mail.password");
        fs::write(&password, "opens-sesame").unwrap();
        fs::set_permissions(&password, fs::Permissions::from_mode(0o644)).unwrap();
        let hall = "[mail]\nrelay = \"smtps://mail.example\"\nfrom = \"a@b.example\"\nuser = \"hall\"\npassword_file = \"mail.password\"";
        fs::write(place.folder.join("hall.toml"), hall).unwrap();
        assert!(ill(&place, now).iter().any(|said| said.starts_with("password of the relay")));
    }
}

#[test]
fn a_damaged_page_is_told() {
    let (world, ..) = recorded();
    let file = world.site.folder.path().join("yangguang.db");
    let mut bytes = fs::read(&file).unwrap();
    let (page, pages) = (4_096, bytes.len() / 4_096);
    for byte in &mut bytes[page * (pages / 2)..page * (pages / 2 + 1)] {
        *byte = 0x5A;
    }
    fs::write(&file, bytes).unwrap();
    assert!(!ill(&world.site.place(), crate::world::local("2026-04-02T09:00")).is_empty());
}

#[test]
fn a_log_whose_state_is_gone_hides_nothing_and_starts_nothing() {
    let (world, case, _) = recorded();
    world.site.as_owner(&format!(
        "{TRIGGERS} update events set event = replace(event, 'a-001', 'a-002') where case_id = '{case}' and n = 1; delete from log_heads"
    ));
    let told = unverified(&world.site.place());
    assert!(told.iter().any(|said| said.contains(&case) && said.contains("leaf")), "{told:?}");
    assert!(told.iter().any(|said| said.contains("state of the log is gone")), "{told:?}");
    let started = Platform::start(world.site.place(), *LAW, world.time.clone()).map(|_| ());
    assert!(started.unwrap_err().to_string().contains(COUNTY));
    // Nor does a log hide of which nothing but its checkpoint outside is left.
    world.site.as_owner("delete from events; delete from log_leaves; delete from checkpoints");
    let told = unverified(&world.site.place());
    assert!(told.iter().any(|said| said.contains(COUNTY) && said.contains("removed")), "{told:?}");
}

#[test]
fn what_is_signed_outside_must_be_readable() {
    let (world, ..) = recorded();
    let place = world.site.place();
    let file = checkpoint_file(&place.checkpoints(), COUNTY);
    let sound = fs::read_to_string(&file).unwrap();
    for garbage in [&b"\xff\x00zzz"[..], b"", b"no checkpoint"] {
        fs::write(&file, garbage).unwrap();
        let told = unverified(&place);
        assert!(told.iter().any(|said| said.contains("990101.checkpoint")), "{told:?}");
        let started = Platform::start(world.site.place(), *LAW, world.time.clone()).map(|_| ());
        assert!(started.unwrap_err().to_string().contains("990101.checkpoint"));
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(unverified(&place), Vec::<String>::new());
    let checks = examined(&place, crate::world::local("2026-04-02T09:00"));
    let told =
        |check: &Check| check.standing == Standing::Warning && check.finding.contains(COUNTY);
    assert!(checks.iter().any(told), "{checks:?}");
    // That of another log is none of this one.
    let key = signing_key::read(&place.key_file()).unwrap();
    let other = origin(key.verifying_key().name(), OTHER_COUNTY);
    fs::write(&file, sound.replace(&origin(key.verifying_key().name(), COUNTY), &other)).unwrap();
    assert!(!unverified(&place).is_empty());
}

#[test]
fn a_timer_without_its_case_raises_an_alarm() {
    let (mut world, ..) = recorded();
    world.site.as_owner(&format!("insert into timers values ('{COUNTY}', 'ghost', 1)"));
    world.restart();
    let alarm = || world.platform().alarms().about("case").unwrap_or_default();
    wait_until("the alarm", || alarm().contains("ghost"));
    let kept = world.read(|connection| store::timers::of_case(connection, COUNTY, "ghost"));
    assert!(kept.is_some(), "it is asked again");
}

/// A clock on which a minute passes between two looks: an examination that takes long.
struct Passing(AtomicI64);

impl TimeSource for Passing {
    fn now(&self) -> i64 {
        self.0.fetch_add(60_000, Ordering::SeqCst)
    }
}

#[test]
fn a_timer_that_is_put_off_during_a_long_examination_is_no_fault() {
    let (world, _, waiting) = recorded();
    let began = crate::world::local("2026-05-06T09:00");
    let put_off = began + 4 * 60_000;
    world
        .site
        .as_owner(&format!("update timers set due_at = {put_off} where case_id = '{waiting}'"));
    let checks = |began: i64| {
        let clock = Passing(began.into());
        let checks = doctor::examine(&world.site.place(), *LAW, &clock, &mut |_| {}).unwrap();
        let faults = checks.into_iter().filter(|check| check.standing == Standing::Fault);
        let of_cases = faults.filter(|check| check.about.starts_with("case"));
        of_cases.map(|check| check.finding).collect::<Vec<_>>()
    };
    assert_eq!(checks(began), Vec::<String>::new());
    // One that is put off further than a while is.
    assert!(checks(began - 3_600_000).iter().any(|said| said.contains(&waiting)));
}
