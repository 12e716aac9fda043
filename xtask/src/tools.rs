//! Programs that the tests and benchmarks need, installed when missing.

use crate::shell::{Outcome, command, exists, output, root, run, say};
use std::fs;
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

/// The folder of modules for Node.js, with these packages in it.
pub(crate) fn node(environment: &str, packages: &[&str]) -> Result<PathBuf, String> {
    debian("node", &["nodejs"])?;
    let folder = root().join("target/tools").join(environment);
    let modules = folder.join("node_modules");
    let there = |package: &str| {
        let Some((name, version)) = package.rsplit_once('@') else { return false };
        let manifest = fs::read_to_string(modules.join(name).join("package.json"));
        manifest.is_ok_and(|text| text.contains(&format!("\"version\": \"{version}\"")))
    };
    if !packages.iter().all(|package| there(package)) {
        debian("npm", &["npm"])?;
        let path = folder.display().to_string();
        let mut words = vec!["install", "--no-audit", "--no-fund", "--prefix", &path];
        words.extend(packages);
        run(command("npm", &words))?;
    }
    Ok(modules)
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
