//! Two real logs: the same counts as independent queries over the raw files.

use crate::support::{cases_of, check_json, python, real_log, yangguang};
use std::fs;

const RECEIPT: &str = "receipt.xes.gz";
const FINES: &str = "Road_Traffic_Fine_Management_Process.xes.gz";

#[test]
fn the_permit_log_is_judged_as_an_independent_query_counts() {
    let Some(log) = real_log(RECEIPT) else { return };
    let log = log.to_str().unwrap();
    let report = check_json(&[log, "--mapping", "examples/permit-receipt/mapping.toml"]);
    assert_eq!(report["summary"]["time_zone"], "Europe/Amsterdam");
    assert_eq!(cases_of(&report, "closed-late"), 309);
    let Some(counted) = python("tests/independent/permit_receipt.py", &[log]) else { return };
    assert_eq!(report["summary"]["cases"], counted["cases"]);
    assert_eq!(cases_of(&report, "closed-late"), counted["closed_late_by_date"].as_u64().unwrap());
    assert_eq!(cases_of(&report, "still-open-late"), counted["still_open_late"].as_u64().unwrap());
}

#[test]
fn the_road_fines_are_judged_as_an_independent_query_counts() {
    let Some(log) = real_log(FINES) else { return };
    let log = log.to_str().unwrap();
    let report = check_json(&[log, "--mapping", "examples/road-fines/mapping.toml"]);
    assert_eq!(report["summary"]["time_zone"], "Europe/Rome");
    assert_eq!(report["summary"]["cases"], 150_370);
    assert_eq!(report["summary"]["events"], 561_470);
    let Some(counted) = python("tests/independent/road_fines.py", &[log]) else { return };
    for (rule, count) in [
        ("sent-late", "sent_after_90_days"),
        ("appealed-late", "appealed_after_60_days"),
        ("surcharged-early", "surcharged_before_60_days"),
        ("collected-without-surcharge", "collected_without_surcharge"),
    ] {
        assert_eq!(cases_of(&report, rule), counted[count].as_u64().unwrap(), "{rule}");
    }
    // Who ignores summer time finds surcharges that were early by an hour that never was.
    assert!(counted["surcharged_early_by_instant"].as_u64().unwrap() > 0);
}

#[test]
fn whether_the_last_day_of_a_wait_is_allowed_is_data_of_the_wait() {
    let Some(log) = real_log(FINES) else { return };
    let folder = tempfile::tempdir().unwrap();
    let procedure = fs::read_to_string("../examples/road-fines/procedure.toml").unwrap();
    let strict = procedure.replace("opens = \"on-last-day\"", "opens = \"after-last-day\"");
    assert_ne!(procedure, strict);
    let path = folder.path().join("strict.toml");
    fs::write(&path, strict).unwrap();
    let report = check_json(&[
        log.to_str().unwrap(),
        "--mapping",
        "examples/road-fines/mapping.toml",
        "--procedure",
        path.to_str().unwrap(),
    ]);
    let Some(counted) = python("tests/independent/road_fines.py", &[log.to_str().unwrap()]) else {
        return;
    };
    let expected = counted["surcharged_within_60_days_strict"].as_u64().unwrap();
    assert_eq!(cases_of(&report, "surcharged-early"), expected);
}

#[test]
fn plain_and_gzip_and_two_runs_give_the_same_bytes() {
    let Some(log) = real_log(RECEIPT) else { return };
    let run = || {
        let mapping = "examples/permit-receipt/mapping.toml";
        yangguang(&["check", log.to_str().unwrap(), "--mapping", mapping, "--format", "json"])
            .stdout
    };
    assert_eq!(run(), run());
}
