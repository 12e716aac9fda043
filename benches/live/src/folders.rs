//! Folders and databases of a run: under `target/`, removed at the end unless they are to be kept.

use operations::platform::Place;
use std::path::{Path, PathBuf};
use std::process::Command;
use store::database::Database;

/// The variable that keeps what was costly to fill.
const KEEP: &str = "YANGGUANG_BENCH_KEEP";

/// A number from the environment, or what stands for it.
pub fn number(variable: &str, otherwise: u64) -> Result<u64, String> {
    match std::env::var(variable) {
        Ok(text) => text.parse().map_err(|_| format!("{variable} is no number")),
        Err(_) => Ok(otherwise),
    }
}

/// Whether filled folders are kept for the next run.
pub fn keeps() -> bool {
    std::env::var_os(KEEP).is_some()
}

/// A folder of this name, made when it is missing.
pub fn folder(name: &str) -> Result<PathBuf, String> {
    let base = std::env::var("YANGGUANG_BENCH_FOLDER")
        .map_err(|_| "YANGGUANG_BENCH_FOLDER is not set: run `cargo xtask bench`")?;
    let folder = Path::new(&base).join(name);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// Refuses to begin what the disk cannot hold.
pub fn need_free(folder: &Path, bytes: u64) -> Result<(), String> {
    let output = Command::new("df").args(["--output=avail", "-B1"]).arg(folder).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let text = text.map_err(|error| format!("df: {error}"))?;
    let free: u64 = text.split_whitespace().last().and_then(|word| word.parse().ok()).unwrap_or(0);
    if free < bytes {
        return Err(format!("{} MB are free, {} MB are needed", free >> 20, bytes >> 20));
    }
    Ok(())
}

/// A place that is removed when it is dropped, with its database.
pub struct Passing {
    pub place: Place,
    /// The server and the name of the database on it.
    server: Option<(String, String)>,
}

impl Passing {
    /// An empty place in a fresh folder, on SQLite.
    pub fn sqlite(name: &str) -> Result<Self, String> {
        let folder = folder(name)?;
        std::fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
        Ok(Self { place: Place::in_folder(&self::folder(name)?), server: None })
    }

    /// A folder that an earlier run has filled.
    pub fn kept(folder: &Path) -> Self {
        Self { place: Place::in_folder(folder), server: None }
    }

    /// An empty place in a fresh folder, with a fresh database on a server.
    pub fn postgres(name: &str, server: &str) -> Result<Self, String> {
        let mut passing = Self::sqlite(name)?;
        let database = format!("yangguang_bench_{}", std::process::id());
        let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
        administer(server, &format!("drop database if exists {database} with (force)"))?;
        administer(server, &format!("create database {database}"))?;
        passing.place.database = Database::Postgres(format!("{base}/{database}"));
        passing.server = Some((server.to_owned(), database));
        Ok(passing)
    }

    /// A copy of a filled folder.
    pub fn copy_of(filled: &Path, name: &str) -> Result<Self, String> {
        let passing = Self::sqlite(name)?;
        let source = filled.join(".");
        let copied = Command::new("cp").arg("-a").arg(source).arg(&passing.place.folder).status();
        match copied {
            Ok(status) if status.success() => Ok(passing),
            other => Err(format!("copying {}: {other:?}", filled.display())),
        }
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.place.folder);
        if let Some((server, database)) = &self.server {
            let _ = administer(server, &format!("drop database {database} with (force)"));
        }
    }
}

fn administer(server: &str, statement: &str) -> Result<(), String> {
    let client = postgres::Client::connect(server, postgres::NoTls);
    let mut client = client.map_err(|error| format!("PostgreSQL: {error}"))?;
    client.batch_execute(statement).map_err(|error| format!("{statement}: {error}"))
}
