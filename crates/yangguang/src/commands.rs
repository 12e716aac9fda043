//! One file per command.

mod alarms;
mod catalogue;
mod check;
mod demo;
mod doctor;
mod due;
mod export;
mod map;
mod procedure;
mod register;
mod schema;
mod serve;
mod setup;
mod token;
mod verify;

use crate::arguments::{Arguments, Command, ReportLanguage};
use domain::text::Language;
use std::process::ExitCode;

/// Exit status when the input is wrong.
pub(crate) const BAD_INPUT: u8 = 2;
/// Exit status when something was found.
pub(crate) const FOUND: u8 = 1;

/// Runs a command.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Command::Demo(command) => demo::run(&command),
        Command::Serve(command) => serve::run(&command),
        Command::Setup(command) => setup::run(&command),
        Command::Verify(command) => verify::run(&command),
        Command::Doctor(command) => doctor::run(&command),
        Command::Catalogue(command) => catalogue::run(command.command),
        Command::Register(command) => register::run(command.command),
        Command::Token(command) => token::run(command.command),
        Command::Check(command) => check::run(&command),
        Command::Map(command) => map::run(&command),
        Command::Export(command) => export::run(&command),
        Command::Procedure(command) => procedure::run(command.command),
        Command::Due(command) => due::run(&command),
        Command::Schema(command) => schema::run(command.of),
    }
}

/// The language asked for, or that of the environment; English where the environment says neither.
fn language(asked: Option<ReportLanguage>) -> Language {
    if let Some(asked) = asked {
        return asked.language();
    }
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let environment = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    environment.and_then(|tag| Language::from_tag(&tag)).unwrap_or(Language::English)
}
