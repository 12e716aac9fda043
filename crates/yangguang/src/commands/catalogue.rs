//! `yangguang catalogue`.

use super::serve::open_existing;
use crate::arguments::CatalogueCommand;
use crate::terminal;
use anyhow::{Context, anyhow, bail};
use operations::caller::Caller;
use operations::catalogue::disclosure::Scope;
use operations::catalogue::export::{Form, file as exported};
use operations::catalogue::import::{Plan, Weight, carry_out, plan};
use operations::platform::Platform;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(command: CatalogueCommand) -> anyhow::Result<ExitCode> {
    match command {
        CatalogueCommand::Import { file, drafts, reason, place } => {
            let platform = open_existing(&place)?;
            import(&platform, &file, drafts.then_some(reason.as_str()))
        }
        CatalogueCommand::Export { file, place } => {
            let form = match file.extension().and_then(|ending| ending.to_str()) {
                Some("csv") => Form::Csv,
                Some("xlsx") => Form::Xlsx,
                Some("json") => Form::Json,
                _ => bail!("{}: the name must end in .csv, .xlsx or .json", file.display()),
            };
            let platform = open_existing(&place)?;
            let bytes = exported(&platform, &Scope::All, form)?;
            fs::write(&file, bytes).with_context(|| file.display().to_string())?;
            terminal::note(&format!("{} written", file.display()));
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Says what is wrong with each row; makes drafts when there is a reason to. Fails when rows cannot be read.
fn import(platform: &Platform, path: &Path, reason: Option<&str>) -> anyhow::Result<ExitCode> {
    let named = || path.display().to_string();
    let reader = fs::File::open(path).with_context(named)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let planned = plan(platform, &Caller::Platform, &name.unwrap_or_default(), reader);
    let planned = planned.with_context(named)?;
    report(&planned)?;
    let mut target = terminal::stdout();
    match reason {
        None => writeln!(target, "checked only; --drafts makes drafts")?,
        Some(reason) => {
            let made = carry_out(platform, &Caller::Platform, &planned, reason);
            let made = made.map_err(|failure| anyhow!("{failure:?}"))?;
            writeln!(target, "{made} drafts made")?;
        }
    }
    target.flush()?;
    Ok(if planned.unreadable() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(plan: &Plan) -> anyhow::Result<()> {
    let (mut target, language) = (terminal::stdout(), super::language(None));
    for fault in &plan.faults {
        let weight = match fault.weight {
            Weight::Unreadable => "error",
            Weight::Incomplete => "incomplete",
            Weight::Advice => "check",
        };
        let (message, rule) =
            (fault.message.in_language(language), fault.rule.in_language(language));
        writeln!(
            target,
            "{}:{}: {}: {weight}: {message} [{rule}]",
            plan.file, fault.row, fault.column
        )?;
    }
    writeln!(
        target,
        "{} rows: {} complete, {} incomplete, {} as in force, {} unreadable",
        plan.total,
        plan.complete(),
        plan.incomplete(),
        plan.unchanged(),
        plan.unreadable()
    )?;
    target.flush()?;
    Ok(())
}
