//! `yangguang check`: reports, exit statuses, languages.

use crate::support::{cases_of, check_json, root, yangguang};
use serde_json::Value;
use std::fs;

const LOG: &str = "examples/licences/cases.csv";
const MAPPING: &str = "examples/licences/mapping.toml";

#[test]
fn the_synthetic_log_holds_exactly_what_was_planted() {
    let report = check_json(&[LOG, "--mapping", MAPPING]);
    let text = fs::read_to_string(root().join("examples/licences/expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let found = report["summary"]["findings_by_rule"].as_object().unwrap();
    for (rule, cases) in found {
        let planted = expected["findings_by_rule"].get(rule).and_then(Value::as_u64).unwrap_or(0);
        assert_eq!(cases.as_u64().unwrap(), planted, "{rule}");
    }
}

#[test]
fn the_same_table_in_gb18030_with_semicolons_gives_the_same_findings() {
    let utf8 = check_json(&[LOG, "--mapping", MAPPING]);
    let gb18030 = check_json(&["examples/licences/cases.gb18030.csv", "--mapping", MAPPING]);
    assert_eq!(utf8["findings"], gb18030["findings"]);
}

#[test]
fn a_case_is_keyed_by_authority_and_id() {
    let report = check_json(&[LOG, "--mapping", MAPPING]);
    let ids = |report: &Value| {
        let findings = report["findings"].as_array().unwrap().clone();
        findings.iter().filter(|f| f["authority"].is_string()).count()
    };
    assert!(ids(&report) > 0);
    // Without the authority, cases of two organs fall into one and nonsense is found.
    let folder = tempfile::tempdir().unwrap();
    let mapping = fs::read_to_string(root().join(MAPPING)).unwrap();
    let without: Vec<&str> =
        mapping.lines().filter(|line| !line.starts_with("authority")).collect();
    assert_ne!(without.len(), mapping.lines().count());
    let path = folder.path().join("mapping.toml");
    fs::write(&path, without.join("\n")).unwrap();
    let merged = check_json(&[LOG, "--mapping", path.to_str().unwrap()]);
    assert!(merged["summary"]["cases"].as_u64() < report["summary"]["cases"].as_u64());
}

#[test]
fn every_finding_says_case_rule_level_article_day_evidence_and_why() {
    let report = check_json(&[LOG, "--mapping", MAPPING]);
    let findings = report["findings"].as_array().unwrap();
    assert!(!findings.is_empty());
    for finding in findings {
        for key in ["case", "rule", "article", "at", "explanation"] {
            assert!(finding[key].as_str().is_some_and(|text| !text.is_empty()), "{finding}");
        }
        assert!(finding["level"].as_u64().is_some_and(|level| level <= 3), "{finding}");
        assert!(finding["evidence"].is_object(), "{finding}");
    }
    for key in ["cases", "events", "time_zone", "rules_version", "time_rule", "as_of"] {
        assert!(!report["summary"][key].is_null(), "{key}");
    }
}

#[test]
fn the_exit_status_tells_clean_found_and_bad_input_apart() {
    let check = |arguments: &[&str]| {
        yangguang(&[&["check", LOG, "--mapping", MAPPING], arguments].concat())
    };
    assert_eq!(check(&["--fail-on", "2"]).status, 1);
    assert_eq!(yangguang(&["check", LOG, "--mapping", "no-such.toml"]).status, 2);
    assert_eq!(yangguang(&["check", "no-such.csv", "--mapping", MAPPING]).status, 2);
    // A pack of one rule that finds nothing here.
    let folder = tempfile::tempdir().unwrap();
    let rule = root().join("law/rules/reply-late");
    let target = folder.path().join("reply-late");
    fs::create_dir(&target).unwrap();
    fs::copy(rule.join("rule.toml"), target.join("rule.toml")).unwrap();
    assert_eq!(check(&["--rules", folder.path().to_str().unwrap()]).status, 0);
}

#[test]
fn open_cases_are_judged_as_of_the_day_that_is_asked_for() {
    let overdue = |day: &str| {
        let report = check_json(&[LOG, "--mapping", MAPPING, "--as-of", day]);
        cases_of(&report, "statutory-overdue")
    };
    assert!(overdue("2030-01-01") > overdue("2026-01-10"));
}

#[test]
fn a_pipe_gets_the_report_and_nothing_else() {
    let run = yangguang(&["check", LOG, "--mapping", MAPPING]);
    assert_eq!(run.stderr, "");
    assert!(!run.stdout.contains('\u{1b}'), "no colours in a pipe");
    assert!(run.stdout.contains("Cases by rule"));
}

#[test]
fn the_report_speaks_three_languages() {
    for (language, words) in
        [("zh-hans", "各规则涉及办件"), ("zh-hant", "各規則涉及辦件"), ("en", "Cases by rule")]
    {
        let run = yangguang(&["check", LOG, "--mapping", MAPPING, "--language", language]);
        assert!(run.stdout.contains(words), "{language}");
        assert!(!run.stdout.contains('⟨'), "{language}: a word is not translated");
    }
}

#[test]
fn the_table_of_findings_has_a_row_for_each() {
    let report = check_json(&[LOG, "--mapping", MAPPING]);
    let run = yangguang(&["check", LOG, "--mapping", MAPPING, "--format", "csv"]);
    let rows = run.stdout.lines().count() - 1;
    assert_eq!(rows, report["findings"].as_array().unwrap().len());
    assert!(run.stdout.starts_with('\u{feff}'), "spreadsheets need the mark");
}

#[test]
fn the_page_is_one_file_without_script_or_foreign_parts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    let run = yangguang(&[
        "check",
        LOG,
        "--mapping",
        MAPPING,
        "--format",
        "html",
        "--output",
        path.to_str().unwrap(),
    ]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    let page = fs::read_to_string(path).unwrap();
    assert!(page.contains("<svg") && page.contains("</html>"));
    for foreign in ["<script", "src=", "http://", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}
