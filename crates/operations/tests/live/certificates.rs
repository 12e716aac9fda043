//! A result has a number only from an open case; the number is unique in its agency and stands in the register.

use crate::world::{COUNTY, FOOD, Site, World, complete, decide, refused_by};
use domain::case::decide::Command;
use domain::event::ActKind;
use operations::caller::Caller;
use operations::certificates::{Certificate, State, verify};
use operations::desk::{Failure, OpenCase, Request, StepCase};

on_both!(
    a_number_belongs_to_one_result_of_an_agency,
    the_platform_makes_numbers_where_the_item_says_so,
    a_closed_or_unknown_case_gives_no_number,
    a_petition_has_one_result,
);

/// 公共场所卫生许可: its numbers are made by the platform.
const HYGIENE: &str = "0100070001";
/// 信访事项: no stage of its procedure issues a result.
const PETITION: &str = "1000010001";

fn decided(world: &World, agency: &str, item: &str) -> Box<str> {
    let case = world.open(agency, item).case_id;
    let act = |role: &str, command| {
        world.step(world.official(agency, role), &case, command).unwrap();
    };
    act("window", Command::Accept);
    act("examiner", complete("examine", None));
    act("approver", decide("granted", None));
    case
}

fn issue(world: &World, agency: &str, case: &str, number: &str) -> Result<(), Failure> {
    let officer = world.official(agency, "certificate-officer");
    world.step(officer, case, Command::Issue { number: number.into() }).map(|_| ())
}

fn found(world: &World, number: &str) -> Vec<Certificate> {
    verify(world.platform(), &Caller::Anyone, None, number).unwrap()
}

fn a_number_belongs_to_one_result_of_an_agency(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let (first, second) = (decided(&world, &agency, FOOD), decided(&world, &agency, FOOD));
    assert_eq!(found(&world, "JY-1"), []);
    issue(&world, &agency, &first, "JY-1").unwrap();
    let taken = issue(&world, &agency, &second, "JY-1").unwrap_err();
    assert_eq!(refused_by(&taken), "number-taken");
    issue(&world, &agency, &second, "JY-10").unwrap();
    let certificates = found(&world, "JY-1");
    assert_eq!(certificates.len(), 1, "{certificates:?}");
    let certificate = &certificates[0];
    assert_eq!((&*certificate.case, &*certificate.item), (&*first, FOOD));
    assert_eq!((certificate.state, &certificate.holder), (State::Valid, &None));
    let mut world = world;
    world.assert_sound();
}

fn the_platform_makes_numbers_where_the_item_says_so(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let register = world.platform().register();
    let here = register.agencies_of_item(HYGIENE).find(|agency| *agency.jurisdiction == *COUNTY);
    let agency = here.unwrap().id.to_string();
    let cases = [(); 3].map(|()| decided(&world, &agency, HYGIENE));
    let typed = issue(&world, &agency, &cases[0], "自编1").unwrap_err();
    assert_eq!(refused_by(&typed), "number-by-platform");
    for (case, sequence) in cases.iter().zip(1..) {
        issue(&world, &agency, case, "").unwrap();
        let number = format!("晴卫公〔2026〕{COUNTY}{sequence:05}号");
        let events = world.events(case);
        let event = events.iter().find(|event| event.kind == ActKind::Issue).unwrap();
        let recorded = event.body.as_deref().and_then(|body| body.number.as_deref());
        assert_eq!(recorded, Some(&*number));
        let certificate = found(&world, &number).remove(0);
        assert_eq!(certificate.valid_until.unwrap().to_string(), "2030-03-02");
        let later = certificate.valid_until.unwrap().tomorrow().unwrap();
        assert_eq!(certificate.state_on(later), State::Expired);
    }
}

fn a_closed_or_unknown_case_gives_no_number(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    world.finish(&agency, &case);
    let outcome = issue(&world, &agency, &case, "JY-2").unwrap_err();
    assert_eq!(refused_by(&outcome), "no-open-case");
    let outcome = issue(&world, &agency, "no-such-case", "JY-2");
    assert!(matches!(outcome, Err(Failure::Unknown("case", _))), "{outcome:?}");
    assert_eq!(found(&world, "JY-2"), []);
}

/// A petition that is supported: its place, agency and number.
fn supported_petition(world: &World) -> [Box<str>; 3] {
    let register = world.platform().register();
    let agency = register.agencies_of_item(PETITION).next().unwrap();
    let (place, id) = (agency.jurisdiction.clone(), agency.id.to_string());
    let open = OpenCase { jurisdiction: place.clone(), ..World::opening(&id, PETITION) };
    let party = Caller::Party { person: "a-001".into() };
    let opened = world.platform().ask(party, Request::Open(open), None).unwrap();
    let petition = [place, id.into(), opened.case_id];
    for (role, command) in [
        ("petition-registrar", complete("route", None)),
        ("petition-handler", Command::Accept),
        ("petition-handler", complete("handle", None)),
        ("petition-approver", decide("supported", None)),
    ] {
        step(world, &petition, role, command).unwrap();
    }
    petition
}

fn step(
    world: &World,
    [place, agency, case]: &[Box<str>; 3],
    role: &str,
    command: Command,
) -> Result<(), Failure> {
    let step = StepCase { jurisdiction: place.clone(), case_id: case.clone(), command };
    let caller = world.official(agency, role);
    world.platform().ask(caller, Request::Step(step), None).map(|_| ())
}

fn a_petition_has_one_result(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let petitions = [(); 2].map(|()| supported_petition(&world));
    let give = |petition, number: &str| {
        step(&world, petition, "petition-handler", Command::Issue { number: number.into() })
    };
    give(&petitions[0], "信-1").unwrap();
    for number in ["信-1", "信-2"] {
        assert_eq!(refused_by(&give(&petitions[0], number).unwrap_err()), "issued-already");
    }
    assert_eq!(refused_by(&give(&petitions[1], "信-1").unwrap_err()), "number-taken");
    give(&petitions[1], "信-2").unwrap();
    world.assert_sound();
}
