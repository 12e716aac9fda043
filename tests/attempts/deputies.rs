//! Acting as a deputy whose deputation has ended: refused by the same rule, through the operation and from a page that
//! was opened while it stood, however it ended.

use super::{CHIEF, COUNTY, FOOD, Scene, WINDOW, scene};
use crate::live::server::{Answer, send_to};
use crate::people::PASSWORD;
use operations::caller::{AdministratorKind, Caller};
use operations::desk::Failure;
use operations::people::People;
use operations::people::accounts::NewAccount;
use operations::people::posts::Wanted;
use operations::register::Interval;
use serde_json::json;
use std::sync::Arc;

const TEN_MINUTES: i64 = 600_000;

fn security() -> Caller {
    Caller::Administrator { account: "admin-1".into(), kind: AdministratorKind::Security }
}

fn sent(scene: &Scene, path: &str, cookie: &str, fields: &str) -> Answer {
    let headers = [
        ("Cookie", cookie),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    send_to(scene.house.address(), "POST", path, &headers, fields)
}

/// The chief as the deputy of whoever sits at the window: the session of that capacity, and the caller.
fn deputy(scene: &Scene, people: &People) -> (String, Caller) {
    let register = scene.house.platform.register();
    let now = scene.house.platform.now();
    let absent = register.holder(WINDOW, now).unwrap().clone();
    let chief = register.holder(CHIEF, now).unwrap().clone();
    let new = NewAccount {
        name: chief.name.to_string(),
        login: "chief".into(),
        person: chief.id.to_string(),
    };
    let (_, link) = people.create_account(&security(), &new).unwrap();
    people.set_password(&link, "", PASSWORD).unwrap();
    name(scene, people, &chief.id);
    let fields = format!("name=chief&password={}", PASSWORD.replace(' ', "+"));
    let own = sent(scene, "/sign-in", "", &fields).session().unwrap();
    let chosen = format!("capacity=deputy%3A{WINDOW}");
    let session = sent(scene, "/account/capacity", &own, &chosen).session().unwrap();
    let mut caller = scene.caller(WINDOW);
    if let Caller::Official { person, acting_for, .. } = &mut caller {
        *person = (&*chief.id).into();
        *acting_for = Some((&*absent.id).into());
    }
    (session, caller)
}

/// Names the deputy, for ten minutes.
fn name(scene: &Scene, people: &People, person: &str) {
    let now = scene.house.platform.now();
    let interval = Interval { from: Some(now), until: Some(now + TEN_MINUTES) };
    let (post, reason) = (WINDOW.to_owned(), "leave".to_owned());
    let wanted = Wanted { post, person: person.to_owned(), interval, reason };
    people.deputise(&security(), &wanted).unwrap();
}

/// Accepts a case from its page.
fn accepts(scene: &Scene, session: &str, case: &str) -> Answer {
    let path = format!("/cases/{COUNTY}/{case}/acts/accept~accept~");
    sent(scene, &path, session, &format!("acts={}", scene.acts(case)))
}

fn is_refused(scene: &Scene, (session, caller): (&str, &Caller), how: &str) {
    let case = scene.case(FOOD, &[]);
    match scene.operation(caller.clone(), &case, &json!({"act": "accept"})) {
        Err(Failure::Refused(refusal)) => {
            assert_eq!(refusal.rule.word(), "post-not-held", "{how}");
            assert!(refusal.basis.as_ref().unwrap().article.contains("离岗即止"), "{how}");
        }
        other => panic!("{how}: {other:?}"),
    }
    let shown = accepts(scene, session, &case);
    assert_eq!(shown.status, 409, "{how}: {}", shown.body);
    assert!(shown.body.contains("离岗即止"), "{how}: {}", shown.body);
    assert_eq!(scene.acts(&case), 1, "{how}: it left a trace");
}

#[test]
fn nobody_acts_for_the_absent_when_that_is_over() {
    let scene = scene();
    let people = People::new(Arc::clone(&scene.house.platform)).unwrap();
    let (session, caller) = deputy(&scene, &people);
    // While it stands, both ways are open.
    let case = scene.case(FOOD, &[]);
    scene.operation(caller.clone(), &case, &json!({"act": "accept"})).unwrap();
    let case = scene.case(FOOD, &[]);
    let shown = accepts(&scene, &session, &case);
    assert_eq!((shown.status, scene.acts(&case)), (303, 2), "{}", shown.body);
    let deputies: Vec<String> =
        scene.house.platform.register().deputies().map(|deputy| deputy.id.to_string()).collect();
    people.end_deputy(&security(), &deputies[0]).unwrap();
    is_refused(&scene, (&session, &caller), "ended early");
    // Named again, and the days run out.
    let Caller::Official { person, .. } = &caller else { unreachable!() };
    name(&scene, &people, person);
    let case = scene.case(FOOD, &[]);
    assert_eq!(accepts(&scene, &session, &case).status, 303);
    scene.house.at("2026-03-02T09:11:00");
    is_refused(&scene, (&session, &caller), "run out");
}

/// What a page sends along to say for whom it was made.
fn worn(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"worn\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.replace("&#47;", "/").replace("&#x2F;", "/")
}

#[test]
fn a_form_is_not_signed_in_another_capacity_than_it_was_opened_in() {
    let scene = scene();
    let people = People::new(Arc::clone(&scene.house.platform)).unwrap();
    let (deputy, _) = deputy(&scene, &people);
    let case = scene.case(FOOD, &[]);
    let own = sent(&scene, "/account/capacity", &deputy, &format!("capacity=post%3A{CHIEF}"));
    let own = own.session().unwrap();
    let path = format!("/cases/{COUNTY}/{case}/acts/record~~");
    let opened = send_to(scene.house.address(), "GET", &path, &[("Cookie", &*own)], "");
    assert_eq!(opened.status, 200, "{}", opened.body);
    let made_for = worn(&opened.body);
    assert!(made_for.contains(CHIEF), "{made_for}");
    // In another window the chief goes on as the deputy.
    let fields = format!("acts=1&text=typed-before&worn={}", made_for.replace('/', "%2F"));
    let chosen = format!("capacity=deputy%3A{WINDOW}");
    let deputy = sent(&scene, "/account/capacity", &own, &chosen).session().unwrap();
    let refused = sent(&scene, &path, &deputy, &fields);
    assert_eq!((refused.status, scene.acts(&case)), (422, 1), "{}", refused.body);
    assert!(refused.body.contains("typed-before"), "{}", refused.body);
    let now = worn(&refused.body);
    assert!(now.contains(WINDOW) && now != made_for, "{now}");
    // Looked over and sent again it is done in the capacity that is worn.
    let again = format!("acts=1&text=typed-before&worn={}", now.replace('/', "%2F"));
    assert_eq!(sent(&scene, &path, &deputy, &again).status, 303);
    assert_eq!(scene.acts(&case), 2);
}

#[test]
fn a_deputy_is_named_for_days_of_the_calendar_and_once() {
    let scene = scene();
    let people = People::new(Arc::clone(&scene.house.platform)).unwrap();
    let (session, caller) = deputy(&scene, &people);
    let Caller::Official { person, .. } = &caller else { unreachable!() };
    let named = || scene.house.platform.register().deputies().count();
    let own = sent(&scene, "/account/capacity", &session, &format!("capacity=post%3A{CHIEF}"));
    let own = own.session().unwrap();
    let name = |from: &str, until: &str| {
        let fields =
            format!("post={WINDOW}&person={person}&from={from}&until={until}&reason=typed");
        sent(&scene, "/account/deputies", &own, &fields)
    };
    assert_eq!(named(), 1);
    for (from, until) in [
        ("2026-13-45", "2026-04-30"),
        ("31.12.2026", "2027-01-31"),
        ("2026-04-01", "garbage"),
        // The same person for the same days.
        ("", "2026-03-31"),
    ] {
        let refused = name(from, until);
        assert_eq!((refused.status, named()), (422, 1), "{from} {until}: {}", refused.body);
        assert!(refused.body.contains("value=\"typed\""), "{}", refused.body);
    }
    assert_eq!((name("2026-04-01", "2026-04-30").status, named()), (303, 2));
}
