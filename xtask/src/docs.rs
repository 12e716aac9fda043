//! `cargo xtask docs`: the generated pages of `docs/reference`, written anew. A test refuses stale ones.

use crate::shell::{Outcome, cargo, output, root, say};
use std::fs;

/// What is generated, and by which arguments of the program.
const PAGES: [(&str, &[&str]); 5] = [
    ("procedure.schema.json", &["schema", "procedure"]),
    ("mapping.schema.json", &["schema", "mapping"]),
    ("report.schema.json", &["schema", "report"]),
    ("openapi.json", &["schema", "api"]),
    ("permission-matrix.txt", &["schema", "permissions"]),
];

pub(crate) fn run() -> Outcome {
    crate::shell::run(cargo(&["build", "--quiet", "--package", "yangguang"]))?;
    for (file, arguments) in PAGES {
        let mut words = vec!["run", "--quiet", "--package", "yangguang", "--"];
        words.extend(arguments);
        let text = output(cargo(&words)).ok_or_else(|| format!("`{arguments:?}` failed"))?;
        let path = root().join("docs/reference").join(file);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        say(&format!("written: docs/reference/{file}"));
    }
    Ok(())
}
