//! `yangguang verify`.

use super::{FOUND, serve};
use crate::arguments::Examine;
use crate::terminal;
use indicatif::{ProgressBar, ProgressStyle};
use operations::{signing_key, verify};
use std::io::Write;
use std::process::ExitCode;

pub(super) fn run(command: &Examine) -> anyhow::Result<ExitCode> {
    let place = serve::existing(&command.place)?;
    let key = signing_key::read(&place.key_file())?.verifying_key();
    let mut connection = place.database.open_reader()?;
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} leaves {elapsed}") {
        bar.set_style(style);
    }
    let all =
        verify::verify(&mut connection, &key, &place.checkpoints(), &mut |done| bar.inc(done))?;
    bar.finish_and_clear();
    let mut target = terminal::stdout();
    writeln!(target, "key {key}")?;
    let mut sound = true;
    for log in &all {
        match &log.outcome {
            Ok(summary) => writeln!(
                target,
                "{}: {} leaves of {} cases and {} signed checkpoints hold; root {}",
                log.jurisdiction,
                summary.leaves,
                summary.cases,
                summary.checkpoints,
                operations::desk::hex(&summary.root)
            )?,
            Err(problems) => {
                sound = false;
                for problem in problems.words() {
                    writeln!(target, "{}: DOES NOT HOLD: {problem}", log.jurisdiction)?;
                }
            }
        }
    }
    if all.is_empty() {
        writeln!(target, "nothing is recorded yet in {}", place.database)?;
    }
    target.flush()?;
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}
