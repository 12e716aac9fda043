//! What an installation keeps is its owner's alone, whoever starts it and with whatever umask.

use super::server::Server;
use crate::people::{citizen, set_up};
use crate::support::yangguang;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Everything in a folder that others than its owner may use in some way; and how much there is at all.
fn open_to_others(folder: &Path) -> (Vec<PathBuf>, usize) {
    let (mut open, mut seen, mut folders) = (Vec::new(), 0, vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let inside = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        for path in inside.chain([folder.clone()]) {
            seen += 1;
            if std::fs::metadata(&path).unwrap().permissions().mode() & 0o077 != 0 {
                open.push(path.clone());
            }
            if path.is_dir() && path != folder {
                folders.push(path);
            }
        }
    }
    (open, seen)
}

#[test]
fn whatever_the_umask_nothing_is_for_others() {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("above").join("office");
    let server = Server::serve_for_all(&folder);
    // The secret of the first start, before the administrators are there; then codes that are spooled.
    let (open, _) = open_to_others(&folder);
    assert!(folder.join("setup-secret").is_file());
    assert_eq!(open, Vec::<PathBuf>::new());
    set_up(&server);
    citizen(&server, "苏晚", "13800138000");
    let folder = server.stop();
    let (open, seen) = open_to_others(&above.path().join("above"));
    assert_eq!(open, Vec::<PathBuf>::new());
    for file in ["yangguang.db", "ledger.key", "secret.key", "spool/messages.jsonl"] {
        assert!(folder.join(file).is_file(), "{file}");
    }
    assert!(seen > 6, "{seen}");
    let said = yangguang(&["doctor", "--data", folder.to_str().unwrap()]);
    assert!(said.stdout.contains("ok     folder: for its owner alone"), "{}", said.stdout);
    // One that was made otherwise is told, and how to mend it.
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    let said = yangguang(&["doctor", "--data", folder.to_str().unwrap()]);
    assert_eq!(said.status, 1, "{}", said.stdout);
    assert!(said.stdout.contains("ALARM  folder: ") && said.stdout.contains("chmod -R go="));
}
