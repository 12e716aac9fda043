//! The catalogue at runtime: drafted, published for the future, in force on its day without a restart; cases that run keep
//! what they were opened with.

use crate::world::{FOOD, Site, World, complete, names};
use domain::case::decide::Command;
use domain::item::{Item, MaterialSource};
use domain::text::Text;
use jiff::civil::{Date, date};
use operations::caller::Caller;
use operations::catalogue::documents::Amendment;
use operations::catalogue::drafts::{self, Drafting};
use operations::catalogue::publication::{publish, versions, withdraw};
use operations::catalogue::review::{Outcome, calendar, record_review};
use operations::catalogue::trail::{StepKind, of_item};
use operations::desk::{Failure, Request};

on_both!(
    a_version_comes_into_force_without_a_restart_and_running_cases_are_untouched,
    an_item_of_the_installation_joins_and_leaves,
    a_version_that_is_taken_back_never_stands,
);

const FROM: Date = date(2026, 3, 9);

fn legal(world: &World) -> Caller {
    let agency = world.agency("legal-office", "990000");
    world.official(&agency, "legal-officer")
}

fn food(world: &World) -> Item {
    world.platform().law().items[FOOD].clone()
}

fn drafting(item: Item, amendment: Amendment) -> Drafting {
    Drafting {
        item, amendment, reason: "意见（六）：缩短时限".to_owned(), imported: None
    }
}

/// Drafts and publishes food licences within five working days, for [`FROM`].
fn publish_quicker(world: &World) {
    let mut item = food(world);
    item.promised.as_mut().unwrap().amount = 5;
    drafts::save(world.platform(), &legal(world), drafting(item, Amendment::Adjust)).unwrap();
    publish(world.platform(), &legal(world), FOOD, FROM).unwrap();
}

fn promised(world: &World) -> u32 {
    food(world).promised.unwrap().amount
}

fn a_version_comes_into_force_without_a_restart_and_running_cases_are_untouched(site: Site) {
    let mut world = World::at(site, "2026-03-05T09:00");
    let before = world.platform().law();
    publish_quicker(&world);
    let (agency, old) = world.accepted();
    assert_eq!(promised(&world), 10);
    world.pass_to("2026-03-08T23:59");
    assert_eq!(world.platform().law().hash, before.hash);
    world.pass_to("2026-03-09T09:00");
    crate::world::wait_until("the new law", || promised(&world) == 5);
    let new = world.open(&agency, FOOD).case_id;
    world.step(world.official(&agency, "window"), &new, Command::Accept).unwrap();
    let after = world.platform().law();
    assert_ne!(after.hash, before.hash);
    assert_eq!(
        [world.head(&old).law, world.head(&new).law],
        [before.hash.clone(), after.hash.clone()]
    );
    // Five working days from 9 March end on the 16th; ten from 5 March on the 19th.
    world.pass_to("2026-03-17T00:00");
    assert_eq!(world.card(&new, "promised-overdue").level, 2);
    assert!(!names(&world.cards(&old)).iter().any(|(rule, ..)| *rule == "promised-overdue"));
    // A restart with the program's own files finds the same law again.
    world.restart();
    assert_eq!(world.platform().law().hash, after.hash);
    let examiner = world.official(&agency, "examiner");
    for case in [&*old, &*new] {
        world.step(examiner.clone(), case, complete("examine", None)).unwrap();
    }
    assert_eq!(world.platform().alarms().all(), []);
    world.assert_sound();
}

fn an_item_of_the_installation_joins_and_leaves(site: Site) {
    let mut world = World::at(site, "2026-03-05T09:00");
    let own = "510100000X-000-1";
    let mut item = food(&world);
    item.code = own.to_owned();
    item.name = Text { simplified: "小餐饮登记".to_owned(), ..Text::default() };
    let establish = drafting(item.clone(), Amendment::Establish);
    drafts::save(world.platform(), &legal(&world), establish).unwrap();
    publish(world.platform(), &legal(&world), own, date(2026, 3, 6)).unwrap();
    assert!(!world.platform().law().items.contains_key(own));
    world.pass_to("2026-03-06T00:01");
    crate::world::wait_until("the item", || world.platform().law().items.contains_key(own));
    // It is cancelled again, and so is one of the house.
    for code in [own, FOOD] {
        let item = world.platform().law().items[code].clone();
        drafts::save(world.platform(), &legal(&world), drafting(item, Amendment::Cancel)).unwrap();
        publish(world.platform(), &legal(&world), code, date(2026, 3, 10)).unwrap();
    }
    let (agency, running) = world.accepted();
    world.pass_to("2026-03-10T00:01");
    crate::world::wait_until("the end", || !world.platform().law().items.contains_key(own));
    assert!(!world.platform().law().items.contains_key(FOOD));
    let examiner = world.official(&agency, "examiner");
    world.step(examiner, &running, complete("examine", None)).unwrap();
    let party = Caller::Party { person: "a-001".into() };
    let open = Request::Open(World::opening(&agency, FOOD));
    let refused = world.platform().ask(party, open, None);
    assert!(matches!(refused, Err(Failure::Unknown("item", _))), "{refused:?}");
    world.assert_sound();
}

fn a_version_that_is_taken_back_never_stands(site: Site) {
    let world = World::at(site, "2026-03-05T09:00");
    publish_quicker(&world);
    let because = "文件尚未印发";
    withdraw(world.platform(), &legal(&world), (FOOD, FROM), because).unwrap();
    let again = withdraw(world.platform(), &legal(&world), (FOOD, FROM), because);
    assert!(matches!(again, Err(Failure::Invalid(_))), "{again:?}");
    world.pass_to("2026-03-10T09:00");
    assert_eq!(promised(&world), 10);
    let kept = versions(world.platform(), FOOD).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].withdrawn.as_ref().unwrap().reason, because);
    let steps = of_item(world.platform(), &legal(&world), FOOD, 10).unwrap();
    let kinds: Vec<StepKind> = steps.iter().map(|step| step.kind).collect();
    assert_eq!(kinds, [StepKind::Withdrawn, StepKind::Published, StepKind::Drafted]);
    let Caller::Official { person, .. } = legal(&world) else { panic!("an official") };
    assert!(steps.iter().all(|step| *step.by.person == *person && step.by.at > 0));
}

#[track_caller]
fn refused(outcome: Result<(), Failure>, word: &str) {
    let Err(Failure::Invalid(message)) = outcome else { panic!("{outcome:?}") };
    assert!(message.simplified.contains(word), "{}", message.simplified);
    assert!(message.traditional.is_some() && message.english.is_some());
}

#[test]
fn what_the_law_forbids_is_not_published() {
    let world = World::new("2026-03-05T09:00");
    let (platform, legal) = (world.platform(), legal(&world));
    let try_with = |change: &dyn Fn(&mut Item), from: Date| {
        let mut item = food(&world);
        change(&mut item);
        drafts::save(platform, &legal, drafting(item, Amendment::Adjust)).unwrap();
        publish(platform, &legal, FOOD, from)
    };
    refused(try_with(&|_| {}, date(2026, 3, 5)), "生效日期须晚于今天");
    refused(try_with(&|item| item.basis.law.clear(), FROM), "没有设定依据");
    refused(try_with(&|item| item.procedure = "none".to_owned(), FROM), "已公布程序");
    let longer = |item: &mut Item| item.promised.as_mut().unwrap().amount = 25;
    refused(try_with(&longer, FROM), "长于法定时限");
    let demanded = |item: &mut Item| {
        let licence = item.materials.iter_mut().find(|m| m.source == MaterialSource::Shared);
        licence.unwrap().source = MaterialSource::Applicant;
    };
    refused(try_with(&demanded, FROM), "不得要求申请人提供");
    let nothing = Drafting { reason: " ".to_owned(), ..drafting(food(&world), Amendment::Adjust) };
    refused(drafts::save(platform, &legal, nothing), "请写明理由");
    let twice = drafting(food(&world), Amendment::Establish);
    drafts::save(platform, &legal, twice).unwrap();
    refused(publish(platform, &legal, FOOD, FROM), "已有该事项");
    assert!(versions(platform, FOOD).unwrap().is_empty());
}

#[test]
fn who_may_not_may_not() {
    let world = World::new("2026-03-05T09:00");
    let platform = world.platform();
    let handling = world.official(&world.agency("market-regulation", "990101"), "window");
    let other = world.official(&world.agency("tax", "990100"), "window");
    let draft = || drafting(food(&world), Amendment::Adjust);
    drafts::save(platform, &handling, draft()).unwrap();
    for caller in [other, Caller::Anyone, Caller::Party { person: "p".into() }] {
        let refused = drafts::save(platform, &caller, draft());
        assert!(matches!(refused, Err(Failure::Forbidden(_))), "{caller:?}: {refused:?}");
    }
    let refused = publish(platform, &handling, FOOD, FROM);
    assert!(matches!(refused, Err(Failure::Forbidden(_))), "{refused:?}");
    let refused = record_review(platform, &handling, (FOOD, Outcome::Keep), "仍有必要");
    assert!(matches!(refused, Err(Failure::Forbidden(_))), "{refused:?}");
    drafts::discard(platform, &handling, FOOD, "不再需要").unwrap();
    assert!(drafts::find(platform, FOOD).unwrap().is_none());
}

#[test]
fn a_draft_is_changed_and_dropped_by_who_began_it() {
    let world = World::new("2026-03-05T09:00");
    let platform = world.platform();
    let of = |place: &str| world.official(&world.agency("market-regulation", place), "window");
    let (own, other) = (of("990101"), of("990102"));
    let draft = |reason: &str| Drafting {
        reason: reason.to_owned(),
        ..drafting(food(&world), Amendment::Adjust)
    };
    drafts::save(platform, &own, draft("本机关所拟")).unwrap();
    let stands = |reason: &str| {
        let kept = drafts::find(platform, FOOD).unwrap().unwrap();
        assert_eq!(kept.reason, reason);
        assert!(drafts::is_ones_own(&own, &kept) && !drafts::is_ones_own(&other, &kept));
    };
    // The neighbour handles the item too: it neither drops nor overwrites what is not its own, alone or in an import.
    refused(drafts::discard(platform, &other, FOOD, "不要"), "只有起草机关和法制机构");
    refused(drafts::save(platform, &other, draft("邻县所拟")), "揽月县");
    refused(drafts::save_all(platform, &other, vec![draft("邻县所拟")]).map(|_| ()), "揽月县");
    stands("本机关所拟");
    // What the legal office changes stays the draft of who began it.
    drafts::save(platform, &legal(&world), draft("法制机构所改")).unwrap();
    stands("法制机构所改");
    drafts::save(platform, &own, draft("本机关再改")).unwrap();
    drafts::discard(platform, &own, FOOD, "不再需要").unwrap();
    drafts::save(platform, &other, draft("邻县所拟")).unwrap();
    drafts::discard(platform, &legal(&world), FOOD, "不成熟").unwrap();
}

#[test]
fn a_review_is_due_within_its_period_and_again_after_it() {
    let world = World::new("2025-03-05T09:00");
    let due = || {
        let entries = calendar(world.platform()).unwrap();
        entries.into_iter().find(|entry| entry.item.code == FOOD).unwrap()
    };
    // In force since 2024-01-01, kept here since 2025-03-05, a year to review it.
    assert_eq!(due().due, Some(date(2026, 3, 5)));
    assert!(due().days.unwrap() > 300);
    world.pass_to("2026-04-01T09:00");
    assert!(due().days.unwrap() < 0);
    record_review(world.platform(), &legal(&world), (FOOD, Outcome::Keep), "仍有必要").unwrap();
    let after = due();
    assert_eq!(after.due, Some(date(2027, 4, 1)));
    assert_eq!(after.last.unwrap().outcome, Outcome::Keep);
}
