//! `yangguang schema`.

use crate::arguments::SchemaOf;
use crate::terminal;
use domain::procedure::ProcedureDocument;
use exchange::mapping::Mapping;
use operations::check::{ReportedFinding, Summary};
use operations::law_version::LawVersion;
use operations::platform::{Place, Platform, Timers};
use operations::time_source::SystemTime;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use web::server::Site;

/// The JSON report of `check`.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its shape is asked for")]
struct Report<'a> {
    /// Every finding, in the order of the log; those of open cases at the end.
    findings: Vec<ReportedFinding<'a>>,
    /// The summary.
    summary: Summary,
}

/// The routes with the operations that they declare. They are those of a server: one is made in a folder that goes away.
fn routes(law: &'static LawVersion) -> anyhow::Result<String> {
    let folder = std::env::temp_dir().join(format!("yangguang-routes-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let place = Place::in_folder(&folder);
    let declared = (|| {
        let platform = Platform::start_with(place, law, Arc::new(SystemTime), Timers::Stand)?;
        let site = Site::new(Arc::new(platform), false)?;
        Ok::<_, anyhow::Error>(web::server::declared(&site))
    })();
    std::fs::remove_dir_all(&folder)?;
    let mut lines: Vec<String> = declared?
        .iter()
        .map(|route| format!("{:6} {}  {}", route.method, route.path, route.permission.operation))
        .collect();
    lines.sort();
    Ok(format!("\nRoutes, with the operation that each declares\n\n{}\n", lines.join("\n")))
}

pub(super) fn run(of: SchemaOf) -> anyhow::Result<ExitCode> {
    let mut target = terminal::stdout();
    let schema = match of {
        SchemaOf::Api => {
            target.write_all(web::server::openapi()?.as_bytes())?;
            target.flush()?;
            return Ok(ExitCode::SUCCESS);
        }
        SchemaOf::Permissions => {
            let law = super::serve::law()?;
            let matrix = operations::permission_matrix::matrix(law);
            let mut text = matrix.map_err(|error| anyhow::anyhow!("{error}"))?;
            text += &routes(law)?;
            target.write_all(text.as_bytes())?;
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
