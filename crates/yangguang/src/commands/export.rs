//! `yangguang export`.

use crate::arguments::Export as Arguments;
use crate::terminal::{self, Output, Watching};
use operations::log_file::Progress;
use std::process::ExitCode;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let inputs = [arguments.log.as_path(), arguments.mapping.as_path()];
    terminal::refuse_overwriting(arguments.output.as_deref(), &inputs)?;
    let progress = Progress::default();
    let (output, mut target) = Output::open(arguments.output.as_deref())?;
    let exported = {
        let _watching = Watching::start(&progress);
        let format = arguments.format.format();
        operations::export::export(
            &arguments.log,
            &arguments.mapping,
            format,
            target.as_mut(),
            &progress,
        )?
    };
    target.flush()?;
    drop(target);
    output.finish()?;
    if let Some(path) = &arguments.output {
        let (cases, events) = (exported.cases, exported.events);
        terminal::note(&format!("{cases} cases, {events} events written to {}", path.display()));
    }
    Ok(ExitCode::SUCCESS)
}
