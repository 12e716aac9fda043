//! A platform that many threads drive at once, writing down what was acknowledged; in this process or in a child of it.

use crate::soundness::Acknowledged;
use crate::world::{COUNTY, FOOD, LAW, OTHER_COUNTY, complete, local, province};
use domain::case::decide::Command as Act;
use operations::caller::Caller;
use operations::desk::{Answer, Failure, OpenCase, Request, StepCase};
use operations::platform::{Place, Platform};
use operations::time_source::SetTime;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// The variable that tells a child of this test in which folder to work.
const FOLDER: &str = "YANGGUANG_CHILD";
const THREADS: usize = 16;
/// Milliseconds of the platform's time that pass in each step of its clock.
const STEP: i64 = 4 * 3_600_000;

/// What an act was answered with.
#[derive(serde::Deserialize)]
struct Told {
    jurisdiction: String,
    case: String,
    n: u32,
    leaf: i64,
}

/// A child of this process; killed when dropped.
pub(super) struct Driver(pub(super) Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts this program again, to drive a platform in a folder.
pub(super) fn child(folder: &Path, variables: &[(&str, &Path)]) -> Driver {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "faults::drive::in_a_child", "--ignored"]).env(FOLDER, folder);
    command.envs(variables.iter().copied());
    let log = OpenOptions::new().append(true).create(true).open(folder.join("log")).unwrap();
    command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
    Driver(command.spawn().unwrap())
}

#[test]
#[ignore = "not a test: what a child of the tests does"]
fn in_a_child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let fault = until_stopped(Path::new(&folder));
    fs::write(Path::new(&folder).join("stopped"), fault).unwrap();
}

/// Drives a platform until its writer stops; says why.
pub(super) fn until_stopped(folder: &Path) -> String {
    let place = Place::in_folder(folder);
    let time = Arc::new(SetTime::new(last_moment(&place) + 1));
    let platform = Platform::start(place, *LAW, time.clone()).unwrap();
    platform.write_register(province()).unwrap();
    fs::write(folder.join(format!("started-{}", std::process::id())), "").unwrap();
    let faults: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS)
            .map(|number| {
                let platform = &platform;
                scope.spawn(move || Worker::new(platform, folder, number).work())
            })
            .collect();
        while !workers.iter().any(|worker| worker.is_finished()) {
            time.set(platform.now() + STEP);
            std::thread::sleep(Duration::from_millis(5));
        }
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    // Nothing is acknowledged any more, whatever is asked.
    for number in 0..50 {
        let late = Worker::new(&platform, folder, THREADS).open(number);
        assert!(matches!(late, Err(Failure::Stopped(_))), "{late:?}");
    }
    assert!(platform.alarms().about("writer").is_some());
    faults.into_iter().next().unwrap()
}

/// The last moment at which something was recorded in a place.
fn last_moment(place: &Place) -> i64 {
    let start = local("2026-03-02T09:00");
    let Ok(mut connection) = place.database.open_reader() else { return start };
    let heads = store::log::heads(&mut connection).unwrap_or_default();
    heads.iter().map(|head| head.last_at).max().unwrap_or(start).max(start)
}

/// One of the threads.
struct Worker<'p> {
    platform: &'p Platform,
    journal: File,
    number: usize,
}

impl<'p> Worker<'p> {
    fn new(platform: &'p Platform, folder: &Path, number: usize) -> Self {
        let journal = folder.join(format!("journal-{number}"));
        let journal = OpenOptions::new().append(true).create(true).open(journal).unwrap();
        Self { platform, journal, number }
    }

    /// Cases that are left at once, after acceptance, or finished, until the writer stops.
    fn work(&mut self) -> String {
        for round in 0.. {
            let done = self.case(round);
            if let Err(Failure::Stopped(fault)) = done {
                return fault;
            }
        }
        String::new()
    }

    fn place(&self) -> &'static str {
        if self.number.is_multiple_of(2) { COUNTY } else { OTHER_COUNTY }
    }

    fn agency(&self) -> Box<str> {
        let register = self.platform.register();
        let mut agencies = register.agencies();
        let here = |a: &&operations::register::Agency| {
            &*a.kind == "market-regulation" && *a.jurisdiction == *self.place()
        };
        (&*agencies.find(here).unwrap().id).into()
    }

    fn case(&mut self, round: usize) -> Result<(), Failure> {
        let case = self.open(round)?;
        let finished = [
            ("window", Act::Accept),
            ("examiner", complete("examine", None)),
            ("approver", crate::world::decide("granted", None)),
            ("certificate-officer", Act::Issue { number: format!("JY-{case}") }),
            ("window", Act::handed_over("in person".into())),
            ("window", Act::Close { outcome: None, reason: None }),
        ];
        let steps = [0, 1, 2, 6].get((round + self.number) % 4).copied().unwrap_or(0);
        for (role, command) in finished.into_iter().take(steps) {
            self.step(&case, role, command)?;
        }
        Ok(())
    }

    fn open(&mut self, round: usize) -> Result<Box<str>, Failure> {
        let open = OpenCase {
            jurisdiction: self.place().into(),
            item: FOOD.into(),
            agency: self.agency(),
            applicant: Some(format!("a-{}-{round}", self.number).into()),
            command: Act::Submit { materials: Vec::new() },
        };
        let party = Caller::Party { person: format!("a-{}-{round}", self.number).into() };
        let answer = self.platform.ask(party, Request::Open(open), None)?;
        self.write_down(&answer);
        Ok(answer.case_id)
    }

    fn step(&mut self, case: &str, role: &str, command: Act) -> Result<(), Failure> {
        let register = self.platform.register();
        let agency = self.agency();
        let mut posts = register.posts_of(&agency);
        let post = posts.find(|post| post.roles.iter().any(|known| **known == *role)).unwrap();
        let caller = Caller::of_post(&register, post);
        let step = StepCase { jurisdiction: self.place().into(), case_id: case.into(), command };
        let answer = self.platform.ask(caller, Request::Step(step), None)?;
        self.write_down(&answer);
        Ok(())
    }

    /// One line for each acknowledgement, in one call to the system.
    fn write_down(&mut self, answer: &Answer) {
        let Told { jurisdiction, case, n, leaf } = serde_json::from_str(&answer.text).unwrap();
        let line = format!("{jurisdiction} {case} {n} {leaf}\n");
        // A full disk may have no room for the line either: then nothing is claimed.
        let _ = self.journal.write_all(line.as_bytes());
    }
}

/// What all threads have written down.
pub(super) fn acknowledged(folder: &Path) -> Vec<Acknowledged> {
    let mut all = Vec::new();
    for file in fs::read_dir(folder).unwrap().flatten() {
        if !file.file_name().to_string_lossy().starts_with("journal-") {
            continue;
        }
        let text = fs::read_to_string(file.path()).unwrap();
        // Death may have come in the middle of the last line.
        let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        all.extend(whole.filter_map(acknowledgement));
    }
    all
}

fn acknowledgement(line: &str) -> Option<Acknowledged> {
    let mut words = line.split_whitespace();
    let (place, case) = (words.next()?.to_owned(), words.next()?.to_owned());
    Some((place, case, words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}
