//! `yangguang procedure`.

use super::BAD_INPUT;
use crate::arguments::ProcedureCommand;
use crate::terminal;
use operations::law_library::{LawError, LawLibrary};
use std::io::Write;
use std::process::ExitCode;

pub(super) fn run(command: ProcedureCommand) -> anyhow::Result<ExitCode> {
    match command {
        ProcedureCommand::Check { procedures } => check(&procedures),
        ProcedureCommand::List => list(),
        ProcedureCommand::Show { id } => show(&id),
    }
}

fn check(procedures: &[String]) -> anyhow::Result<ExitCode> {
    let mut target = terminal::stdout();
    let mut refused = false;
    for name in procedures {
        match operations::procedure::check(name) {
            Ok(procedure) => writeln!(
                target,
                "{name}: sound. {} {}, {} stages, {} limits, sha256 {}",
                procedure.id,
                procedure.version,
                procedure.stages.len(),
                procedure.limits.iter().filter(|limit| limit.stage.is_none()).count(),
                procedure.hash
            )?,
            Err(LawError::Refused(problems)) => {
                refused = true;
                writeln!(target, "{problems}")?;
            }
            Err(error @ LawError::Unreadable { .. }) => {
                anyhow::bail!(
                    "{error}: give a file that is there, or a name that `yangguang procedure list` shows"
                );
            }
            Err(error) => return Err(error.into()),
        }
    }
    target.flush()?;
    Ok(if refused { ExitCode::from(BAD_INPUT) } else { ExitCode::SUCCESS })
}

fn list() -> anyhow::Result<ExitCode> {
    let mut target = terminal::stdout();
    for id in LawLibrary::embedded().procedure_ids() {
        let procedure = LawLibrary::embedded().procedure(&id)?;
        let english = procedure.name.english.as_deref().unwrap_or_default();
        writeln!(
            target,
            "{id:<24} {:<8} {}  {english}",
            procedure.version, procedure.name.simplified
        )?;
    }
    target.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn show(id: &str) -> anyhow::Result<ExitCode> {
    let (_, text) = LawLibrary::embedded().procedure_text(id)?;
    let mut target = terminal::stdout();
    target.write_all(text.as_bytes())?;
    target.flush()?;
    Ok(ExitCode::SUCCESS)
}
