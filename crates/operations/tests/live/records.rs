//! Records are looked up and written inside the writer: what was read still holds when it is written.

use crate::world::{Site, World};
use operations::caller::{Caller, Permission, Who};
use operations::desk::{Failure, Record, Records};
use store::connection::StoreError;
use store::settings::EVERYWHERE;

const COUNT: Permission = Permission { operation: "count", allowed: &[Who::Anyone] };
const NOTHING: Permission = Permission { operation: "nothing", allowed: &[Who::AnyParty] };
const KEY: [&str; 3] = [EVERYWHERE, "counter", "a"];

/// Adds one to a counter that may not go beyond `most`.
fn add_one(
    most: i64,
) -> impl FnOnce(&mut Records<'_>) -> Result<Result<i64, Failure>, StoreError> + Send + 'static {
    move |records| {
        let count = records.find(KEY)?.map_or(0, |record| record.at) + 1;
        let [jurisdiction, kind, key] = KEY.map(Box::from);
        let document = "{}".into();
        records.write(Record { jurisdiction, kind, key, owner: "".into(), at: count, document });
        Ok(if count > most { Err(Failure::KeyReused) } else { Ok(count) })
    }
}

on_both!(
    nothing_is_lost_between_reading_and_writing,
    what_fails_writes_nothing,
    who_may_not_may_not
);

fn nothing_is_lost_between_reading_and_writing(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    const THREADS: i64 = 16;
    const EACH: i64 = 25;
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..EACH {
                    world.platform().keep(&Caller::Anyone, &COUNT, add_one(i64::MAX)).unwrap();
                }
            });
        }
    });
    let last = world.platform().keep(&Caller::Anyone, &COUNT, add_one(i64::MAX)).unwrap();
    assert_eq!(last, THREADS * EACH + 1);
}

fn what_fails_writes_nothing(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let platform = world.platform();
    assert_eq!(platform.keep(&Caller::Anyone, &COUNT, add_one(1)), Ok(1));
    for _ in 0..3 {
        assert_eq!(platform.keep(&Caller::Anyone, &COUNT, add_one(1)), Err(Failure::KeyReused));
    }
    assert_eq!(platform.keep(&Caller::Anyone, &COUNT, add_one(2)), Ok(2));
}

fn who_may_not_may_not(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let done = world.platform().keep(&Caller::Anyone, &NOTHING, add_one(9));
    assert!(matches!(done, Err(Failure::Forbidden(_))));
    let found = world.platform().readers().read(|c| store::records::find(c, KEY)).unwrap();
    assert_eq!(found, None);
}
