//! Nobody handles, approves or supervises what concerns himself or herself, whatever way the act takes.

use crate::world::{COUNTY, FOOD, Site, World, complete, decide, local, names, refused_by};
use domain::case::decide::Command;
use domain::case::options::CaseOption;
use domain::event::ActKind;
use operations::caller::Caller;
use operations::cases::options::options;
use operations::desk::{Failure, OpenCase, Request};

on_both!(
    nobody_handles_a_case_of_ones_own,
    nobody_supervises_ones_own_act_or_case,
    a_deputy_leaves_a_trace_and_stands_back_too,
);

fn person(caller: &Caller) -> Box<str> {
    match caller {
        Caller::Official { person, .. } => (&**person).into(),
        other => panic!("{other:?}"),
    }
}

fn acting_for(caller: &Caller, absent: &str) -> Caller {
    match caller.clone() {
        Caller::Official { person, post, agency, roles, agency_kind, .. } => Caller::Official {
            person,
            post,
            agency,
            roles,
            agency_kind,
            acting_for: Some(absent.into()),
        },
        other => panic!("{other:?}"),
    }
}

/// A food licence for which somebody has applied.
fn applied_by(world: &World, agency: &str, who: &str) -> Box<str> {
    let open = OpenCase { applicant: Some(who.into()), ..World::opening(agency, FOOD) };
    let party = Caller::Party { person: who.into() };
    world.platform().ask(party, Request::Open(open), None).unwrap().case_id
}

fn assert_stands_back(outcome: Result<impl std::fmt::Debug, Failure>) {
    let failure = outcome.unwrap_err();
    assert_eq!(refused_by(&failure), "conflict-of-interest");
    let Failure::Refused(refusal) = failure else { return };
    let basis = refusal.basis.as_ref().unwrap();
    assert_eq!((&*basis.law, &*basis.article), ("中华人民共和国公务员法", "76"));
    assert!(refusal.message.simplified.contains("公务员法 76"), "{:?}", refusal.message);
}

fn nobody_handles_a_case_of_ones_own(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let window = world.official(&agency, "window");
    // Not even at the own window.
    let own = OpenCase { applicant: Some(person(&window)), ..World::opening(&agency, FOOD) };
    assert_stands_back(world.platform().ask(window.clone(), Request::Open(own), None));
    let case = applied_by(&world, &agency, &person(&window));
    assert_stands_back(world.step(window.clone(), &case, Command::Accept));
    let found = options(world.platform(), &window, COUNTY, &case).unwrap().unwrap();
    assert!(found.options.iter().all(|option| !option.is_allowed()));
    let accept = found.options.iter().find(|option| option.kind == ActKind::Accept).unwrap();
    assert_eq!(accept.refusal().unwrap().rule.word(), "conflict-of-interest");
    // As a citizen one may act in it.
    let party = Caller::Party { person: (&*person(&window)).into() };
    world.step(party, &case, Command::Urge).unwrap();
    let approver = world.official(&agency, "approver");
    let case = applied_by(&world, &agency, &person(&approver));
    let other = world.officials(&agency, "window").into_iter();
    let other = other.clone().find(|known| person(known) != person(&approver)).unwrap();
    world.step(other, &case, Command::Accept).unwrap();
    world.step(world.official(&agency, "examiner"), &case, complete("examine", None)).unwrap();
    assert_stands_back(world.step(approver, &case, decide("granted", None)));
}

fn nobody_supervises_ones_own_act_or_case(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let supervision = world.responsible("supervision", &agency);
    let supervisor = world.official(&supervision, "supervisor");
    let case = applied_by(&world, &agency, &person(&supervisor));
    world.step(world.official(&agency, "window"), &case, Command::Accept).unwrap();
    world.step(world.official(&agency, "examiner"), &case, complete("examine", None)).unwrap();
    // Far beyond the statutory limit: a card falls that a supervisor handles.
    world.pass_to("2026-05-20T09:00");
    let card = world.card(&case, "statutory-overdue");
    assert!(card.supervisor.is_some(), "{:?}", names(&world.cards(&case)));
    world.time.set(local("2026-05-20T10:00"));
    let found = options(world.platform(), &supervisor, COUNTY, &card.card_id).unwrap().unwrap();
    let conflict = |option: &&CaseOption| {
        option.refusal().is_some_and(|refusal| refusal.rule.word() == "conflict-of-interest")
    };
    let act = found.options.iter().find(conflict).unwrap().prototype.clone();
    assert_stands_back(world.step(supervisor.clone(), &card.card_id, act.clone()));
}

fn a_deputy_leaves_a_trace_and_stands_back_too(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let window = world.official(&agency, "window");
    let own = applied_by(&world, &agency, "absent-1");
    // The absent one's interest is not lost by sending somebody else.
    assert_stands_back_or_not_held(world.step(
        acting_for(&window, "absent-1"),
        &own,
        Command::Accept,
    ));
    let examiner = world.official(&agency, "examiner");
    let case = applied_by(&world, &agency, &person(&examiner));
    let deputy = acting_for(&examiner, "absent-2");
    assert_stands_back_or_not_held(world.step(deputy, &case, Command::Accept));
}

/// Who is no deputy is refused for that already.
fn assert_stands_back_or_not_held(outcome: Result<impl std::fmt::Debug, Failure>) {
    let word = refused_by(&outcome.unwrap_err());
    assert!(matches!(word, "conflict-of-interest" | "post-not-held" | "role"), "{word}");
}
