//! What is decided at the desk, from its pages.

use super::driver::Scripts;
use super::house::{DESK, House, PHONE};
use domain::case::decide::Command;
use operations::caller::Caller;
use operations::desk::{OpenCase, Request};

/// 食品经营许可.
const FOOD: &str = "0100020001";

/// An application that a citizen handed in elsewhere: number and path of its page.
fn applied(house: &House) -> String {
    let register = house.platform.register();
    let agency = register.agencies_of_item(FOOD).find(|agency| &*agency.jurisdiction == "990101");
    let materials = house.platform.law().items[FOOD].materials.iter();
    let open = OpenCase {
        jurisdiction: "990101".into(),
        item: FOOD.into(),
        agency: (&*agency.unwrap().id).into(),
        applicant: Some("citizen-1".into()),
        command: Command::Submit { materials: materials.map(|m| m.id.clone()).collect() },
    };
    let caller = Caller::Party { person: "citizen-1".into() };
    let answer = house.platform.ask(caller, Request::Open(open), None).unwrap();
    format!("/cases/990101/{}", answer.case_id)
}

#[test]
fn a_window_accepts_without_a_script_and_sees_why_not_the_rest() {
    let house = House::open("2026-03-02T09:00:00");
    let page = applied(&house);
    for (size, scripts) in [(PHONE, Scripts::Off), (DESK, Scripts::On)] {
        let Some(browser) = house.browser("990101-mr-clerk-1", scripts, size) else { return };
        browser.go(&page);
        browser.reads("现在可以办理");
        let can_accept = browser.find("a[href*='/acts/accept~']").is_some();
        assert_eq!(can_accept, size == PHONE, "it is accepted once");
        if can_accept {
            browser.click("a[href*='/acts/accept~']");
            browser.reads("确认办理");
            browser.click("form.act button");
            browser.reads("受理");
            house.at("2026-03-02T09:30:00");
        }
    }
    let Some(stranger) = house.browser("990102-mr-clerk-1", Scripts::Off, DESK) else { return };
    stranger.go(&page);
    assert!(!stranger.text().contains("现在可以办理"));
}
