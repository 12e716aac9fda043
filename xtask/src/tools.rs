//! Programs that the tests and benchmarks need, installed when missing.

use crate::shell::{Outcome, command, exists, output, root, run, say};
use std::path::PathBuf;

/// The Python of a virtual environment of the project's own, with these packages.
pub(crate) fn python(environment: &str, packages: &[&str]) -> Result<PathBuf, String> {
    let folder = root().join("target/tools").join(environment);
    let python = folder.join("bin/python");
    if !python.is_file() {
        debian("python3", &["python3", "python3-venv"])?;
        let path = folder.display().to_string();
        run(command("python3", &["-m", "venv", &path]))?;
    }
    let known = output(command(&python, &["-m", "pip", "freeze"])).unwrap_or_default();
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !known.lines().any(|line| line.eq_ignore_ascii_case(package)))
        .collect();
    if !missing.is_empty() {
        let mut words = vec!["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        words.extend(&missing);
        run(command(&python, &words))?;
    }
    Ok(python)
}

/// Makes sure that a program is there, from Debian's packages when it is not.
pub(crate) fn debian(program: &str, packages: &[&str]) -> Outcome {
    if exists(program) { Ok(()) } else { install(program, packages) }
}

/// Installs Debian's packages, for a program that is missing.
pub(crate) fn install(program: &str, packages: &[&str]) -> Outcome {
    if !exists("apt-get") {
        return Err(format!(
            "`{program}` is missing and there is no apt-get: install {packages:?}"
        ));
    }
    say(&format!("`{program}` is missing: installing {packages:?}"));
    run(command("apt-get", &["update", "-q"]))?;
    let mut words = vec!["install", "-y", "-q", "--no-install-recommends"];
    words.extend(packages);
    let mut install = command("apt-get", &words);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    run(install)
}
