//! Agencies that are asked for their opinion: warned before their own time is over, and carded when it is.

use crate::law::{changed, replaced};
use crate::world::{COUNTY, Site, World};
use domain::case::decide::Command;
use domain::event::ActKind;
use operations::caller::Caller;
use operations::law_version::LawVersion;
use store::cards::CardRow;

on_both!(
    a_late_joint_agency_is_warned_and_carded_where_its_opinion_is_waited_for,
    each_late_joint_agency_has_a_card_of_its_own,
    a_late_consulted_agency_is_carded_and_not_the_one_that_asked,
    an_agency_that_is_asked_twice_is_late_once,
);

/// The law in which the opinion of a joint agency is waited for.
fn waiting() -> &'static LawVersion {
    changed(|files| {
        let file = "law/procedures/joint-licence.toml";
        replaced(files, file, "silence = \"agreed\"", "silence = \"waits\"");
    })
}

fn of_rule<'c>(cards: &'c [CardRow], rule: &str) -> Vec<&'c CardRow> {
    cards.iter().filter(|card| *card.rule == *rule).collect()
}

fn a_late_joint_agency_is_warned_and_carded_where_its_opinion_is_waited_for(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    world.restart_with(waiting());
    let case = world.split();
    let (late, punctual) = case.joint.split_last().unwrap();
    // Fifteen working days end on 23 March; two working days before there is a warning.
    for agency in punctual {
        case.agree(&world, agency);
    }
    world.pass_to("2026-03-18T23:59");
    assert!(of_rule(&case.cards(&world), "joint-near").is_empty());
    world.pass_to("2026-03-19T00:01");
    let cards = case.cards(&world);
    let [near] = of_rule(&cards, "joint-near")[..] else { panic!("{cards:#?}") };
    assert_eq!((&*near.agency, near.level, &*near.state), (&**late, 1, "issued"));
    world.pass_to("2026-03-23T23:59");
    assert!(of_rule(&case.cards(&world), "joint-overdue").is_empty());
    world.pass_to("2026-03-24T00:01");
    let cards = case.cards(&world);
    let [card] = of_rule(&cards, "joint-overdue")[..] else { panic!("{cards:#?}") };
    let supervisor = world.responsible("supervision", late);
    assert_eq!((&*card.agency, card.supervisor.as_deref()), (&**late, Some(&*supervisor)));
    assert_eq!((card.level, &*card.state), (2, "issued"));
    // What it says late is late once, and the warning has done what it could.
    world.pass_to("2026-03-25T09:00");
    case.agree(&world, late);
    let cards = case.cards(&world);
    assert!(of_rule(&cards, "joint-late").is_empty(), "{cards:#?}");
    assert_eq!(&*of_rule(&cards, "joint-near")[0].state, "closed");
    world.restart();
    assert_eq!(case.cards(&world).len(), cards.len());
    world.assert_sound();
}

fn each_late_joint_agency_has_a_card_of_its_own(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    world.restart_with(waiting());
    let case = world.split();
    assert!(case.joint.len() > 1);
    world.pass_to("2026-03-19T00:01");
    world.pass_to("2026-03-24T00:01");
    for rule in ["joint-near", "joint-overdue"] {
        let cards = case.cards(&world);
        let mut agencies: Vec<&str> = of_rule(&cards, rule).iter().map(|c| &*c.agency).collect();
        agencies.sort_unstable();
        let mut late: Vec<&str> = case.joint.iter().map(String::as_str).collect();
        late.sort_unstable();
        assert_eq!(agencies, late, "{rule}");
    }
    // Answering closes the warning of who answers, not that of the others.
    case.agree(&world, &case.joint[0]);
    for card in of_rule(&case.cards(&world), "joint-near") {
        let closed = *card.agency == *case.joint[0];
        assert_eq!(&*card.state, if closed { "closed" } else { "issued" });
    }
    world.assert_sound();
}

/// Another agency of the county than one, and a post of it.
fn neighbour(world: &World, agency: &str) -> (String, Caller) {
    let register = world.platform().register();
    let here = register.agencies().filter(|a| *a.jurisdiction == *COUNTY && *a.id != *agency);
    let mut posts = here.filter_map(|a| Some((a.id.to_string(), register.posts_of(&a.id).next()?)));
    let (asked, post) = posts.next().unwrap();
    (asked, Caller::of_post(&register, post))
}

fn ask(world: &World, [agency, case, asked]: [&str; 3]) {
    let consult = Command::Consult { agency: asked.into(), question: "有无意见".to_owned() };
    world.step(world.official(agency, "examiner"), case, consult).unwrap();
}

/// The same agency asked twice on one day has two answers to give; that it is late is said once.
fn an_agency_that_is_asked_twice_is_late_once(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let (asked, post) = neighbour(&world, &agency);
    let waits = |world: &World| {
        let tasks = world.read(|connection| store::tasks::of_case(connection, COUNTY, &case));
        tasks.iter().filter(|task| *task.agency == *asked).count()
    };
    ask(&world, [&agency, &case, &asked]);
    ask(&world, [&agency, &case, &asked]);
    assert_eq!(waits(&world), 1);
    world.pass_to("2026-03-09T09:00");
    world.pass_to("2026-03-10T00:01");
    let events = world.events(&case);
    let excess = events.iter().filter(|event| event.kind == ActKind::ExceedLimit);
    assert_eq!(excess.count(), 1);
    let answer = || Command::AnswerConsultation { agency: asked.clone(), text: "无意见".into() };
    world.step(post.clone(), &case, answer()).unwrap();
    assert_eq!(waits(&world), 1, "the second question is still open");
    world.step(post, &case, answer()).unwrap();
    assert_eq!(waits(&world), 0);
    assert_eq!(of_rule(&world.cards(&case), "consultation-overdue").len(), 1);
    world.assert_sound();
}

fn a_late_consulted_agency_is_carded_and_not_the_one_that_asked(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let (asked, post) = neighbour(&world, &agency);
    ask(&world, [&agency, &case, &asked]);
    world.pass_to("2026-03-09T23:59");
    assert_eq!(&*world.card(&case, "joint-near").agency, &*asked);
    world.pass_to("2026-03-10T00:01");
    let card = world.card(&case, "consultation-overdue");
    assert_eq!((&*card.agency, card.level, &*card.state), (&*asked, 2, "issued"));
    let answer =
        Command::AnswerConsultation { agency: asked.clone(), text: "无意见".to_owned() };
    world.step(post, &case, answer).unwrap();
    let cards = world.cards(&case);
    assert!(of_rule(&cards, "consultation-late").is_empty(), "{cards:#?}");
    assert!(cards.iter().all(|card| *card.agency == *asked), "{cards:#?}");
    world.assert_sound();
}
