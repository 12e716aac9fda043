//! `cargo xtask tidy`: the rules of the house that no compiler knows.

mod law;
mod numbers;
mod text;

use crate::shell::{Outcome, output, root, say};
use std::path::Path;

/// A rule that is broken: file, line and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl Complaint {
    pub(crate) fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, message: message.into() }
    }
}

/// A file of the project.
pub(crate) struct Source {
    /// Path from the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

pub(crate) fn run() -> Outcome {
    let sources = sources()?;
    let mut complaints = Vec::new();
    for source in &sources {
        complaints.extend(text::check(source));
        complaints.extend(numbers::check(source));
        complaints.extend(law::check(source));
    }
    complaints.extend(law::check_rules(&sources));
    complaints.extend(architecture(&sources));
    complaints.extend(large_files()?);
    for complaint in &complaints {
        say(&format!("{}:{}: {}", complaint.file, complaint.line, complaint.message));
    }
    match complaints.len() {
        0 => {
            say(&format!("tidy: {} files in order", sources.len()));
            Ok(())
        }
        count => Err(format!("tidy: {count} complaints")),
    }
}

/// Every text file that git knows or would know.
fn sources() -> Result<Vec<Source>, String> {
    let names = files()?;
    let mut sources = Vec::with_capacity(names.len());
    for path in names {
        if let Ok(text) = std::fs::read_to_string(root().join(&path)) {
            sources.push(Source { path, text });
        }
    }
    Ok(sources)
}

fn files() -> Result<Vec<String>, String> {
    let words = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let list = output(crate::shell::command("git", &words)).ok_or("git ls-files failed")?;
    let mut names: Vec<String> = list.lines().map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names.retain(|name| root().join(name).is_file());
    Ok(names)
}

/// No file is larger than a picture needs to be.
fn large_files() -> Result<Vec<Complaint>, String> {
    const BYTES_MAX: u64 = 1 << 20;
    let mut complaints = Vec::new();
    for name in files()? {
        let size = std::fs::metadata(root().join(&name)).map_or(0, |metadata| metadata.len());
        if size > BYTES_MAX {
            complaints.push(Complaint::new(&name, 1, format!("{size} bytes: at most {BYTES_MAX}")));
        }
    }
    Ok(complaints)
}

/// ARCHITECTURE.md names every crate, and only crates that exist.
fn architecture(sources: &[Source]) -> Vec<Complaint> {
    const PAGE: &str = "ARCHITECTURE.md";
    let Some(page) = sources.iter().find(|source| source.path == PAGE) else {
        return vec![Complaint::new(PAGE, 1, "is missing")];
    };
    let crates: Vec<&str> = sources
        .iter()
        .filter_map(|source| source.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml"))
        .collect();
    let mut complaints = Vec::new();
    for name in &crates {
        if !page.text.contains(&format!("`{name}`")) {
            complaints.push(Complaint::new(PAGE, 1, format!("does not name the crate `{name}`")));
        }
    }
    for (line, text) in page.text.lines().enumerate() {
        for part in text.split('`').skip(1).step_by(2) {
            let known = part.contains('/') && !part.contains([' ', '*', '<', '{', '…']);
            let looks_like_path = known && part.starts_with(|c: char| c.is_ascii_lowercase());
            if looks_like_path && !part.contains("://") && !root().join(part).exists() {
                let message = format!("`{part}` does not exist");
                complaints.push(Complaint::new(PAGE, line + 1, message));
            }
        }
    }
    complaints
}

/// Whether a path is test code.
pub(crate) fn is_test(path: &str) -> bool {
    let name = Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or_default();
    path.starts_with("tests/") || path.contains("/tests/") || name == "tests.rs"
}
