//! `yangguang map`.

use crate::arguments::Map as Arguments;
use crate::terminal::{self, Output, Watching};
use anyhow::bail;
use jiff::tz::TimeZone;
use operations::log_file::Progress;
use std::io::Write;
use std::process::ExitCode;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if TimeZone::get(&arguments.time_zone).is_err() {
        bail!("--time-zone: `{}` is not a time zone (try Asia/Shanghai)", arguments.time_zone);
    }
    if let Some(output) = arguments.output.as_deref().filter(|output| output.exists()) {
        bail!("{} is there already: choose another name or remove it first", output.display());
    }
    let progress = Progress::default();
    let draft = {
        let _watching = Watching::start(&progress);
        operations::map::draft(&arguments.log, &arguments.time_zone, &progress)?
    };
    let (output, mut target) = Output::open(arguments.output.as_deref())?;
    target.write_all(draft.text.as_bytes())?;
    target.flush()?;
    drop(target);
    output.finish()?;
    if let Some(path) = &arguments.output {
        terminal::note(&format!(
            "Draft for {} cases and {} events written to {}. Read it through, then run `yangguang check`.",
            draft.survey.cases,
            draft.survey.events,
            path.display()
        ));
    }
    Ok(ExitCode::SUCCESS)
}
