//! Migrations run once, and a database of a newer version is left alone.

use crate::place::Place;
use store::connection::StoreError;
use store::database::Database;

on_both!(
    migrations_run_once,
    what_is_there_survives_a_restart,
    a_newer_database_is_refused,
    a_failed_migration_leaves_nothing,
    settings_that_durability_rests_on_are_right,
    many_may_read_while_one_writes,
);

fn migrations_run_once(place: &Place) {
    let first = Database::migrations(&mut place.writer()).unwrap();
    assert!(!first.is_empty());
    for _ in 0..3 {
        assert_eq!(Database::migrations(&mut place.writer()).unwrap(), first);
    }
    assert_eq!(Database::migrations(&mut place.reader()).unwrap(), first);
}

fn what_is_there_survives_a_restart(place: &Place) {
    crate::place::commit(&mut place.writer(), |changes| {
        store::settings::write(changes, "name", "value");
    })
    .unwrap();
    let found = store::settings::find(&mut place.writer(), "name").unwrap();
    assert_eq!(found.as_deref(), Some("value"));
}

fn a_newer_database_is_refused(place: &Place) {
    drop(place.writer());
    place.as_owner("insert into schema_migrations (name) values ('9999-later')").unwrap();
    let error = place.database.open_writer().map(|_| ()).unwrap_err();
    assert!(matches!(&error, StoreError::Newer(name) if name == "9999-later"), "{error}");
}

fn a_failed_migration_leaves_nothing(place: &Place) {
    // Something of that name is in the way of the migration's last table but one.
    place.as_owner("create table settings (name text)").unwrap();
    assert!(place.database.open_writer().is_err());
    place.as_owner("drop table settings").unwrap();
    let applied = Database::migrations(&mut place.writer()).unwrap();
    assert!(!applied.is_empty());
}

fn settings_that_durability_rests_on_are_right(place: &Place) {
    let settings = Database::settings(&mut place.writer()).unwrap();
    assert!(!settings.is_empty());
    assert!(settings.iter().all(|(_, _, right)| *right), "{settings:?}");
}

fn many_may_read_while_one_writes(place: &Place) {
    let mut writer = place.writer();
    let readers = store::readers::Readers::new(place.database.clone());
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                for _ in 0..50 {
                    let found = readers.read(|connection| {
                        let one = store::settings::find(connection, "one")?;
                        let other = store::settings::find(connection, "other")?;
                        Ok::<_, StoreError>((one, other))
                    });
                    found.unwrap();
                }
            });
        }
        for n in 0..50 {
            crate::place::commit(&mut writer, |changes| {
                store::settings::write(changes, "one", &n.to_string());
                store::settings::write(changes, "other", &n.to_string());
            })
            .unwrap();
        }
    });
}
