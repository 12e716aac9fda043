//! The register of certificates against the log: what was changed, put in or taken out past the program is told with
//! number, case and leaf, and passes for genuine nowhere.

use super::{after, ill};
use crate::world::{COUNTY, FOOD, World, complete, decide, local};
use domain::case::decide::Command;
use domain::event::{ActKind, Body, Event, Source};
use jiff::Timestamp;
use operations::caller::Caller;
use operations::certificates::{Agreement, State, check, check_code, own_result, verify};
use operations::desk::{ReportActs, Request};
use std::fs;

/// 公共场所卫生许可: its numbers are made by the platform, and it stands for 48 months.
const HYGIENE: &str = "0100070001";
const NUMBER: &str = "晴卫公〔2026〕99010100001号";

/// A world in which a case has given a certificate.
fn issued() -> (World, String) {
    let world = World::new("2026-03-02T09:00");
    let register = world.platform().register();
    let here = register.agencies_of_item(HYGIENE).find(|agency| *agency.jurisdiction == *COUNTY);
    let agency = here.unwrap().id.to_string();
    let case = world.open(&agency, HYGIENE).case_id;
    let act = |role: &str, command| {
        world.step(world.official(&agency, role), &case, command).unwrap();
    };
    act("window", Command::Accept);
    act("examiner", complete("examine", None));
    act("approver", decide("granted", None));
    act("certificate-officer", Command::Issue { number: String::new() });
    (world, case.into())
}

/// Statements that change the row, each with what is said of it.
const CHANGED: [(&str, &str); 9] = [
    ("document = replace(document, '00001号', '07777号')", "the number is"),
    ("document = replace(document, 'a-001', 'a-002')", "the holder is `a-002`, by its act `a-001`"),
    ("document = replace(document, '2030-03-02', '2040-03-02')", "the last day is `2040-03-02`"),
    (
        "document = replace(document, ',\"valid_until\":\"2030-03-02\"', '')",
        "the last day is nothing",
    ),
    ("document = replace(document, '\"valid\"', '\"revoked\"')", "the state is `revoked`"),
    ("document = replace(document, '\"n\":5', '\"n\":4')", "the act is `4`"),
    ("owner = 'a-002'", "the owner of the row is `a-002`"),
    ("at = at + 1", "the time of the row"),
    ("document = '{}'", "missing field"),
];

#[test]
fn what_was_changed_is_told_with_number_case_and_leaf() {
    let (mut world, case) = issued();
    world.stop();
    let copy = world.site.folder.path().join("copy.db");
    fs::copy(world.site.folder.path().join("yangguang.db"), &copy).unwrap();
    assert_eq!(after(&world, &copy, ""), Vec::<String>::new());
    let of = "where kind = 'certificate'";
    let told = |sql: &str| after(&world, &copy, sql);
    let names = |told: &[String], parts: &[&str]| {
        told.iter().any(|said| parts.iter().all(|part| said.contains(part)))
    };
    for (set, said) in CHANGED {
        let told = told(&format!("update records set {set} {of}"));
        assert!(names(&told, &[&case, NUMBER, "leaf", said]), "{set}: {told:#?}");
    }
    let renamed = told(&format!(
        "update records set record_key = replace(record_key, '00001号', '07777号'), document = replace(document, '00001号', '07777号') {of}"
    ));
    assert!(names(&renamed, &[&case, NUMBER, "is missing"]), "{renamed:#?}");
    assert!(names(&renamed, &[&case, "07777号", "no act has issued"]), "{renamed:#?}");
    let gone = told(&format!("delete from records {of}"));
    assert!(names(&gone, &[&case, NUMBER, "leaf", "is missing"]), "{gone:#?}");
    let put_in = told(&format!(
        "insert into records select jurisdiction, kind, replace(record_key, '{NUMBER}', 'FAKE-1'), owner, at, replace(document, '{NUMBER}', 'FAKE-1') from records {of}"
    ));
    assert!(names(&put_in, &[&case, "FAKE-1", "no act has issued"]), "{put_in:#?}");
}

#[test]
fn what_was_changed_is_genuine_nowhere() {
    for (set, _) in CHANGED.iter().take(6) {
        let (world, case) = issued();
        let holder = Caller::Party { person: "a-001".into() };
        let n = verify(world.platform(), &holder, None, NUMBER).unwrap().remove(0).n;
        let own = || own_result(world.platform(), &holder, [COUNTY, &case], n).unwrap();
        let known = own().unwrap().certificate;
        let look = || {
            let code = check_code(world.platform(), &known);
            check(world.platform(), &Caller::Anyone, NUMBER, &code).unwrap().remove(0)
        };
        let sound = look();
        assert_eq!(sound.agreement, Agreement::Holds { corrected: false });
        assert_eq!((sound.genuine, sound.certificate.holder.is_some()), (Some(true), true));
        world.site.as_owner(&format!("update records set {set} where kind = 'certificate'"));
        let seen = look();
        assert!(matches!(seen.agreement, Agreement::Differs(_)), "{set}: {seen:?}");
        assert_eq!(seen.certificate.holder, None, "{set}");
        assert!(world.platform().alarms().about("certificate").unwrap().contains(NUMBER), "{set}");
        assert!(
            own().is_none_or(|own| own.agreement != Agreement::Holds { corrected: false }),
            "{set}"
        );
    }
}

#[test]
fn an_act_that_was_changed_proves_no_certificate() {
    let (world, case) = issued();
    let of = format!("where case_id = '{case}' and n = 5");
    world.site.as_owner(&format!(
        "drop trigger events_are_fixed; update events set event = replace(event, '{NUMBER}', 'FAKE-1') {of}; update records set record_key = replace(record_key, '{NUMBER}', 'FAKE-1'), document = replace(document, '{NUMBER}', 'FAKE-1') where kind = 'certificate'"
    ));
    let seen = check(world.platform(), &Caller::Anyone, "FAKE-1", "").unwrap().remove(0);
    assert!(matches!(seen.agreement, Agreement::Differs(_)), "{seen:?}");
}

#[test]
fn what_was_corrected_later_is_said() {
    let (world, case) = issued();
    let agency = world.head(&case).agency;
    let officer = world.official(&agency, "certificate-officer");
    let correct = Command::Correct { event: 5, text: "地址应为晴川路2号".to_owned() };
    world.step(officer, &case, correct).unwrap();
    let seen = check(world.platform(), &Caller::Anyone, NUMBER, "").unwrap().remove(0);
    assert_eq!(seen.agreement, Agreement::Holds { corrected: true });
}

fn report(world: &World, number: &str, then: Option<ActKind>) {
    let act = |kind: ActKind, number: Option<&str>| {
        let mut event = Event::new(1, kind, Timestamp::UNIX_EPOCH, Source::Feed);
        let number = number.map(Into::into);
        event.body = Some(Box::new(Body { number, ..Body::default() }));
        event
    };
    let mut events = vec![act(ActKind::Submit, None), act(ActKind::Issue, Some(number))];
    events.extend(then.map(|kind| act(kind, None)));
    let agency = world.agency("market-regulation", COUNTY);
    let report = ReportActs {
        jurisdiction: COUNTY.into(),
        case_id: None,
        item: FOOD.into(),
        agency: (&*agency).into(),
        applicant: None,
        events,
    };
    let feed = Caller::Feed { agency: (&*agency).into() };
    world.platform().ask(feed, Request::Report(report), None).unwrap();
}

#[test]
fn what_is_reported_agrees_with_its_acts() {
    let mut world = World::new("2026-03-02T09:00");
    // The first with a number stands in the register; one that is revoked at once does not stand.
    report(&world, "JY-1", None);
    report(&world, "JY-1", Some(ActKind::Revoke));
    report(&world, "JY-2", Some(ActKind::Revoke));
    let state = |number: &str| {
        let found = check(world.platform(), &Caller::Anyone, number, "").unwrap().remove(0);
        (found.agreement, found.certificate.state)
    };
    let holds = Agreement::Holds { corrected: false };
    assert_eq!(state("JY-1"), (holds.clone(), State::Valid));
    assert_eq!(state("JY-2"), (holds, State::Revoked));
    world.stop();
    assert_eq!(ill(&world.site.place(), local("2026-03-02T09:00")), Vec::<String>::new());
}
