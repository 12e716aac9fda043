//! Parties at windows: what is known of them is kept, asked about, corrected by windows alone, and read with a trace.

use crate::windows::{WATER, centre, entered, intake};
use crate::world::{COUNTY, Site, World};
use operations::caller::Caller;
use operations::desk::Failure;
use operations::drafts;
use operations::windows::{self, Choice, Intake};

on_both!(
    what_is_known_of_a_party_is_kept_and_asked_about,
    an_account_that_claims_a_code_changes_nothing_at_a_window,
    only_a_correction_is_recorded_as_one,
    what_a_window_keeps_or_begins_of_a_known_party_leaves_a_trace,
);

fn what_is_known_of_a_party_is_kept_and_asked_about(site: Site) {
    const NUMBER: &str = "11010519491231002x";
    let world = World::at(site, "2026-03-02T09:00");
    let (centre, window) = centre(&world);
    let platform = world.platform();
    let next = std::cell::Cell::new(0);
    let take = |name: &str, phone: &str, known: Option<Choice>| {
        next.set(next.get() + 1);
        let party = entered(name, NUMBER, phone);
        let intake = Intake { party, known, ..intake(&world, &next.get().to_string()) };
        windows::take_in(platform, &window, &intake)
    };
    let first = take("李四", "13800138000", None).unwrap();
    let party = world.head(&first.case).applicant.unwrap();
    let name = || windows::party_name(platform, &party).unwrap();
    let corrections = || windows::corrections(platform, &party).unwrap();
    // What agrees, or says nothing new, goes through.
    take("李四", "", None).unwrap();
    for (other, phone) in [("李泗", ""), ("李四", "13900139000")] {
        let refused = take(other, phone, None);
        assert!(matches!(refused, Err(Failure::Invalid(_))), "{refused:?}");
        let known = windows::known(platform, &window, &entered(other, NUMBER, phone));
        let known = known.unwrap().unwrap();
        assert_eq!([&*known.name, &*known.phone], ["李*", "138****8000"]);
    }
    assert_eq!((name(), corrections().len()), ("李四".to_owned(), 0));
    assert_eq!(windows::known(platform, &window, &entered("李四", NUMBER, "")), Ok(None));
    // Kept: the case is that of the known name.
    assert_eq!(take("李泗", "", Some(Choice::Keep)).unwrap().name, "李四");
    assert_eq!((name(), corrections().len()), ("李四".to_owned(), 0));
    // Corrected: by whom and when stays, and what was known before.
    let corrected = take("李泗", "", Some(Choice::Correct)).unwrap();
    assert_eq!((corrected.name, name()), ("李泗".to_owned(), "李泗".to_owned()));
    let Caller::Official { post, .. } = &window else { return };
    let [one] = &corrections()[..] else { panic!("{:?}", corrections()) };
    assert_eq!([&*one.before.name, &*one.after.name], ["李四", "李泗"]);
    assert_eq!(one.after.phone, "13800138000", "what was left blank is kept");
    assert!(one.by.contains(&**post) && *one.agency == *centre, "{one:?}");
    assert_eq!(one.at, platform.now());
    assert_eq!(world.head(&corrected.case).applicant.as_deref(), Some(&*party));
    // Who is at no window is told nothing.
    let examiner = world.official(&world.agency("market-regulation", COUNTY), "examiner");
    let told = windows::known(platform, &examiner, &entered("王五", NUMBER, ""));
    assert!(matches!(told, Err(Failure::Forbidden(_))), "{told:?}");
}

fn an_account_that_claims_a_code_changes_nothing_at_a_window(site: Site) {
    use operations::people::People;
    let [code, other_code] = ["91350100M000100Y43", "91350211M000100Y46"];
    let mut world = World::at(site, "2026-03-02T09:00");
    let (_, window) = centre(&world);
    let intake = |party: [&str; 3], known, form: &str| {
        let [name, document, phone] = party;
        Intake { party: entered(name, document, phone), known, ..intake(&world, form) }
    };
    let first = intake(["晴川一号公司", code, ""], None, "1");
    let agreeing = intake(["晴川一号公司", code, ""], None, "2");
    let other = intake(["晴川一号有限公司", code, ""], None, "3");
    let fresh = intake(["晴川二号公司", other_code, ""], None, "4");
    let taken = windows::take_in(world.platform(), &window, &first).unwrap();
    let applicant = world.head(&taken.case).applicant.unwrap();
    let platform = std::sync::Arc::new(world.taken());
    let people = People::new(std::sync::Arc::clone(&platform)).unwrap();
    sign_up(&people, ["冒名公司", code, "13800138000"]);
    sign_up(&people, ["冒名公司", other_code, "13800138001"]);
    // The case, what windows know and what they are asked stay as they were.
    let name = || windows::party_name(&platform, &applicant).unwrap();
    assert_eq!(name(), "晴川一号公司");
    assert_eq!(windows::known(&platform, &window, &agreeing.party), Ok(None));
    assert_eq!(windows::take_in(&platform, &window, &agreeing).unwrap().name, "晴川一号公司");
    let id = windows::begin_draft(&platform, &window, &agreeing).unwrap();
    let draft = drafts::find(&platform, &window, &id).unwrap().unwrap();
    let answers = format!("{:?}", draft.answers);
    assert!(!answers.contains("冒名") && !answers.contains("13800138000"), "{answers}");
    let known = windows::known(&platform, &window, &other.party).unwrap().unwrap();
    assert!(known.name.starts_with('晴') && known.phone.is_empty(), "{known:?}");
    // Who has seen the original corrects it, whatever an account says; nobody is asked about what an account alone says.
    let corrected = Intake { known: Some(Choice::Correct), ..other };
    windows::take_in(&platform, &window, &corrected).unwrap();
    assert_eq!(name(), "晴川一号有限公司");
    assert_eq!(windows::take_in(&platform, &window, &fresh).unwrap().name, "晴川二号公司");
    let key = [store::settings::EVERYWHERE, "window-party", &applicant];
    let newest = store::records::From::Newest;
    let read = |c: &mut _| store::records::of_owner(c, key, newest, 5);
    let written = platform.readers().read(read).unwrap();
    assert!(written.iter().all(|one| !one.document.contains("138001")), "{written:?}");
}

fn only_a_correction_is_recorded_as_one(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (_, window) = centre(&world);
    let take = |name: &str, phone: &str, (known, form): (Option<Choice>, &str)| {
        let party = entered(name, "11010519491231002X", phone);
        let intake = Intake { party, known, ..intake(&world, form) };
        world.head(&windows::take_in(world.platform(), &window, &intake).unwrap().case).applicant
    };
    let party = take("李四", "", (None, "1")).unwrap();
    let corrections = || windows::corrections(world.platform(), &party).unwrap().len();
    // Another name with a telephone: it may be somebody else's.
    take("王五", "13900139000", (Some(Choice::Keep), "2"));
    let known =
        windows::known(world.platform(), &window, &entered("王五", "11010519491231002X", ""));
    assert_eq!(known.unwrap().unwrap().phone, "");
    take("李四", "13800138000", (None, "3"));
    take("李四", "13800138000", (Some(Choice::Correct), "4"));
    assert_eq!(corrections(), 0, "nobody chose to correct what differs");
    take("李泗", "", (Some(Choice::Correct), "5"));
    assert_eq!(corrections(), 1);
    let acts = acts_on(&world, &party, &window);
    assert_eq!(acts, ["complete-party", "correct-party", "keep-party"]);
}

/// What the audit log says was done to a party by a window, in the order of the words; it never says what is known.
fn acts_on(world: &World, party: &str, window: &Caller) -> Vec<String> {
    use operations::people::audit::{AUDIT, Entry};
    let Caller::Official { person, post, agency, .. } = window else { panic!("{window:?}") };
    let key = [store::settings::EVERYWHERE, AUDIT, "account"];
    let newest = store::records::From::Newest;
    let rows = world.read(|c| store::records::of_owner(c, key, newest, 50));
    let mut acts = Vec::new();
    for row in rows {
        assert!(!row.document.contains("李四") && !row.document.contains("138001"), "{row:?}");
        let entry: Entry = serde_json::from_str(&row.document).unwrap();
        if entry.on == party {
            assert_eq!(
                (entry.who, entry.detail),
                (format!("{person} ({post})"), agency.to_string())
            );
            acts.push(entry.act);
        }
    }
    acts.sort();
    acts
}

fn what_a_window_keeps_or_begins_of_a_known_party_leaves_a_trace(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let (_, window) = centre(&world);
    let platform = world.platform();
    let known = Intake {
        item: WATER.to_owned(),
        agency: {
            let register = platform.register();
            let mut agencies = windows::agencies(&register, &window, WATER);
            agencies.next().unwrap().id.to_string()
        },
        party: entered("李四", "11010519491231002X", "13800138000"),
        ..intake(&world, "1")
    };
    let party = {
        let taken = windows::take_in(platform, &window, &known).unwrap();
        world.read(|c| store::cases::find(c, COUNTY, &taken.case)).unwrap().applicant.unwrap()
    };
    assert!(acts_on(&world, &party, &window).is_empty(), "nothing was known");
    let begin = |name: &str, known_is: Option<Choice>| {
        let party = entered(name, "11010519491231002X", "");
        let intake = Intake { party, known: known_is, ..known.clone() };
        let id = windows::begin_draft(platform, &window, &intake).unwrap();
        let draft = drafts::find(platform, &window, &id).unwrap().unwrap();
        drafts::discard(platform, &window, &id).unwrap();
        draft.answers
    };
    // Any name, to read what is hidden: it is not told, and the try stays in the audit log without the draft.
    let answers = begin("某人", Some(Choice::Keep));
    assert_eq!(answers.get("applicant-name").map(String::as_str), Some("某人"));
    let told = format!("{answers:?}");
    assert!(!told.contains("李四") && !told.contains("13800138000"), "{told}");
    let acts = acts_on(&world, &party, &window);
    assert_eq!(acts, ["draft-for-party", "keep-party"]);
    // Who has the name is told the rest, and that leaves a trace as well.
    let answers = begin("李四", None);
    assert_eq!(answers.get("applicant-phone").map(String::as_str), Some("13800138000"));
    assert_eq!(acts_on(&world, &party, &window).len(), 3);
}

/// Makes an account of an enterprise: name, credit code, telephone.
fn sign_up(people: &operations::people::People, [name, code, phone]: [&str; 3]) {
    use operations::people::{From, sign_up::SignUp};
    let from = From { address: "10.0.0.1".to_owned(), ..From::default() };
    let wanted =
        SignUp { name: name.to_owned(), credit_code: Some(code.to_owned()), ..SignUp::default() };
    let (contact, code) = people.sign_up(&wanted, phone, &from).unwrap();
    people.confirm_sign_up(&contact, &code, &from).unwrap();
}
