//! Answering a card in the place of the agency that it is about, by who supervises it: refused through the operation, the
//! JSON API and the page, and offered nowhere.

use super::{COUNTY, FOOD, SUPERVISOR, Scene, accept, scene};
use crate::live::server::send_to;
use operations::desk::Failure;
use serde_json::json;

const ANSWER: &str = "complete~answer~answered";

/// A card about the agency of the case, which asks for an answer.
fn card(scene: &Scene) -> String {
    let case = scene.case(FOOD, &[accept()]);
    scene.house.at("2026-03-17T09:00:00");
    let cards = scene.house.platform.readers().read(|c| store::cards::of_case(c, COUNTY, &case));
    let cards = cards.unwrap();
    let asks = cards.iter().find(|card| card.supervisor.is_some() && &*card.state == "issued");
    asks.unwrap().card_id.to_string()
}

#[test]
fn who_supervises_answers_no_card_for_whom_it_supervises() {
    let scene = scene();
    let card = card(&scene);
    // The head of the centre answers the cards about the centre, and supervises those about others.
    let caller = scene.caller(SUPERVISOR);
    let (before, act) = (
        scene.acts(&card),
        json!({"act": "complete", "stage": "answer",
        "outcome": "answered", "reason": "已加快办理"}),
    );
    let done = scene.operation(caller.clone(), &card, &act);
    assert!(matches!(done, Err(Failure::Forbidden(_))), "{done:?}");
    let options =
        operations::cases::options::options(&scene.house.platform, &caller, COUNTY, &card);
    let options = options.unwrap().unwrap().options;
    let of_answer = |option: &&domain::case::options::CaseOption| {
        option.stage.as_ref().is_some_and(|stage| &*stage.id == "answer")
    };
    assert_eq!(options.iter().find(of_answer), None);
    assert!(options.iter().any(|option| option.kind == domain::event::ActKind::Close));
    let answer = scene.api(SUPERVISOR, &card, &act);
    assert_eq!(answer.status, 403, "{}", answer.body);
    let cookie = format!("acts-as={SUPERVISOR}; lang=zh-Hans");
    let headers = [("Cookie", cookie.as_str())];
    let page =
        send_to(scene.house.address(), "GET", &format!("/cards/{COUNTY}/{card}"), &headers, "");
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(!page.body.contains(ANSWER), "{}", page.body);
    let shown = scene.page(SUPERVISOR, &card, &(ANSWER, vec![("reason", "已加快办理")]));
    assert!((400..500).contains(&shown.status), "{}: {}", shown.status, shown.body);
    assert_eq!(scene.acts(&card), before, "it left a trace");
}
