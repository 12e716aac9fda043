//! `yangguang register`.

use super::serve::{open, open_existing};
use crate::arguments::RegisterCommand;
use crate::terminal;
use anyhow::Context;
use operations::platform::Timers;
use operations::register::RegisterFile;
use std::io::Write;
use std::process::ExitCode;

pub(super) fn run(command: RegisterCommand) -> anyhow::Result<ExitCode> {
    let mut target = terminal::stdout();
    match command {
        RegisterCommand::Import { file, place } => {
            let named = || file.display().to_string();
            let text = std::fs::read_to_string(&file).with_context(named)?;
            let register = RegisterFile::parse(&text).with_context(named)?;
            let (agencies, posts) = (register.agencies.len(), register.posts.len());
            let places = register.jurisdictions.len();
            open(&place, Timers::Stand)?.write_register(register)?;
            writeln!(target, "imported: places {places}, agencies {agencies}, posts {posts}")?;
            terminal::note("next: `yangguang serve` in the same place");
        }
        RegisterCommand::List { place } => {
            let platform = open_existing(&place)?;
            let register = platform.register();
            let language = super::language(None);
            for agency in register.agencies() {
                let name = agency.name.in_language(language);
                writeln!(target, "{}  {}  {name}", agency.jurisdiction, agency.id)?;
                if !agency.serves.is_empty() {
                    writeln!(target, "    serves {}", agency.serves.join(", "))?;
                }
                for post in register.posts_of(&agency.id) {
                    let title = post.title.in_language(language);
                    let roles = post.roles.join(", ");
                    writeln!(target, "    {}  {title}  {}  [{roles}]", post.id, post.person.name)?;
                }
            }
            if register.agencies().next().is_none() {
                writeln!(
                    target,
                    "the register is empty; `yangguang register import FILE` fills it"
                )?;
            }
        }
    }
    target.flush()?;
    Ok(ExitCode::SUCCESS)
}
