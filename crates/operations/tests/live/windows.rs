//! Windows: whoever queues is called once, and a service centre takes in what its place handles.

use crate::hall::{PDF, answers_to, demanded, good_answers, upload};
use crate::world::{COUNTY, FOOD, OTHER_COUNTY, Site, World, local, province, refused_by};
use domain::case::decide::Command;
use domain::event::ActKind;
use operations::applications::{hand_in, of_case};
use operations::caller::Caller;
use operations::desk::{Failure, OpenCase, Request};
use operations::drafts::{self, Delivery};
use operations::people::{From, People};
use operations::queue::{self, MOST, Move, TicketState};
use operations::windows::{self, Intake, WindowParty};
use std::sync::Arc;

on_both!(
    tickets_are_called_in_order_and_once,
    a_ticket_is_moved_by_its_own_window_alone,
    numbers_begin_anew_each_day_and_end,
    one_device_leaves_numbers_for_others,
    a_centre_takes_in_for_every_agency_of_its_place,
    a_centre_takes_in_and_does_nothing_else,
    a_centre_scans_for_whom_it_serves,
    whom_a_centre_serves_is_said_by_the_register,
    the_same_form_opens_one_case,
    who_applies_is_checked,
    a_form_is_filled_in_for_whom_the_window_serves,
);

/// The window of the service centre in the county.
pub(crate) fn centre(world: &World) -> (String, Caller) {
    let agency = world.agency("administrative-service", COUNTY);
    let window = world.official(&agency, "window");
    (agency, window)
}

pub(crate) fn intake(world: &World, form: &str) -> Intake {
    Intake {
        item: FOOD.to_owned(),
        agency: world.agency("market-regulation", COUNTY),
        party: WindowParty {
            name: "李四".to_owned(),
            document: "11010519491231002x".to_owned(),
            phone: String::new(),
        },
        known: None,
        materials: vec!["application-form".to_owned()],
        form: form.to_owned(),
    }
}

fn tickets_are_called_in_order_and_once(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, window) = centre(&world);
    let platform = world.platform();
    for expected in 1..=40 {
        assert_eq!(queue::take(platform, &Caller::Anyone, &agency), Ok(expected));
    }
    let mut called = Vec::new();
    std::thread::scope(|scope| {
        let calling: Vec<_> = (0..4)
            .map(|counter: i32| {
                let window = window.clone();
                scope.spawn(move || {
                    let call = |_| queue::call_next(platform, &window, &counter.to_string());
                    (0..10).map(call).map(|called| called.unwrap().unwrap()).collect::<Vec<_>>()
                })
            })
            .collect();
        called.extend(calling.into_iter().flat_map(|thread| thread.join().unwrap()));
    });
    called.sort_unstable();
    assert_eq!(called, (1..=40).collect::<Vec<_>>());
    assert_eq!(queue::call_next(platform, &window, "1"), Ok(None));
    let today = queue::today(platform, &Caller::Anyone, &agency).unwrap();
    assert_eq!((today.waiting(), today.called().len()), (0, 40));
}

fn a_ticket_is_moved_by_its_own_window_alone(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, window) = centre(&world);
    let platform = world.platform();
    queue::take(platform, &Caller::Anyone, &agency).unwrap();
    let absent = Err(Failure::Unknown("ticket", "1".into()));
    assert_eq!(queue::advance(platform, &window, 1, Move::Serve), absent, "not called yet");
    world.time.set(crate::world::local("2026-03-02T09:07"));
    assert_eq!(queue::call_next(platform, &window, "3"), Ok(Some(1)));
    let elsewhere = world.official(&world.agency("market-regulation", COUNTY), "window");
    assert_eq!(queue::advance(platform, &elsewhere, 1, Move::Serve), absent);
    let examiner = world.official(&world.agency("market-regulation", COUNTY), "examiner");
    let refused = queue::advance(platform, &examiner, 1, Move::Serve);
    assert!(matches!(refused, Err(Failure::Forbidden(_))), "{refused:?}");
    queue::advance(platform, &window, 1, Move::Serve).unwrap();
    queue::tie(platform, &window, 1, [COUNTY.into(), "case".into()]).unwrap();
    queue::advance(platform, &window, 1, Move::Finish).unwrap();
    assert_eq!(queue::advance(platform, &window, 1, Move::Skip), absent, "it is over");
    let today = queue::today(platform, &Caller::Anyone, &agency).unwrap();
    let ticket = today.tickets.first().unwrap();
    assert_eq!((ticket.state, ticket.cases.len()), (TicketState::Finished, 1));
    assert_eq!((today.served(), today.median_wait()), (1, Some(7)));
}

fn numbers_begin_anew_each_day_and_end(site: Site) {
    let world = World::at(site, "2026-03-02T23:59");
    let (agency, _) = centre(&world);
    let take = || queue::take(world.platform(), &Caller::Anyone, &agency);
    assert_eq!(take(), Ok(1));
    world.pass_to("2026-03-03T00:01");
    for expected in 1..=MOST {
        assert_eq!(take(), Ok(expected));
    }
    assert!(matches!(take(), Err(Failure::Invalid(_))));
    let without = world.agency("appeal", "990000");
    let taken = queue::take(world.platform(), &Caller::Anyone, &without);
    assert!(matches!(taken, Err(Failure::Unknown("agency", _))), "{taken:?}");
}

fn one_device_leaves_numbers_for_others(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, window) = centre(&world);
    let people = People::new(Arc::new(world.taken())).unwrap();
    let from = |address: &str| From { address: address.to_owned(), agent: String::new() };
    let take = |address| people.take_ticket(&Caller::Anyone, &agency, &from(address));
    for expected in 1..=30 {
        assert_eq!(take("203.0.113.7"), Ok(expected));
    }
    let Err(Failure::Exceeded(exceeded)) = take("203.0.113.7") else { panic!() };
    assert_eq!(exceeded.wait, Some(1));
    assert_eq!(take("203.0.113.8"), Ok(31));
    for expected in 32..=70 {
        assert_eq!(people.take_ticket(&window, &agency, &from("203.0.113.7")), Ok(expected));
    }
    world.time.set(local("2026-03-02T09:01"));
    assert_eq!(take("203.0.113.7"), Ok(71));
}

fn a_centre_takes_in_for_every_agency_of_its_place(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (agency, window) = centre(&world);
    let intake = intake(&world, "1");
    let taken = windows::take_in(world.platform(), &window, &intake).unwrap();
    let head = world.head(&taken.case);
    assert_eq!(*head.agency, *intake.agency);
    let events = world.events(&taken.case);
    let first = events.first().unwrap();
    assert_eq!((first.kind, first.actor.agency.as_deref()), (ActKind::Submit, Some(&*agency)));
    assert_eq!(first.actor.acting_for.as_deref(), head.applicant.as_deref());
    // The person is known by an opaque id alone in the case, and by name at the window.
    let text = serde_json::to_string(&events).unwrap();
    assert!(!text.contains("李四") && !text.contains("11010519491231002"), "{text}");
    let applicant = head.applicant.unwrap();
    assert_eq!(windows::party_name(world.platform(), &applicant).as_deref(), Some("李四"));
    let known = windows::taken_in(world.platform(), &window, COUNTY, &taken.case).unwrap();
    assert_eq!(known, Some(taken.clone()));
    let elsewhere = world.official(&intake.agency, "window");
    let strange = windows::taken_in(world.platform(), &elsewhere, COUNTY, &taken.case).unwrap();
    assert_eq!(strange, None);
    // The same person is the same party at another window.
    let again = windows::take_in(world.platform(), &elsewhere, &intake).unwrap();
    assert_eq!(world.head(&again.case).applicant.as_deref(), Some(&*applicant));
    world.step(elsewhere, &taken.case, Command::Accept).unwrap();
}

fn a_centre_takes_in_and_does_nothing_else(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (_, window) = centre(&world);
    let elsewhere = world.agency("market-regulation", OTHER_COUNTY);
    let strange = Intake { agency: elsewhere.clone(), ..intake(&world, "1") };
    is_not_served(&world, &window, &strange);
    let taken = windows::take_in(world.platform(), &window, &intake(&world, "2")).unwrap();
    let stepped = world.step(window.clone(), &taken.case, Command::Accept);
    assert!(matches!(stepped, Err(Failure::Forbidden(_))), "{stepped:?}");
    let mut other = World::opening(&elsewhere, FOOD);
    other.jurisdiction = OTHER_COUNTY.into();
    let not_served = |caller: &Caller, open: OpenCase| {
        let outcome = world.platform().ask(caller.clone(), Request::Open(open), None);
        assert_eq!(refused_by(&outcome.unwrap_err()), "not-served");
    };
    let forbidden = |caller: &Caller, open: OpenCase| {
        let outcome = world.platform().ask(caller.clone(), Request::Open(open), None);
        assert!(matches!(outcome, Err(Failure::Forbidden(_))), "{outcome:?}");
    };
    not_served(&window, other.clone());
    other.command = Command::Accept;
    forbidden(&window, other);
    let own = world.agency("market-regulation", COUNTY);
    forbidden(&window, OpenCase { command: Command::Accept, ..World::opening(&own, FOOD) });
    // An agency that runs no centre takes in nothing for others.
    let taxes = world.agency("natural-resources", COUNTY);
    not_served(&world.official(&taxes, "window"), World::opening(&own, FOOD));
}

/// Neither taken in nor begun, by the rule that says so, and the agency named.
fn is_not_served(world: &World, window: &Caller, intake: &Intake) {
    let taken = windows::take_in(world.platform(), window, intake).map(|_| ());
    let begun = windows::begin_draft(world.platform(), window, intake).map(|_| ());
    let register = world.platform().register();
    let name = &register.agency(&intake.agency).unwrap().name.simplified;
    for outcome in [taken, begun] {
        let Err(Failure::Refused(refusal)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(refusal.rule.word(), "not-served");
        assert!(refusal.message.simplified.contains(name), "{refusal}");
        assert_eq!(refusal.basis.unwrap().article, "26(2)");
    }
}

fn a_centre_scans_for_whom_it_serves(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (_, window) = centre(&world);
    let intake = intake(&world, "1");
    let id = windows::begin_draft(world.platform(), &window, &intake).unwrap();
    let sent = (good_answers(&world), Some(Delivery::PickUp));
    drafts::answer(world.platform(), &window, &id, sent).unwrap();
    for material in demanded(&world) {
        upload(&world, &window, [&id, &material], ("材料.pdf", PDF)).unwrap();
    }
    // The agency that will handle it finds no draft yet, and drops none.
    let handling = world.official(&intake.agency, "window");
    assert_eq!(drafts::find(world.platform(), &handling, &id).unwrap(), None);
    let dropped = drafts::discard(world.platform(), &handling, &id);
    assert!(matches!(dropped, Err(Failure::Unknown("draft", _))), "{dropped:?}");
    let case = hand_in(world.platform(), &window, &id).unwrap().case;
    let head = world.head(&case);
    assert_eq!(*head.agency, *intake.agency);
    // The window has its receipt, and reads nothing more of the case; the agency has what was scanned.
    let taken = windows::taken_in(world.platform(), &window, COUNTY, &case).unwrap().unwrap();
    assert_eq!((&*taken.name, &*taken.case, taken.materials.len() > 1), ("李四", &*case, true));
    let read = |caller: &Caller| of_case(world.platform(), caller, COUNTY, &case).unwrap();
    assert_eq!(read(&window), None);
    let examiner = world.official(&intake.agency, "examiner");
    let known = read(&examiner).unwrap();
    assert!(!known.files.is_empty());
    // Nobody could read a code out: the identity card is looked at.
    let kept = world.read(|c| store::records::find(c, [COUNTY, "application", &case])).unwrap();
    assert!(kept.document.contains("\"pick_up_code\":\"\""), "{}", kept.document);
}

fn whom_a_centre_serves_is_said_by_the_register(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (centre, window) = centre(&world);
    let [here, there] =
        [COUNTY, OTHER_COUNTY].map(|place| world.agency("market-regulation", place));
    let serve = |served: &str| {
        let mut file = province();
        let agency = file.agencies.iter_mut().find(|agency| *agency.id == *centre).unwrap();
        agency.serves = vec![served.into()];
        world.platform().write_register(file).unwrap();
    };
    let of = |agency: &str| Intake { agency: agency.to_owned(), ..intake(&world, agency) };
    // One agency of another place, and none of its own place any more.
    serve(&there);
    let taken = windows::take_in(world.platform(), &window, &of(&there)).unwrap();
    assert_eq!(*taken.jurisdiction, *OTHER_COUNTY);
    is_not_served(&world, &window, &of(&here));
    let register = world.platform().register();
    let found: Vec<_> = windows::agencies(&register, &window, FOOD).map(|a| &*a.id).collect();
    assert_eq!(found, [&*there]);
    serve(COUNTY);
    windows::take_in(world.platform(), &window, &of(&here)).unwrap();
    is_not_served(&world, &window, &of(&there));
}

fn the_same_form_opens_one_case(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (_, window) = centre(&world);
    let first = windows::take_in(world.platform(), &window, &intake(&world, "1")).unwrap();
    let again = windows::take_in(world.platform(), &window, &intake(&world, "1")).unwrap();
    assert_eq!(first, again);
    let next = windows::take_in(world.platform(), &window, &intake(&world, "2")).unwrap();
    assert_ne!(first.case, next.case);
}

fn who_applies_is_checked(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (_, window) = centre(&world);
    let party = |name: &str, document: &str| WindowParty {
        name: name.to_owned(),
        document: document.to_owned(),
        phone: String::new(),
    };
    for wrong in [party(" ", "11010519491231002X"), party("李四", "110105194912310021")] {
        let intake = Intake { party: wrong, ..intake(&world, "1") };
        let refused = windows::take_in(world.platform(), &window, &intake);
        assert!(matches!(refused, Err(Failure::Invalid(_))), "{refused:?}");
    }
    let agency = world.agency("market-regulation", COUNTY);
    let enterprise = Intake { party: party("某公司", &agency), ..intake(&world, "1") };
    windows::take_in(world.platform(), &window, &enterprise).unwrap();
    assert_eq!(world.leaves(), 1);
}

pub(crate) fn entered(name: &str, document: &str, phone: &str) -> WindowParty {
    let [name, document, phone] = [name, document, phone].map(str::to_owned);
    WindowParty { name, document, phone }
}

/// 取水许可: asks for kind, name, number, telephone and address of the applicant.
pub(crate) const WATER: &str = "0100080001";

fn a_form_is_filled_in_for_whom_the_window_serves(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (_, window) = centre(&world);
    let platform = world.platform();
    let register = platform.register();
    let agency = windows::agencies(&register, &window, WATER).next().unwrap().id.to_string();
    let begun = |name: &str, document: &str, phone: &str| {
        let party = entered(name, document, phone);
        let (item, agency) = (WATER.to_owned(), agency.clone());
        let intake = Intake { item, agency, party, ..intake(&world, "1") };
        let id = windows::begin_draft(platform, &window, &intake).unwrap();
        let draft = drafts::find(platform, &window, &id).unwrap().unwrap();
        (id, draft)
    };
    let (id, draft) = begun("李四", "11010519491231002X", "13800138000");
    let answer = |draft: &drafts::Draft, field: &str| {
        let origin = draft.prefilled.get(field).copied();
        (draft.answers.get(field).cloned().unwrap_or_default(), origin)
    };
    let of_window = |answer: &str| (answer.to_owned(), Some(drafts::Origin::Window));
    let nothing = (String::new(), None);
    assert_eq!(answer(&draft, "applicant-kind"), of_window("person"));
    assert_eq!(answer(&draft, "applicant-name"), of_window("李四"));
    assert_eq!(answer(&draft, "applicant-id"), of_window("11010519491231002X"));
    assert_eq!(answer(&draft, "credit-code"), nothing);
    assert_eq!(answer(&draft, "applicant-phone"), of_window("13800138000"));
    assert_eq!(answer(&draft, "applicant-address"), nothing);
    // What is typed over is the applicant's; what was typed once is taken over into the next application.
    let typed = std::collections::BTreeMap::from([(
        "applicant-address".to_owned(),
        "揽月县城东路1号".to_owned(),
    )]);
    drafts::answer(platform, &window, &id, (typed, Some(Delivery::Electronic))).unwrap();
    fill_in(&world, &window, &id);
    hand_in(platform, &window, &id).unwrap();
    let (_, next) = begun("李四", "11010519491231002X", "");
    let earlier = ("揽月县城东路1号".to_owned(), Some(drafts::Origin::Earlier));
    assert_eq!(answer(&next, "applicant-address"), earlier);
    assert_eq!(
        answer(&next, "applicant-phone"),
        of_window("13800138000"),
        "what a window once knew"
    );
    // Nobody else is told, and an enterprise is no person.
    let (_, other) = begun("某公司", "91350100M000100Y43", "");
    assert_eq!(answer(&other, "applicant-kind"), of_window("organisation"));
    assert_eq!(answer(&other, "credit-code"), of_window("91350100M000100Y43"));
    for field in ["applicant-id", "applicant-address", "applicant-phone"] {
        assert_eq!(answer(&other, field), nothing, "{field}");
    }
}

/// Fills in what is still missing of a draft, and brings what is demanded.
fn fill_in(world: &World, caller: &Caller, id: &str) {
    let draft = drafts::find(world.platform(), caller, id).unwrap().unwrap();
    let item = world.law.items.get(draft.item()).unwrap();
    let mut answers = answers_to(item);
    answers.retain(|field, _| !draft.answers.contains_key(field));
    drafts::answer(world.platform(), caller, id, (answers, None)).unwrap();
    for material in drafts::missing(world.platform(), &draft) {
        upload(world, caller, [id, &material.id], ("材料.pdf", PDF)).unwrap();
    }
}
