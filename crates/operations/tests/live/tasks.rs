//! What waits for whom: each act moves the task on to those who must do the next.

use crate::world::{COUNTY, Site, World, complete};
use domain::case::decide::Command;
use operations::caller::Caller;
use operations::desk::{Failure, day_number};
use operations::tasks::{ANSWER, After, Days, Narrowed, Standing, Tasks, TasksError, list};

on_both!(
    a_task_waits_for_whose_duty_it_is,
    what_is_handed_over_waits_for_one_post,
    each_joint_agency_has_a_task_of_its_own,
    a_consulted_agency_finds_its_question_until_it_answers,
    a_special_procedure_stops_the_clock_of_a_task,
    a_card_waits_for_who_supervises,
    tasks_are_for_posts,
);

fn days(today: &str) -> Days {
    let today = day_number(today.parse().unwrap());
    Days { today, near: today + 2 }
}

fn of(world: &World, caller: &Caller, narrowed: &Narrowed) -> Tasks {
    let page = (&After::nothing(), 50);
    list(world.platform(), caller, narrowed, days("2026-03-02"), page).unwrap()
}

fn mine(world: &World, caller: &Caller) -> Vec<String> {
    let narrowed = Narrowed { mine: true, ..Narrowed::default() };
    let found = of(world, caller, &narrowed);
    assert_eq!(found.numbers.found, found.rows.len() as u64);
    found.rows.into_iter().map(|task| task.stage.into_string()).collect()
}

fn a_task_waits_for_whose_duty_it_is(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.applied();
    let [window, examiner, approver] =
        ["window", "examiner", "approver"].map(|role| world.official(&agency, role));
    assert_eq!(mine(&world, &window), ["accept"]);
    assert_eq!(mine(&world, &examiner), Vec::<String>::new());
    let whole = of(&world, &examiner, &Narrowed::default());
    assert_eq!((whole.rows.len(), whole.numbers.all, whole.numbers.mine), (1, 1, 0));
    assert_eq!(whole.numbers.stages.get("accept"), Some(&1));
    assert_eq!(whole.numbers.standings.get(&Standing::Ample), Some(&1));
    world.step(window.clone(), &case, Command::Accept).unwrap();
    assert_eq!(mine(&world, &window), Vec::<String>::new());
    assert!(mine(&world, &examiner).contains(&"examine".to_owned()));
    world.step(examiner.clone(), &case, complete("examine", None)).unwrap();
    assert!(mine(&world, &approver).contains(&"decide".to_owned()));
    assert!(!mine(&world, &examiner).contains(&"examine".to_owned()));
    let elsewhere = world.agency("market-regulation", crate::world::OTHER_COUNTY);
    let stranger = world.official(&elsewhere, "approver");
    assert_eq!(of(&world, &stranger, &Narrowed::default()).numbers.all, 0);
}

fn what_is_handed_over_waits_for_one_post(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let examiners = world.officials(&agency, "examiner");
    let [first, second] = &examiners[..2] else { panic!("{examiners:?}") };
    let Caller::Official { post, .. } = second else { panic!("{second:?}") };
    world.step(first.clone(), &case, Command::Transfer { to_post: post.to_string() }).unwrap();
    let examine = "examine".to_owned();
    assert!(!mine(&world, first).contains(&examine));
    assert!(mine(&world, second).contains(&examine));
    world.step(second.clone(), &case, complete("examine", None)).unwrap();
    let approver = world.official(&agency, "approver");
    assert!(mine(&world, &approver).contains(&"decide".to_owned()));
}

fn each_joint_agency_has_a_task_of_its_own(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let case = world.split();
    let (lead, joint) = (case.lead.clone(), case.joint.clone());
    let step = |caller: Caller, command: Command| case.step(&world, caller, command);
    for agency in &joint {
        let examiner = world.official(agency, "joint-examiner");
        assert_eq!(mine(&world, &examiner), ["joint-opinion"]);
        let agency = agency.clone();
        let opinion = Command::GiveOpinion {
            agency,
            outcome: Some("agreed".into()),
            text: "同意".to_owned(),
        };
        step(examiner.clone(), opinion);
        assert_eq!(mine(&world, &examiner), Vec::<String>::new());
    }
    let left = of(&world, &world.official(&lead, "window"), &Narrowed::default());
    assert!(left.rows.iter().all(|task| &*task.stage != "joint-opinion"), "{left:?}");
}

fn a_consulted_agency_finds_its_question_until_it_answers(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let register = world.platform().register();
    let here = register.agencies().filter(|a| *a.jurisdiction == *COUNTY && *a.id != *agency);
    let posts = here.filter_map(|a| Some((a.id.to_string(), register.posts_of(&a.id).next()?)));
    let others: Vec<(String, Caller)> =
        posts.map(|(id, post)| (id, Caller::of_post(&register, post))).take(2).collect();
    let [(first, one), (second, other)] = &others[..] else { panic!("{others:?}") };
    let examiner = world.official(&agency, "examiner");
    let ask = |agency: &str| {
        let question = "有无意见".to_owned();
        let consult = Command::Consult { agency: agency.into(), question };
        world.step(examiner.clone(), &case, consult).unwrap();
    };
    assert_eq!(mine(&world, one), Vec::<String>::new());
    ask(first);
    ask(second);
    for asked in [one, other] {
        let found = of(&world, asked, &Narrowed { mine: true, ..Narrowed::default() });
        let [task] = &found.rows[..] else { panic!("{found:?}") };
        assert_eq!((&*task.stage, &*task.role, &*task.post), (ANSWER, "", ""));
        // Five working days, of its own.
        assert_eq!(task.due_day, day_number("2026-03-09".parse().unwrap()));
        assert_eq!(found.numbers.mine, 1);
    }
    assert!(!mine(&world, &examiner).contains(&ANSWER.to_owned()));
    // The second is offered its own question, not that of the first.
    let found = operations::cases::options::options(world.platform(), other, COUNTY, &case);
    let options = found.unwrap().unwrap().options;
    let mut offered = options.into_iter().filter(|option| option.is_allowed());
    let answer = offered.find_map(|option| match option.prototype {
        Command::AnswerConsultation { agency, .. } => Some(agency),
        _ => None,
    });
    assert_eq!(answer.as_deref(), Some(&**second));
    let answer = |agency: &str| Command::AnswerConsultation {
        agency: agency.into(),
        text: "无意见".to_owned(),
    };
    world.step(other.clone(), &case, answer(second)).unwrap();
    assert_eq!(mine(&world, other), Vec::<String>::new());
    assert_eq!(mine(&world, one), [ANSWER]);
    // What is decided without an answer needs none any more.
    world.step(examiner.clone(), &case, complete("examine", None)).unwrap();
    let granted = Command::Decide { outcome: "granted".into(), reason: None };
    world.step(world.official(&agency, "approver"), &case, granted).unwrap();
    assert_eq!(mine(&world, one), Vec::<String>::new());
    let late = world.step(one.clone(), &case, answer(first)).unwrap_err();
    assert!(matches!(late, Failure::Forbidden(_)), "{late:?}");
    let mut world = world;
    world.assert_sound();
}

fn a_special_procedure_stops_the_clock_of_a_task(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    let examiner = world.official(&agency, "examiner");
    let before = of(&world, &examiner, &Narrowed::default()).rows.remove(0);
    let start = Command::StartPause {
        ground: "on-site-inspection".into(),
        until: Some("2026-03-10".parse().unwrap()),
        evidence: Some("现场核查通知书".into()),
        notice: Some("告知书1号".into()),
    };
    let found = operations::cases::options::options(world.platform(), &examiner, COUNTY, &case);
    let options = found.unwrap().unwrap().options;
    let pause = options.iter().find(|option| {
        option.is_allowed() && matches!(option.prototype, Command::StartPause { .. })
    });
    let Some(Command::StartPause { ground, until, .. }) = pause.map(|o| o.prototype.clone()) else {
        panic!("{options:#?}")
    };
    let Command::StartPause { evidence, notice, .. } = start else { return };
    let until = until.and_then(|day| day.checked_add(jiff::Span::new().days(7)).ok());
    let start = Command::StartPause { ground, until, evidence, notice };
    world.step(examiner.clone(), &case, start).unwrap();
    let paused = Narrowed { standing: Some(Standing::Paused), ..Narrowed::default() };
    let found = of(&world, &examiner, &paused);
    assert!(!found.rows.is_empty());
    assert!(found.rows.iter().all(|task| task.paused && task.due_day > before.due_day));
    world.step(examiner.clone(), &case, Command::EndPause).unwrap();
    assert_eq!(of(&world, &examiner, &paused).numbers.found, 0);
}

fn a_card_waits_for_who_supervises(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.accepted();
    // Far beyond every limit: cards fall.
    world.pass_to("2026-06-01T09:00");
    let cards = world.cards(&case);
    let supervisor = world.responsible("supervision", &agency);
    assert!(
        cards.iter().any(|card| card.supervisor.as_deref() == Some(&*supervisor)),
        "{cards:#?}"
    );
    let own = world.official(&agency, "supervised-agency");
    let answers = of(&world, &own, &Narrowed { stage: "answer".into(), ..Narrowed::default() });
    assert!(!answers.rows.is_empty());
    let card = answers.rows.first().unwrap().case_id.clone();
    let answered = complete("answer", Some("answered"));
    world.step(own.clone(), &card, answered).unwrap();
    let tasks = world.read(|connection| store::tasks::of_case(connection, COUNTY, &card));
    assert!(tasks.iter().all(|task| *task.agency == *agency), "{tasks:?}");
    world.step(own, &card, Command::Correct { event: 1, text: "已整改".to_owned() }).unwrap();
    let watching = world.official(&supervisor, "supervisor");
    let closing = of(&world, &watching, &Narrowed { mine: true, ..Narrowed::default() });
    assert!(closing.rows.iter().any(|task| task.case_id == card), "{closing:?}");
}

fn tasks_are_for_posts(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    for caller in [Caller::Anyone, Caller::Party { person: "a-001".into() }, Caller::Platform] {
        let page = (&After::nothing(), 50);
        let days = days("2026-03-02");
        let found = list(world.platform(), &caller, &Narrowed::default(), days, page);
        assert!(matches!(found, Err(TasksError::Forbidden(_))), "{found:?}");
    }
}
