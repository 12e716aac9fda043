//! The workspace of an agency: handing out results, figures of its own work, delegations.

use crate::world::{COUNTY, OTHER_COUNTY, Site, World, complete, decide, refused_by};
use domain::case::decide::Command;
use jiff::civil::Date;
use operations::caller::Caller;
use operations::delegations::{self, Delegation};
use operations::delivery::{HandOut, hand_out, waiting};
use operations::desk::{Failure, Record, Records, day_number};
use operations::figures::of_agency;
use operations::tasks::Days;

on_both!(
    a_result_is_handed_out_once_and_against_its_code,
    an_agency_knows_its_own_figures,
    the_head_delegates_in_writing_and_never_backwards,
    a_result_is_sent_where_it_was_not_wanted_with_the_code_alone,
    others_delegate_nothing,
);

fn days() -> Days {
    let today = day_number("2026-03-02".parse().unwrap());
    Days { today, near: today + 2 }
}

/// A food licence that waits to be handed out.
pub(crate) fn issued(world: &World, number: &str) -> (String, String) {
    let (agency, case) = world.accepted();
    let act = |role: &str, command| {
        world.step(world.official(&agency, role), &case, command).unwrap();
    };
    act("examiner", complete("examine", None));
    act("approver", decide("granted", None));
    act("certificate-officer", Command::Issue { number: number.into() });
    (agency, case)
}

pub(crate) fn with_code(world: &World, case: &str, code: &str) {
    keep_application(world, case, &format!("{{\"pick_up_code\":\"{code}\"}}"));
}

pub(crate) fn keep_application(world: &World, case: &str, document: &str) {
    const KEEP: operations::caller::Permission = operations::caller::Permission {
        operation: "keep",
        allowed: &[operations::caller::Who::Anyone],
    };
    let record = Record {
        jurisdiction: COUNTY.into(),
        kind: "application".into(),
        key: case.into(),
        owner: "".into(),
        at: 0,
        document: document.into(),
    };
    let keep = move |records: &mut Records<'_>| {
        records.write(record);
        Ok(Ok(()))
    };
    world.platform().keep(&Caller::Anyone, &KEEP, keep).unwrap();
}

fn a_result_is_handed_out_once_and_against_its_code(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = issued(&world, "JY199990101000001");
    let window = world.official(&agency, "window");
    let found = || waiting(world.platform(), &window, ("", days()), 50).unwrap();
    let one = found().remove(0);
    assert_eq!(one.number.as_deref(), Some("JY199990101000001"));
    assert_eq!((one.outcome.as_deref(), one.has_code), (Some("granted"), false));
    let out = |way: &HandOut| {
        let place = ([COUNTY, &*case], one.acts);
        hand_out(world.platform(), &window, place, way)
    };
    let pick_up = |code: &str, receiver: &str| HandOut::PickUp {
        code: code.to_owned(),
        receiver: receiver.to_owned(),
    };
    let invalid = |way: HandOut| {
        let outcome = out(&way);
        assert!(matches!(outcome, Err(Failure::Invalid(_))), "{way:?}: {outcome:?}");
    };
    invalid(pick_up("", ""));
    invalid(HandOut::Post { number: " ".to_owned(), code: String::new() });
    with_code(&world, &case, "482913");
    assert!(found().remove(0).has_code);
    for wrong in ["", "482914", "4829130", "48291"] {
        let outcome = out(&pick_up(wrong, "李四"));
        assert_eq!(refused_by(&outcome.unwrap_err()), "pick-up-code", "{wrong}");
    }
    out(&pick_up(" 482913 ", "")).unwrap();
    assert_eq!(found(), []);
    // Sent twice it is done once; another hand-out is refused.
    out(&pick_up(" 482913 ", "")).unwrap();
    let again = out(&HandOut::Electronic { code: String::new() });
    assert!(matches!(again, Err(Failure::Refused(_))), "{again:?}");
    let delivered = world.events(&case).into_iter().filter(|event| event.kind.word() == "deliver");
    assert_eq!(delivered.count(), 1);
}

fn an_agency_knows_its_own_figures(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let window = world.official(&agency, "window");
    let figures = || of_agency(world.platform(), &window, days(), 30).unwrap();
    assert_eq!((figures().closed.cases, figures().open.all), (0, 1));
    world.pass_to("2026-03-05T09:00");
    world.finish(&agency, &case);
    // Late by far: a card about the limit falls.
    let late = world.accepted().1;
    world.pass_to("2026-06-01T09:00");
    world.finish(&agency, &late);
    let found = figures();
    assert_eq!((found.closed.cases, found.closed.late), (1, 1));
    let of_both = of_agency(world.platform(), &window, days(), 120).unwrap().closed;
    assert_eq!((of_both.cases, of_both.late), (2, 1));
    assert_eq!(of_both.median, Some(3 * 86_400_000));
    let elsewhere = world.agency("market-regulation", OTHER_COUNTY);
    let stranger = world.official(&elsewhere, "window");
    assert_eq!(of_agency(world.platform(), &stranger, days(), 120).unwrap().closed.cases, 0);
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn delegation(post: &str) -> Delegation {
    Delegation {
        post: post.into(),
        items: vec![crate::world::FOOD.into()],
        outcomes: Vec::new(),
        from: date("2026-03-02"),
        until: date("2026-12-31"),
        by: "".into(),
        document: "授权书〔2026〕1号".into(),
        ended: None,
    }
}

fn the_head_delegates_in_writing_and_never_backwards(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let head = world.official(&agency, "head-of-organ");
    let Caller::Official { post: to, .. } = world.official(&agency, "examiner") else { return };
    let today = date("2026-03-02");
    let give = |delegation| delegations::give(world.platform(), &head, (delegation, today));
    let elsewhere = world.official(&world.agency("market-regulation", OTHER_COUNTY), "examiner");
    let Caller::Official { post: stranger, .. } = elsewhere else { return };
    for wrong in [
        delegation(&stranger),
        Delegation { from: date("2026-03-01"), ..delegation(&to) },
        Delegation { until: date("2026-03-01"), ..delegation(&to) },
        Delegation { document: " ".into(), ..delegation(&to) },
        Delegation { items: vec!["no-such-item".into()], ..delegation(&to) },
    ] {
        let refused = give(wrong);
        assert!(matches!(refused, Err(Failure::Invalid(_))), "{refused:?}");
    }
    let id = give(delegation(&to)).unwrap();
    let kept = delegations::list(world.platform(), &head).unwrap();
    assert_eq!(kept.len(), 1);
    let Caller::Official { post: by, .. } = &head else { return };
    assert_eq!(*kept[0].delegation.by, **by);
    assert!(kept[0].delegation.covers(crate::world::FOOD, "granted"));
    assert!(!kept[0].delegation.covers("0000000000", "granted"));
    let standing =
        |day: &str| delegations::standing(world.platform(), &agency, &to, date(day)).unwrap().len();
    assert_eq!((standing("2026-03-01"), standing("2026-03-02"), standing("2027-01-01")), (0, 1, 0));
    delegations::end(world.platform(), &head, &id, date("2026-06-01")).unwrap();
    assert_eq!((standing("2026-05-31"), standing("2026-06-01")), (1, 0));
    // It is ended once, and stays on record.
    delegations::end(world.platform(), &head, &id, date("2026-09-01")).unwrap();
    let kept = delegations::list(world.platform(), &head).unwrap();
    assert_eq!(kept[0].delegation.ended, Some(date("2026-06-01")));
}

fn others_delegate_nothing(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let head = world.official(&agency, "head-of-organ");
    let examiner = world.official(&agency, "examiner");
    let Caller::Official { post, .. } = &examiner else { return };
    let today = date("2026-03-02");
    for who in [examiner.clone(), Caller::Party { person: "a-001".into() }, Caller::Anyone] {
        let given = delegations::give(world.platform(), &who, (delegation(post), today));
        assert!(matches!(given, Err(Failure::Forbidden(_))), "{given:?}");
    }
    let id = delegations::give(world.platform(), &head, (delegation(post), today)).unwrap();
    let other = world.agency("market-regulation", OTHER_COUNTY);
    let stranger = world.official(&other, "head-of-organ");
    let ended = delegations::end(world.platform(), &stranger, &id, today);
    assert!(matches!(ended, Err(Failure::Unknown("delegation", _))), "{ended:?}");
    assert_eq!(delegations::list(world.platform(), &stranger).unwrap(), []);
}

fn a_result_is_sent_where_it_was_not_wanted_with_the_code_alone(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = issued(&world, "JY199990101000009");
    with_code(&world, &case, "7K2M9QXA");
    let window = world.official(&agency, "window");
    let acts = world.head(&case).n;
    let sent = |code: &str| {
        let way = HandOut::Post { number: "SF1".to_owned(), code: code.to_owned() };
        hand_out(world.platform(), &window, ([COUNTY, &case], acts), &way)
    };
    assert_eq!(refused_by(&sent("").unwrap_err()), "delivery-way");
    assert_eq!(refused_by(&sent("7K2M9QXB").unwrap_err()), "pick-up-code");
    sent("7K2M9QXA").unwrap();
}
