//! An installation signs its logs under the name that it chose before its first start, and under no other.

use super::server::{AGENCY, COUNTY, REGISTRATION, Server, token};
use crate::support::yangguang;
use serde_json::json;
use std::path::Path;

const NAME: &str = "lanyue.example/ledger";

fn choose(folder: &Path, name: &str) {
    std::fs::write(folder.join("hall.toml"), format!("log_name = \"{name}\"\n")).unwrap();
}

#[test]
fn logs_are_signed_under_the_name_that_was_chosen_and_stay_so() {
    let folder = tempfile::tempdir().unwrap();
    choose(folder.path(), NAME);
    let data = folder.path().to_str().unwrap();
    // The first command that writes makes the key, before any server is started.
    let import = ["register", "import", "examples/province/province.toml", "--data", data];
    let imported = yangguang(&import);
    assert_eq!(imported.status, 0, "{}", imported.stderr);
    let applicant = token(folder.path(), "party:a-001");
    let server = Server::serve(folder.path());
    let body = json!({"item": REGISTRATION, "agency": AGENCY, "materials": []});
    let opened = server.post(&format!("/api/v1/jurisdictions/{COUNTY}/cases"), &applicant, &body);
    assert_eq!(opened.status, 201, "{}", opened.body);
    server.stop();
    let kept = folder.path().join(format!("checkpoints/{COUNTY}.checkpoint"));
    let kept = std::fs::read_to_string(kept).unwrap();
    assert_eq!(kept.lines().next(), Some(format!("{NAME}/{COUNTY}").as_str()), "{kept}");
    let verify = || yangguang(&["verify", "--data", data]);
    let verified = verify();
    assert_eq!(verified.status, 0, "{}", verified.stderr);
    assert!(verified.stdout.contains(&format!("key {NAME}+")), "{}", verified.stdout);
    // Another name is refused with the reason, and what was signed holds as before.
    choose(folder.path(), "other.example/ledger");
    let refused = yangguang(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
    assert_eq!(refused.status, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains(NAME), "{}", refused.stderr);
    assert!(refused.stderr.contains("every checkpoint"), "{}", refused.stderr);
    assert_eq!(verify().status, 0);
    // Without the line the name stays.
    std::fs::remove_file(folder.path().join("hall.toml")).unwrap();
    let server = Server::serve(folder.path());
    let checkpoint = server.get(&format!("/api/v1/jurisdictions/{COUNTY}/checkpoint"), &[]);
    assert!(checkpoint.body.starts_with(NAME), "{}", checkpoint.body);
}
