//! Without a mouse: an application is filed, and a case is decided, by keyboard alone.

use super::driver::{Browser, Scripts};
use super::house::{DESK, House};
use super::steps::applying::{
    APPLICANT, COUNTY, FOOD, Filed, Paper, answer, asked, demanded, filed,
};
use super::steps::ending::holds;
use super::steps::keyboard::{choose, fill, press, reach, tick};
use domain::item::form::FieldKind;

/// From the guide to the form.
fn begin(house: &House, browser: &Browser) {
    browser.go(&format!("/items/{FOOD}"));
    press(browser, &format!("a[href='/apply/{FOOD}']"), "#agency");
    for (question, answer) in [("registered", "yes"), ("prepackaged-only", "no"), ("barred", "no")]
    {
        tick(browser, &format!("q-{question}"), answer);
    }
    let register = house.platform.register();
    let mut agencies = register.agencies_of_item(FOOD);
    let agency = agencies.find(|agency| &*agency.jurisdiction == COUNTY).unwrap();
    choose(browser, "#agency", &agency.id);
    press(browser, "form.act button", "button[value=continue]");
}

/// From the form to the receipt.
fn file(house: &House, browser: &Browser) -> Filed {
    begin(house, browser);
    let item = house.platform.law().items[FOOD].clone();
    for field in asked(&item) {
        let answer = answer(field);
        match field.kind {
            FieldKind::Choice | FieldKind::Several | FieldKind::YesNo => {
                tick(browser, &format!("f-{}", field.id), &answer);
            }
            _ => fill(browser, &format!("#f-{}", field.id), &answer),
        }
    }
    tick(browser, "delivery", "pick-up");
    press(browser, "button[value=continue]", "form[action$='/check']");
    let paper = Paper::called("材料.pdf");
    for material in demanded(&item) {
        // The window in which a file is chosen belongs to the system, not to the page.
        reach(browser, &format!("#f-{material}"));
        paper.give(browser, &material);
        let there = format!("#m-{material} .files a");
        press(browser, &format!("#m-{material} form.upload button"), &there);
    }
    press(browser, "form[action$='/check'] button", "form[action$='/hand-in']");
    press(browser, "form[action$='/hand-in'] button", "section.receipt");
    filed(browser)
}

/// From the inbox through the form of an act back to the case.
fn act(browser: &Browser, case: &Filed, option: &str) {
    browser.go("/desk?mine=1");
    press(browser, &format!("#tasks a[href='{}']", case.path()), "#options");
    press(browser, &format!("a[href$='/acts/{option}']"), "form.act");
    press(browser, "form.act button", "#acts");
}

#[test]
fn an_application_is_filed_and_decided_without_a_mouse() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::Off, DESK) else { return };
    let case = file(&house, &citizen);
    let acts = [
        ("990101-mr-clerk-1", "accept~accept~", "2026-03-03T09:00:00"),
        ("990101-mr-examiner-1", "complete~examine~", "2026-03-05T09:00:00"),
        ("990101-mr-chief-1", "decide~decide~granted", "2026-03-06T09:00:00"),
    ];
    for (post, option, at) in acts {
        house.at(at);
        let Some(official) = house.browser(post, Scripts::On, DESK) else { return };
        act(&official, &case, option);
    }
    citizen.go(&case.path());
    citizen.reads("准予许可");
    holds(&house, &case);
}
