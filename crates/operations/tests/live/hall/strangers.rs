//! What is somebody else's is as absent as what is not there.

use super::{PDF, complete_draft, demanded, draft, party, upload};
use crate::world::{COUNTY, OTHER_COUNTY, World};
use operations::applications::{HandInError, file_of_case, hand_in, of_case};
use operations::caller::Caller;
use operations::desk::Failure;
use operations::drafts;
use operations::files::{self, UploadError};
use std::collections::BTreeMap;

/// Everybody whose business it is not.
fn strangers(world: &World) -> Vec<Caller> {
    let agency = world.agency("market-regulation", COUNTY);
    vec![
        party("a-002"),
        party("post:a-001"),
        party(""),
        Caller::Anyone,
        world.official(&agency, "window"),
        Caller::Feed { agency: agency.as_str().into() },
    ]
}

#[test]
fn a_draft_is_of_one_person() {
    let world = World::new("2026-03-02T09:00");
    let me = party("a-001");
    let id = draft(&world, &me);
    let material = demanded(&world).remove(0);
    let file = upload(&world, &me, [&id, &material], ("a.pdf", PDF)).unwrap();
    let begun = files::begin(world.platform(), &me, [&id, &material], ("b.pdf", Some(5))).unwrap();
    let before = drafts::find(world.platform(), &me, &id).unwrap();
    for stranger in strangers(&world) {
        let platform = world.platform();
        assert_eq!(drafts::find(platform, &stranger, &id).unwrap(), None, "{stranger:?}");
        assert!(
            drafts::list(platform, &stranger).is_ok_and(|all| all.is_empty())
                || stranger == Caller::Anyone
                || matches!(stranger, Caller::Feed { .. })
        );
        let absent = |outcome: Result<(), Failure>| {
            assert!(
                matches!(outcome, Err(Failure::Unknown(..) | Failure::Forbidden(_))),
                "{outcome:?}"
            );
        };
        absent(drafts::discard(platform, &stranger, &id));
        absent(drafts::answer(platform, &stranger, &id, (BTreeMap::new(), None)));
        absent(drafts::remove_file(platform, &stranger, [&id, &file.id]));
        let handed = hand_in(platform, &stranger, &id);
        assert!(matches!(
            handed,
            Err(HandInError::Missing | HandInError::Failure(Failure::Forbidden(_)))
        ));
        for outcome in [
            files::begin(platform, &stranger, [&id, &material], ("c.pdf", Some(5))).map(|_| ()),
            files::offset(platform, &stranger, &begun).map(|_| ()),
            files::receive(platform, &stranger, &begun, (0, b"%PDF-")).map(|_| ()),
            files::finish(platform, &stranger, &begun).map(|_| ()),
            files::cancel(platform, &stranger, &begun),
        ] {
            let refused = matches!(
                outcome,
                Err(UploadError::Missing | UploadError::Failure(Failure::Forbidden(_)))
            );
            assert!(refused, "{stranger:?}: {outcome:?}");
        }
    }
    assert_eq!(drafts::find(world.platform(), &me, &id).unwrap(), before);
}

#[test]
fn what_was_handed_in_is_for_the_party_and_the_agency() {
    let world = World::new("2026-03-02T09:00");
    let me = party("a-001");
    let id = complete_draft(&world, &me);
    let case = hand_in(world.platform(), &me, &id).unwrap().case;
    let agency = world.agency("market-regulation", COUNTY);
    let neighbour = world.agency("market-regulation", OTHER_COUNTY);
    let supervision = world.responsible("supervision", &agency);
    let known = of_case(world.platform(), &me, COUNTY, &case).unwrap().unwrap();
    let file = &known.files[0].id;
    for (caller, may) in [
        (me, true),
        (world.official(&agency, "window"), true),
        (world.official(&agency, "examiner"), true),
        (world.official(&neighbour, "window"), false),
        (world.official(&supervision, "supervisor"), false),
        (party("a-002"), false),
        (Caller::Anyone, false),
    ] {
        let platform = world.platform();
        let seen = of_case(platform, &caller, COUNTY, &case).unwrap();
        assert_eq!(seen.is_some(), may, "{caller:?}");
        let seen = file_of_case(platform, &caller, [COUNTY, &case], file).unwrap();
        assert_eq!(seen.is_some(), may, "{caller:?}");
        assert!(of_case(platform, &caller, COUNTY, "no-such").unwrap().is_none());
        assert!(of_case(platform, &caller, OTHER_COUNTY, &case).unwrap().is_none());
    }
}
