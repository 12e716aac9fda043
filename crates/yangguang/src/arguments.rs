//! The arguments of every command, with the help that people read.

mod live;

use clap::{Parser, Subcommand, ValueEnum};
use domain::text::Language;
use exchange::export::ExportFormat;
pub(crate) use live::{
    Catalogue, CatalogueCommand, DataPlace, Demo, Examine, Register, RegisterCommand, Serve, Token,
    TokenCommand,
};
use std::path::PathBuf;

/// Yangguang 阳光: administrative power, exercised in the open and watched while it is exercised.
#[derive(Debug, Parser)]
#[command(name = "yangguang", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show a fictional province at work in the browser
    Demo(Demo),
    /// Run a platform: pages, live board, API
    Serve(Serve),
    /// Print the secret with which the three administrators are made, while they are not
    Setup(Examine),
    /// Compute everything that was recorded again, and compare it with what was signed
    Verify(Examine),
    /// Look whether an installation is sound
    Doctor(Examine),
    /// The catalogue of items: import and export
    Catalogue(Catalogue),
    /// Places, agencies, posts and people
    Register(Register),
    /// Tokens of the API
    Token(Token),
    /// Check a case log against the law: what was late, skipped or contradictory, and why
    Check(Check),
    /// Draft a mapping for a log that was never seen before
    Map(Map),
    /// Write the cases of a log as XES, CSV or OCEL 2.0
    Export(Export),
    /// Check a procedure for publishing, or list those of the house
    Procedure(Procedure),
    /// Compute a legal due date and explain it
    Due(Due),
    /// Print a JSON Schema
    Schema(Schema),
}

/// Exit status: 0 nothing found at or above --fail-on, 1 something found, 2 bad input.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The log: XES (.xes, .xes.gz), CSV or XLSX
    pub(crate) log: PathBuf,
    /// What the words of the log mean; `yangguang map LOG` drafts one
    #[arg(long, short)]
    pub(crate) mapping: PathBuf,
    /// Procedure file, or the id of one of the house [default: the one that the mapping names]
    #[arg(long, short)]
    pub(crate) procedure: Option<String>,
    /// Folder of rules [default: those that the mapping names, else those of the house]
    #[arg(long, short)]
    pub(crate) rules: Option<PathBuf>,
    /// How to report
    #[arg(long, short, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
    /// Write to this file instead of the standard output
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
    /// Judge open cases as of this date (2026-11-22) or moment [default: the log's last event]
    #[arg(long)]
    pub(crate) as_of: Option<String>,
    /// Count and list what cannot be used instead of stopping at it
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Exit with status 1 when something is found at this level or above: 0 notice, 1 warning, 2 breach, 3 serious
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(0..=3))]
    pub(crate) fail_on: u8,
    /// Language of the report [default: that of the environment]
    #[arg(long, value_enum)]
    pub(crate) language: Option<ReportLanguage>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// A summary to read
    Text,
    /// One object with `summary` and `findings`
    Json,
    /// One row per finding
    Csv,
    /// One self-contained page with charts
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportLanguage {
    /// 简体中文
    ZhHans,
    /// 繁體中文
    ZhHant,
    /// English
    En,
}

impl ReportLanguage {
    pub(crate) fn language(self) -> Language {
        match self {
            Self::ZhHans => Language::SimplifiedChinese,
            Self::ZhHant => Language::TraditionalChinese,
            Self::En => Language::English,
        }
    }
}

/// The draft recognises columns, dates and activities; read it through before you use it.
#[derive(Debug, clap::Args)]
pub(crate) struct Map {
    /// The log: XES (.xes, .xes.gz), CSV or XLSX
    pub(crate) log: PathBuf,
    /// Zone of the log's times
    #[arg(long, default_value = "Asia/Shanghai")]
    pub(crate) time_zone: String,
    /// Write to this file instead of the standard output; an existing file is not overwritten
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The log
    pub(crate) log: PathBuf,
    /// What its words mean; must name a procedure
    #[arg(long, short)]
    pub(crate) mapping: PathBuf,
    /// What to write
    #[arg(long, short, value_enum)]
    pub(crate) format: TargetFormat,
    /// Write to this file instead of the standard output
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TargetFormat {
    /// IEEE 1849 XES
    Xes,
    /// One row per event
    Csv,
    /// Object-centric event log 2.0, JSON
    Ocel,
}

impl TargetFormat {
    pub(crate) fn format(self) -> ExportFormat {
        match self {
            Self::Xes => ExportFormat::Xes,
            Self::Csv => ExportFormat::Csv,
            Self::Ocel => ExportFormat::Ocel,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Procedure {
    #[command(subcommand)]
    pub(crate) command: ProcedureCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProcedureCommand {
    /// Can it be published? Names file, line and rule of everything that is wrong
    Check {
        /// Procedure files, or ids of the house
        #[arg(required = true)]
        procedures: Vec<String>,
    },
    /// List the procedures of the house
    List,
    /// Print the text of a procedure of the house, to start a new one from
    Show {
        /// Its id
        id: String,
    },
}

/// The day of the triggering event is not counted; the limit ends at 24:00 of its last day.
#[derive(Debug, clap::Args)]
pub(crate) struct Due {
    /// The day of the event that starts the limit, e.g. 2026-02-13
    #[arg(long)]
    pub(crate) from: String,
    /// The limit, e.g. 20wd (working days), 60d (calendar days), 8w (weeks), 3m (months), 4wh (working hours)
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) limit: String,
    /// Working-day calendar
    #[arg(long, default_value = "cn")]
    pub(crate) calendar: String,
    /// A calendar period that ends on a rest day stays there
    #[arg(long)]
    pub(crate) keep_rest_day: bool,
    /// Language of the explanation [default: that of the environment]
    #[arg(long, value_enum)]
    pub(crate) language: Option<ReportLanguage>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Schema {
    /// Of what
    #[arg(value_enum)]
    pub(crate) of: SchemaOf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// Procedure files
    Procedure,
    /// Mapping files
    Mapping,
    /// The JSON report of `check`
    Report,
    /// The JSON API, as OpenAPI
    Api,
    /// The permission matrix, as text
    Permissions,
}
