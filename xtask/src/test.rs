//! `cargo xtask test`: everything that must hold, on a machine that never saw the project.

use crate::postgres::{self, Postgres};
use crate::shell::{self, Outcome, cargo, data, say};
use crate::{tidy, tools};
use std::time::Instant;

/// What the cross-checks in Python need, pinned: an independent calendar, zones, a validator of JSON Schema.
const PACKAGES: [&str; 3] = ["chinesecalendar==1.11.0", "tzdata==2026.6", "jsonschema==4.26.0"];

/// What looks for barriers on pages.
const AXE: &str = "axe-core@4.14.1";

pub(crate) fn run() -> Outcome {
    let started = Instant::now();
    shell::run(cargo(&["fmt", "--all", "--check"]))?;
    tidy::run()?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    shell::run(cargo(&clippy))?;
    tools::debian("chromium", &["chromium", "fonts-wqy-zenhei"])?;
    tools::debian("chromedriver", &["chromium-driver"])?;
    let axe = tools::node("axe", &[AXE])?.join("axe-core/axe.min.js");
    let python = tools::python("test", &PACKAGES)?;
    // The tests of the command line start the program itself.
    shell::run(cargo(&["build", "--locked", "--package", "yangguang"]))?;
    let server = Postgres::start()?;
    let mut tests = cargo(&["test", "--workspace", "--locked"]);
    tests.env("YANGGUANG_PYTHON", &python).env(postgres::VARIABLE, server.url());
    tests.env("YANGGUANG_AXE", &axe);
    match data() {
        Some(folder) => {
            tests.env("YANGGUANG_DATA", folder);
        }
        None => {
            say("YANGGUANG_DATA is not set: tests on real logs will say that they were skipped");
        }
    }
    shell::run(tests)?;
    drop(server);
    let mut documentation = cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
    documentation.env("RUSTDOCFLAGS", "-D warnings");
    shell::run(documentation)?;
    say(&format!("All of it holds ({} s).", started.elapsed().as_secs()));
    Ok(())
}
