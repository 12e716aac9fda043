//! `yangguang token`.

use super::serve::open_existing;
use crate::arguments::TokenCommand;
use crate::terminal;
use anyhow::bail;
use operations::desk::Failure;
use operations::tokens::{Holder, create};
use std::io::Write;
use std::process::ExitCode;

pub(super) fn run(command: TokenCommand) -> anyhow::Result<ExitCode> {
    let TokenCommand::Create { holder, place } = command;
    let holder = Holder::parse(&holder);
    if holder.id().trim().is_empty() {
        bail!("`{}` names nobody: `post:ID`, `party:NUMBER` or `feed:AGENCY`", holder.text());
    }
    let platform = open_existing(&place)?;
    let token = create(&platform, &holder).map_err(|failure| match failure {
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
