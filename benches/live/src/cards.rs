//! How soon a card is on the board once it is due, while many clients keep the server busy.

use crate::cases::{Opened, open_and_accept};
use crate::clock::{Clock, DAY, ZONE, end_of_day, moment, next_day_at};
use crate::figures::percentile;
use crate::folders::Passing;
use crate::stream::CardStream;
use crate::world::World;
use load::{Options, Plan, Report, Tokens};
use operations::notice::Notice;
use operations::tokens::{Holder, create};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use web::server::Site;

/// Moments that are passed, each with one case whose limit runs out.
const MOMENTS: usize = 50;
const CONNECTIONS: usize = 64;
const BEGINS: &str = "2026-01-05T01:00:00Z";
/// The rule whose card is waited for: the first limit of a case to run out is the promised one.
const RULE: &str = "promised-overdue";
const WARM_UP: Duration = Duration::from_secs(3);
/// Time between two moments; not a multiple of the tick, so that each meets it in another phase.
const BETWEEN: Duration = Duration::from_millis(1_230);
/// A card that is later is not waited for.
const WAIT: Duration = Duration::from_secs(20);

pub fn run() -> Result<(), String> {
    let passing = Passing::sqlite("cards")?;
    let clock = Arc::new(Clock::new(moment(BEGINS)?));
    let world = World::start(&passing.place, Arc::clone(&clock) as Arc<_>)?;
    let (plan, tokens) = plan(&world)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let (address, stop) = serve(&runtime, &world)?;
    let cases = prepare(&world, &clock)?;
    let cards = issued(&world);
    let stream = CardStream::open(address)?;
    let options = Options {
        address,
        connections: CONNECTIONS,
        warm_up: WARM_UP,
        duration: BETWEEN * u32::try_from(MOMENTS).unwrap_or(0) + Duration::from_secs(2),
        journal: None,
        watched: Vec::new(),
        name: format!("cards-{}", std::process::id()),
    };
    let load = std::thread::spawn(move || load::run(&plan, &tokens, options));
    std::thread::sleep(WARM_UP + Duration::from_secs(1));
    let took = pass_moments(&world, &clock, cases, (&cards, &stream))?;
    let report = load.join().map_err(|_| "the load has broken down")??;
    print(&took, &report, stream.cards());
    drop(stop);
    world.sound()
}

fn print(took: &[[f64; 2]], report: &Report, cards: u64) {
    println!(
        "{MOMENTS} moments under the load of {CONNECTIONS} connections; {cards} cards streamed"
    );
    println!("| from due until | p50 ms | p99 ms | max ms |");
    println!("|---|---|---|---|");
    for (at, what) in
        ["the card is durable", "it has reached a stream of the board"].iter().enumerate()
    {
        let of: Vec<f64> = took.iter().map(|took| took[at]).collect();
        let [p50, p99, max] = [50.0, 99.0, 100.0].map(|percent| percentile(&of, percent));
        println!("| {what} | {p50:.0} | {p99:.0} | {max:.0} |");
    }
    let [p50, p99] = [50.0, 99.0].map(|percent| report.latencies.percentile(percent));
    let lost = report.failed + report.refused.values().sum::<u64>();
    println!(
        "The load meanwhile: {:.0} steps/s, p50 {p50:.1} ms, p99 {p99:.1} ms, max {:.0} ms; {lost} steps not recorded",
        report.steps_per_second(),
        report.latencies.max()
    );
}

fn plan(world: &World) -> Result<(Plan, Tokens), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../licence.json");
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let plan = Plan::parse(&text)?;
    let mut tokens = Tokens::new();
    for (name, post) in &plan.posts {
        let token = create(&world.platform, &Holder::parse(post));
        tokens.insert(name.clone(), token.map_err(|failure| format!("{failure:?}"))?);
    }
    Ok((plan, tokens))
}

type Stop = tokio::sync::oneshot::Sender<()>;

fn serve(runtime: &tokio::runtime::Runtime, world: &World) -> Result<(SocketAddr, Stop), String> {
    let site = Site::new(Arc::clone(&world.platform), false).map_err(|error| error.to_string())?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"));
    let listener = listener.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    runtime.spawn(async move {
        let stopped = async move {
            let _ = stopped.await;
        };
        if let Err(error) = web::server::serve(site, listener, stopped).await {
            eprintln!("the server: {error}");
        }
    });
    Ok((address, stop))
}

/// One case for each moment: opened one a day, as the limits end with days; while days pass nothing else is measured.
fn prepare(world: &World, clock: &Clock) -> Result<VecDeque<(Opened, i64)>, String> {
    let mut cases = VecDeque::new();
    let mut now = moment(BEGINS)?;
    // The first must not run out before the load has begun.
    while cases.front().is_none_or(|(_, end)| next_day_at(now, 9) < *end - DAY) {
        clock.set(now);
        cases.extend(open_one(world)?);
        now = next_day_at(now, 9);
    }
    // Two of one day have one end: the first stands for it.
    let ends: Vec<i64> = cases.iter().map(|(_, end)| *end).collect();
    let mut at = 0;
    cases.retain(|(_, end)| {
        at += 1;
        at < 2 || ends[at - 2] != *end
    });
    Ok(cases)
}

fn open_one(world: &World) -> Result<Option<(Opened, i64)>, String> {
    let mut opened = None;
    open_and_accept(world, 1, |_, case| opened = Some(case))?;
    let Some((office, case)) = opened else { return Ok(None) };
    let place = &world.offices[office].jurisdiction;
    let head = world.read(|connection| store::cases::find(connection, place, &case))?;
    let day = head.and_then(|head| head.due_day).ok_or("a case without a limit")?;
    Ok(Some(((office, case), end_of_day(day))))
}

/// The cards of the rule as they become durable: about which case, their number, and when.
type Issued = Receiver<(Box<str>, Box<str>, Instant)>;

fn issued(world: &World) -> Issued {
    let (sender, receiver) = channel();
    let sender = std::sync::Mutex::new(sender);
    world.platform.listen(Arc::new(move |notices: &[Notice]| {
        for notice in notices {
            if let Notice::Card { card, before: None } = notice
                && &*card.rule == RULE
                && let Ok(sender) = sender.lock()
            {
                let _ = sender.send((card.case_id.clone(), card.card_id.clone(), Instant::now()));
            }
        }
    }));
    receiver
}

/// Passes one end after the other; each time one more case is opened, so that there are enough.
fn pass_moments(
    world: &World,
    clock: &Clock,
    mut cases: VecDeque<(Opened, i64)>,
    (cards, stream): (&Issued, &CardStream),
) -> Result<Vec<[f64; 2]>, String> {
    let mut took = Vec::with_capacity(MOMENTS);
    let mut next = Instant::now();
    while took.len() < MOMENTS {
        let ((_, case), end) = cases.pop_front().ok_or("there are too few cases")?;
        next += BETWEEN;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
        let due = Instant::now();
        clock.set(end);
        let since = |at: Instant| at.saturating_duration_since(due).as_secs_f64() * 1e3;
        let (card, durable) = loop {
            let heard = cards.recv_timeout(WAIT);
            let (about, card, at) = heard.map_err(|_| missing(world, &case))?;
            if about == case {
                break (card, at);
            }
        };
        let shown = stream.wait_for(&card, WAIT)?;
        took.push([since(durable), since(shown)]);
        clock.set(morning(end));
        let opened = open_one(world)?;
        let last = cases.back().map_or(end, |(_, end)| *end);
        cases.extend(opened.filter(|(_, end)| *end > last));
    }
    Ok(took)
}

/// Why a card did not come, as far as can be seen.
fn missing(world: &World, case: &str) -> String {
    let place = &world.offices[0].jurisdiction;
    let timer = world.read(|connection| store::timers::of_case(connection, place, case));
    let cards = world.read(|connection| store::cards::of_case(connection, place, case));
    let now = world.platform.now();
    let alarms = world.platform.alarms().all();
    format!(
        "no card of {case}; now {now}, its timer {timer:?}, its cards {cards:?}, alarms {alarms:?}"
    )
}

/// Nine o'clock of the day that begins at a moment.
fn morning(midnight: i64) -> i64 {
    let begins = (midnight + ZONE).div_euclid(DAY) * DAY - ZONE;
    begins + 9 * 3_600_000
}
