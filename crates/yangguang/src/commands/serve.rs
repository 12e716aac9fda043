//! `yangguang serve`, and what every command about a platform shares.

use super::alarms;
use crate::arguments::{DataPlace, Serve};
use crate::terminal;
use anyhow::{Context, bail};
use etcetera::BaseStrategy;
use operations::law_library::LawLibrary;
use operations::law_version::LawVersion;
use operations::platform::{Place, Platform, Timers};
use operations::private_files;
use operations::time_source::{SystemTime, TimeSource};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use store::database::Database;
use web::server::Site;

/// The setting that marks a folder as a demonstration.
pub(super) const DEMONSTRATION: &str = "demonstration";

/// The folder of an installation in the platform's data folder.
const INSTALLATION: &str = "yangguang";

/// Threads that answer requests: the writer has one of its own.
const WORKERS: usize = 2;
/// Threads that make pages: each keeps some MiB for its work, and more of them are no quicker. Whatever waits long, for a
/// client above all, must not hold one meanwhile.
const PAGE_THREADS: usize = 32;

pub(super) fn run(command: &Serve) -> anyhow::Result<ExitCode> {
    let platform = Arc::new(open(&command.place, Timers::Run)?);
    let agencies = platform.register().agencies().count();
    terminal::note(&format!(
        "{} — {agencies} agencies in the register{}",
        platform.place().database,
        if agencies == 0 {
            "; stop it, add them with `yangguang register import FILE`, start it again"
        } else {
            ""
        }
    ));
    let site = Site::new(Arc::clone(&platform), false)?;
    terminal::note(&format!(
        "codes for people who sign up are written to {}",
        platform.place().folder.join("spool/messages.jsonl").display()
    ));
    if let Some(secret) = site.people().setup_secret()? {
        terminal::note(&format!(
            "no administrators yet: open /setup and give this secret, once: {secret}"
        ));
    }
    if let Some(advice) = platform.hall().advice() {
        terminal::note(&format!("look: {advice}"));
    }
    alarms::tell(Arc::clone(platform.alarms()))?;
    listen(&site, command.listen, None)?;
    Ok(ExitCode::SUCCESS)
}

/// The law inside the program.
pub(super) fn law() -> anyhow::Result<&'static LawVersion> {
    Ok(LawVersion::compile(&LawLibrary::embedded())?)
}

/// Where the data of an installation stand.
pub(super) fn place(asked: &DataPlace) -> anyhow::Result<Place> {
    let folder = folder(asked.data.as_deref(), INSTALLATION)?;
    let mut place = Place::in_folder(&folder);
    if let Some(database) = &asked.database {
        place.database = Database::parse(database)?;
    }
    Ok(place)
}

/// A folder that was asked for, or one of this name in the platform's data folder; made when it is missing.
pub(super) fn folder(asked: Option<&Path>, name: &str) -> anyhow::Result<PathBuf> {
    let folder = named(asked, name)?;
    private_files::make_folder(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}

fn named(asked: Option<&Path>, name: &str) -> anyhow::Result<PathBuf> {
    Ok(match asked {
        Some(folder) => folder.to_owned(),
        None => etcetera::choose_base_strategy()
            .context("there is no data folder: say where with --data")?
            .data_dir()
            .join(name),
    })
}

/// The place of an installation that is there.
pub(super) fn existing(asked: &DataPlace) -> anyhow::Result<Place> {
    let folder = named(asked.data.as_deref(), INSTALLATION)?;
    if !folder.is_dir() {
        bail!(
            "{}: there is no such folder, so no installation; `yangguang serve` or `yangguang register import` makes one",
            folder.display()
        );
    }
    place(asked)
}

/// Opens the platform of an installation that is there.
pub(super) fn open_existing(asked: &DataPlace) -> anyhow::Result<Platform> {
    existing(asked)?;
    open(asked, Timers::Stand)
}

/// Opens the platform of a place, on the clock of the machine. A demonstration has a clock of its own, by which this one
/// would be wrong: it is refused before anything runs.
pub(super) fn open(asked: &DataPlace, timers: Timers) -> anyhow::Result<Platform> {
    let place = place(asked)?;
    if Platform::setting(&place, DEMONSTRATION)?.is_some() {
        bail!("this folder holds a demonstration: `yangguang demo --data …` runs it");
    }
    let time: Arc<dyn TimeSource> = Arc::new(SystemTime);
    Ok(Platform::start_with(place, law()?, time, timers)?)
}

/// Work that goes on while the server serves, told when to stop.
pub(super) type Beside<'a> = &'a dyn Fn();

/// Serves a site until Ctrl-C or a signal to end.
pub(super) fn listen(
    site: &Arc<Site>,
    address: SocketAddr,
    ready: Option<Beside<'_>>,
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .max_blocking_threads(PAGE_THREADS)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await;
        let listener = listener.with_context(|| {
            format!(
                "cannot listen on {address}: say where with --listen, e.g. --listen 127.0.0.1:8081"
            )
        })?;
        let address = listener.local_addr()?;
        terminal::note(&format!("http://{address}/  (Ctrl-C stops)"));
        if let Some(ready) = ready {
            ready();
        }
        web::server::serve(Arc::clone(site), listener, stopped()).await?;
        terminal::note("stopped; everything acknowledged is stored");
        Ok(())
    })
}

async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = ended.recv() => {}
            }
            return;
        }
    }
    // Without signals only the end of the process stops it.
    let _ = tokio::signal::ctrl_c().await;
}
