//! Arguments of the commands that run or look at a platform.

use clap::Subcommand;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where a platform keeps what it has.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct DataPlace {
    /// Folder of the signing key, the newest checkpoints and, with SQLite, the database [default: the platform's data folder]
    #[arg(long)]
    pub(crate) data: Option<PathBuf>,
    /// `postgres://user:password@host:port/name`, or a file for SQLite [default: yangguang.db in the data folder]
    #[arg(long)]
    pub(crate) database: Option<String>,
}

/// The pages, the live board and the API; stop with Ctrl-C.
#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) place: DataPlace,
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
}

/// A fictional province at work, on a clock that runs faster; made once, goes on where it stopped.
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Folder of the demonstration [default: the platform's data folder]
    #[arg(long)]
    pub(crate) data: Option<PathBuf>,
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// How many times faster than real time offices work; nights and holidays pass faster still
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub(crate) speed: u32,
    /// Working history made at the start, in days
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(0..=120))]
    pub(crate) days: u32,
    /// Seed of the simulation's chance
    #[arg(long, default_value_t = 20_260_302)]
    pub(crate) seed: u64,
}

/// Exit status: 0 all in order, 1 something is not.
#[derive(Debug, clap::Args)]
pub(crate) struct Examine {
    #[command(flatten)]
    pub(crate) place: DataPlace,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Register {
    #[command(subcommand)]
    pub(crate) command: RegisterCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegisterCommand {
    /// Add places, agencies, posts and people from a file; what has the same key is replaced
    Import {
        /// TOML as in examples/province/province.toml
        file: PathBuf,
        #[command(flatten)]
        place: DataPlace,
    },
    /// List agencies and their posts
    List {
        #[command(flatten)]
        place: DataPlace,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Catalogue {
    #[command(subcommand)]
    pub(crate) command: CatalogueCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CatalogueCommand {
    /// Check a catalogue row by row and, with --drafts, make drafts of it; the legal office publishes them
    Import {
        /// CSV, XLSX or JSON
        file: PathBuf,
        /// Make drafts; without it nothing is written
        #[arg(long)]
        drafts: bool,
        /// Why, as it is kept with each draft
        #[arg(long, default_value = "从文件导入")]
        reason: String,
        #[command(flatten)]
        place: DataPlace,
    },
    /// Write the disclosed items in force
    Export {
        /// Ends in .csv, .xlsx or .json
        file: PathBuf,
        #[command(flatten)]
        place: DataPlace,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Token {
    #[command(subcommand)]
    pub(crate) command: TokenCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token of the API and print it; only its hash is kept, it cannot be read again
    Create {
        /// For whom it stands: the id of a post, `party:ID` for an applicant, `feed:AGENCY` for the system of an agency
        holder: String,
        #[command(flatten)]
        place: DataPlace,
    },
}
