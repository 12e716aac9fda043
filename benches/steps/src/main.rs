//! Durable steps per second: ours over HTTP, the peers and the limits, side by side in one run.
//!
//! `cargo xtask bench steps` starts it. Medians of interleaved runs, on a quiet machine and with two busy processes
//! beside; figures of different machines or hours do not compare, the ratios of one run do.

mod busy;
mod contestants;
mod figures;
mod limits;
mod scratch;
mod server;
mod table;

use contestants::Contestant;
use figures::Figures;
use scratch::Scratch;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

const ROUNDS: usize = 3;
const SECONDS: u32 = 4;

/// The machine as it is, and with as many busy processes beside as it has cores here.
const CONDITIONS: [(&str, usize); 2] = [("quiet", 0), ("two busy processes beside", 2)];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        // Limits and busy processes run apart, so that their CPU time is theirs alone.
        ["limit", name, folder, seconds] => limits::run(name, Path::new(folder), seconds),
        ["spin"] => busy::spin(),
        ["compare"] => compare(true),
        ["limits"] => compare(false),
        _ => Err("steps compare | limits; run it by `cargo xtask bench`".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// A path or an address that `cargo xtask bench` hands over.
fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("{name} is not set: run `cargo xtask bench steps`"))
}

/// The folder with peers and plan.
fn benches() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn compare(with_ours: bool) -> Result<(), String> {
    let seconds = match std::env::var("YANGGUANG_BENCH_SECONDS") {
        Ok(text) => text.parse().map_err(|_| "YANGGUANG_BENCH_SECONDS is no number")?,
        Err(_) => SECONDS,
    };
    let scratch = Scratch::new()?;
    println!("Files in {}: {}", scratch.path().display(), scratch.file_system());
    // What others do on the machine cannot be helped, but it can be told.
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("Load of the machine before the run: {}", load.split(' ').next().unwrap_or_default());
    let mut contestants = Vec::new();
    if with_ours {
        contestants.extend(Contestant::ours(&scratch)?);
    }
    contestants.extend(Contestant::limits_and_peers()?);
    let duration = Duration::from_secs(seconds.into());
    let mut runs = vec![vec![Vec::<Figures>::new(); contestants.len()]; CONDITIONS.len()];
    for round in 1..=ROUNDS {
        for (condition, runs) in CONDITIONS.iter().zip(&mut runs) {
            let _busy = busy::start(condition.1)?;
            for (contestant, runs) in contestants.iter().zip(runs) {
                eprintln!("round {round} of {ROUNDS}, {}: {}", condition.0, contestant.name);
                let folder = scratch.fresh()?;
                runs.push(contestant.measure(&folder, duration)?);
                let _ = std::fs::remove_dir_all(folder);
            }
        }
    }
    println!("Medians of {ROUNDS} interleaved runs of {seconds} s each");
    for (condition, runs) in CONDITIONS.iter().zip(&runs) {
        table::print(condition.0, &contestants, runs);
    }
    Ok(())
}
