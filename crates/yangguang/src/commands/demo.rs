//! `yangguang demo`: a fictional province at work, on a clock that runs faster.

use super::serve;
use crate::arguments::Demo;
use crate::terminal;
use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::{DateTime, date};
use operations::caller::Caller;
use operations::desk::Request;
use operations::platform::{Place, Platform};
use operations::simulation::{Simulation, province};
use operations::time_source::{SimulatedTime, TimeSource};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use web::server::Site;

/// When the history of the province begins: the first Monday of March 2026, before the offices open.
const BEGINS: DateTime = date(2026, 3, 2).at(8, 0, 0, 0);
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

pub(super) fn run(command: &Demo) -> anyhow::Result<ExitCode> {
    let law = serve::law()?;
    let calendar = law.calendar("cn").context("there is no calendar `cn`")?;
    let begins = calendar.time_zone.to_timestamp(BEGINS)?.as_millisecond();
    let time = Arc::new(SimulatedTime::new(calendar, begins, command.speed));
    let folder = serve::folder(command.data.as_deref(), "yangguang-demo")?;
    let shared: Arc<dyn TimeSource> = Arc::clone(&time) as Arc<dyn TimeSource>;
    let platform = Arc::new(Platform::start(Place::in_folder(&folder), law, shared)?);
    let fresh = prepare(&platform)?;
    time.set(platform.last_recorded()?);
    let site = Site::new(Arc::clone(&platform), true)?;
    terminal::note(&format!("a fictional province; its data stand in {}", folder.display()));
    let stop = Arc::new(AtomicBool::new(false));
    let until = fresh.then(|| begins + i64::from(command.days) * DAY);
    let work = Work { platform, time, stop: Arc::clone(&stop), seed: command.seed, until };
    let worker = std::cell::RefCell::new(None);
    let ready = || {
        let work = work.clone();
        *worker.borrow_mut() = Some(std::thread::spawn(move || work.run()));
    };
    let served = serve::listen(&site, command.listen, Some(&ready));
    stop.store(true, Ordering::Relaxed);
    if let Some(worker) = worker.into_inner() {
        finish(worker)?;
    }
    served?;
    Ok(ExitCode::SUCCESS)
}

fn finish(worker: JoinHandle<anyhow::Result<()>>) -> anyhow::Result<()> {
    worker.join().unwrap_or_else(|_| bail!("the simulation has broken down"))
}

/// Makes the province, once; whether it was made now.
fn prepare(platform: &Platform) -> anyhow::Result<bool> {
    let marked = platform
        .readers()
        .read(|connection| store::settings::find(connection, serve::DEMONSTRATION))?;
    if marked.is_some() {
        return Ok(false);
    }
    if platform.register().agencies().next().is_some() {
        bail!(
            "this folder holds a real installation: a demonstration needs one of its own (--data)"
        );
    }
    platform.write_register(province()?)?;
    let mark = |changes: &mut store::changes::Changes, _now: i64| {
        store::settings::write(changes, serve::DEMONSTRATION, "examples/province");
    };
    let marked = platform.ask(Caller::Platform, Request::Write(Box::new(mark)), None);
    marked.map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
    Ok(true)
}

/// What the simulation needs.
#[derive(Clone)]
struct Work {
    platform: Arc<Platform>,
    time: Arc<SimulatedTime>,
    stop: Arc<AtomicBool>,
    seed: u64,
    /// Until when history is made first.
    until: Option<i64>,
}

impl Work {
    fn run(self) -> anyhow::Result<()> {
        let (platform, time) = (Arc::clone(&self.platform), Arc::clone(&self.time));
        let mut simulation = Simulation::new(platform, time, self.seed)?;
        simulation.resume()?;
        if let Some(until) = self.until {
            self.fill(&mut simulation, until)?;
        }
        self.time.run();
        Ok(simulation.run(&self.stop)?)
    }

    /// Makes history; the board is alive meanwhile.
    fn fill(&self, simulation: &mut Simulation, until: i64) -> anyhow::Result<()> {
        let bar = ProgressBar::new(100);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} % of the history") {
            bar.set_style(style);
        }
        /// Parts in which history is made, so that Ctrl-C need not wait for all of it.
        const PARTS: i64 = 100;
        let begins = self.platform.now();
        for part in 1..=PARTS {
            if self.stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            simulation.fill(begins + (until - begins) * part / PARTS, &mut |_| {})?;
            bar.set_position(part.unsigned_abs());
        }
        bar.finish_and_clear();
        let figures = simulation.figures();
        terminal::note(&format!(
            "{} cases, {} acts, {} cards so far; time goes on, {} times as fast",
            figures.cases,
            figures.acts,
            figures.cards.values().sum::<u64>(),
            self.time.speed()
        ));
        Ok(())
    }
}
