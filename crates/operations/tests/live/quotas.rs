//! What one account may take: drafts at a time, and stored bytes. What is there is kept, and there is always a way on.

use crate::hall::{complete_draft, demanded, draft, party};
use crate::world::{COUNTY, FOOD, Site, World, local};
use operations::applications::hand_in;
use operations::caller::{AdministratorKind, Caller};
use operations::desk::Failure;
use operations::drafts::{Purpose, begin, discard, list};
use operations::files::{self, FileProblem, UploadError};
use operations::people::People;
use operations::platform::Platform;
use std::collections::BTreeMap;
use std::sync::Arc;

on_both!(
    a_citizen_has_so_many_drafts_at_a_time,
    what_is_stored_has_a_bound_and_a_way_on,
    what_was_handed_in_counts_for_a_day,
);

/// The largest file and the most that a citizen has stored while no setting says more: 20 and 200 MiB.
const LARGEST: u64 = 20 << 20;

fn set(platform: &Arc<Platform>, name: &str, value: u32) {
    let kind = AdministratorKind::System;
    let administrator = Caller::Administrator { account: "admin-1".into(), kind };
    let people = People::new(Arc::clone(platform)).unwrap();
    people.change_setting(&administrator, (name, value), "试").unwrap();
}

fn a_citizen_has_so_many_drafts_at_a_time(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let platform = Arc::new(world.taken());
    set(&platform, "party-drafts", 5);
    let another = |who: &Caller| {
        let (jurisdiction, item) = (COUNTY.into(), FOOD.into());
        let purpose = Purpose::Application { jurisdiction, item, agency: agency.as_str().into() };
        begin(&platform, who, purpose, BTreeMap::new())
    };
    let me = party("a-001");
    // All at once: what is not durable yet counts too.
    let begun: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(|| another(&me))).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(begun.iter().filter(|begun| begun.is_ok()).count(), 5);
    let Err(Failure::Exceeded(told)) = another(&me) else { panic!("a sixth draft") };
    assert!(told.message.simplified.contains("最多同时保留5份"), "{told:?}");
    let kept = list(&platform, &me).unwrap();
    assert_eq!(kept.len(), 5);
    another(&party("a-002")).unwrap();
    discard(&platform, &me, &kept[0].id).unwrap();
    another(&me).unwrap();
}

/// Begins uploads of the largest size, up to the one that is refused: how many, and why.
fn fill(world: &World, who: &Caller, draft: &str) -> (usize, FileProblem) {
    let material = demanded(world).remove(0);
    for count in 0..100 {
        let target = [draft, material.as_str()];
        match files::begin(world.platform(), who, target, ("a.pdf", Some(LARGEST))) {
            Ok(_) => {}
            Err(UploadError::Problem(problem)) => return (count, problem),
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("there was no end to it");
}

fn with_room_for_100_mib(site: Site) -> World {
    let mut world = World::at(site, "2026-03-02T09:00");
    let platform = Arc::new(world.taken());
    set(&platform, "party-stored", 100);
    drop(platform);
    world.restart();
    world
}

fn what_is_stored_has_a_bound_and_a_way_on(site: Site) {
    let world = with_room_for_100_mib(site);
    let me = party("a-001");
    let [first, second] = [draft(&world, &me), draft(&world, &me)];
    // One application that is as large as it may be always fits.
    let most = 10 * LARGEST;
    let refused = FileProblem::Stored { most, until: None };
    assert_eq!(fill(&world, &me, &first), (10, refused.clone()));
    assert_eq!(fill(&world, &me, &second), (0, refused.clone()));
    assert!(refused.message(&[]).simplified.contains("合计最多200MB"));
    assert_eq!(fill(&world, &party("a-002"), &draft(&world, &party("a-002"))).0, 10);
    // What the message says helps.
    discard(world.platform(), &me, &first).unwrap();
    assert_eq!(fill(&world, &me, &second).0, 10);
}

fn what_was_handed_in_counts_for_a_day(site: Site) {
    let world = with_room_for_100_mib(site);
    let me = party("a-001");
    let whole = complete_draft(&world, &me);
    hand_in(world.platform(), &me, &whole).unwrap();
    let next = draft(&world, &me);
    let until = Some("09:00".into());
    assert_eq!(fill(&world, &me, &next), (9, FileProblem::Stored { most: 10 * LARGEST, until }));
    world.time.set(local("2026-03-03T08:59"));
    assert_eq!(fill(&world, &me, &next).0, 0);
    world.time.set(local("2026-03-03T09:00"));
    assert_eq!(fill(&world, &me, &next).0, 1);
}
