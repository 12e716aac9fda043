//! A real PostgreSQL for tests and benchmarks: installed when missing, alive as long as its guard, gone without a trace.

mod keeper;
mod programs;

use crate::shell::{command, output, run, say};
use programs::{Account, Programs};
use std::fmt::Display;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The variable by which tests learn where the server is.
pub(crate) const VARIABLE: &str = "YANGGUANG_POSTGRES";
/// The owner of the cluster; a role of the database, not of the machine.
const ROLE: &str = "yangguang";
/// What differs from the defaults: reachable from this machine alone, room for tests in parallel, and durable.
const SETTINGS: [&str; 5] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "fsync=on",
    "synchronous_commit=on",
];
const START_SECONDS_MAX: u64 = 60;

/// A running server. Dropping it stops the server and removes its folder.
pub(crate) struct Postgres {
    url: String,
    /// Who cleans up; none when the server is somebody else's, named by the variable.
    keeper: Option<Child>,
    server: Option<Child>,
}

impl Postgres {
    /// The server that the variable names, or else one of our own on a free port in a folder of its own.
    pub(crate) fn start() -> Result<Self, String> {
        if let Ok(url) = std::env::var(VARIABLE) {
            say(&format!("PostgreSQL: the server that {VARIABLE} names"));
            return Ok(Self { url, keeper: None, server: None });
        }
        let programs = Programs::find_or_install()?;
        let account = Account::of_this_process()?;
        let password = random()?;
        let folder = folder(&account, &password)?;
        // From here on the guard cleans up, whatever goes wrong.
        let keeper = keeper::start(&folder).map_err(|error| failure(&folder, error))?;
        let port = free_port()?;
        let url = format!("postgres://{ROLE}:{password}@127.0.0.1:{port}/postgres");
        let mut guard = Self { url, keeper: Some(keeper), server: None };
        initialise(&programs, &account, &folder)?;
        guard.server = Some(launch(&programs, &account, &folder, port)?);
        wait_until_ready(&folder)?;
        say(&format!("PostgreSQL: {} on port {port}", programs.folder.display()));
        Ok(guard)
    }

    /// Where clients connect to, as the superuser of the cluster.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Its first process, when the server is our own.
    pub(crate) fn process(&self) -> Option<u32> {
        self.server.as_ref().map(Child::id)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            // The end of its input is what the keeper waits for.
            drop(keeper.stdin.take());
            let _ = keeper.wait();
        }
        if let Some(mut server) = self.server.take() {
            let _ = server.wait();
        }
    }
}

/// `cargo xtask postgres <program> …`: a program with a server of its own.
pub(crate) fn run_with(program: &str, arguments: &[&str]) -> Result<(), String> {
    let server = Postgres::start()?;
    let mut program = command(program, arguments);
    program.env(VARIABLE, server.url());
    run(program)
}

/// A folder that belongs to the server's account, with the password in it.
fn folder(account: &Account, password: &str) -> Result<PathBuf, String> {
    let folder = std::env::temp_dir().join(format!("yangguang-postgres-{}", random()?));
    fs::DirBuilder::new().mode(0o700).create(&folder).map_err(|error| failure(&folder, error))?;
    let file = folder.join("password");
    fs::write(&file, password).map_err(|error| failure(&file, error))?;
    account.own(&folder)?;
    Ok(folder)
}

fn initialise(programs: &Programs, account: &Account, folder: &Path) -> Result<(), String> {
    let mut words = vec!["--auth=password".to_owned(), "--encoding=UTF8".to_owned()];
    words.extend(["--locale=C.UTF-8".to_owned(), format!("--username={ROLE}")]);
    words.push(format!("--pwfile={}", folder.join("password").display()));
    words.push(format!("--pgdata={}", data(folder).display()));
    let mut initialise = account.command(&programs.initdb());
    let result = initialise.args(words).current_dir(folder).output().map_err(|e| e.to_string())?;
    if result.status.success() {
        return Ok(());
    }
    Err(format!("initdb failed: {}", String::from_utf8_lossy(&result.stderr)))
}

/// Starts the server; the keeper finds it by the file in which it writes its process id.
fn launch(
    programs: &Programs,
    account: &Account,
    folder: &Path,
    port: u16,
) -> Result<Child, String> {
    let log = folder.join("log");
    let log = fs::File::create(&log).map_err(|error| failure(&log, error))?;
    let copy = log.try_clone().map_err(|error| error.to_string())?;
    let mut server: Command = account.command(&programs.postgres());
    server.arg("-D").arg(data(folder)).args(["-p", &port.to_string()]).current_dir(folder);
    for setting in SETTINGS {
        server.args(["-c", setting]);
    }
    keeper::apart(&mut server);
    server.stdin(Stdio::null()).stdout(log).stderr(copy);
    server.spawn().map_err(|error| error.to_string())
}

/// The last line of the file with its process id says `ready` once clients may come.
fn wait_until_ready(folder: &Path) -> Result<(), String> {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(START_SECONDS_MAX) {
        let status = fs::read_to_string(data(folder).join("postmaster.pid")).unwrap_or_default();
        if status.lines().last().is_some_and(|line| line.trim() == "ready") {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    Err(format!("PostgreSQL did not start:\n{log}"))
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    Ok(listener.local_addr().map_err(|error| error.to_string())?.port())
}

/// 122 random bits, from the system.
fn random() -> Result<String, String> {
    let path = Path::new("/proc/sys/kernel/random/uuid");
    let text = fs::read_to_string(path).map_err(|error| failure(path, error))?;
    Ok(text.trim().replace('-', ""))
}

fn failure(path: &Path, error: impl Display) -> String {
    format!("{}: {error}", path.display())
}

/// Whether this process may become another account.
fn is_root() -> bool {
    output(command("id", &["-u"])).is_some_and(|text| text.trim() == "0")
}
