//! Starting the program and reading what it says.

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The program, built beside the tests.
pub(crate) fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let folder = tests.parent().and_then(Path::parent).unwrap();
    let program = folder.join(format!("yangguang{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{}: run `cargo build -p yangguang` first", program.display());
    program
}

/// Says that something was not tried. Written past the capture of the test runner: a skipped check must not be quiet.
pub(crate) fn skipped(what: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {what}");
}

/// What a run of the program came to.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program in the root of the project, speaking English.
pub(crate) fn yangguang(arguments: &[&str]) -> Run {
    let output = Command::new(program())
        .args(arguments)
        .current_dir(root())
        .env("LC_ALL", "en_GB.UTF-8")
        .output()
        .unwrap();
    run_of(&output)
}

fn run_of(output: &Output) -> Run {
    Run {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The JSON report of a check.
pub(crate) fn check_json(arguments: &[&str]) -> Value {
    let run = yangguang(&[&["check"], arguments, &["--format", "json"]].concat());
    assert!(matches!(run.status, 0 | 1), "status {}: {}", run.status, run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

/// Number of cases in which a rule found something.
pub(crate) fn cases_of(report: &Value, rule: &str) -> u64 {
    let rules = &report["summary"]["findings_by_rule"];
    rules[rule].as_u64().unwrap_or_else(|| panic!("no rule `{rule}` in {rules}"))
}

/// A real log, or nothing, said aloud, when the folder of real logs is absent.
pub(crate) fn real_log(name: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("YANGGUANG_DATA").map(PathBuf::from) else {
        skipped(&format!("YANGGUANG_DATA is not set, so {name} is not there"));
        return None;
    };
    let log = folder.join(name);
    assert!(log.is_file(), "{} is missing", log.display());
    Some(log)
}

/// The JSON that a Python script prints; nothing, said aloud, without a Python.
pub(crate) fn python(script: &str, arguments: &[&str]) -> Option<Value> {
    let Some(python) = std::env::var_os("YANGGUANG_PYTHON") else {
        skipped(&format!("YANGGUANG_PYTHON is not set, so {script} cannot be compared"));
        return None;
    };
    let output =
        Command::new(python).arg(script).args(arguments).current_dir(root()).output().unwrap();
    let run = run_of(&output);
    assert_eq!(run.status, 0, "{script}: {}", run.stderr);
    Some(serde_json::from_str(&run.stdout).unwrap())
}
