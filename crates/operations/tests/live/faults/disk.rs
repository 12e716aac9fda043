//! A full disk: the writer stops, and with room again everything that was acknowledged is there.

use super::drive::{acknowledged, until_stopped};
use crate::soundness::{check, check_acknowledged};
use crate::world::{LAW, skipped, wait_until};
use operations::platform::{Place, Platform};
use operations::time_source::SystemTime;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

/// Bytes left when the disk is nearly full.
const LEFT: u64 = 3 << 20;

/// A small disk in memory; gone when dropped.
struct Disk {
    folder: TempDir,
}

impl Disk {
    /// None, said aloud, when this account may not mount one.
    fn mount() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(folder.path());
        if !mount.output().is_ok_and(|output| output.status.success()) {
            skipped("no disk in memory may be mounted, so no full disk");
            return None;
        }
        Some(Self { folder })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Fills the disk but for [`LEFT`]; returns the file that does it.
    fn fill(&self) -> PathBuf {
        let file = self.path().join("ballast");
        let mut ballast = File::create(&file).unwrap();
        let free = fs4::available_space(self.path()).unwrap();
        let block = vec![1; 1 << 16];
        for _ in 0..free.saturating_sub(LEFT) / (1 << 16) {
            // The platform may have taken the room first.
            if ballast.write_all(&block).is_err() {
                break;
            }
        }
        file
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}

#[test]
fn a_full_disk_stops_the_writer_and_loses_nothing() {
    let Some(disk) = Disk::mount() else { return };
    let place = Place::in_folder(disk.path());
    std::thread::scope(|scope| {
        let driven = scope.spawn(|| until_stopped(disk.path()));
        wait_until("some acts are acknowledged", || {
            assert!(!driven.is_finished(), "it stopped before the disk was full");
            acknowledged(disk.path()).len() > 100
        });
        let ballast = disk.fill();
        let fault = driven.join().unwrap();
        assert!(fault.contains("SQLite"), "{fault}");
        fs::remove_file(ballast).unwrap();
    });
    check_acknowledged(&place, &acknowledged(disk.path())).unwrap();
    let again = Platform::start(place.clone(), *LAW, Arc::new(SystemTime)).unwrap();
    drop(again);
    check_acknowledged(&place, &acknowledged(disk.path())).unwrap();
    check(&place).unwrap();
}
