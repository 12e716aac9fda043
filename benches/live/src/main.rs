//! The running platform: what a tick costs among millions of timers, how soon a card is on the board under load, and
//! what a million cases cost at start, in memory and on the pages.
//!
//! `cargo xtask bench tick | cards | million` starts it. Folders stand under `target/`; `YANGGUANG_BENCH_KEEP=1` keeps
//! what was costly to fill.

mod cards;
mod cases;
mod clock;
mod figures;
mod folders;
mod heard;
mod keeping;
mod million;
mod pages;
mod program;
mod stream;
mod tick;
mod timers;
mod users;
mod world;

use std::process::ExitCode;

// As the program itself has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["tick"] => tick::run(),
        ["cards"] => cards::run(),
        ["million"] => million::run(),
        _ => Err("live tick | cards | million; run it by `cargo xtask bench`".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
