//! A folder for the run, removed at its end.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

pub struct Scratch {
    folder: PathBuf,
    count: AtomicUsize,
}

impl Scratch {
    pub fn new() -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("yangguang-steps-{}", std::process::id()));
        std::fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self { folder, count: AtomicUsize::new(0) })
    }

    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// An empty folder in it.
    pub fn fresh(&self) -> Result<PathBuf, String> {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let folder = self.folder.join(number.to_string());
        std::fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(folder)
    }

    /// In memory `fsync` costs nothing, and the figures mean nothing.
    pub fn file_system(&self) -> String {
        let output = Command::new("stat").args(["-f", "-c", "%T"]).arg(&self.folder).output();
        let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        match text.as_deref() {
            Ok("tmpfs") => {
                "IN MEMORY, nothing is durable here: set TMPDIR to a folder on a disk".to_owned()
            }
            Ok(name) => name.to_owned(),
            Err(_) => "unknown file system".to_owned(),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
