//! `cargo xtask fuzz`: every parser fed with what a coverage-guided fuzzer comes up with.

use crate::shell::{self, Outcome, cargo, exists, output, root, say};

/// Folders with well-formed inputs to begin from.
fn seeds(target: &str) -> Vec<&'static str> {
    match target {
        "procedure" => vec!["law/procedures"],
        "calendar" => vec!["law/calendars/cn"],
        "xes" => vec!["fuzz/seeds/xes"],
        "csv" => vec!["fuzz/seeds/csv"],
        "catalogue" => vec!["fuzz/seeds/catalogue"],
        "mapping" => vec!["fuzz/seeds/mapping"],
        "checkpoint" => vec!["fuzz/seeds/checkpoint"],
        "ledger" => vec!["fuzz/seeds/ledger"],
        "moment" => vec!["fuzz/seeds/moment"],
        _ => Vec::new(),
    }
}

pub(crate) fn run(seconds: &str) -> Outcome {
    seconds.parse::<u32>().map_err(|_| format!("`{seconds}` is no number of seconds"))?;
    if !exists("cargo-fuzz") && output(cargo(&["fuzz", "--version"])).is_none() {
        shell::run(cargo(&["install", "cargo-fuzz", "--locked"]))?;
    }
    let folder = root().join("fuzz/fuzz_targets");
    let entries = std::fs::read_dir(&folder).map_err(|error| error.to_string())?;
    let mut targets: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            name.strip_suffix(".rs").map(str::to_owned)
        })
        .collect();
    targets.sort();
    for target in &targets {
        let limit = format!("-max_total_time={seconds}");
        let corpus = format!("fuzz/corpus/{target}");
        std::fs::create_dir_all(root().join(&corpus)).map_err(|error| error.to_string())?;
        let head = ["fuzz", "run", "--sanitizer", "none", target.as_str(), corpus.as_str()];
        let tail = ["--", limit.as_str(), "-max_len=16384", "-print_final_stats=1"];
        let words = [head.as_slice(), &seeds(target), tail.as_slice()].concat();
        let mut fuzz = cargo(&words);
        // The sanitizers need an unstable compiler; a panic or an overflow is found without them.
        fuzz.env("RUSTC_BOOTSTRAP", "1");
        shell::run(fuzz)?;
    }
    say(&format!("{} targets, {seconds} s each, no crash", targets.len()));
    Ok(())
}
