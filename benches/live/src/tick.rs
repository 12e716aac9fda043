//! One tick with a thousand timers due, among ten thousand open ones and among ten million.

use crate::cases::{Opened, open_and_accept};
use crate::clock::{end_of_day, moment, next_day_at};
use crate::figures::{grouped, median};
use crate::folders::{self, Passing};
use crate::heard::{Ear, Round};
use crate::timers;
use crate::world::World;
use operations::caller::Caller;
use operations::desk::Request;
use operations::platform::Place;
use operations::time_source::SetTime;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Cases whose limit runs out in one round.
const DUE: usize = 1_000;
/// Rounds that are measured; one before them warms up.
const ROUNDS: usize = 5;
const FEW: u64 = 10_000;
const MANY: u64 = 10_000_000;
/// On a server, where writing them takes longer.
const MANY_ON_SERVER: u64 = 1_000_000;
/// Bytes that a timer takes, with its place in the index, twice: the filled database and its copy.
const BYTES_OF_TIMER: u64 = 2 * 150;
/// When the first case is opened, and after which day the timers that are only rows fall due.
const BEGINS: &str = "2026-01-05T01:00:00Z";
const OTHERS_FROM: &str = "2027-03-01T00:00:00Z";

/// Medians of one size.
struct Size {
    timers: u64,
    first: f64,
    last: f64,
    query: f64,
    query_of_none: f64,
}

pub fn run() -> Result<(), String> {
    let many = folders::number("YANGGUANG_BENCH_TIMERS", MANY)?;
    println!("{DUE} due, medians of {ROUNDS} rounds");
    println!(
        "| open timers | all durable ms | first transaction ms | query, {DUE} due ms | query, none due ms |"
    );
    println!("|---|---|---|---|---|");
    let few = on_sqlite(FEW)?;
    let all = on_sqlite(many)?;
    ratio("SQLite", &few, &all);
    let Ok(server) = std::env::var("YANGGUANG_POSTGRES") else { return Ok(()) };
    let many = folders::number("YANGGUANG_BENCH_TIMERS_ON_SERVER", MANY_ON_SERVER)?;
    let few = on_postgres(FEW, &server)?;
    let all = on_postgres(many, &server)?;
    ratio("PostgreSQL", &few, &all);
    Ok(())
}

fn ratio(system: &str, few: &Size, all: &Size) {
    println!(
        "{system}: {} timers to {}: × {:.2} until all is durable, × {:.2} of the query",
        grouped(all.timers),
        grouped(few.timers),
        all.last / few.last,
        all.query / few.query.max(1e-9)
    );
}

fn on_sqlite(count: u64) -> Result<Size, String> {
    let name = format!("timers-{count}");
    let kept = folders::folder(&name)?;
    folders::need_free(&kept, count * BYTES_OF_TIMER)?;
    let marker = kept.join("filled");
    if folders::keeps() {
        if !marker.is_file() {
            let filled = Passing::sqlite(&name)?;
            prepare(&filled.place, count)?;
            std::fs::write(&marker, "").map_err(|error| error.to_string())?;
            // It stays.
            std::mem::forget(filled);
        }
        let copy = Passing::copy_of(&kept, "tick")?;
        return measure(&copy.place, count, "SQLite");
    }
    let passing = Passing::sqlite(&name)?;
    prepare(&passing.place, count)?;
    measure(&passing.place, count, "SQLite")
}

fn on_postgres(count: u64, server: &str) -> Result<Size, String> {
    let passing = Passing::postgres("tick", server)?;
    prepare(&passing.place, count)?;
    measure(&passing.place, count, "PostgreSQL")
}

/// The province, and timers without cases.
fn prepare(place: &Place, count: u64) -> Result<(), String> {
    let began = Instant::now();
    let jurisdictions = {
        let world = World::start(place, Arc::new(SetTime::new(moment(BEGINS)?)))?;
        world.jurisdictions()
    };
    timers::fill(place, &jurisdictions, count.saturating_sub(DUE as u64), moment(OTHERS_FROM)?)?;
    eprintln!("{count} timers in {:.1} s", began.elapsed().as_secs_f64());
    Ok(())
}

fn measure(place: &Place, timers: u64, system: &str) -> Result<Size, String> {
    let time = Arc::new(SetTime::new(moment(BEGINS)?));
    let world = World::start(place, Arc::clone(&time) as Arc<_>)?;
    let ear = Ear::at(&world.platform);
    let mut now = moment(BEGINS)?;
    let mut rounds = Vec::new();
    for number in 0..=ROUNDS {
        let (round, queries) = round(&world, &time, &ear, &mut now)?;
        eprintln!(
            "{system}, {timers} timers, round {number}: first {:.1} ms, all {:.1} ms; {} acts, {} cards in {} transactions, {} woken in vain; query {:.3} ms, of none {:.3} ms",
            round.first,
            round.last,
            round.acts,
            round.cards,
            round.transactions,
            round.idle,
            queries[0],
            queries[1]
        );
        rounds.push((round, queries));
    }
    // The first one only warms up.
    let of = |figure: fn(&(Round, [f64; 2])) -> f64| {
        median(&rounds.iter().skip(1).map(figure).collect::<Vec<_>>())
    };
    let size = Size {
        timers,
        first: of(|(round, _)| round.first),
        last: of(|(round, _)| round.last),
        query: of(|(_, queries)| queries[0]),
        query_of_none: of(|(_, queries)| queries[1]),
    };
    println!(
        "| {}, {system} | {:.1} | {:.1} | {:.3} | {:.3} |",
        grouped(timers),
        size.last,
        size.first,
        size.query,
        size.query_of_none
    );
    Ok(size)
}

/// Cases are opened and accepted, all but their end is passed, and then their end.
fn round(
    world: &World,
    time: &SetTime,
    ear: &Ear,
    now: &mut i64,
) -> Result<(Round, [f64; 2]), String> {
    let mut pass = |to: i64| {
        *now = to.max(*now);
        time.set(*now);
        world.drain(*now)
    };
    let morning = next_day_at(world.platform.now(), 9);
    pass(morning)?;
    let mut cases: Vec<Opened> = Vec::with_capacity(DUE);
    open_and_accept(world, DUE, |_, case| cases.push(case))?;
    let end = end_of_limit(world, &cases[0])?;
    pass(end - 1)?;
    let queries = [query(world, end)?, query(world, end - 1)?];
    // The phase of the tick differs from round to round.
    std::thread::sleep(Duration::from_millis(500));
    ear.wait_for(cases.iter().map(|(_, case)| case.clone()));
    let from = Instant::now();
    time.set(end);
    let round = ear.round(from)?;
    pass(end)?;
    forget_timers(world)?;
    Ok((round, queries))
}

/// What follows from this round, such as replies to its cards, must not fall due in another one.
fn forget_timers(world: &World) -> Result<(), String> {
    let before = moment(OTHERS_FROM)?;
    let mut timers = Vec::new();
    for place in world.jurisdictions() {
        let due = |connection: &mut _| store::timers::due(connection, &place, before, u32::MAX);
        timers.extend(world.read(due)?);
    }
    let write = move |changes: &mut store::changes::Changes, _now: i64| {
        for timer in &timers {
            store::timers::set(changes, &timer.jurisdiction, &timer.case_id, None);
        }
    };
    let done = world.platform.ask(Caller::Platform, Request::Write(Box::new(write)), None);
    done.map(|_| ()).map_err(|failure| format!("{failure:?}"))
}

/// When the limit of a case has run out.
fn end_of_limit(world: &World, (office, case): &Opened) -> Result<i64, String> {
    let place = &world.offices[*office].jurisdiction;
    let head = world.read(|connection| store::cases::find(connection, place, case))?;
    let day = head.and_then(|head| head.due_day).ok_or("a case without a limit")?;
    Ok(end_of_day(day))
}

/// What looking for due timers costs, in every jurisdiction, in milliseconds.
fn query(world: &World, at: i64) -> Result<f64, String> {
    const TIMES: usize = 21;
    const AT_MOST: u32 = 1_000;
    let places = world.jurisdictions();
    let mut took = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let began = Instant::now();
        for place in &places {
            world.read(|connection| store::timers::due(connection, place, at, AT_MOST))?;
        }
        took.push(began.elapsed().as_secs_f64() * 1e3);
    }
    Ok(median(&took))
}
