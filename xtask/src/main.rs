//! `cargo xtask test | tidy | docs | bench | postgres | fuzz`: the chores of the house, with nothing but the standard library.

mod bench;
mod docs;
mod fuzz;
mod postgres;
mod shell;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "cargo xtask <command>

  test              install what is missing, then format, tidy, clippy, all tests, documentation
  tidy              the rules of the house that no compiler knows
  docs              write the generated pages of docs/reference anew
  bench [check | steps | limits | tick | cards | million]
                    us, the peers and the physical limits side by side: checking a log, steps
                    recorded durably, the limits and the peers of steps alone; then the running
                    platform: a tick among millions of timers, cards under load, a million cases;
                    everything when not said
  postgres <program> [arguments]
                    a program with YANGGUANG_POSTGRES set to a server that lives as long as it
  fuzz [seconds]    every parser for so many seconds each (60 when not said)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => test::run(),
        ["tidy"] => tidy::run(),
        ["docs"] => docs::run(),
        ["bench"] => bench::all(),
        ["bench", "check"] => bench::check(),
        ["bench", "steps"] => bench::steps(),
        ["bench", "limits"] => bench::limits(),
        ["bench", what @ ("tick" | "cards" | "million")] => bench::live(what),
        ["postgres", program, arguments @ ..] => postgres::run_with(program, arguments),
        ["fuzz"] => fuzz::run("60"),
        ["fuzz", seconds] => fuzz::run(seconds),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            shell::say(&message);
            ExitCode::FAILURE
        }
    }
}
