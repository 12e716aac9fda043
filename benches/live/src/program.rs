//! The real program: started on a free port, looked at from outside, ended.

use crate::pages;
use std::fmt;
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const START_SECONDS_MAX: u64 = 300;
const STOP_SECONDS_MAX: u64 = 30;

/// The program, and where its data is.
pub struct Program {
    program: PathBuf,
    data: PathBuf,
}

/// It serves; dropping it ends it.
pub struct Running {
    child: Child,
    pub address: SocketAddr,
    /// Seconds until `/readyz` answered.
    pub start: f64,
}

/// What a command took.
pub struct Took {
    pub seconds: f64,
    /// MiB.
    pub peak: f64,
}

/// Resident memory.
pub struct Memory {
    now: f64,
    peak: f64,
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} MiB resident, {:.0} MiB at most", self.now, self.peak)
    }
}

impl Program {
    pub fn new(data: &Path) -> Result<Self, String> {
        let program = std::env::var("YANGGUANG_PROGRAM")
            .map_err(|_| "YANGGUANG_PROGRAM is not set: run `cargo xtask bench million`")?;
        Ok(Self { program: program.into(), data: data.to_owned() })
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(words).arg("--data").arg(&self.data).stdin(Stdio::null());
        command
    }

    /// What a command prints.
    pub fn run(&self, words: &[&str]) -> Result<String, String> {
        let mut command = self.command(words);
        let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// How long a command takes and how much memory.
    pub fn run_measured(&self, words: &[&str]) -> Result<Took, String> {
        let began = Instant::now();
        let mut command = self.command(words);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.map_err(|error| format!("{command:?}: {error}"))?;
        let mut peak: f64 = 0.0;
        loop {
            peak = peak.max(memory(child.id()).peak);
            match child.try_wait().map_err(|error| error.to_string())? {
                Some(status) if status.success() => break,
                Some(status) => return Err(format!("{command:?}: {status}")),
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        }
        Ok(Took { seconds: began.elapsed().as_secs_f64(), peak })
    }

    pub fn serve(&self) -> Result<Running, String> {
        self.start("serve")
    }

    /// Starts `serve` or `demo` and waits until it is ready.
    pub fn start(&self, what: &str) -> Result<Running, String> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let address = listener.and_then(|listener| listener.local_addr());
        let address = address.map_err(|error| error.to_string())?;
        let path = self.data.join("bench.log");
        let log = File::create(&path).map_err(|error| error.to_string())?;
        let copy = log.try_clone().map_err(|error| error.to_string())?;
        let mut command = self.command(&[what, "--listen", &address.to_string()]);
        let began = Instant::now();
        let child = command.stdout(log).stderr(copy).spawn();
        let child = child.map_err(|error| format!("{command:?}: {error}"))?;
        let mut running = Running { child, address, start: 0.0 };
        while began.elapsed() < Duration::from_secs(START_SECONDS_MAX) {
            if pages::get(address, "/readyz").is_ok_and(|status| status == 200) {
                running.start = began.elapsed().as_secs_f64();
                return Ok(running);
            }
            if let Ok(Some(status)) = running.child.try_wait() {
                let log = std::fs::read_to_string(&path).unwrap_or_default();
                return Err(format!("`yangguang {what}` ended with {status}: {log}"));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Err(format!("`yangguang {what}` is not ready after {START_SECONDS_MAX} s"))
    }
}

impl Running {
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    pub fn memory(&self) -> Memory {
        memory(self.child.id())
    }
}

impl Drop for Running {
    /// Asks it to end, so that the next start finds nothing to recover; makes it end when it does not.
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(STOP_SECONDS_MAX) {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Of a process, in MiB.
fn memory(process: u32) -> Memory {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        number.unwrap_or(0.0) / 1024.0
    };
    Memory { now: of("VmRSS:"), peak: of("VmHWM:") }
}

/// Whether nothing of any file is in memory any more: only the administrator may ask for that.
pub fn drop_page_cache() -> bool {
    let _ = Command::new("sync").status();
    std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}
