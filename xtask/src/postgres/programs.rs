//! Where PostgreSQL's programs are, and under which account they run.

use super::is_root;
use crate::shell::{Outcome, command, output};
use crate::tools;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

const FOLDER: &str = "/usr/lib/postgresql";
const CLUSTERS: &str = "/etc/postgresql-common/createcluster.conf";

/// The folder with `initdb` and `postgres`.
pub(super) struct Programs {
    pub(super) folder: PathBuf,
}

impl Programs {
    pub(super) fn find_or_install() -> Result<Self, String> {
        if let Some(programs) = Self::find() {
            return Ok(programs);
        }
        // Debian's package makes a cluster and starts it unless told otherwise in time.
        tools::install("initdb", &["postgresql-common"])?;
        no_cluster()?;
        tools::install("initdb", &["postgresql"])?;
        Self::find().ok_or_else(|| "PostgreSQL is installed, but without `initdb`".to_owned())
    }

    /// The newest of Debian's, else what the path has.
    fn find() -> Option<Self> {
        let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir(FOLDER)
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .filter_map(|entry| {
                let number = entry.file_name().to_str()?.parse().ok()?;
                Some((number, entry.path().join("bin")))
            })
            .collect();
        versions.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        let path = std::env::var_os("PATH").unwrap_or_default();
        versions
            .into_iter()
            .map(|(_, folder)| folder)
            .chain(std::env::split_paths(&path))
            .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
            .map(|folder| Self { folder })
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }
}

fn no_cluster() -> Outcome {
    let failure = |error: std::io::Error| format!("{CLUSTERS}: {error}");
    let mut file = std::fs::OpenOptions::new().append(true).open(CLUSTERS).map_err(failure)?;
    writeln!(file, "\ncreate_main_cluster = false").map_err(failure)
}

/// Under whom the server runs: as ourselves, but never as root, which PostgreSQL refuses.
pub(super) struct Account {
    name: Option<&'static str>,
}

impl Account {
    pub(super) fn of_this_process() -> Result<Self, String> {
        if !is_root() {
            return Ok(Self { name: None });
        }
        let known = |name: &&str| output(command("id", &["-u", name])).is_some();
        let name = ["postgres", "nobody"].into_iter().find(known);
        let name = name.ok_or("no account `postgres` under which PostgreSQL could run")?;
        Ok(Self { name: Some(name) })
    }

    /// Gives the account a folder and what is in it.
    pub(super) fn own(&self, folder: &Path) -> Outcome {
        let Some(name) = self.name else { return Ok(()) };
        let mut own = command("chown", &["-R", name]);
        own.arg(folder);
        output(own).map(drop).ok_or_else(|| format!("{}: chown failed", folder.display()))
    }

    /// A program under this account.
    pub(super) fn command(&self, program: &Path) -> Command {
        let Some(name) = self.name else { return Command::new(program) };
        let mut command = Command::new("setpriv");
        command.args(["--reuid", name, "--regid", name, "--init-groups"]).arg(program);
        command
    }
}
