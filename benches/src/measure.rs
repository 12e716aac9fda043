//! Wall time, CPU time and peak memory of a process.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What one run cost.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Wall time.
    pub seconds: f64,
    /// User and system time.
    pub cpu_seconds: f64,
    /// Peak resident memory.
    pub peak_mib: u64,
    /// What the process itself says its work took.
    pub inside: Option<f64>,
}

/// Runs a process and watches it from /proc.
pub fn measure(mut command: Command) -> Measured {
    let started = Instant::now();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let folder = format!("/proc/{}", child.id());
    let (mut peak, mut ticks) = (0, 0);
    let status = loop {
        peak = peak_of(&folder).unwrap_or(0).max(peak);
        ticks = ticks_of(&folder).unwrap_or(0).max(ticks);
        match child.try_wait().expect("the process can be waited for") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    let mut printed = String::new();
    if let Some(mut output) = child.stdout.take() {
        let _ = std::io::Read::read_to_string(&mut output, &mut printed);
    }
    // 1 says that something was found, which is what a check is for.
    assert!(matches!(status.code(), Some(0 | 1)), "{command:?}: {status}");
    let inside = printed.lines().find_map(|line| line.strip_prefix("inside ")?.trim().parse().ok());
    Measured { seconds, cpu_seconds: ticks as f64 / 100.0, peak_mib: peak / 1024, inside }
}

fn peak_of(folder: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("{folder}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn ticks_of(folder: &str) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("{folder}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

/// The run of median wall time.
pub fn median(runs: &[Measured]) -> Measured {
    let mut sorted = runs.to_vec();
    sorted.sort_by(|left, right| left.seconds.total_cmp(&right.seconds));
    sorted[sorted.len() / 2]
}
