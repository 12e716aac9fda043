//! Documentation that cannot rot: generated pages are fresh, and the commands of the README run.

use crate::support::{python, root, yangguang};
use std::fs;

#[test]
fn generated_schemas_are_fresh() {
    for of in ["procedure", "mapping", "report"] {
        let path = root().join(format!("docs/reference/{of}.schema.json"));
        let run = yangguang(&["schema", of]);
        let fresh = fs::read_to_string(path).unwrap() == run.stdout;
        assert!(fresh, "{of}: run `cargo xtask docs`");
    }
}

#[test]
fn the_permission_matrix_is_fresh() {
    let path = root().join("docs/reference/permission-matrix.txt");
    let run = yangguang(&["schema", "permissions"]);
    let fresh = fs::read_to_string(path).unwrap() == run.stdout;
    assert!(fresh, "the rights have changed: run `cargo xtask docs` and look at the difference");
}

#[test]
fn law_files_mappings_and_reports_are_what_their_schemas_say() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let (log, mapping) = ("examples/licences/cases.csv", "examples/licences/mapping.toml");
    let path = path.to_str().unwrap();
    let run = yangguang(&["check", log, "-m", mapping, "-f", "json", "-o", path]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    let Some(counts) = python("tests/independent/schemas.py", &[path]) else { return };
    assert!(counts["procedure"].as_u64().unwrap() >= 10, "{counts}");
    assert!(counts["mapping"].as_u64().unwrap() >= 3, "{counts}");
    assert_eq!(counts["refuses_nonsense"], true);
}

/// The commands in the console blocks of a page that start the program.
fn commands(page: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let lines = text.lines().map(str::trim);
    let ours = lines.filter_map(|line| {
        let line = line.strip_prefix("$ ").unwrap_or(line);
        line.strip_prefix("cargo run --release -- ").or_else(|| line.strip_prefix("yangguang "))
    });
    ours.map(|line| {
        let line = line.split(" #").next().unwrap().split(" | ").next().unwrap();
        line.split_whitespace().map(str::to_owned).collect()
    })
    .collect()
}

#[test]
fn the_commands_of_the_readmes_run() {
    for page in ["README.md", "README.zh-CN.md", "docs/tutorial/first-check.md"] {
        let commands = commands(page);
        assert!(!commands.is_empty(), "{page} shows no command");
        for command in commands {
            let words: Vec<&str> = command.iter().map(String::as_str).collect();
            // Commands that write files, need a download or run until they are stopped are shown, not run.
            let runs_on = matches!(words.first(), Some(&("demo" | "serve")));
            if runs_on
                || words.iter().any(|word| {
                    ["--output", "-o", ">"].contains(word)
                        || word.contains("…")
                        || word.ends_with(".gz")
                })
            {
                continue;
            }
            let run = yangguang(&words);
            assert!(matches!(run.status, 0 | 1), "{page}: {words:?}\n{}", run.stderr);
        }
    }
}

#[test]
fn every_kind_of_rule_is_on_its_reference_page() {
    let page = fs::read_to_string(root().join("docs/reference/rule-kinds.md")).unwrap();
    for kind in domain::supervision::kinds::KINDS {
        assert!(page.contains(&format!("| `{}` |", kind.name)), "{}", kind.name);
        for parameter in kind.parameters {
            assert!(page.contains(&format!("`{parameter}")), "{}: {parameter}", kind.name);
        }
    }
}
