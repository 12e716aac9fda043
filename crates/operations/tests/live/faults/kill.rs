//! Sudden death, again and again at random moments: what was acknowledged is there, and the rest is whole.

use super::drive::{acknowledged, child};
use crate::soundness::{check, check_acknowledged};
use crate::world::wait_until;
use operations::platform::Place;
use rand::Rng;
use std::fs;
use std::time::Duration;
use tempfile::TempDir;

/// The variable that says how often, 10 when it is absent.
const KILLS: &str = "YANGGUANG_KILLS";
/// Deaths in one folder: then a new one, as looking at everything takes longer each time.
const KILLS_A_FOLDER: usize = 20;

#[test]
fn sudden_death_loses_nothing_that_was_acknowledged() {
    let kills = std::env::var(KILLS).ok().and_then(|number| number.parse().ok()).unwrap_or(10);
    let mut left = kills;
    while left > 0 {
        let here = left.min(KILLS_A_FOLDER);
        let folder = TempDir::new().unwrap();
        let mut spoken = 0;
        for death in 0..here {
            spoken = live_and_die(&folder).unwrap_or_else(|wrong| panic!("death {death}: {wrong}"));
        }
        assert!(here < 5 || spoken > 0, "no limit was spoken of: nothing was tested");
        left -= here;
    }
}

/// Starts a child in a folder, kills it, and looks at what it leaves; returns how often limits were spoken of.
fn live_and_die(folder: &TempDir) -> Result<usize, String> {
    let before = acknowledged(folder.path()).len();
    let mut child = child(folder.path(), &[]);
    let started = folder.path().join(format!("started-{}", child.0.id()));
    wait_until("the child has started", || {
        if let Some(status) = child.0.try_wait().unwrap() {
            let log = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
            panic!("the child ended by itself: {status}\n{log}");
        }
        started.exists() && acknowledged(folder.path()).len() > before
    });
    let moment = rand::rng().random_range(0..400_000);
    std::thread::sleep(Duration::from_micros(moment));
    drop(child);
    let place = Place::in_folder(folder.path());
    check_acknowledged(&place, &acknowledged(folder.path()))?;
    Ok(check(&place)?.spoken)
}
