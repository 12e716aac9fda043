//! `yangguang export`: what is written can be read again, here and elsewhere.

use crate::support::{check_json, root, yangguang};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

const LOG: &str = "examples/licences/cases.csv";
const MAPPING: &str = "examples/licences/mapping.toml";

fn export(format: &str) -> String {
    let run = yangguang(&["export", LOG, "--mapping", MAPPING, "--format", format]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.stdout
}

/// A mapping for our own exports: stages by their ids, acts by their words.
fn own_mapping(case: &str, activity: &str, time: &str) -> String {
    let procedure =
        fs::read_to_string(root().join("law/procedures/ordinary-licence.toml")).unwrap();
    let stages =
        procedure.split("[[stage]]\nid = \"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let mut text = format!(
        "procedure = \"ordinary-licence\"\ntime_zone = \"Asia/Shanghai\"\ntolerance = {{ amount = 24, unit = \"hours\" }}\n[case]\nid = \"{case}\"\nauthority = \"authority\"\n\
         [event]\nactivity = \"{activity}\"\ntime = \"{time}\"\nrecorded_at = \"recorded_at\"\n"
    );
    for (key, xes) in [("person", "org:resource"), ("role", "org:role"), ("agency", "org:group")] {
        let name = if activity == "concept:name" { xes } else { key };
        text += &format!("{key} = \"{name}\"\n");
    }
    for key in [
        "outcome",
        "reason",
        "materials",
        "ground",
        "until",
        "evidence",
        "notice",
        "number",
        "target",
        "amount",
    ] {
        text += &format!("{key} = \"{key}\"\n");
    }
    for stage in stages {
        text += &format!("[activities.\"{stage}\"]\nstage = \"{stage}\"\n");
    }
    for act in [
        "consult",
        "answer-consultation",
        "urge",
        "transfer",
        "request-supplement",
        "receive-supplement",
        "decline",
        "start-pause",
        "end-pause",
        "extend",
        "withdraw",
        "return",
        "pay-fee",
        "record",
    ] {
        text += &format!("[activities.\"{act}\"]\nact = \"{act}\"\n");
    }
    text
}

#[test]
fn xes_and_csv_are_read_back_with_the_same_findings() {
    let counts = |report: &Value| report["summary"]["findings_by_rule"].clone();
    let original = check_json(&[LOG, "--mapping", MAPPING]);
    for (format, case, activity, time) in
        [("xes", "id", "concept:name", "time:timestamp"), ("csv", "case", "activity", "time")]
    {
        let folder = tempfile::tempdir().unwrap();
        let (log, mapping) = (folder.path().join("log"), folder.path().join("mapping.toml"));
        fs::write(&log, export(format)).unwrap();
        fs::write(&mapping, own_mapping(case, activity, time)).unwrap();
        let again = check_json(&[log.to_str().unwrap(), "--mapping", mapping.to_str().unwrap()]);
        assert_eq!(again["summary"]["cases"], original["summary"]["cases"], "{format}");
        assert_eq!(again["summary"]["events"], original["summary"]["events"], "{format}");
        for (rule, cases) in counts(&original).as_object().unwrap() {
            assert_eq!(&counts(&again)[rule], cases, "{format}: {rule}");
        }
    }
}

#[test]
fn ocel_is_complete_and_refers_to_nothing_that_is_not_there() {
    let log: Value = serde_json::from_str(&export("ocel")).unwrap();
    let names = |list: &str, key: &str| -> BTreeSet<String> {
        let values = log[list].as_array().unwrap().iter();
        values.map(|value| value[key].as_str().unwrap().to_owned()).collect()
    };
    let (objects, events) = (names("objects", "id"), log["events"].as_array().unwrap());
    let (event_types, object_types) = (names("eventTypes", "name"), names("objectTypes", "name"));
    assert_eq!(names("events", "id").len(), events.len(), "event ids are unique");
    for event in events {
        assert!(event_types.contains(event["type"].as_str().unwrap()));
        let relations = event["relationships"].as_array().unwrap();
        assert!(!relations.is_empty());
        assert!(
            relations
                .iter()
                .all(|relation| objects.contains(relation["objectId"].as_str().unwrap()))
        );
    }
    for object in log["objects"].as_array().unwrap() {
        assert!(object_types.contains(object["type"].as_str().unwrap()));
    }
    let original = check_json(&[LOG, "--mapping", MAPPING]);
    assert_eq!(events.len() as u64, original["summary"]["events"].as_u64().unwrap());
}
