//! `cargo xtask bench`: us, the peers and the physical limit, side by side in one run.

use crate::shell::{self, Outcome, cargo, data};
use crate::tools;

/// The peer whose read alone is the yardstick, with its fast reader, pinned.
const PEERS: [&str; 2] = ["pm4py==2.7.23.11", "rustxes==0.2.11"];

pub(crate) fn run() -> Outcome {
    let folder = data().ok_or("YANGGUANG_DATA is not set: the benchmarks need the real logs")?;
    let python = tools::python("bench", &PEERS)?;
    shell::run(cargo(&["build", "--release", "--locked", "--package", "yangguang"]))?;
    let manifest = ["--manifest-path", "benches/Cargo.toml"];
    shell::run(cargo(&[&["build", "--release", "--locked"], manifest.as_slice()].concat()))?;
    let mut bench = cargo(&[&["run", "--release", "--quiet"], manifest.as_slice()].concat());
    bench.env("YANGGUANG_DATA", folder).env("YANGGUANG_PYTHON", python);
    shell::run(bench)
}
