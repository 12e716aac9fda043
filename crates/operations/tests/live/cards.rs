//! Cards fall by themselves, move with their own cases, and nobody decides about himself.

use crate::world::{COUNTY, FOOD, Site, World, complete, decide, names, refused_by};
use domain::case::decide::Command;
use domain::event::{ActKind, Event, Source};
use operations::caller::Caller;
use operations::card_document::CardDocument;
use operations::cases::options::options;
use operations::desk::{Failure, ReportActs, Request};

on_both!(
    a_suspicion_is_confirmed_by_silence_and_issued,
    a_suspicion_may_be_dismissed,
    an_automatic_card_is_answered_corrected_and_closed,
    each_agency_has_its_own_part_in_a_card,
    a_card_may_be_upheld_on_appeal,
    a_card_may_be_downgraded_on_appeal,
    a_card_may_be_revoked_on_appeal,
    an_unanswered_yellow_card_becomes_red_once,
    findings_of_one_rule_add_to_the_card_that_stands,
);

/// A case over within minutes, which is suspicious, and the number of its card.
fn suspicious(world: &World) -> (String, String, String) {
    let (agency, case) = world.accepted();
    world.finish(&agency, &case);
    let card = world.card(&case, "whole-case-in-minutes");
    assert_eq!((card.level, &*card.state), (1, "pending"));
    (agency, case, card.card_id.into())
}

/// An accepted case whose promised limit is exceeded: agency, case, number of its yellow card.
fn yellow(world: &World) -> (String, String, String) {
    let (agency, case) = world.accepted();
    world.pass_to("2026-03-17T09:00");
    let card = world.card(&case, "promised-overdue");
    assert_eq!((card.level, &*card.state, &*card.agency), (2, "issued", &*agency));
    (agency, case, card.card_id.into())
}

fn a_suspicion_is_confirmed_by_silence_and_issued(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (_, case, _) = suspicious(&world);
    let state = |world: &World| world.card(&case, "whole-case-in-minutes").state;
    world.pass_to("2026-03-03T23:59:59");
    assert_eq!(&*state(&world), "pending");
    world.restart();
    world.pass_to("2026-03-04T00:00");
    assert_eq!(&*state(&world), "issued");
    let card = world.card(&case, "whole-case-in-minutes");
    assert!(card.answer_due.is_some());
    world.assert_board();
    world.assert_sound();
}

fn a_suspicion_may_be_dismissed(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case, card) = suspicious(&world);
    let supervisor = world.responsible("supervision", &agency);
    let supervised = world.official(&agency, "supervised-agency");
    let decline = || Command::Decline { reason: "系统测试数据".into() };
    assert_eq!(refused_by(&world.step(supervised, &card, decline()).unwrap_err()), "role");
    world.step(world.official(&supervisor, "supervisor"), &card, decline()).unwrap();
    assert_eq!(&*world.card(&case, "whole-case-in-minutes").state, "dismissed");
    world.assert_board();
    let close = Command::Close { outcome: None, reason: Some("不予确认".into()) };
    world.step(world.official(&supervisor, "supervisor"), &card, close).unwrap();
    world.pass_to("2026-03-20T00:00");
    assert_eq!(&*world.card(&case, "whole-case-in-minutes").state, "dismissed");
    world.assert_board();
    world.assert_sound();
}

fn an_automatic_card_is_answered_corrected_and_closed(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case, card) = yellow(&world);
    world.assert_board();
    let supervisor = world.responsible("supervision", &agency);
    let state = |world: &World| world.card(&case, "promised-overdue").state;
    let answer = complete("answer", Some("answered"));
    let stranger = world.official(&world.agency("natural-resources", COUNTY), "supervised-agency");
    let outcome = world.step(stranger, &card, answer.clone());
    assert!(matches!(outcome, Err(Failure::Forbidden(_))), "{outcome:?}");
    let chief = || world.official(&agency, "supervised-agency");
    world.step(chief(), &card, answer).unwrap();
    assert_eq!(&*state(&world), "answered");
    world.step(chief(), &card, complete("correct", None)).unwrap_or_else(|_| {
        let correct = Command::Correct { event: 1, text: "已加快办理".into() };
        world.step(chief(), &card, correct).unwrap()
    });
    assert_eq!(&*state(&world), "corrected");
    let close = || Command::Close { outcome: None, reason: Some("整改到位".into()) };
    assert!(world.step(chief(), &card, close()).is_err(), "who corrects does not verify");
    world.restart();
    world.step(world.official(&supervisor, "supervisor"), &card, close()).unwrap();
    assert_eq!(&*state(&world), "closed");
    world.assert_board();
    world.assert_sound();
}

/// Every part of a card is that of one agency, whatever roles the posts of the others have.
fn each_agency_has_its_own_part_in_a_card(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case, card) = yellow(&world);
    let [supervision, appeals] =
        ["supervision", "appeal"].map(|kind| world.responsible(kind, &agency));
    let all = ["supervisor", "supervised-agency", "appeal-body", "supervision-platform"];
    let mut province = crate::world::province();
    for post in &mut province.posts {
        if [&agency, &supervision, &appeals].iter().any(|id| ***id == *post.agency) {
            post.roles.extend(all.map(Into::into));
        }
    }
    world.platform().write_register(province).unwrap();
    let of = |agency: &str| world.official(agency, "supervised-agency");
    let is_offered = |agency: &str, command: &Command| {
        let found = options(world.platform(), &of(agency), COUNTY, &card).unwrap().unwrap();
        let mut all = found.options.into_iter();
        all.any(|option| option.kind == command.kind() && option.is_allowed())
    };
    let steps = [
        (&agency, complete("answer", Some("appealed"))),
        (&appeals, decide("upheld", Some("证据属实"))),
        (&agency, Command::Correct { event: 1, text: "已加快办理".into() }),
        (&supervision, Command::Close { outcome: None, reason: Some("整改到位".into()) }),
    ];
    for (whose, command) in &steps {
        for other in [&agency, &supervision, &appeals].into_iter().filter(|id| id != whose) {
            let outcome = world.step(of(other), &card, command.clone());
            assert!(matches!(outcome, Err(Failure::Forbidden(_))), "{command:?}: {outcome:?}");
            assert!(!is_offered(other, command), "{command:?} is offered to {other}");
        }
        assert!(is_offered(whose, command), "{command:?}");
        world.step(of(whose), &card, command.clone()).unwrap();
    }
    assert_eq!(&*world.card(&case, "promised-overdue").state, "closed");
    world.assert_sound();
}

fn a_card_may_be_upheld_on_appeal(site: Site) {
    appeal(site, "upheld", ("upheld", 2));
}

fn a_card_may_be_downgraded_on_appeal(site: Site) {
    appeal(site, "downgraded", ("upheld", 1));
}

fn a_card_may_be_revoked_on_appeal(site: Site) {
    appeal(site, "revoked", ("revoked", 2));
}

/// The appeal body decides, and nobody else.
fn appeal(site: Site, outcome: &str, becomes: (&str, u32)) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case, card) = yellow(&world);
    let chief = world.official(&agency, "supervised-agency");
    world.step(chief.clone(), &card, complete("answer", Some("appealed"))).unwrap();
    assert_eq!(&*world.card(&case, "promised-overdue").state, "appealed");
    let decision = || decide(outcome, Some("证据属实"));
    let supervisor = world.responsible("supervision", &agency);
    for judge in [chief, world.official(&supervisor, "supervisor")] {
        world.step(judge, &card, decision()).unwrap_err();
    }
    let appeal = world.responsible("appeal", &agency);
    world.step(world.official(&appeal, "appeal-body"), &card, decision()).unwrap();
    let found = world.card(&case, "promised-overdue");
    assert_eq!((&*found.state, found.level), becomes);
    world.assert_board();
    world.assert_sound();
}

fn an_unanswered_yellow_card_becomes_red_once(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (_, case, card) = yellow(&world);
    let found = || {
        let card = world.card(&case, "promised-overdue");
        (card.level, card.escalations)
    };
    // It fell on 17 March: five working days to answer end on 24 March.
    world.pass_to("2026-03-24T23:59:59");
    assert_eq!(found(), (2, 0));
    world.pass_to("2026-03-25T00:00");
    assert_eq!(found(), (3, 1));
    world.assert_board();
    world.restart();
    for day in ["03-26", "04-10", "06-01"] {
        world.pass_to(&format!("2026-{day}T09:00"));
        let card = world.card(&case, "promised-overdue");
        assert_eq!((card.level, card.escalations), (3, 1), "{day}");
    }
    let raised = |event: &&operations::event_text::EventText| {
        event.body.as_deref().is_some_and(|body| body.rule.as_deref() == Some("escalation"))
    };
    assert_eq!(world.events(&card).iter().filter(raised).count(), 1);
    // Late, but an answer all the same.
    let chief = world.official(&found_agency(&world, &case), "supervised-agency");
    world.step(chief, &card, complete("answer", Some("answered"))).unwrap();
    world.assert_board();
    world.assert_sound();
}

fn found_agency(world: &World, case: &str) -> String {
    world.card(case, "promised-overdue").agency.to_string()
}

fn findings_of_one_rule_add_to_the_card_that_stands(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let report = |world: &World| {
        let report = Request::Report(report_of(&agency, &case));
        let feed = Caller::Feed { agency: (&*agency).into() };
        world.platform().ask(feed, report, None).unwrap();
    };
    let times = |world: &World| {
        let card = world.card(&case, "late-supplement");
        let document: CardDocument = serde_json::from_str(&card.document).unwrap();
        assert!(document.findings.len() <= 20);
        (document.times, &*card.state == "issued")
    };
    report(&world);
    assert_eq!(times(&world), (2, true));
    world.restart();
    for _ in 0..12 {
        report(&world);
    }
    assert_eq!(times(&world), (26, true));
    let cards = world.cards(&case);
    assert_eq!(names(&cards).iter().filter(|(rule, ..)| *rule == "late-supplement").count(), 1);
    world.assert_board();
    world.assert_sound();
}

fn report_of(agency: &str, case: &str) -> ReportActs {
    let at = "2026-03-02T01:00:00Z".parse().unwrap();
    let ask = Event::new(0, ActKind::RequestSupplement, at, Source::Feed);
    ReportActs {
        jurisdiction: COUNTY.into(),
        case_id: Some(case.into()),
        item: FOOD.into(),
        agency: agency.into(),
        applicant: None,
        events: vec![ask.clone(), ask],
    }
}
