//! What time itself brings about: renewals, joint agencies that are silent, materials that never follow; and revocation.

use crate::world::{COUNTY, FOOD, Site, World, complete, decide, local, refused_by};
use domain::case::decide::Command;
use domain::event::ActKind;
use operations::caller::Caller;
use operations::certificates::{State, check, check_code, own_result, verify};
use operations::event_text::EventText;

on_both!(
    a_renewal_left_undecided_counts_as_renewed,
    what_never_follows_ends_the_application,
    a_false_commitment_takes_the_certificate_away,
);

/// 食品经营许可延续.
const RENEWAL: &str = "0100020091";
/// 公共场所卫生许可（告知承诺）.
const COMMITMENT: &str = "0100070091";

fn party() -> Caller {
    Caller::Party { person: "a-001".into() }
}

fn last(world: &World, case: &str) -> EventText {
    world.events(case).pop().unwrap()
}

fn a_renewal_left_undecided_counts_as_renewed(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let case = world.open(&agency, RENEWAL).case_id;
    let until = "2026-04-20".parse().unwrap();
    let named = Command::NameLicence { number: "JY-OLD".into(), until };
    world.step(party(), &case, named).unwrap();
    world.step(world.official(&agency, "window"), &case, Command::Accept).unwrap();
    world.pass_to("2026-04-20T23:50");
    assert_eq!(&*world.head(&case).phase, "accepted");
    world.pass_to("2026-04-21T00:05");
    assert_eq!(&*world.head(&case).phase, "decided");
    let events = world.events(&case);
    let decided = events.iter().find(|event| event.kind == ActKind::Decide).unwrap();
    assert_eq!(decided.outcome.as_deref(), Some("renewed"));
    assert!(decided.actor.person.is_none());
    let body = decided.body.as_deref().unwrap();
    assert!(body.automatic && body.limit.as_deref() == Some("renewal"), "{body:?}");
    // That nobody decided is a breach all the same.
    assert!(world.cards(&case).iter().any(|card| &*card.rule == "statutory-overdue"));
    world.time.set(local("2026-04-21T09:00"));
    let officer = world.official(&agency, "certificate-officer");
    world.step(officer, &case, Command::Issue { number: "JY-NEW".into() }).unwrap();
    let mut world = world;
    world.restart();
    assert_eq!(last(&world, &case).kind, ActKind::Issue);
    world.assert_sound();
}

fn what_never_follows_ends_the_application(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let window = world.official(&agency, "window");
    let accept = |material: &str| Command::AcceptWithMissing {
        materials: vec![material.into()],
        until: "2026-03-06".parse().unwrap(),
    };
    let [first, second] = [(); 2].map(|()| world.open(&agency, FOOD).case_id);
    let refused = world.step(window.clone(), &first, accept("layout")).unwrap_err();
    assert_eq!(refused_by(&refused), "may-not-follow");
    for case in [&first, &second] {
        world.step(window.clone(), case, accept("safety-rules")).unwrap();
    }
    let hand_in = Command::HandIn { materials: vec!["safety-rules".into()] };
    world.step(window, &second, hand_in).unwrap();
    let trace = last(&world, &second).actor.acting_for;
    assert_eq!(trace.as_deref(), Some("a-001"), "the window says for whom");
    world.pass_to("2026-03-07T00:05");
    assert_eq!(&*world.head(&first).phase, "withdrawn");
    assert_eq!(&*world.head(&second).phase, "accepted");
    let lapsed = last(&world, &first);
    let body = lapsed.body.unwrap();
    assert!(lapsed.kind == ActKind::Withdraw && body.automatic && body.reason.is_some());
    // Whoever supervises is told: nobody has decided this application.
    let card = world.card(&first, "deferral-lapsed");
    assert_eq!((card.level, &*card.state, &*card.agency), (1, "issued", &*agency));
    assert_eq!(world.cards(&second), []);
    let mut world = world;
    world.assert_sound();
}

fn a_false_commitment_takes_the_certificate_away(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let register = world.platform().register();
    let here = register.agencies_of_item(COMMITMENT).find(|agency| *agency.jurisdiction == *COUNTY);
    let agency = here.unwrap().id.to_string();
    let case = world.open(&agency, COMMITMENT).case_id;
    world.step(party(), &case, complete("commit", None)).unwrap();
    let act = |role: &str, command| {
        world.step(world.official(&agency, role), &case, command).unwrap();
    };
    act("window", Command::Accept);
    act("approver", decide("granted", None));
    act("certificate-officer", Command::Issue { number: String::new() });
    act("window", Command::handed_over("当场".into()));
    let number = format!("晴卫承〔2026〕{COUNTY}00001号");
    let state =
        || verify(world.platform(), &Caller::Anyone, Some(COUNTY), &number).unwrap()[0].state;
    assert_eq!(state(), State::Valid);
    let result = world.events(&case).into_iter().find(|event| event.kind == ActKind::Issue);
    let n = result.unwrap().n;
    let own = own_result(world.platform(), &party(), [COUNTY, &case], n).unwrap().unwrap();
    let code = check_code(world.platform(), &own.certificate);
    act("examiner", complete("verify", Some("false")));
    act("approver", Command::Revoke { reason: "经核查，场所与承诺不符".into() });
    assert_eq!(state(), State::Revoked);
    // A document that was downloaded before is still genuine, and says that it stands no more.
    let checked = check(world.platform(), &Caller::Anyone, &number, &code).unwrap().remove(0);
    assert_eq!((checked.genuine, checked.certificate.state), (Some(true), State::Revoked));
    let stranger = Caller::Party { person: "a-002".into() };
    assert_eq!(own_result(world.platform(), &stranger, [COUNTY, &case], n), Ok(None));
    for wrong in ["0000-0000-0000-0000", "—"] {
        let checked = check(world.platform(), &Caller::Anyone, &number, wrong).unwrap().remove(0);
        assert_eq!((checked.genuine, checked.certificate.holder), (Some(false), None));
    }
    act("window", Command::Close { outcome: None, reason: None });
    let mut world = world;
    world.assert_sound();
}
