//! A disk that fails to flush: nothing is acknowledged from then on, and nothing that was is lost.

use super::drive::{acknowledged, child};
use crate::soundness::{check, check_acknowledged};
use crate::world::{LAW, skipped, wait_until};
use operations::platform::{Place, Platform};
use operations::time_source::SystemTime;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

/// Stands between the program and the system; none, said aloud, when it cannot be compiled.
fn shim(folder: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/faults/failing_fsync.c");
    let shim = folder.join("failing_fsync.so");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&shim).arg(source).arg("-ldl");
    let compiled = compiler.output().is_ok_and(|output| output.status.success());
    if !compiled {
        skipped("cc does not compile the shim, so no failing fsync");
    }
    compiled.then_some(shim)
}

#[test]
fn a_disk_that_fails_to_flush_stops_the_writer() {
    let folder = TempDir::new().unwrap();
    let Some(shim) = shim(folder.path()) else { return };
    let fails = folder.path().join("fails");
    let variables = [("LD_PRELOAD", &*shim), ("YANGGUANG_FSYNC_FAILS", &*fails)];
    let mut child = child(folder.path(), &variables);
    wait_until("some acts are acknowledged", || acknowledged(folder.path()).len() > 100);
    fs::write(&fails, "").unwrap();
    let status = child.0.wait().unwrap();
    let log = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
    assert!(status.success(), "{log}");
    let fault = fs::read_to_string(folder.path().join("stopped")).unwrap();
    assert!(fault.contains("disk I/O error"), "{fault}");
    let place = Place::in_folder(folder.path());
    check_acknowledged(&place, &acknowledged(folder.path())).unwrap();
    check(&place).unwrap();
    let again = Platform::start(place.clone(), *LAW, Arc::new(SystemTime)).unwrap();
    drop(again);
    check(&place).unwrap();
}
