//! No request stops the writer, whatever it holds.

use crate::world::{COUNTY, FOOD, Site, World};
use domain::case::decide::Command;
use domain::event::{ActKind, Body, Event, Source};
use jiff::civil::{Date, date};
use operations::caller::Caller;
use operations::desk::{Answer, Failure, OpenCase, ReportActs, Request, RequestKey, StepCase};

on_both!(
    texts_that_no_database_holds_stop_nothing,
    names_of_records_that_no_database_holds_stop_nothing,
    amounts_and_dates_out_of_bounds_stop_nothing,
    reports_out_of_bounds_stop_nothing,
    long_texts_stop_nothing,
    what_nobody_sees_is_not_recorded,
);

/// Names that should not be.
fn bad_names() -> [String; 6] {
    [
        "\0".to_owned(),
        "a\0b".to_owned(),
        "\u{1}\u{7f}\u{ffff}".to_owned(),
        "'; drop table events; --".to_owned(),
        "长".repeat(100_000),
        // What hardly compresses does not fit into an index of PostgreSQL.
        (0..40_000_u64).map(|n| format!("{:x}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15))).collect(),
    ]
}

fn assert_not_stopped(world: &World, outcome: &Result<Answer, Failure>, what: &str) {
    let short = format!("{outcome:?}").chars().take(300).collect::<String>();
    assert!(!matches!(outcome, Err(Failure::Stopped(_))), "{what}: {short}");
    assert_eq!(world.platform().alarms().about("writer"), None, "{what}");
}

fn party() -> Caller {
    Caller::Party { person: "a-001".into() }
}

fn texts_that_no_database_holds_stop_nothing(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.applied();
    let opening = || World::opening(&agency, FOOD);
    for name in bad_names() {
        let bad: Box<str> = name.as_str().into();
        let step = |jurisdiction: &str, case: &str| {
            let (jurisdiction, case_id) = (jurisdiction.into(), case.into());
            Request::Step(StepCase { jurisdiction, case_id, command: Command::Accept })
        };
        let open = |open: OpenCase| Request::Open(open);
        let key = || Some(RequestKey { key: bad.clone(), hash: [1; 32] });
        let applicant = Caller::Party { person: (&*bad).into() };
        for (what, caller, request, key) in [
            ("case", party(), step(COUNTY, &bad), None),
            ("place of a step", party(), step(&bad, &case), None),
            ("place", party(), open(OpenCase { jurisdiction: bad.clone(), ..opening() }), None),
            ("item", party(), open(OpenCase { item: bad.clone(), ..opening() }), None),
            ("agency", party(), open(OpenCase { agency: bad.clone(), ..opening() }), None),
            (
                "applicant",
                applicant,
                open(OpenCase { applicant: Some(bad.clone()), ..opening() }),
                None,
            ),
            ("key", party(), open(opening()), key()),
            ("key of a refusal", party(), step(COUNTY, &case), key()),
        ] {
            let outcome = world.platform().ask(caller, request, key);
            assert_not_stopped(&world, &outcome, what);
        }
        world.assert_works();
    }
    world.assert_sound();
}

fn names_of_records_that_no_database_holds_stop_nothing(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    world.accepted();
    for name in bad_names() {
        let outcome = operations::drafts::discard(world.platform(), &party(), &name);
        assert!(matches!(outcome, Err(Failure::Unknown("draft", _))), "{outcome:?}");
        let found = operations::drafts::find(world.platform(), &party(), &name);
        assert!(matches!(found, Ok(None)), "{found:?}");
        assert_eq!(world.platform().alarms().about("writer"), None, "{name}");
        world.assert_works();
    }
    world.assert_sound();
}

fn amounts_and_dates_out_of_bounds_stop_nothing(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let window = || world.official(&agency, "window");
    let examiner = || world.official(&agency, "examiner");
    for amount_fen in [i64::MAX, i64::MIN, -1, 1 << 53, (1 << 53) - 1] {
        for command in [
            Command::PayFee { number: "1".into(), amount_fen },
            Command::ChargeFee { fee: "fee".into(), amount_fen },
        ] {
            let outcome = world.step(window(), &case, command.clone());
            assert_not_stopped(&world, &outcome, &format!("{command:?}"));
        }
    }
    for until in [Date::MAX, Date::MIN, date(2100, 1, 1), date(1970, 1, 1)] {
        let pause = Command::StartPause {
            ground: "testing".into(),
            until: Some(until),
            evidence: Some("1".into()),
            notice: Some("1".into()),
        };
        let outcome = world.step(examiner(), &case, pause);
        assert_not_stopped(&world, &outcome, &format!("until {until}"));
        let _ = world.step(examiner(), &case, Command::EndPause);
    }
    for event in [0, 1, u32::MAX] {
        let correct = Command::Correct { event, text: "x".into() };
        assert_not_stopped(&world, &world.step(window(), &case, correct), "correct");
    }
    world.assert_works();
    world.pass_to("2026-05-06T09:00");
    world.assert_works();
    world.assert_sound();
}

/// Events that no sane system reports.
fn insane() -> Vec<Event> {
    let at = "2026-03-02T01:00:00Z".parse().unwrap();
    let event = |kind| Event::new(0, kind, at, Source::Feed);
    let with = |body: Body| {
        let mut event = event(ActKind::PayFee);
        event.body = Some(Box::new(body));
        event
    };
    let mut named = event(ActKind::Complete);
    named.actor.person = Some("p\0".into());
    named.actor.agency = Some("\0".into());
    named.actor.role = Some("\0".into());
    named.stage = Some("\0".into());
    named.outcome = Some("\0".into());
    let mut issued = event(ActKind::Issue);
    issued.stage = Some("issue".into());
    issued.body = Some(Box::new(Body { number: Some("x\0".into()), ..Body::default() }));
    let moment = |at: jiff::Timestamp| {
        let mut event = event(ActKind::Complete);
        event.occurred_at = Some(at);
        event
    };
    vec![
        with(Body { amount_fen: Some(i64::MAX), ..Body::default() }),
        with(Body { amount_fen: Some(i64::MIN), ..Body::default() }),
        with(Body { until: Some(Date::MAX), ..Body::default() }),
        with(Body { until: Some(Date::MIN), ..Body::default() }),
        with(Body { text: Some("\0".into()), rule: Some("\0".into()), ..Body::default() }),
        with(Body { limit: Some("statutory".into()), automatic: true, ..Body::default() }),
        named,
        issued,
        moment(jiff::Timestamp::MIN),
        moment(jiff::Timestamp::MAX),
    ]
}

fn reports_out_of_bounds_stop_nothing(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let report = |case_id: Option<&str>, events: Vec<Event>| {
        let report = ReportActs {
            jurisdiction: COUNTY.into(),
            case_id: case_id.map(Into::into),
            item: FOOD.into(),
            agency: (&*agency).into(),
            applicant: None,
            events,
        };
        let feed = Caller::Feed { agency: (&*agency).into() };
        world.platform().ask(feed, Request::Report(report), None)
    };
    assert_not_stopped(&world, &report(None, Vec::new()), "a report of nothing");
    assert_not_stopped(&world, &report(Some(&case), Vec::new()), "nothing about a case");
    for kind in ActKind::ALL {
        for mut event in insane() {
            event.kind = kind;
            for case_id in [None, Some(&*case)] {
                let told = report(case_id, vec![event.clone()]);
                assert_not_stopped(&world, &told, &format!("{event:?}"));
            }
        }
    }
    world.assert_works();
    world.pass_to("2026-05-06T09:00");
    assert_eq!(world.platform().alarms().about("writer"), None);
    world.assert_works();
    world.assert_sound();
}

fn long_texts_stop_nothing(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let long = "阳光\"\\\u{a0}\u{ffff}".repeat(100_000);
    for (role, command) in [
        ("window", Command::Record { text: long.clone() }),
        ("examiner", Command::Consult { agency: long.clone(), question: long.clone() }),
        ("examiner", Command::AddSigner { post: long.clone() }),
        ("window", Command::Transfer { to_post: long.clone() }),
        (
            "examiner",
            Command::Complete { stage: "examine".into(), outcome: None, reason: Some(long) },
        ),
    ] {
        let outcome = world.step(world.official(&agency, role), &case, command);
        assert_not_stopped(&world, &outcome, role);
    }
    world.restart();
    world
        .step(world.official(&agency, "approver"), &case, crate::world::decide("granted", None))
        .unwrap();
    world.assert_works();
    world.assert_sound();
}

fn complete(reason: &str) -> Command {
    Command::Complete { stage: "examine".into(), outcome: None, reason: Some(reason.to_owned()) }
}

fn what_nobody_sees_is_not_recorded(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    for letter in ['\0', '\u{1b}', '\u{7f}', '\u{202e}', '\u{2066}'] {
        let text = format!("同意{letter}不");
        let mut reported =
            Event::new(0, ActKind::Record, "2026-03-02T01:00:00Z".parse().unwrap(), Source::Feed);
        reported.body = Some(Box::new(Body { reason: Some((&*text).into()), ..Body::default() }));
        let report = ReportActs {
            jurisdiction: COUNTY.into(),
            case_id: None,
            item: FOOD.into(),
            agency: (&*agency).into(),
            applicant: None,
            events: vec![reported],
        };
        let feed = Caller::Feed { agency: (&*agency).into() };
        let window = || world.official(&agency, "window");
        let opening = Command::Submit { materials: vec![text.clone()] };
        for outcome in [
            world.step(window(), &case, Command::Record { text: text.clone() }),
            world.step(world.official(&agency, "examiner"), &case, complete(&text)),
            world.platform().ask(feed, Request::Report(report), None),
            world.platform().ask(
                party(),
                Request::Open(OpenCase { command: opening, ..World::opening(&agency, FOOD) }),
                None,
            ),
        ] {
            let Err(Failure::Invalid(told)) = outcome else { panic!("{outcome:?}") };
            let code = format!("U+{:04X}", u32::from(letter));
            assert!(told.simplified.contains(&code), "{told:?}");
        }
    }
    let lines = Command::Record { text: "第一行\r\n第二行\t完".to_owned() };
    world.step(world.official(&agency, "window"), &case, lines).unwrap();
    world.assert_sound();
}
