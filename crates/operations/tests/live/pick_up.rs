//! The code against which a result is handed over: asked for whatever way the act comes, and not guessed.

use crate::workspace::{issued, keep_application, with_code};
use crate::world::{COUNTY, Site, World, local, refused_by};
use domain::case::decide::{Command, DeliveryWay};
use operations::applications::of_case;
use operations::caller::Caller;
use operations::cases::show::show;
use operations::desk::Failure;
use operations::people::audit::{AUDIT, Entry};
use store::records::From;
use store::settings::EVERYWHERE;

on_both!(
    no_result_with_a_code_is_handed_over_without_it,
    other_ways_say_which_they_are_and_are_the_choice_of_the_applicant,
    a_result_goes_the_way_that_was_chosen,
    who_guesses_waits_and_a_restart_forgets_nothing,
    the_administrator_says_how_many_codes_are_free,
);

const CODE: &str = "7K2M9QXA";

fn by_hand(code: Option<&str>) -> Command {
    let way = "当场交付".to_owned();
    Command::Deliver { way, by: DeliveryWay::PickUp, code: code.map(str::to_owned) }
}

/// A result with a code, and the window that hands it out.
fn waiting(world: &World, number: &str) -> (Caller, String) {
    let (agency, case) = issued(world, number);
    with_code(world, &case, CODE);
    (world.official(&agency, "window"), case)
}

/// What the audit log has about wrong codes, in no order.
fn told(world: &World) -> Vec<Entry> {
    let owner = [EVERYWHERE, AUDIT, "refusal"];
    let found = world.read(|c| store::records::of_owner(c, owner, From::Newest, 100));
    let entries = found.iter().map(|record| serde_json::from_str(&record.document).unwrap());
    entries.filter(|entry: &Entry| entry.act.starts_with("pick-up")).collect()
}

fn no_result_with_a_code_is_handed_over_without_it(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (window, case) = waiting(&world, "证-1");
    for wrong in [None, Some(""), Some(" "), Some("7K2M9QXB"), Some("7K2M9QX")] {
        let refused = world.step(window.clone(), &case, by_hand(wrong)).unwrap_err();
        assert_eq!(refused_by(&refused), "pick-up-code", "{wrong:?}");
        let Failure::Refused(refusal) = refused else { return };
        assert!(refusal.basis.unwrap().article.contains("领取码"));
    }
    // Nothing said is nothing guessed; the rest is there for who audits, with who and where, and without the code.
    let told = told(&world);
    let Caller::Official { post, .. } = &window else { return };
    let count = |entry: &Entry| (entry.act.clone(), entry.done, entry.detail.clone());
    let mut counted: Vec<_> = told.iter().map(count).collect();
    counted.sort();
    let expected = ["1", "2"].map(|n| ("pick-up-code".to_owned(), false, n.to_owned()));
    assert_eq!(counted, expected);
    let is_there =
        |entry: &Entry| entry.who.contains(&**post) && entry.on == format!("{COUNTY}/{case}");
    assert!(told.iter().all(is_there), "{told:?}");
    assert!(!format!("{told:?}").contains("7K2M"));
    // Who may do nothing in the case guesses nothing.
    let stranger = world.official(&world.agency("natural-resources", COUNTY), "window");
    let refused = world.step(stranger, &case, by_hand(Some(CODE)));
    assert!(matches!(refused, Err(Failure::Forbidden(_))), "{refused:?}");
    // Who supervises sees it in the case, and no office the code.
    let supervisor =
        world.official(&world.responsible("supervision", &world.head(&case).agency), "supervisor");
    let seen = |caller: &Caller| show(world.platform(), caller, COUNTY, &case).unwrap().unwrap();
    assert_eq!(seen(&supervisor).wrong_codes.unwrap().0, 2);
    assert_eq!(seen(&Caller::Anyone).wrong_codes, None);
    let read = of_case(world.platform(), &window, COUNTY, &case).unwrap().unwrap();
    assert_eq!(&*read.pick_up_code, "");
    world.step(window, &case, by_hand(Some(" 7k2m9qxa "))).unwrap();
    let event = world.events(&case).pop().unwrap();
    let text = serde_json::to_string(&event).unwrap();
    assert!(event.kind.word() == "deliver" && !text.to_ascii_uppercase().contains(CODE), "{text}");
}

fn other_ways_say_which_they_are_and_are_the_choice_of_the_applicant(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    for (by, word) in [(DeliveryWay::Post, "邮寄"), (DeliveryWay::Electronic, "电子送达")] {
        let (window, case) = waiting(&world, word);
        let deliver = |code: Option<&str>| Command::Deliver {
            way: "已交付".to_owned(),
            by,
            code: code.map(Into::into),
        };
        // Who chose to pick it up gets it neither by post nor in the account, unless it gives its code for that.
        for (code, rule) in [(None, "delivery-way"), (Some("7K2M9QXB"), "pick-up-code")] {
            let refused = world.step(window.clone(), &case, deliver(code)).unwrap_err();
            assert_eq!(refused_by(&refused), rule);
        }
        world.step(window, &case, deliver(Some(CODE))).unwrap();
        let event = world.events(&case).pop().unwrap();
        let text = event.body.unwrap().text.unwrap();
        assert!(text.starts_with(word), "{text}");
    }
}

fn a_result_goes_the_way_that_was_chosen(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let post = r#"{"way":"post","recipient":"苏晚","address":"岚越区","phone":"1"}"#;
    for (number, chosen, way, code) in [
        ("证-1", post, DeliveryWay::Post, CODE),
        ("证-2", r#"{"way":"electronic"}"#, DeliveryWay::Electronic, CODE),
        // What a window took in has no code: there its applicant shows a document, and nothing goes elsewhere.
        ("证-3", post, DeliveryWay::Post, ""),
        ("证-4", r#"{"way":"pick-up"}"#, DeliveryWay::PickUp, ""),
    ] {
        let (agency, case) = issued(&world, number);
        let window = world.official(&agency, "window");
        keep_application(
            &world,
            &case,
            &format!("{{\"pick_up_code\":\"{code}\",\"delivery\":{chosen}}}"),
        );
        let deliver = |by| Command::Deliver { way: "单号 SF1".to_owned(), by, code: None };
        for by in DeliveryWay::ALL.into_iter().filter(|by| *by != way) {
            if by == DeliveryWay::PickUp && code.is_empty() {
                continue;
            }
            let refused = refused_by(&world.step(window.clone(), &case, deliver(by)).unwrap_err());
            let by_hand = by == DeliveryWay::PickUp;
            assert_eq!(refused, if by_hand { "pick-up-code" } else { "delivery-way" }, "{number}");
        }
        world.step(window, &case, deliver(way)).unwrap();
    }
}

fn who_guesses_waits_and_a_restart_forgets_nothing(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (window, case) = waiting(&world, "证-1");
    let other = waiting(&world, "证-2").1;
    let asked = |world: &World, case: &str, code: &str| {
        world
            .step(window.clone(), case, by_hand(Some(code)))
            .map_err(|failure| refused_by(&failure))
    };
    let guessed = |world: &World| asked(world, &case, "00000000").unwrap_err();
    // After five free ones the waits double: each is sat out here but the last.
    let mut now = local("2026-03-02T09:00");
    for wait in [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128] {
        now += wait * 1_000;
        world.time.set(now);
        assert_eq!(guessed(&world), "pick-up-code", "after {wait} s");
    }
    assert_eq!(asked(&world, &case, CODE), Err("pick-up-wait"), "the right one waits too");
    world.restart();
    assert_eq!(asked(&world, &case, CODE), Err("pick-up-wait"));
    let told = told(&world);
    let throttled = told.iter().filter(|entry| entry.act == "pick-up-throttled").count();
    assert_eq!((told.len(), throttled), (15, 2));
    // Each case for itself.
    asked(&world, &other, CODE).unwrap();
    world.time.set(now + 256_000);
    asked(&world, &case, CODE).unwrap();
}

fn the_administrator_says_how_many_codes_are_free(site: Site) {
    use operations::caller::AdministratorKind;
    use operations::people::People;
    let mut world = World::at(site, "2026-03-02T09:00");
    let (window, case) = waiting(&world, "证-1");
    let platform = std::sync::Arc::new(world.taken());
    let people = People::new(std::sync::Arc::clone(&platform)).unwrap();
    let administrator =
        Caller::Administrator { account: "admin-1".into(), kind: AdministratorKind::System };
    people.change_setting(&administrator, ("pick-up-tries", 1), "试").unwrap();
    let step = |code: &str| {
        let step = operations::desk::StepCase {
            jurisdiction: COUNTY.into(),
            case_id: case.as_str().into(),
            command: by_hand(Some(code)),
        };
        let asked = platform.ask(window.clone(), operations::desk::Request::Step(step), None);
        refused_by(&asked.unwrap_err())
    };
    assert_eq!([step("00000000"), step(CODE)], ["pick-up-code", "pick-up-wait"]);
}
