//! Who takes part: ours on both databases, the limits, the peers.

use crate::figures::Figures;
use crate::scratch::Scratch;
use crate::server::Server;
use crate::{benches, variable};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::time::Duration;

/// Who takes part, and what the table calls it.
pub struct Contestant {
    pub name: &'static str,
    pub role: Role,
    kind: Kind,
}

/// What the table does with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The others are compared with this row.
    Ours,
    /// Its latency is compared with the disk's.
    LoneClient,
    Disk,
    Other,
}

enum Kind {
    /// A server of ours that runs already, under load by so many clients.
    Server(Rc<Server>, usize),
    /// One of the limits: this program, in a process of its own.
    Limit(&'static str),
    /// A program, its first arguments and its environment; folder and seconds follow.
    Peer { program: PathBuf, script: PathBuf, modules: Option<String> },
}

impl Contestant {
    /// Ours: servers on both databases. They stay up, idle while the others run.
    pub fn ours(scratch: &Scratch) -> Result<Vec<Self>, String> {
        let program = PathBuf::from(variable("YANGGUANG_PROGRAM")?);
        let plan = benches().join("licence.json");
        let postgres = variable("YANGGUANG_POSTGRES")?;
        let sqlite = Rc::new(Server::start(&program, &plan, &scratch.fresh()?, None)?);
        let postgres = Server::start(&program, &plan, &scratch.fresh()?, Some(&postgres))?;
        let of =
            |name, role, server, clients| Self { name, role, kind: Kind::Server(server, clients) };
        Ok(vec![
            of("yangguang over HTTP, SQLite, 64 clients", Role::Ours, Rc::clone(&sqlite), 64),
            of("yangguang over HTTP, PostgreSQL, 64 clients", Role::Other, Rc::new(postgres), 64),
            of("yangguang over HTTP, SQLite, 1 client", Role::LoneClient, sqlite, 1),
        ])
    }

    pub fn limits_and_peers() -> Result<Vec<Self>, String> {
        let peers = benches().join("peers");
        let spiff = Kind::Peer {
            program: variable("YANGGUANG_PYTHON")?.into(),
            script: peers.join("spiff.py"),
            modules: None,
        };
        let engine = Kind::Peer {
            program: "node".into(),
            script: peers.join("engine.js"),
            modules: Some(variable("YANGGUANG_NODE_MODULES")?),
        };
        let of = |name, role, kind| Self { name, role, kind };
        Ok(vec![
            of("write of 4 KiB and fdatasync (limit)", Role::Disk, Kind::Limit("disk")),
            of(
                "SQLite by hand, 1 transaction per step (limit)",
                Role::Other,
                Kind::Limit("sqlite"),
            ),
            of("SpiffWorkflow 3.2.0, JSON in SQLite", Role::Other, spiff),
            of("bpmn-engine 25.0.1, JSON in a file", Role::Other, engine),
        ])
    }

    /// One run.
    pub fn measure(&self, folder: &Path, duration: Duration) -> Result<Figures, String> {
        let seconds = duration.as_secs_f64().to_string();
        match &self.kind {
            Kind::Server(server, clients) => Ok(Figures::from(&server.load(*clients, duration)?)),
            Kind::Limit(name) => {
                let own = std::env::current_exe().map_err(|error| error.to_string())?;
                let mut limit = Command::new(own);
                limit.args(["limit", name]).arg(folder).arg(seconds);
                figures_of(limit)
            }
            Kind::Peer { program, script, modules } => {
                let mut peer = Command::new(program);
                peer.arg(script).arg(folder).arg(seconds);
                if let Some(modules) = modules {
                    peer.env("NODE_PATH", modules);
                }
                figures_of(peer)
            }
        }
    }
}

fn figures_of(mut command: Command) -> Result<Figures, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    Figures::parse(&String::from_utf8_lossy(&output.stdout))
}
