//! `cargo xtask bench`: us, the peers and the physical limits, side by side in one run.

use crate::postgres::{self, Postgres};
use crate::shell::{self, Outcome, cargo, data, target};
use crate::tools;

/// The peer whose read alone is the yardstick of checking, with its fast reader, pinned.
const READERS: [&str; 2] = ["pm4py==2.7.23.11", "rustxes==0.2.11"];
/// The peers that keep steps durably, pinned.
const ENGINES_PYTHON: [&str; 1] = ["SpiffWorkflow==3.2.0"];
const ENGINES_NODE: [&str; 1] = ["bpmn-engine@25.0.1"];

/// `yangguang check` of a large log.
pub(crate) fn check() -> Outcome {
    let folder = data().ok_or("YANGGUANG_DATA is not set: the benchmarks need the real logs")?;
    let python = tools::python("bench", &READERS)?;
    shell::run(cargo(&["build", "--release", "--locked", "--package", "yangguang"]))?;
    let manifest = ["--manifest-path", "benches/Cargo.toml"];
    shell::run(cargo(&[&["build", "--release", "--locked"], manifest.as_slice()].concat()))?;
    let mut bench = cargo(&[&["run", "--release", "--quiet"], manifest.as_slice()].concat());
    bench.env("YANGGUANG_DATA", folder).env("YANGGUANG_PYTHON", python);
    bench.env("YANGGUANG_PROGRAM", target().join("release/yangguang"));
    shell::run(bench)
}

/// Durable steps per second: ours on both databases, the limits and the peers.
pub(crate) fn steps() -> Outcome {
    shell::run(cargo(&["build", "--release", "--locked", "--package", "yangguang"]))?;
    let server = Postgres::start()?;
    compare("compare", Some(&server))
}

/// The limits and the peers of `steps` alone.
pub(crate) fn limits() -> Outcome {
    compare("limits", None)
}

fn compare(what: &str, server: Option<&Postgres>) -> Outcome {
    let python = tools::python("engines", &ENGINES_PYTHON)?;
    let modules = tools::node("engines", &ENGINES_NODE)?;
    let package = ["--locked", "--manifest-path", "benches/steps/Cargo.toml"];
    shell::run(cargo(&[&["build", "--release"], package.as_slice()].concat()))?;
    let head = ["run", "--release", "--quiet"];
    let mut bench = cargo(&[head.as_slice(), package.as_slice(), &["--", what]].concat());
    bench.env("YANGGUANG_PYTHON", python).env("YANGGUANG_NODE_MODULES", modules);
    bench.env("YANGGUANG_PROGRAM", target().join("release/yangguang"));
    if let Some(server) = server {
        bench.env(postgres::VARIABLE, server.url());
        if let Some(process) = server.process() {
            bench.env("YANGGUANG_POSTGRES_PROCESS", process.to_string());
        }
    }
    shell::run(bench)
}

/// The running platform: one of `tick`, `cards` and `million`.
pub(crate) fn live(what: &str) -> Outcome {
    shell::run(cargo(&["build", "--release", "--locked", "--package", "yangguang"]))?;
    let package = ["--locked", "--manifest-path", "benches/live/Cargo.toml"];
    shell::run(cargo(&[&["build", "--release"], package.as_slice()].concat()))?;
    let head = ["run", "--release", "--quiet"];
    let mut bench = cargo(&[head.as_slice(), package.as_slice(), &["--", what]].concat());
    bench.env("YANGGUANG_PROGRAM", target().join("release/yangguang"));
    bench.env("YANGGUANG_BENCH_FOLDER", target().join("bench-live"));
    let server = if what == "tick" { Some(Postgres::start()?) } else { None };
    if let Some(server) = &server {
        bench.env(postgres::VARIABLE, server.url());
    }
    shell::run(bench)
}

/// Everything, one after the other.
pub(crate) fn all() -> Outcome {
    check()?;
    steps()?;
    ["tick", "cards", "million"].into_iter().try_for_each(live)
}
