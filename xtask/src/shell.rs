//! Running programs, and saying what is run.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What a chore comes to.
pub(crate) type Outcome = Result<(), String>;

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}

/// A line to whoever watches.
pub(crate) fn say(text: &str) {
    // A closed terminal is no reason to stop a test.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A command that starts in the root.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Runs a command, shows its output, fails when it fails.
pub(crate) fn run(mut command: Command) -> Outcome {
    let words: Vec<String> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let words = words.join(" ");
    say(&format!("$ {words}"));
    let started = Instant::now();
    let status = command.status().map_err(|error| format!("{words}: {error}"))?;
    say(&format!("  ({:.1} s)", started.elapsed().as_secs_f64()));
    if status.success() { Ok(()) } else { Err(format!("failed: {words}")) }
}

/// The output of a command, or nothing when it fails.
pub(crate) fn output(mut command: Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program can be started.
pub(crate) fn exists(program: &str) -> bool {
    output(command(program, &["--version"])).is_some()
}

/// The cargo that runs this.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    command(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments)
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    let named = std::env::var_os("CARGO_TARGET_DIR").map(|folder| root().join(folder));
    named.unwrap_or_else(|| root().join("target"))
}

/// The folder of real logs, when it is there: `YANGGUANG_DATA`, or `../shared/data` as in CI.
pub(crate) fn data() -> Option<PathBuf> {
    let named = std::env::var_os("YANGGUANG_DATA").map(PathBuf::from);
    let beside = root().parent().map(|parent| parent.join("shared/data"));
    named.or(beside).filter(|folder| folder.is_dir())
}
