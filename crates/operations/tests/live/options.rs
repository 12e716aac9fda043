//! What is offered to a caller is what the desk then decides.

use crate::world::{COUNTY, OTHER_COUNTY, Site, World, refused_by};
use domain::case::decide::Command;
use domain::case::options::Verdict;
use domain::event::ActKind;
use operations::caller::Caller;
use operations::cases::options::{CaseOptions, OptionsError, options};

on_both!(the_desk_decides_what_is_offered, options_are_for_those_who_may_act);

fn of(world: &World, caller: &Caller, case: &str) -> CaseOptions {
    options(world.platform(), caller, COUNTY, case).unwrap().unwrap()
}

fn open(found: &CaseOptions) -> Vec<ActKind> {
    let allowed = found.options.iter().filter(|option| option.is_allowed());
    allowed.map(|option| option.kind).collect()
}

fn the_desk_decides_what_is_offered(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.applied();
    let party = Caller::Party { person: "a-001".into() };
    let own = open(&of(&world, &party, &case));
    assert!(own.contains(&ActKind::Withdraw) && !own.contains(&ActKind::Accept), "{own:?}");
    let window = world.official(&agency, "window");
    let found = of(&world, &window, &case);
    let allowed = open(&found);
    // A window takes what the applicant hands in, but withdraws nothing in its place.
    assert!(allowed.contains(&ActKind::Accept), "{allowed:?}");
    assert!(!allowed.contains(&ActKind::Withdraw), "{allowed:?}");
    // What is refused changes nothing, so that all of it can be tried one after the other.
    for option in &found.options {
        let Verdict::Refused(told) = &option.verdict else { continue };
        let refused = world.step(window.clone(), &case, option.prototype.clone()).unwrap_err();
        assert_eq!(refused_by(&refused), told.rule.word(), "{:?}", option.prototype);
    }
    world.step(window.clone(), &case, Command::Accept).unwrap();
    let found = of(&world, &world.official(&agency, "examiner"), &case);
    let examine = found.options.iter().find(|option| option.kind == ActKind::Complete).unwrap();
    assert!(examine.is_allowed(), "{examine:?}");
    let examiner = world.official(&agency, "examiner");
    world.step(examiner, &case, examine.prototype.clone()).unwrap();
    let approver = world.official(&agency, "approver");
    let granted = of(&world, &approver, &case)
        .options
        .into_iter()
        .find(|option| option.choice.as_ref().is_some_and(|choice| &*choice.id == "granted"));
    world.step(approver, &case, granted.unwrap().prototype).unwrap();
}

fn options_are_for_those_who_may_act(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (_, case) = world.applied();
    let elsewhere = world.agency("market-regulation", OTHER_COUNTY);
    for stranger in [
        Caller::Anyone,
        Caller::Party { person: "a-002".into() },
        world.official(&elsewhere, "window"),
    ] {
        let outcome = options(world.platform(), &stranger, COUNTY, &case);
        assert!(matches!(outcome, Err(OptionsError::Forbidden(_))), "{outcome:?}");
    }
    let window = world.official(&elsewhere, "window");
    assert!(options(world.platform(), &window, COUNTY, "no-such-case").unwrap().is_none());
}
