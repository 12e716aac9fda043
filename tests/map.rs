//! `yangguang map`: nobody starts from an empty file.

use crate::support::{check_json, real_log, root, yangguang};
use std::fs;

#[test]
fn a_draft_for_a_chinese_table_finds_case_activity_time_and_people() {
    let run = yangguang(&["map", "examples/licences/cases.csv"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let handmade = fs::read_to_string(root().join("examples/licences/mapping.toml")).unwrap();
    for key in ["id", "activity", "time", "recorded_at", "person"] {
        let line = |text: &str| {
            let mut lines = text.lines();
            lines.find(|line| line.starts_with(&format!("{key} = "))).map(str::to_owned)
        };
        assert_eq!(line(&run.stdout), line(&handmade), "{key}");
    }
}

#[test]
fn a_draft_can_be_checked_with_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.toml");
    let draft =
        yangguang(&["map", "examples/licences/cases.csv", "--output", path.to_str().unwrap()]);
    assert_eq!(draft.status, 0, "{}", draft.stderr);
    let report = check_json(&["examples/licences/cases.csv", "--mapping", path.to_str().unwrap()]);
    assert_eq!(report["summary"]["cases"], 63, "numbers repeat across authorities");
    let again =
        yangguang(&["map", "examples/licences/cases.csv", "--output", path.to_str().unwrap()]);
    assert_eq!(again.status, 2, "an existing file is not overwritten");
}

#[test]
fn a_draft_for_a_foreign_log_lists_activities_deadlines_and_placeholders() {
    let Some(log) = real_log("receipt.xes.gz") else { return };
    let run = yangguang(&["map", log.to_str().unwrap(), "--time-zone", "Europe/Amsterdam"]);
    for expected in [
        "id = \"concept:name\"",
        "activity = \"concept:name\"",
        "time = \"time:timestamp\"",
        "person = \"org:resource\"",
        "[activities.\"Confirmation of receipt\"]   # 1434 times",
        "limit = \"statutory\"\nattribute = \"deadline\"",
    ] {
        assert!(run.stdout.contains(expected), "{expected}\n{}", run.stdout);
    }
}

#[test]
fn one_row_per_case_is_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.csv");
    fs::write(
        &path,
        "办件编号,受理时间,承诺办结时间,办结时间\nA1,2026-02-13,2026-03-06,2026-03-09\n",
    )
    .unwrap();
    let run = yangguang(&["map", path.to_str().unwrap()]);
    for expected in ["layout = \"cases\"", "act = \"accept\"", "act = \"close\"", "[[due]]"] {
        assert!(run.stdout.contains(expected), "{expected}\n{}", run.stdout);
    }
}
