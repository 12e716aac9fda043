//! Reports of an agency's own system are believed, but do not speak for time, for the platform or for the supervisor.

use crate::workspace::{issued, with_code};
use crate::world::{COUNTY, FOOD, Site, World, refused_by};
use domain::case::decide::Command;
use domain::event::{ActKind, Actor, Body, Event, Source};
use jiff::Timestamp;
use operations::caller::Caller;
use operations::desk::{Answer, Failure, ReportActs, Request};

on_both!(
    a_report_is_recorded_and_judged,
    a_report_does_not_speak_for_time,
    a_report_does_not_move_the_card_of_its_agency,
    a_report_of_nothing_opens_nothing,
    a_report_does_not_act_for_the_party_of_a_case_opened_here,
    a_report_hands_nothing_over_without_the_code,
    a_report_of_money_is_bound_as_a_receipt_here,
    a_case_that_is_reported_has_its_party_in_reports,
);

fn event(kind: ActKind, stage: Option<&str>, outcome: Option<&str>) -> Event {
    let mut event = Event::new(77, kind, Timestamp::UNIX_EPOCH, Source::Native);
    event.stage = stage.map(Into::into);
    event.outcome = outcome.map(Into::into);
    event
}

fn report(world: &World, case: Option<&str>, events: Vec<Event>) -> Result<Answer, Failure> {
    let agency = world.agency("market-regulation", COUNTY);
    let report = ReportActs {
        jurisdiction: COUNTY.into(),
        case_id: case.map(Into::into),
        item: FOOD.into(),
        agency: (&*agency).into(),
        applicant: None,
        events,
    };
    let feed = Caller::Feed { agency: (&*agency).into() };
    world.platform().ask(feed, Request::Report(report), None)
}

fn a_report_is_recorded_and_judged(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let skipped = vec![
        event(ActKind::Submit, None, None),
        event(ActKind::Accept, None, Some("accepted")),
        event(ActKind::Decide, None, Some("granted")),
    ];
    let case = report(&world, None, skipped).unwrap().case_id;
    let events = world.events(&case);
    assert!(events.iter().all(|event| event.source == Source::Feed));
    assert!(events.iter().all(|event| &*event.recorded_at == "2026-03-02T01:00:00.000Z"));
    assert_eq!(world.card(&case, "stage-skipped").level, 2);
    world.assert_board();
    world.assert_sound();
}

fn a_report_does_not_speak_for_time(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (_, case) = world.accepted();
    for (rule, limit, until) in [
        ("promised-near", "promised", "2026-03-16"),
        ("promised-overdue", "promised", "2026-03-16"),
        ("statutory-overdue", "statutory", "2026-03-30"),
    ] {
        for kind in [ActKind::WarnLimit, ActKind::ExceedLimit] {
            let mut spoken = event(kind, None, None);
            spoken.body = Some(Box::new(Body {
                rule: Some(rule.into()),
                limit: Some(limit.into()),
                until: until.parse().ok(),
                automatic: true,
                ..Body::default()
            }));
            assert!(report(&world, Some(&case), vec![spoken]).is_err(), "{rule}");
        }
    }
    for day in ["03-12", "03-17", "03-31"] {
        world.pass_to(&format!("2026-{day}T09:00"));
    }
    for rule in ["promised-near", "promised-overdue", "statutory-overdue"] {
        world.card(&case, rule);
    }
    world.assert_sound();
}

fn a_report_does_not_move_the_card_of_its_agency(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (_, case) = world.accepted();
    world.pass_to("2026-03-17T09:00");
    let card = world.card(&case, "promised-overdue");
    for event in [
        event(ActKind::Complete, Some("answer"), Some("answered")),
        event(ActKind::Decide, Some("decide-appeal"), Some("revoked")),
        event(ActKind::Close, Some("close"), None),
    ] {
        let outcome = report(&world, Some(&card.card_id), vec![event]);
        assert!(matches!(outcome, Err(Failure::Forbidden(_))), "{outcome:?}");
    }
    assert_eq!(world.card(&case, "promised-overdue"), card);
    world.assert_sound();
}

fn a_report_of_nothing_opens_nothing(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let outcome = report(&world, None, Vec::new());
    assert!(matches!(outcome, Err(Failure::Unknown("act", _))), "{outcome:?}");
    assert_eq!(world.assert_sound(), crate::soundness::Sound::default());
}

/// As somebody in a role, for no agency where none is named.
fn signed(mut event: Event, [person, role, agency]: [&str; 3]) -> Event {
    let named = |name: &str| (!name.is_empty()).then(|| name.into());
    event.actor = Actor {
        person: named(person),
        role: named(role),
        agency: named(agency),
        ..Actor::default()
    };
    event
}

fn paying(number: &str) -> Event {
    let mut event = event(ActKind::PayFee, None, None);
    let (number, amount_fen) = (Some(number.into()), Some(8_000));
    event.body = Some(Box::new(Body { number, amount_fen, ..Body::default() }));
    event
}

fn a_report_does_not_act_for_the_party_of_a_case_opened_here(site: Site) {
    use ActKind as K;
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let own = ["a-001", "applicant", ""];
    let refused = |events: Vec<Event>| {
        let acts = world.head(&case).n;
        let refused = report(&world, Some(&case), events).unwrap_err();
        assert_eq!(world.head(&case).n, acts);
        refused_by(&refused)
    };
    for kind in [K::Submit, K::ReceiveSupplement, K::HandIn, K::Withdraw, K::Rate, K::PayFee] {
        for who in [own, ["p-1", "window", &agency], [""; 3]] {
            // Behind an honest act, too.
            let mut acts = vec![signed(event(kind, None, None), who)];
            if kind != K::PayFee || who[2].is_empty() {
                assert_eq!(refused(acts.clone()), "not-the-party", "{kind:?} {who:?}");
                acts.insert(0, event(K::Record, None, None));
                assert_eq!(refused(acts), "not-the-party", "{kind:?} {who:?}");
            }
        }
    }
    for who in [own, ["a-001", "", ""], ["", "applicant", &*agency]] {
        assert_eq!(refused(vec![signed(event(K::Urge, None, None), who)]), "not-the-party");
    }
    let generic = event(K::Complete, Some("receive"), None);
    assert_eq!(refused(vec![generic]), "not-the-party");
    // The party itself has lost nothing, and what the organ does is believed as before.
    world.finish(&agency, &case);
    let mut rating = signed(event(K::Rate, None, None), own);
    rating.body = Some(Box::new(Body { level: Some(5), ..Body::default() }));
    assert_eq!(refused(vec![rating]), "not-the-party");
    let rate = Command::Rate { level: 1, labels: Vec::new(), text: None };
    world.step(Caller::Party { person: "a-001".into() }, &case, rate).unwrap();
    report(&world, Some(&case), vec![event(K::Record, None, None)]).unwrap();
    world.assert_sound();
}

fn a_report_hands_nothing_over_without_the_code(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let deliver = |kind: ActKind| event(kind, Some("deliver"), None);
    let (_, case) = issued(&world, "证-1");
    with_code(&world, &case, "7K2M9QXA");
    for kind in [ActKind::Deliver, ActKind::Complete] {
        let refused = report(&world, Some(&case), vec![deliver(kind)]).unwrap_err();
        assert_eq!(refused_by(&refused), "pick-up-code");
    }
    // Whose result needs no code is handed over there.
    let (_, other) = issued(&world, "证-2");
    report(&world, Some(&other), vec![deliver(ActKind::Deliver)]).unwrap();
}

fn a_report_of_money_is_bound_as_a_receipt_here(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let refused = |acts: Vec<Event>| refused_by(&report(&world, Some(&case), acts).unwrap_err());
    let window = ["p-9", "window", &*agency];
    assert_eq!(refused(vec![signed(paying("票1"), window)]), "nothing-due");
    let mut charge = event(ActKind::ChargeFee, None, None);
    charge.body = Some(Box::new(Body { amount_fen: Some(8_000), ..Body::default() }));
    report(&world, Some(&case), vec![charge]).unwrap();
    let mut by_law = signed(paying("票1"), ["p-9", "approver", &agency]);
    by_law.body.as_mut().unwrap().automatic = true;
    assert_eq!(refused(vec![by_law]), "collection-separated");
    assert_eq!(refused(vec![signed(paying(""), window)]), "incomplete");
    assert_eq!(refused(vec![signed(paying("票1"), ["", "window", &agency])]), "person");
    report(&world, Some(&case), vec![signed(paying("票1"), window)]).unwrap();
    // Who has collected does not judge, in a report as little as here.
    let examined = event(ActKind::Complete, Some("examine"), None);
    let judges = signed(examined, ["p-9", "examiner", &agency]);
    assert_eq!(refused(vec![judges]), "collection-separated");
}

fn a_case_that_is_reported_has_its_party_in_reports(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let case = report(&world, None, vec![event(ActKind::Submit, None, None)]).unwrap().case_id;
    for kind in [ActKind::RequestSupplement, ActKind::ReceiveSupplement, ActKind::Withdraw] {
        report(&world, Some(&case), vec![event(kind, None, None)]).unwrap();
    }
    assert_eq!(&*world.head(&case).phase, "withdrawn");
}
