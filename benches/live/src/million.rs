//! A million cases: cold start, memory, pages under load and at rest, verification; beside them an empty server.

use crate::cases::open_and_accept;
use crate::clock::DAY;
use crate::figures::{grouped, percentile};
use crate::folders::{self, Passing};
use crate::pages::{self, Reader};
use crate::program::{self, Program, Running};
use crate::users;
use crate::world::{ITEM, World};
use load::{Options, Plan, Tokens};
use operations::platform::Place;
use operations::time_source::{SetTime, SystemTime, TimeSource};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const CASES: u64 = 1_000_000;
/// Bytes that a case takes, at most.
const BYTES_OF_CASE: u64 = 8_192;
/// The cases were opened within so many days before now.
const OPENED_WITHIN: i64 = 4;
const CONNECTIONS: usize = 64;
const UNDER_LOAD: Duration = Duration::from_secs(60);
const TOGETHER: Duration = Duration::from_secs(30);
const DEMONSTRATION: Duration = Duration::from_secs(120);
/// Which case the pages are about: one of many.
const SAMPLE: &str = "sample";

pub fn run() -> Result<(), String> {
    let count = folders::number("YANGGUANG_BENCH_CASES", CASES)?;
    empty()?;
    let name = format!("cases-{count}");
    let folder = folders::folder(&name)?;
    let filled = if folder.join(SAMPLE).is_file() {
        Passing::kept(&folder)
    } else {
        folders::need_free(&folder, count * BYTES_OF_CASE)?;
        let filled = Passing::sqlite(&name)?;
        fill(&filled.place, count)?;
        filled
    };
    let outcome = measure(&filled.place, count);
    if folders::keeps() {
        std::mem::forget(filled);
    }
    outcome.and_then(|()| demonstration())
}

/// A server with a register and nothing else.
fn empty() -> Result<(), String> {
    let passing = Passing::sqlite("empty")?;
    drop(World::start(&passing.place, Arc::new(SystemTime))?);
    let server = Program::new(&passing.place.folder)?.serve()?;
    std::thread::sleep(Duration::from_secs(2));
    println!("An empty server: ready after {:.2} s; {}", server.start, server.memory());
    Ok(())
}

fn fill(place: &Place, count: u64) -> Result<(), String> {
    let now = SystemTime.now();
    let begins = now - OPENED_WITHIN * DAY;
    let time = Arc::new(SetTime::new(begins));
    let world = World::start(place, Arc::clone(&time) as Arc<_>)?;
    let began = Instant::now();
    let total = usize::try_from(count).unwrap_or(usize::MAX);
    let mut sample = None;
    open_and_accept(&world, total, |accepted, (office, case)| {
        let part = i64::try_from(accepted).unwrap_or(0);
        time.set(begins + (now - begins) * part / i64::try_from(count).unwrap_or(1));
        if accepted == total / 2 {
            sample = Some(format!("{} {case}", world.offices[office].jurisdiction));
        }
        if accepted % 100_000 == 0 {
            eprintln!("{accepted} cases in {:.0} s", began.elapsed().as_secs_f64());
        }
    })?;
    world.drain(now)?;
    let seconds = began.elapsed().as_secs_f64();
    let rate = 2.0 * count as f64 / seconds;
    println!("{} cases in {seconds:.0} s: {rate:.0} steps/s", grouped(count));
    let sample = sample.ok_or("no case was accepted")?;
    std::fs::write(place.folder.join(SAMPLE), sample).map_err(|error| error.to_string())
}

fn measure(place: &Place, count: u64) -> Result<(), String> {
    let program = Program::new(&place.folder)?;
    let size = std::fs::metadata(place.folder.join("yangguang.db")).map_or(0, |file| file.len());
    println!("{} cases, {} MB", grouped(count), size >> 20);
    // The first start also recovers what a crash may have left; it is not measured.
    drop(program.serve()?);
    let mut starts = Vec::new();
    for _ in 0..5 {
        starts.push(program.serve()?.start);
    }
    println!("Start until /readyz answers, median of 5: {:.2} s", percentile(&starts, 50.0));
    if program::drop_page_cache() {
        println!("The same with the page cache dropped: {:.2} s", program.serve()?.start);
    } else {
        println!("The page cache cannot be dropped here.");
    }
    let (plan, tokens) = plan(&program)?;
    let server = program.serve()?;
    std::thread::sleep(Duration::from_secs(2));
    println!("Idle: {}", server.memory());
    let sample = std::fs::read_to_string(place.folder.join(SAMPLE));
    let sample = sample.map_err(|error| error.to_string())?;
    let paths = paths(&sample)?;
    println!("Pages at rest:");
    pages::print(server.address, &paths)?;
    println!("After the pages: {}", server.memory());
    under_load(&server, &plan, &tokens, &paths)?;
    together(&server, &plan, &tokens, paths)?;
    drop(server);
    let verified = program.run_measured(&["verify"])?;
    println!("verify: {:.1} s, {:.0} MiB at most", verified.seconds, verified.peak);
    Ok(())
}

/// The main pages.
fn paths(sample: &str) -> Result<Vec<String>, String> {
    let (place, case) = sample.split_once(' ').ok_or("no sample of a case")?;
    let item = format!("/items/{ITEM}");
    let case_page = format!("/cases/{place}/{case}");
    let track = format!("/track?number={case}");
    let fixed = ["/", "/board", "/items", "/cards"].map(str::to_owned);
    Ok(fixed.into_iter().chain([item, case_page, track]).collect())
}

fn under_load(
    server: &Running,
    plan: &Plan,
    tokens: &Tokens,
    paths: &[String],
) -> Result<(), String> {
    let reader = Reader::start(server.address, paths.to_vec());
    let options = Options {
        address: server.address,
        connections: CONNECTIONS,
        warm_up: Duration::from_secs(2),
        duration: UNDER_LOAD,
        journal: None,
        watched: vec![server.process()],
        name: format!("million-{}", std::process::id()),
    };
    let report = load::run(plan, tokens, options)?;
    println!("Under load of {CONNECTIONS} connections and a reader: {}", server.memory());
    let [p50, p99] = [50.0, 99.0].map(|percent| report.latencies.percentile(percent));
    let lost = report.failed + report.refused.values().sum::<u64>();
    println!(
        "The load: {:.0} steps/s, p50 {p50:.1} ms, p99 {p99:.1} ms; {lost} steps not recorded",
        report.steps_per_second()
    );
    println!("Pages meanwhile:");
    reader.stop().iter().for_each(pages::Times::print);
    Ok(())
}

/// As many people as connections, each reading and acting.
fn together(
    server: &Running,
    plan: &Plan,
    tokens: &Tokens,
    mut pages: Vec<String>,
) -> Result<(), String> {
    let found = ["许可", "yyzz", "licence"].map(|words| format!("/items?q={}", encoded(words)));
    pages.extend(found);
    println!("{CONNECTIONS} people who read and act without a pause:");
    let signed_in = [("window", "/desk"), ("chief", "/desk"), ("chief", "/desk/figures")];
    let script = users::Script {
        address: server.address,
        users: CONNECTIONS,
        duration: TOGETHER,
        pages,
        signed_in: signed_in.map(|(post, path)| (post.to_owned(), path.to_owned())).into(),
    };
    users::run(script, plan, tokens)?;
    println!("After them: {}", server.memory());
    Ok(())
}

/// A text for an address.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn plan(program: &Program) -> Result<(Plan, Tokens), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../licence.json");
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let plan = Plan::parse(&text)?;
    let mut tokens = Tokens::new();
    for (name, post) in &plan.posts {
        let printed = program.run(&["token", "create", post])?;
        let token = printed.split_whitespace().last().ok_or("`token create` printed nothing")?;
        tokens.insert(name.clone(), token.to_owned());
    }
    Ok((plan, tokens))
}

/// The province at work for two minutes.
fn demonstration() -> Result<(), String> {
    let passing = Passing::sqlite("demonstration")?;
    let server = Program::new(&passing.place.folder)?.start("demo")?;
    std::thread::sleep(DEMONSTRATION);
    println!("`yangguang demo` after {} s: {}", DEMONSTRATION.as_secs(), server.memory());
    Ok(())
}
