//! `yangguang doctor`.

use super::{FOUND, serve};
use crate::arguments::Examine;
use crate::terminal;
use operations::doctor;
use operations::time_source::SystemTime;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

pub(super) fn run(command: &Examine) -> anyhow::Result<ExitCode> {
    let place = serve::existing(&command.place)?;
    let watched = std::io::stderr().is_terminal();
    let mut progress = |what: &str| {
        if watched {
            terminal::note(&format!("looking at {what} …"));
        }
    };
    let checks = doctor::examine(&place, serve::law()?, &SystemTime, &mut progress)?;
    let mut target = terminal::stdout();
    for check in &checks {
        let sign = if check.in_order { "ok   " } else { "ALARM" };
        writeln!(target, "{sign}  {}: {}", check.about, check.finding)?;
    }
    let wrong = checks.iter().filter(|check| !check.in_order).count();
    match wrong {
        0 => writeln!(target, "all in order")?,
        _ => writeln!(target, "{wrong} not in order")?,
    }
    target.flush()?;
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}
