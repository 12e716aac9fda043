//! Slips of the keyboard: each is told in words, with what to do, and makes nothing.

use crate::support::yangguang;
use std::fs;

#[test]
fn a_mistyped_place_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let typo = folder.path().join("typo");
    let data = ["--data", typo.to_str().unwrap()];
    for command in [
        &["register", "list"][..],
        &["token", "create", "post:anybody"],
        &["catalogue", "export", "items.csv"],
    ] {
        let run = yangguang(&[command, &data].concat());
        assert_eq!(run.status, 2, "{command:?}: {}", run.stderr);
        assert!(run.stderr.contains("there is no such folder"), "{command:?}: {}", run.stderr);
        assert!(!typo.exists(), "{command:?}");
    }
}

#[test]
fn a_token_is_for_somebody() {
    let folder = tempfile::tempdir().unwrap();
    for nobody in ["party:", "feed: ", "post:", ""] {
        let run =
            yangguang(&["token", "create", nobody, "--data", folder.path().to_str().unwrap()]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{nobody}");
        assert!(run.stderr.contains("names nobody"), "{nobody}: {}", run.stderr);
    }
}

#[test]
fn a_limit_is_a_whole_number_from_one_on() {
    for limit in ["-1wd", "0wd", "1.5d", "wd"] {
        let run = yangguang(&["due", "--from", "2026-03-02", "--limit", limit]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{limit}");
        assert!(run.stderr.contains("is no whole number"), "{limit}: {}", run.stderr);
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said_once() {
    let missing = yangguang(&["procedure", "check", "nothing.toml"]);
    assert_eq!(missing.status, 2);
    assert!(missing.stderr.contains("procedure list"), "{}", missing.stderr);
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("register.toml");
    fs::write(&register, "agencies = oops").unwrap();
    let data = folder.path().join("data");
    let (register, data) = (register.to_str().unwrap(), data.to_str().unwrap());
    let run = yangguang(&["register", "import", register, "--data", data]);
    assert_eq!(run.status, 2);
    assert_eq!(run.stderr.matches("TOML parse error").count(), 1, "{}", run.stderr);
}
