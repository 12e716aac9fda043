//! Somebody with all rights on the file edits a row: `verify` or `doctor` names the case and the index.

use super::server::{AGENCY, COUNTY, REGISTRATION, Server, province, token};
use crate::support::yangguang;
use rusqlite::Connection;
use serde_json::json;
use std::path::Path;

/// A folder with a few cases, signed, and the number of the second one.
fn recorded() -> (tempfile::TempDir, String) {
    let folder = province();
    let applicant = token(folder.path(), "party:a-001");
    let window = token(folder.path(), "990101-mr-clerk-1");
    let server = Server::serve(folder.path());
    let cases = format!("/api/v1/jurisdictions/{COUNTY}/cases");
    let mut numbers = Vec::new();
    for _ in 0..3 {
        let body = json!({"item": REGISTRATION, "agency": AGENCY, "materials": []});
        let opened = server.post(&cases, &applicant, &body).json();
        let number = opened["case"].as_str().unwrap().to_owned();
        let path = format!("{cases}/{number}/steps");
        assert_eq!(server.post(&path, &window, &json!({"act": "accept"})).status, 201);
        numbers.push(number);
    }
    // A checkpoint is signed every few seconds.
    let checkpoint = format!("/api/v1/jurisdictions/{COUNTY}/checkpoint");
    let signed = |answer: super::server::Answer| answer.body.lines().nth(1) == Some("6");
    for _ in 0..100 {
        if signed(server.get(&checkpoint, &[])) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    server.stop();
    (folder, numbers.swap_remove(1))
}

/// Edits the database as somebody who may do everything with the file; the triggers go first.
fn edit(folder: &Path, sql: &str) {
    let database = Connection::open(folder.join("yangguang.db")).unwrap();
    let triggers = "select name from sqlite_schema where type = 'trigger'";
    let mut statement = database.prepare(triggers).unwrap();
    let names: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for name in names {
        database.execute_batch(&format!("drop trigger {name}")).unwrap();
    }
    assert!(database.execute(sql, []).unwrap() > 0, "{sql}: nothing was changed");
}

fn examine(command: &str, folder: &Path) -> (i32, String) {
    let run = yangguang(&[command, "--data", folder.to_str().unwrap()]);
    (run.status, run.stdout + &run.stderr)
}

#[test]
fn an_edited_event_is_found() {
    let (folder, case) = recorded();
    assert_eq!(examine("verify", folder.path()).0, 0);
    let sql = format!(
        "update events set event = replace(event, '990101-mr-clerk-1', '990101-mr-clerk-2') where case_id = '{case}' and n = 2"
    );
    edit(folder.path(), &sql);
    let (status, said) = examine("verify", folder.path());
    assert_eq!(status, 1, "{said}");
    assert!(said.contains(&case) && said.contains("leaf 3"), "{said}");
    let (status, said) = examine("doctor", folder.path());
    assert!(status == 1 && said.contains(&case), "{said}");
}

#[test]
fn an_edited_leaf_is_found() {
    let (folder, case) = recorded();
    let sql = format!(
        "update log_leaves set bytes = replace(bytes, '\"n\":2', '\"n\":3') where case_id = '{case}' and n = 2"
    );
    edit(folder.path(), &sql);
    let (status, said) = examine("verify", folder.path());
    assert_eq!(status, 1, "{said}");
    assert!(said.contains(&case) && said.contains("leaf 3"), "{said}");
}

#[test]
fn an_edited_head_is_found() {
    let (folder, case) = recorded();
    edit(folder.path(), &format!("update cases set phase = 'closed' where case_id = '{case}'"));
    let (status, said) = examine("doctor", folder.path());
    assert_eq!(status, 1, "{said}");
    assert!(said.contains(&case) && said.contains("phase"), "{said}");
}

#[test]
fn removed_acts_are_found() {
    let (folder, case) = recorded();
    edit(folder.path(), &format!("delete from events where case_id = '{case}' and n = 2"));
    let (status, said) = examine("verify", folder.path());
    assert_eq!(status, 1, "{said}");
    let (folder, _) = recorded();
    edit(folder.path(), "delete from log_leaves where leaf = 5");
    let (status, said) = examine("verify", folder.path());
    assert_eq!(status, 1, "{said}");
}

#[test]
fn an_older_database_is_not_taken_for_the_newest() {
    let (folder, _) = recorded();
    let old = std::fs::read(folder.path().join("yangguang.db")).unwrap();
    let applicant = token(folder.path(), "party:a-002");
    let server = Server::serve(folder.path());
    let body = json!({"item": REGISTRATION, "agency": AGENCY, "materials": []});
    let cases = format!("/api/v1/jurisdictions/{COUNTY}/cases");
    assert_eq!(server.post(&cases, &applicant, &body).status, 201);
    let checkpoint = format!("/api/v1/jurisdictions/{COUNTY}/checkpoint");
    while server.get(&checkpoint, &[]).body.lines().nth(1) != Some("7") {
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    server.stop();
    for file in ["yangguang.db-wal", "yangguang.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(file));
    }
    std::fs::write(folder.path().join("yangguang.db"), old).unwrap();
    let data = folder.path().to_str().unwrap();
    let run = yangguang(&["token", "create", "party:a-003", "--data", data]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("7 were signed"), "{}", run.stderr);
    std::fs::remove_file(folder.path().join("yangguang.db")).unwrap();
    let run = yangguang(&["token", "create", "party:a-003", "--data", data]);
    assert!(run.stderr.contains("7 were signed"), "an emptied database: {}", run.stderr);
}
