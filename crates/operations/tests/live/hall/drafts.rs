//! Drafts are kept, gone on with, handed in once, and gone then.

use super::{PDF, complete_draft, count_files, demanded, draft, party, upload};
use crate::world::{COUNTY, Site, World};
use domain::event::ActKind;
use operations::applications::{HandInError, filed, hand_in, of_case};
use operations::drafts::{self, Delivery, Purpose};
use operations::files::{self, UploadError};
use operations::my_cases;
use std::collections::BTreeMap;
use std::io::Read;

on_both!(
    a_draft_outlives_the_program_and_becomes_a_case,
    handing_in_twice_is_handing_in_once,
    what_is_missing_is_said_and_nothing_is_lost,
    an_upload_goes_on_where_it_stopped,
    what_nobody_needs_is_cleared_away,
    a_window_takes_in_what_the_applicant_brings,
    what_was_answered_before_is_not_typed_again,
    a_draft_with_which_nobody_goes_on_lapses,
    only_the_number_of_the_case_withdraws_it,
);

fn a_draft_outlives_the_program_and_becomes_a_case(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let me = party("a-001");
    let id = complete_draft(&world, &me);
    world.restart();
    world.time.set(crate::world::local("2026-03-05T21:00"));
    let kept = drafts::list(world.platform(), &me).unwrap();
    assert_eq!(kept.len(), 1);
    let case = hand_in(world.platform(), &me, &id).unwrap().case;
    assert!(drafts::list(world.platform(), &me).unwrap().is_empty());
    let event = world.events(&case).remove(0);
    assert_eq!(event.kind, ActKind::Submit);
    // The event names the file by its digest alone.
    let body = event.body.unwrap();
    let known = of_case(world.platform(), &me, COUNTY, &case).unwrap().unwrap();
    let digest = &known.files[0].digest;
    assert!(body.evidence.as_deref().unwrap().contains(&**digest));
    assert!(!serde_json::to_string(&body).unwrap().contains("材料.pdf"));
    let mut content = Vec::new();
    files::open(world.platform(), &known.files[0]).unwrap().read_to_end(&mut content).unwrap();
    assert_eq!(content, PDF);
    assert_eq!(known.pick_up_code.len(), 8);
    let mine = my_cases::list(world.platform(), &me, (false, None), 20).unwrap();
    assert_eq!(mine.cases.len(), 1);
    assert!(my_cases::list(world.platform(), &me, (true, None), 20).unwrap().cases.is_empty());
}

fn handing_in_twice_is_handing_in_once(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let me = party("a-001");
    let id = complete_draft(&world, &me);
    let cases: Vec<_> = std::thread::scope(|scope| {
        let each = || scope.spawn(|| hand_in(world.platform(), &me, &id));
        let all: Vec<_> = (0..4).map(|_| each()).collect();
        all.into_iter().map(|one| one.join().unwrap().unwrap().case).collect()
    });
    assert!(cases.iter().all(|case| *case == cases[0]), "{cases:?}");
    assert_eq!(filed(world.platform(), &me, &id).unwrap().unwrap().case, cases[0]);
    assert_eq!(filed(world.platform(), &party("a-002"), &id).unwrap(), None);
}

fn what_is_missing_is_said_and_nothing_is_lost(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let me = party("a-001");
    let id = draft(&world, &me);
    let refused = hand_in(world.platform(), &me, &id).unwrap_err();
    let HandInError::Materials(missing) = refused else { panic!("{refused:?}") };
    let missing: Vec<_> = missing.iter().map(|needed| needed.id.to_string()).collect();
    assert_eq!(missing, demanded(&world));
    assert!(drafts::find(world.platform(), &me, &id).unwrap().is_some());
    // What was typed wrong is kept as it was typed, and stands in the way.
    let whole = complete_draft(&world, &me);
    let wrong = BTreeMap::from([("credit-code".to_owned(), "12345".to_owned())]);
    drafts::answer(world.platform(), &me, &whole, (wrong, None)).unwrap();
    let kept = drafts::find(world.platform(), &me, &whole).unwrap().unwrap();
    assert_eq!(kept.answers["credit-code"], "12345");
    assert_eq!(drafts::faults(world.platform(), &kept).len(), 1);
    assert_eq!(hand_in(world.platform(), &me, &whole), Err(HandInError::Form));
    // What the government has is not asked for, and cannot even be handed in.
    let all = drafts::materials(
        world.platform(),
        &drafts::find(world.platform(), &me, &id).unwrap().unwrap(),
    );
    let shared = all.iter().find(|needed| needed.source == domain::item::MaterialSource::Shared);
    let shared = shared.unwrap().id.clone();
    let refused = upload(&world, &me, [&id, &shared], ("a.pdf", PDF));
    assert!(matches!(refused, Err(UploadError::Missing)), "{refused:?}");
}

fn an_upload_goes_on_where_it_stopped(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let me = party("a-001");
    let id = draft(&world, &me);
    let material = demanded(&world).remove(0);
    let length = Some(PDF.len() as u64);
    let upload = files::begin(world.platform(), &me, [&id, &material], ("a.pdf", length)).unwrap();
    let (first, rest) = PDF.split_at(10);
    files::receive(world.platform(), &me, &upload, (0, first)).unwrap();
    world.restart();
    let there = files::offset(world.platform(), &me, &upload).unwrap();
    assert_eq!((there.offset, there.length), (10, length));
    // The same piece again, and one that leaves a gap, are told where it stands.
    for at in [0, 11] {
        let refused = files::receive(world.platform(), &me, &upload, (at, first));
        assert!(matches!(refused, Err(UploadError::Offset(10))), "{refused:?}");
    }
    files::receive(world.platform(), &me, &upload, (10, rest)).unwrap();
    let entry = files::finish(world.platform(), &me, &upload).unwrap();
    assert_eq!(entry.size, PDF.len() as u64);
    let draft = drafts::find(world.platform(), &me, &id).unwrap().unwrap();
    assert_eq!(draft.files, [entry]);
}

fn what_nobody_needs_is_cleared_away(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let me = party("a-001");
    let kept = complete_draft(&world, &me);
    let id = draft(&world, &me);
    let material = demanded(&world).remove(0);
    let other = [PDF, b"%another"].concat();
    upload(&world, &me, [&id, &material], ("b.pdf", &other)).unwrap();
    // The same content as in the draft that stays.
    upload(&world, &me, [&id, &material], ("c.pdf", PDF)).unwrap();
    files::begin(world.platform(), &me, [&kept, &material], ("d.pdf", Some(9))).unwrap();
    drafts::discard(world.platform(), &me, &id).unwrap();
    let folder = world.site.folder.path().join("files");
    files::sweep(world.platform()).unwrap();
    assert_eq!(count_files(&folder), 3, "nothing goes before its time");
    world.time.set(crate::world::local("2026-03-12T09:00"));
    files::sweep(world.platform()).unwrap();
    assert_eq!(count_files(&folder), 1);
    let draft = drafts::find(world.platform(), &me, &kept).unwrap().unwrap();
    assert!(files::open(world.platform(), &draft.files[0]).is_ok());
    // What had gone can come again.
    upload(&world, &me, [&kept, &material], ("b.pdf", &other)).unwrap();
    assert_eq!(count_files(&folder), 2);
}

fn a_window_takes_in_what_the_applicant_brings(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let agency = world.agency("market-regulation", COUNTY);
    let window = world.official(&agency, "window");
    let id = complete_draft(&world, &window);
    let refused = hand_in(world.platform(), &window, &id);
    assert!(matches!(refused, Err(HandInError::Form)), "it must say for whom: {refused:?}");
    let name = |draft: &mut drafts::Draft| {
        draft.applicant = Some("a-001".into());
        draft.delivery = Some(Delivery::Electronic);
        Ok(())
    };
    drafts::change(world.platform(), &window, &id, name).unwrap();
    let case = hand_in(world.platform(), &window, &id).unwrap().case;
    let known = of_case(world.platform(), &party("a-001"), COUNTY, &case).unwrap().unwrap();
    assert_eq!(known.files.len(), demanded(&world).len());
    let none = Purpose::Application {
        jurisdiction: COUNTY.into(),
        item: "no-such".into(),
        agency: agency.into(),
    };
    assert!(drafts::begin(world.platform(), &window, none, BTreeMap::new()).is_err());
}

fn what_was_answered_before_is_not_typed_again(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let me = party("a-001");
    hand_in(world.platform(), &me, &complete_draft(&world, &me)).unwrap();
    let purpose = |world: &World| Purpose::Application {
        jurisdiction: COUNTY.into(),
        item: crate::world::FOOD.into(),
        agency: world.agency("market-regulation", COUNTY).into(),
    };
    let begin = |who| drafts::begin(world.platform(), who, purpose(&world), BTreeMap::new());
    let id = begin(&me).unwrap();
    let kept = drafts::find(world.platform(), &me, &id).unwrap().unwrap();
    let (field, origin) = kept.prefilled.first_key_value().unwrap();
    assert_eq!(*origin, drafts::Origin::Earlier);
    assert!(kept.answers.contains_key(field));
    // What is changed is the applicant's own.
    let answers = BTreeMap::from([(field.clone(), "别的".to_owned())]);
    drafts::answer(world.platform(), &me, &id, (answers, None)).unwrap();
    let changed = drafts::find(world.platform(), &me, &id).unwrap().unwrap();
    assert!(!changed.prefilled.contains_key(field));
    // Nobody is told what somebody else has answered.
    let stranger = party("a-002");
    let id = begin(&stranger).unwrap();
    assert!(drafts::find(world.platform(), &stranger, &id).unwrap().unwrap().answers.is_empty());
}

fn a_draft_with_which_nobody_goes_on_lapses(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let me = party("a-001");
    let id = complete_draft(&world, &me);
    let kept = drafts::find(world.platform(), &me, &id).unwrap().unwrap();
    let end = drafts::lapses_at(world.platform(), &kept);
    world.time.set(end);
    assert_eq!(drafts::lapse(world.platform()), Ok(0));
    world.time.set(end + 1);
    assert_eq!(drafts::lapse(world.platform()), Ok(1));
    assert_eq!(drafts::find(world.platform(), &me, &id).unwrap(), None);
}

fn only_the_number_of_the_case_withdraws_it(site: Site) {
    use domain::case::decide::Command;
    use operations::desk::{Failure, Request, StepCase};
    let world = World::at(site, "2026-03-02T09:00");
    let (_, case) = world.applied();
    let withdraw = |confirmation: &str| {
        let (confirmation, reason) = (confirmation.to_owned(), Some("不办了".to_owned()));
        let command = Command::Withdraw { confirmation, reason };
        let (jurisdiction, case_id) = (COUNTY.into(), case.as_str().into());
        let step = Request::Step(StepCase { jurisdiction, case_id, command });
        world.platform().ask(party("a-001"), step, None)
    };
    assert!(matches!(withdraw("确认"), Err(Failure::Invalid(_))));
    assert!(withdraw(&case.to_lowercase()).is_ok());
}
