//! Who may not act does not, and what is refused leaves no trace.

use crate::world::{COUNTY, FOOD, OTHER_COUNTY, Site, World, complete, decide, refused_by};
use domain::case::decide::Command;
use domain::event::{ActKind, Event, Source};
use operations::caller::Caller;
use operations::desk::{Answer, Failure, OpenCase, ReportActs, Request, StepCase};

on_both!(
    refusals_write_nothing,
    others_may_not_act_in_a_case,
    others_may_not_open_or_report_a_case,
    what_does_not_exist_is_unknown,
    only_the_law_decides_what_the_platform_itself_may,
);

/// Everything that is stored, in numbers.
fn stored(world: &World) -> [i64; 8] {
    world.read(|connection| {
        let mut rows = [0; 8];
        let counts = [
            "select count(*) from events",
            "select count(*) from log_leaves",
            "select count(*) from cases",
            "select count(*) from tasks",
            "select count(*) from timers",
            "select count(*) from cards",
            "select count(*) from idempotency_keys",
            "select coalesce(cast(sum(size) as bigint), 0) from log_heads",
        ];
        for (count, sql) in rows.iter_mut().zip(counts) {
            *count = connection.query(sql, &[])?.remove(0).integer()?;
        }
        Ok(rows)
    })
}

fn assert_forbidden(outcome: &Result<Answer, Failure>, who: &str) {
    assert!(matches!(outcome, Err(Failure::Forbidden(_))), "{who}: {outcome:?}");
}

fn refusals_write_nothing(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let before = (stored(&world), world.head(&case));
    let refusals: [(&str, Command, &str); 8] = [
        ("window", Command::Accept, "phase"),
        ("approver", decide("granted", None), "stage-not-possible"),
        ("window", complete("examine", None), "role"),
        ("examiner", complete("no-such-stage", None), "unknown-stage"),
        ("window", Command::Close { outcome: None, reason: None }, "phase"),
        ("window", Command::EndPause, "no-pause"),
        ("window", Command::Issue { number: "1".into() }, "result-before-decision"),
        ("window", Command::DeemAccepted, "phase"),
    ];
    for (role, command, _) in refusals {
        let refused = world.step(world.official(&agency, role), &case, command.clone());
        let rule = refused_by(&refused.unwrap_err());
        assert!(!rule.is_empty(), "{command:?}");
        assert_eq!((stored(&world), world.head(&case)), before, "{command:?}");
    }
    let refused = world.platform().board(|board| board.refused().values().sum::<u64>());
    crate::world::wait_until("the board hears of refusals", || {
        world.platform().board(|board| board.refused().values().sum::<u64>()) == 8
    });
    assert!(refused <= 8);
    // A refused opening leaves no case behind.
    let open = OpenCase { command: Command::Accept, ..World::opening(&agency, FOOD) };
    let party = Caller::Party { person: "a-001".into() };
    let outcome = world.platform().ask(party, Request::Open(open), None);
    assert!(matches!(outcome, Err(Failure::Refused(_))), "{outcome:?}");
    assert_eq!(stored(&world), before.0);
    world.assert_sound();
}

fn others_may_not_act_in_a_case(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.applied();
    let before = stored(&world);
    let elsewhere = world.agency("market-regulation", OTHER_COUNTY);
    let beside = world.agency("natural-resources", COUNTY);
    let supervisor = world.responsible("supervision", &agency);
    let strangers = [
        ("the same office elsewhere", world.official(&elsewhere, "window")),
        ("another office of the place", world.official(&beside, "window")),
        ("the supervisor", world.official(&supervisor, "supervisor")),
        ("another applicant", Caller::Party { person: "a-002".into() }),
        ("somebody", Caller::Anyone),
        ("the platform", Caller::Platform),
        ("a feed", Caller::Feed { agency: (&*agency).into() }),
    ];
    for (who, stranger) in strangers {
        for command in [Command::Accept, Command::Urge, Command::DeemAccepted] {
            let outcome = world.step(stranger.clone(), &case, command);
            assert_forbidden(&outcome, who);
        }
    }
    // The applicant may ask, but not accept the application.
    let applicant = Caller::Party { person: "a-001".into() };
    let outcome = world.step(applicant, &case, Command::Accept);
    assert_eq!(refused_by(&outcome.unwrap_err()), "role");
    assert_eq!(stored(&world), before);
}

fn others_may_not_open_or_report_a_case(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let elsewhere = world.agency("market-regulation", OTHER_COUNTY);
    let before = stored(&world);
    for caller in [Caller::Party { person: "a-002".into() }, Caller::Anyone, Caller::Platform] {
        let open = Request::Open(World::opening(&agency, FOOD));
        assert_forbidden(&world.platform().ask(caller, open, None), "opens");
    }
    // A window may open cases, but not of agencies that it does not serve.
    let open = Request::Open(World::opening(&agency, FOOD));
    let refused = world.platform().ask(world.official(&elsewhere, "window"), open, None);
    assert_eq!(refused_by(&refused.unwrap_err()), "not-served");
    for caller in [
        Caller::Feed { agency: (&*elsewhere).into() },
        Caller::Party { person: "a-001".into() },
        world.official(&agency, "window"),
        Caller::Anyone,
    ] {
        let report = ReportActs {
            jurisdiction: COUNTY.into(),
            case_id: None,
            item: FOOD.into(),
            agency: (&*agency).into(),
            applicant: None,
            events: vec![Event::new(0, ActKind::Submit, jiff::Timestamp::UNIX_EPOCH, Source::Feed)],
        };
        assert_forbidden(&world.platform().ask(caller, Request::Report(report), None), "reports");
    }
    assert_eq!(stored(&world), before);
}

fn what_does_not_exist_is_unknown(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.applied();
    let party = || Caller::Party { person: "a-001".into() };
    let before = stored(&world);
    let opening = || World::opening(&agency, FOOD);
    for (open, what) in [
        (OpenCase { item: "9999999999".into(), ..opening() }, "item"),
        (OpenCase { item: "statutory-overdue".into(), ..opening() }, "item"),
        (OpenCase { agency: "nobody".into(), ..opening() }, "agency"),
        (OpenCase { jurisdiction: OTHER_COUNTY.into(), ..opening() }, "agency"),
        (OpenCase { jurisdiction: "".into(), ..opening() }, "agency"),
    ] {
        let outcome = world.platform().ask(party(), Request::Open(open), None);
        assert!(matches!(outcome, Err(Failure::Unknown(known, _)) if known == what), "{outcome:?}");
    }
    for (place, case) in [(COUNTY, "260302-00000000"), (OTHER_COUNTY, &*case), ("", ""), ("*", "")]
    {
        let step =
            StepCase { jurisdiction: place.into(), case_id: case.into(), command: Command::Accept };
        let outcome = world.platform().ask(party(), Request::Step(step), None);
        assert!(matches!(outcome, Err(Failure::Unknown("case", _))), "{outcome:?}");
    }
    assert_eq!(stored(&world), before);
}

fn only_the_law_decides_what_the_platform_itself_may(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    for command in [Command::PauseExpired, Command::DeemAccepted] {
        for role in ["window", "approver"] {
            let outcome = world.step(world.official(&agency, role), &case, command.clone());
            assert!(matches!(outcome, Err(Failure::Refused(_))), "{outcome:?}");
        }
    }
}
