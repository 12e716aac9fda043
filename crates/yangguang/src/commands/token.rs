//! `yangguang token`.

use super::serve::open;
use crate::arguments::TokenCommand;
use crate::terminal;
use operations::desk::Failure;
use operations::platform::Timers;
use operations::tokens::{Holder, create};
use std::io::Write;
use std::process::ExitCode;

pub(super) fn run(command: TokenCommand) -> anyhow::Result<ExitCode> {
    let TokenCommand::Create { holder, place } = command;
    let platform = open(&place, Timers::Stand)?;
    let token = create(&platform, &Holder::parse(&holder)).map_err(|failure| match failure {
        Failure::Unknown(what, name) => anyhow::anyhow!(
            "the register knows no {what} `{name}`; `yangguang register list` shows what it knows"
        ),
        other => anyhow::anyhow!("{other:?}"),
    })?;
    let mut target = terminal::stdout();
    writeln!(target, "{token}")?;
    target.flush()?;
    Ok(ExitCode::SUCCESS)
}
