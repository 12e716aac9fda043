//! `yangguang doctor`.

use super::{FOUND, serve};
use crate::arguments::Examine;
use crate::terminal;
use operations::doctor::{self, Standing};
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
        let sign = match check.standing {
            Standing::InOrder => "ok   ",
            Standing::Warning => "look ",
            Standing::Fault => "ALARM",
        };
        writeln!(target, "{sign}  {}: {}", check.about, check.finding)?;
    }
    let count = |standing| checks.iter().filter(|check| check.standing == standing).count();
    let (wrong, doubtful) = (count(Standing::Fault), count(Standing::Warning));
    match (wrong, doubtful) {
        (0, 0) => writeln!(target, "all in order")?,
        (0, _) => writeln!(target, "in order; {doubtful} to look at")?,
        (_, _) => writeln!(target, "{wrong} not in order")?,
    }
    target.flush()?;
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}
