//! Bad input: a clear error that names place and reason, status 2, and nothing lost without a word.

use crate::support::{check_json, root, yangguang};
use std::fs;
use std::path::PathBuf;

const MAPPING: &str = r#"
procedure = "ordinary-licence"
time_zone = "Asia/Shanghai"
[case]
id = "concept:name"
[event]
activity = "concept:name"
time = "time:timestamp"
[activities."apply"]
stage = "receive"
[activities."accept"]
stage = "accept"
outcome = "accepted"
"#;

const HEAD: &str = "<log xes.version=\"1.0\">\n";

fn event(name: &str, time: &str) -> String {
    format!(
        "<event><string key=\"concept:name\" value=\"{name}\"/><date key=\"time:timestamp\" value=\"{time}\"/></event>\n"
    )
}

fn trace(id: &str, events: &str) -> String {
    format!("<trace><string key=\"concept:name\" value=\"{id}\"/>\n{events}</trace>\n")
}

struct Files {
    _folder: tempfile::TempDir,
    log: PathBuf,
    mapping: PathBuf,
}

fn files(log: &[u8], mapping: &str) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let (log_path, mapping_path) = (folder.path().join("log"), folder.path().join("mapping.toml"));
    fs::write(&log_path, log).unwrap();
    fs::write(&mapping_path, mapping).unwrap();
    Files { _folder: folder, log: log_path, mapping: mapping_path }
}

/// The error of a check that must fail.
fn refused(log: &[u8], mapping: &str) -> String {
    let files = files(log, mapping);
    let run = yangguang(&[
        "check",
        files.log.to_str().unwrap(),
        "--mapping",
        files.mapping.to_str().unwrap(),
    ]);
    assert_eq!(run.status, 2, "{}", run.stdout);
    assert_eq!(run.stdout, "");
    run.stderr
}

#[test]
fn each_malformed_log_is_refused_with_its_place() {
    let good = event("apply", "2026-02-13T09:00:00+08:00");
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "empty"),
        (
            "cut off",
            format!("{HEAD}{}", trace("a", &good).replace("</trace>", "")).into(),
            "cut off",
        ),
        ("broken XML", format!("{HEAD}<trace><string key=\"a</trace></log>").into(), "line 2"),
        ("other XML", b"<html><body/></html>".to_vec(), "not an XES log"),
        (
            "no date",
            format!("{HEAD}{}</log>", trace("a", &event("apply", "yesterday"))).into(),
            "`yesterday` is no date",
        ),
        (
            "no id",
            format!("{HEAD}<trace>{good}</trace></log>")
                .replace("key=\"concept:name\" value=\"a\"", "")
                .into(),
            "without id",
        ),
        (
            "unknown activity",
            format!("{HEAD}{}</log>", trace("a", &event("dance", "2026-02-13T09:00:00+08:00")))
                .into(),
            "`dance` is not mapped",
        ),
        (
            "twice",
            format!("{HEAD}{}{}</log>", trace("a", &good), trace("a", &good)).into(),
            "twice",
        ),
        (
            "trace in a trace",
            format!(
                "{HEAD}<trace><string key=\"concept:name\" value=\"a\"/>{}</trace></log>",
                trace("b", &good)
            )
            .into(),
            "`trace` inside a trace",
        ),
        (
            "event in an event",
            format!(
                "{HEAD}{}</log>",
                trace("a", &good.replace("</event>", &format!("{good}</event>")))
            )
            .into(),
            "`event` inside an event",
        ),
        ("event outside", format!("{HEAD}{good}</log>").into(), "`event` outside any trace"),
        (
            "second log",
            format!("{HEAD}{0}</log>\n{HEAD}{0}</log>", trace("a", &good)).into(),
            "after the end of the log",
        ),
        // The name of an event is not the id of its case.
        ("no own id", format!("{HEAD}<trace>{good}</trace></log>").into(), "without id"),
        ("binary", vec![0, 1, 2, 3, 0, 255], "neither XES"),
        ("bad gzip", vec![0x1f, 0x8b, 8, 0, 1, 2, 3], "cannot be read"),
    ];
    for (name, log, expected) in cases {
        let mapping = if name == "no id" {
            MAPPING.replace("id = \"concept:name\"", "id = \"case\"")
        } else {
            MAPPING.to_owned()
        };
        let error = refused(&log, &mapping);
        assert!(error.contains(expected), "{name}: {error}");
    }
}

#[test]
fn a_wrong_mapping_is_refused_with_its_line_or_name() {
    let log = format!("{HEAD}{}</log>", trace("a", &event("apply", "2026-02-13T09:00:00+08:00")));
    for (from, to, expected) in [
        ("time_zone =", "time_zon =", "mapping.toml:3"),
        ("Asia/Shanghai", "Asia/Nowhere", "`Asia/Nowhere` is not a time zone"),
        ("stage = \"receive\"", "stage = \"recieve\"", "no stage `recieve`"),
        ("outcome = \"accepted\"", "outcome = \"acepted\"", "no outcome `acepted`"),
        ("\"ordinary-licence\"", "\"ordinary-license\"", "no procedure `ordinary-license`"),
    ] {
        assert!(MAPPING.contains(from));
        let error = refused(log.as_bytes(), &MAPPING.replacen(from, to, 1));
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_lenient_check_counts_and_lists_what_it_cannot_use() {
    let good = event("apply", "2026-02-13T09:00:00+08:00");
    let log = format!(
        "{HEAD}{}{}{}{}",
        trace("a", &good),
        trace("b", &(good.clone() + &event("accept", "never"))),
        trace("a", &good),
        trace("c", &good).replace("</trace>", "")
    );
    let files = files(log.as_bytes(), MAPPING);
    let arguments =
        [files.log.to_str().unwrap(), "--mapping", files.mapping.to_str().unwrap(), "--lenient"];
    let report = check_json(&arguments);
    assert_eq!(report["summary"]["cases"], 2);
    assert_eq!(report["summary"]["problems_total"], 3);
    let problems = report["summary"]["problems"].to_string();
    for expected in ["never", "twice", "cut off"] {
        assert!(problems.contains(expected), "{problems}");
    }
}

#[test]
fn an_unsound_procedure_is_refused_with_file_line_and_rule() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.toml");
    let text = fs::read_to_string(root().join("law/procedures/on-the-spot.toml")).unwrap();
    let broken = text.replacen("[[end]]\nid = \"", "[[end]]\nid = \"never-", 1);
    assert_ne!(text, broken);
    fs::write(&path, broken).unwrap();
    let run = yangguang(&["procedure", "check", path.to_str().unwrap()]);
    assert_eq!(run.status, 2);
    assert!(run.stdout.contains("p.toml:") && run.stdout.contains("[reference]"), "{}", run.stdout);
}

#[test]
fn a_run_that_fails_leaves_the_old_report_as_it_was() {
    let log = format!("{HEAD}{}</log>", trace("a", &event("apply", "never")));
    let files = files(log.as_bytes(), MAPPING);
    let old = files.log.with_file_name("report.json");
    fs::write(&old, "old").unwrap();
    for command in ["check", "export"] {
        let mapping = files.mapping.to_str().unwrap();
        let format = if command == "check" { "json" } else { "csv" };
        let (log, old) = (files.log.to_str().unwrap(), old.to_str().unwrap());
        let run = yangguang(&[command, log, "-m", mapping, "-f", format, "-o", old]);
        assert_eq!(run.status, 2);
        assert_eq!(fs::read_to_string(old).unwrap(), "old");
    }
    assert_eq!(
        fs::read_dir(files.log.parent().unwrap()).unwrap().count(),
        3,
        "nothing is left over"
    );
}

#[test]
fn an_output_follows_links_and_never_overwrites_an_input() {
    let log = format!("{HEAD}{}</log>", trace("a", &event("apply", "2026-02-13T09:00:00+08:00")));
    let files = files(log.as_bytes(), MAPPING);
    let (log_path, mapping) = (files.log.to_str().unwrap(), files.mapping.to_str().unwrap());
    for input in [log_path, mapping] {
        for command in ["check", "export"] {
            let run = yangguang(&[command, log_path, "-m", mapping, "-f", "csv", "-o", input]);
            assert!(run.status == 2 && run.stderr.contains("overwrite"), "{}", run.stderr);
        }
    }
    assert_eq!(fs::read_to_string(log_path).unwrap(), log);
    let (target, link) = (files.log.with_file_name("target"), files.log.with_file_name("link"));
    fs::write(&target, "old").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let run =
        yangguang(&["export", log_path, "-m", mapping, "-f", "csv", "-o", link.to_str().unwrap()]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(link.is_symlink() && fs::read_to_string(&target).unwrap().contains("receive"));
    // A device is written to, not replaced.
    let run = yangguang(&["export", log_path, "-m", mapping, "-f", "csv", "-o", "/dev/stdout"]);
    assert!(run.status == 0 && run.stdout.contains("2026-02-13"), "{}", run.stderr);
}

#[test]
fn a_log_cannot_forge_a_line_of_the_report() {
    let events = event("apply", "2026-02-13T09:00:00+08:00");
    let log = format!("{HEAD}{}</log>", trace("a&#10;forged&#27;[31m", &events));
    let files = files(log.as_bytes(), MAPPING);
    let arguments = [files.log.to_str().unwrap(), "-m", files.mapping.to_str().unwrap()];
    let run = yangguang(&[&["check"], arguments.as_slice(), &["--as-of", "2027-01-04"]].concat());
    assert!(run.stdout.contains("forged") && !run.stdout.contains("\nforged"), "{}", run.stdout);
    assert!(!run.stdout.contains('\u{1b}'));
}

#[test]
fn a_log_without_cases_is_no_clean_report() {
    let error = refused(format!("{HEAD}</log>").as_bytes(), MAPPING);
    assert!(error.contains("no case with an event"), "{error}");
}

#[test]
fn what_is_exported_for_a_spreadsheet_is_no_formula() {
    let events = event("=cmd|' /C calc'!A0", "2026-02-13T09:00:00+08:00");
    let log = format!("{HEAD}{}</log>", trace("=1+1", &events));
    let files = files(log.as_bytes(), &format!("unmapped = \"record\"\n{MAPPING}"));
    let run = yangguang(&[
        "export",
        files.log.to_str().unwrap(),
        "--mapping",
        files.mapping.to_str().unwrap(),
        "--format",
        "csv",
    ]);
    assert!(run.stdout.contains("'=1+1") && run.stdout.contains("'=cmd"), "{}", run.stdout);
}
