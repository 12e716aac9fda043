//! `yangguang demo`: a fictional province at work.

use crate::arguments::Demo;
use std::process::ExitCode;

pub(super) fn run(_command: &Demo) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
