//! `yangguang schema`.

use crate::arguments::SchemaOf;
use crate::terminal;
use domain::procedure::ProcedureDocument;
use exchange::mapping::Mapping;
use operations::check::{ReportedFinding, Summary};
use std::io::Write;
use std::process::ExitCode;

/// The JSON report of `check`.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its shape is asked for")]
struct Report<'a> {
    /// Every finding, in the order of the log; those of open cases at the end.
    findings: Vec<ReportedFinding<'a>>,
    /// The summary.
    summary: Summary,
}

pub(super) fn run(of: SchemaOf) -> anyhow::Result<ExitCode> {
    let mut target = terminal::stdout();
    let schema = match of {
        SchemaOf::Api => {
            target.write_all(web::server::openapi()?.as_bytes())?;
            target.flush()?;
            return Ok(ExitCode::SUCCESS);
        }
        SchemaOf::Procedure => schemars::schema_for!(ProcedureDocument),
        SchemaOf::Mapping => schemars::schema_for!(Mapping),
        SchemaOf::Report => schemars::schema_for!(Report<'_>),
    };
    writeln!(target, "{}", serde_json::to_string_pretty(&schema)?)?;
    target.flush()?;
    Ok(ExitCode::SUCCESS)
}
