//! Leases on a server: one process writes, and who has lost the lease can commit nothing more.

use crate::place::{Place, commit};
use store::connection::StoreError;
use store::{leases, settings};

fn place() -> Option<Place> {
    Place::postgres()
}

/// What a clock would do in its time.
fn let_it_run_out(place: &Place) {
    place.as_owner("update leases set expires_at = 0").unwrap();
}

#[test]
fn a_second_process_is_refused() {
    let Some(place) = place() else { return };
    let (mut first, mut second) = (place.writer(), place.writer());
    let _lease = leases::take(&mut first, "first").unwrap();
    let error = leases::take(&mut second, "second").unwrap_err();
    assert!(matches!(&error, StoreError::Leased(who) if who.contains("first")), "{error}");
    commit(&mut first, |changes| settings::write(changes, "name", "first")).unwrap();
}

#[test]
fn who_has_lost_the_lease_commits_nothing_more() {
    let Some(place) = place() else { return };
    let (mut first, mut second) = (place.writer(), place.writer());
    let _lost = leases::take(&mut first, "first").unwrap();
    commit(&mut first, |changes| settings::write(changes, "name", "first")).unwrap();
    let_it_run_out(&place);
    let _held = leases::take(&mut second, "second").unwrap();
    commit(&mut second, |changes| settings::write(changes, "name", "second")).unwrap();
    for _ in 0..2 {
        let error = commit(&mut first, |changes| settings::write(changes, "name", "late"));
        assert!(matches!(error, Err(StoreError::Leased(_))), "{error:?}");
    }
    let found = settings::find(&mut second, "name").unwrap();
    assert_eq!(found.as_deref(), Some("second"));
}

#[test]
fn a_process_that_comes_back_under_the_same_name_fences_its_former_self() {
    let Some(place) = place() else { return };
    let (mut former, mut now) = (place.writer(), place.writer());
    let _lost = leases::take(&mut former, "same").unwrap();
    let _held = leases::take(&mut now, "same").unwrap();
    commit(&mut now, |changes| settings::write(changes, "name", "now")).unwrap();
    let late = commit(&mut former, |changes| settings::write(changes, "name", "former"));
    assert!(matches!(late, Err(StoreError::Leased(_))), "{late:?}");
}

#[test]
fn of_many_who_take_it_at_once_one_can_commit() {
    let Some(place) = place() else { return };
    let mut connections: Vec<_> = (0..8).map(|_| place.writer()).collect();
    let start = std::sync::Barrier::new(connections.len());
    let held: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = connections
            .iter_mut()
            .enumerate()
            .map(|(n, connection)| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    let lease = leases::take(connection, &format!("process {n}"));
                    // Whoever believes to hold it, once everybody has tried.
                    start.wait();
                    let write = |changes: &mut _| settings::write(changes, "by", &n.to_string());
                    usize::from(lease.is_ok() && commit(connection, write).is_ok())
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(held, 1);
}

#[test]
fn a_commit_under_way_is_finished_before_the_lease_is_taken_over() {
    let Some(place) = place() else { return };
    let (mut first, mut second) = (place.writer(), place.writer());
    let _lost = leases::take(&mut first, "first").unwrap();
    let_it_run_out(&place);
    let taking = std::thread::spawn(move || leases::take(&mut second, "second").map(|_| second));
    let mut written = 0;
    while commit(&mut first, |changes| settings::write(changes, "n", &written.to_string())).is_ok()
    {
        written += 1;
        assert!(written < 20_000, "the lease is never taken over");
    }
    let mut second = taking.join().unwrap().unwrap();
    let found = settings::find(&mut second, "n").unwrap();
    let last = (written > 0).then(|| (written - 1).to_string());
    assert_eq!(found.as_deref(), last.as_deref());
}
