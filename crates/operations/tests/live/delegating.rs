//! A chief representative decides what was delegated in writing, and nothing else.

use crate::world::{COUNTY, Site, World, local, refused_by};
use domain::case::decide::Command;
use jiff::civil::date;
use operations::caller::Caller;
use operations::delegations::{Delegation, end, give};
use operations::desk::{OpenCase, Request};

on_both!(a_chief_representative_decides_within_a_written_delegation);

/// Registration of an enterprise: on the spot.
const REGISTRATION: &str = "0100010001";

fn representative(world: &World, agency: &str) -> Caller {
    match world.official(agency, "examiner") {
        Caller::Official { person, post, agency, agency_kind, .. } => Caller::Official {
            person,
            post,
            agency,
            roles: vec!["chief-representative".into()],
            agency_kind,
            acting_for: None,
        },
        other => panic!("{other:?}"),
    }
}

/// An application that a window has accepted.
fn accepted(world: &World, agency: &str) -> Box<str> {
    let party = Caller::Party { person: "citizen-1".into() };
    let open =
        OpenCase { applicant: Some("citizen-1".into()), ..World::opening(agency, REGISTRATION) };
    let case = world.platform().ask(party, Request::Open(open), None).unwrap().case_id;
    world.step(world.official(agency, "window"), &case, Command::Accept).unwrap();
    case
}

fn a_chief_representative_decides_within_a_written_delegation(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let deputy = representative(&world, &agency);
    let Caller::Official { post, .. } = &deputy else { panic!("{deputy:?}") };
    let decision = || Command::Decide { outcome: "granted".into(), reason: None };
    let case = accepted(&world, &agency);
    let failure = world.step(deputy.clone(), &case, decision()).unwrap_err();
    assert_eq!(refused_by(&failure), "outside-delegation");
    let head = world.official(&agency, "head-of-organ");
    let delegation = |outcomes: Vec<Box<str>>| Delegation {
        post: (&**post).into(),
        items: vec![REGISTRATION.into()],
        outcomes,
        from: date(2026, 3, 2),
        until: date(2026, 3, 6),
        by: "".into(),
        document: "授权2026-1".into(),
        ended: None,
    };
    let today = date(2026, 3, 2);
    // For another outcome it is as good as none.
    give(world.platform(), &head, (delegation(vec!["refused".into()]), today)).unwrap();
    let failure = world.step(deputy.clone(), &case, decision()).unwrap_err();
    assert_eq!(refused_by(&failure), "outside-delegation");
    let id = give(world.platform(), &head, (delegation(Vec::new()), today)).unwrap();
    world.step(deputy.clone(), &case, decision()).unwrap();
    let second = accepted(&world, &agency);
    end(world.platform(), &head, &id, today).unwrap();
    let failure = world.step(deputy, &second, decision()).unwrap_err();
    assert_eq!(refused_by(&failure), "outside-delegation");
    // The head decides of its own right.
    world.time.set(local("2026-03-02T09:05"));
    world.step(head, &second, decision()).unwrap();
}
