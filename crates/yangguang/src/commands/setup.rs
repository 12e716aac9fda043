//! `yangguang setup`: the secret of the first run, for the operator of the machine.

use super::serve::existing;
use crate::arguments::Examine;
use crate::terminal;
use operations::people::setup::standing_secret;
use std::io::Write;
use std::process::ExitCode;

pub(super) fn run(command: &Examine) -> anyhow::Result<ExitCode> {
    let place = existing(&command.place)?;
    let mut target = terminal::stdout();
    match standing_secret(&place.folder)? {
        Some(secret) => writeln!(target, "{secret}")?,
        None => {
            terminal::note(
                "there is no secret: the administrators were made, or `yangguang serve` was not started yet",
            );
            return Ok(ExitCode::from(super::FOUND));
        }
    }
    target.flush()?;
    Ok(ExitCode::SUCCESS)
}
