//! Reports of an agency's own system are believed, but do not speak for time, for the platform or for the supervisor.

use crate::world::{COUNTY, FOOD, Site, World};
use domain::event::{ActKind, Body, Event, Source};
use jiff::Timestamp;
use operations::caller::Caller;
use operations::desk::{Answer, Failure, ReportActs, Request};

on_both!(
    a_report_is_recorded_and_judged,
    a_report_does_not_speak_for_time,
    a_report_does_not_move_the_card_of_its_agency,
    a_report_of_nothing_opens_nothing,
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
