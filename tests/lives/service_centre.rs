//! One window for many agencies: the clerk of a service centre takes in and scans for another agency without a script, what
//! is known of the applicant is filled in, and what another window enters differently is asked about.

use super::driver::{Browser, Scripts};
use super::house::{DESK, House};
use super::steps::applying::{COUNTY, FOOD, Paper, demanded, fill_in, upload};
use domain::item::form::AccountFact;

const CLERK: &str = "990101-as-clerk-1";
const OTHER_CLERK: &str = "990101-mr-clerk-1";
const NUMBER: &str = "11010519491231002X";

fn agency(house: &House, item: &str, place: &str) -> String {
    let register = house.platform.register();
    let mut agencies = register.agencies_of_item(item);
    agencies.find(|agency| &*agency.jurisdiction == place).unwrap().id.to_string()
}

/// Enters who applies.
fn enter(browser: &Browser, [name, document, phone]: [&str; 3]) {
    browser.fill("#name", name);
    browser.fill("#document", document);
    browser.fill("#phone", phone);
}

fn value(browser: &Browser, id: &str) -> String {
    let script = format!("return document.getElementById('{id}').value");
    browser.run(&script).as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_centre_scans_for_another_agency_and_what_is_known_is_kept() {
    let house = House::open("2026-03-02T09:00:00");
    let market = agency(&house, FOOD, COUNTY);
    let Some(clerk) = house.browser(CLERK, Scripts::Off, DESK) else { return };
    clerk.go("/desk/window/new");
    clerk.choose("#agency", &market);
    clerk.fill("#q", "食品经营");
    clerk.click("form.search button");
    clerk.click(&format!("ul.rows a[href*='item={FOOD}'][href*='{market}']"));
    enter(&clerk, ["李四", NUMBER, "13800138000"]);
    clerk.click("button[name=scan]");
    // What the document says is there, says whence, and can be changed.
    let item = house.platform.law().items[FOOD].clone();
    let field = |fact| item.fields.iter().find(|field| field.prefill == Some(fact)).unwrap();
    let phone = format!("f-{}", field(AccountFact::Phone).id);
    clerk.wait(&format!("#{phone}"));
    assert_eq!(value(&clerk, &phone), "13800138000");
    clerk.reads("来自窗口核对证件的登记，可以修改");
    fill_in(&item, &clerk);
    let paper = Paper::called("材料.pdf");
    for material in demanded(&item) {
        upload(&clerk, &material, &paper);
    }
    clerk.click("form[action$='/check'] button");
    clerk.click("form[action$='/hand-in'] button");
    clerk.reads("收件凭证");
    clerk.reads("李四");
    assert!(clerk.path().starts_with("/desk/window/receipts/"), "{}", clerk.path());
    another_window_is_asked(&house, &market);
    // Whom the centre does not serve it takes nothing in for, and is told why.
    let elsewhere = agency(&house, FOOD, "990102");
    clerk.go(&format!("/desk/window/new?item={FOOD}&agency={elsewhere}"));
    clerk.reads("本窗口不代");
    clerk.reads("中华人民共和国行政许可法");
}

/// The agency's own window enters another name under the same number.
fn another_window_is_asked(house: &House, market: &str) {
    let Some(window) = house.browser(OTHER_CLERK, Scripts::Off, DESK) else { return };
    window.go("/desk?mine=1");
    window.reads("食品经营许可");
    window.go(&format!("/desk/window/new?item={FOOD}&agency={market}"));
    enter(&window, ["李泗", NUMBER, ""]);
    window.click("form.act button:not([name])");
    window.wait("#known");
    window.reads("李*");
    window.reads("138****8000");
    assert!(!window.source().contains("李四") && !window.source().contains("13800138000"));
    assert_eq!(value(&window, "name"), "李泗", "what was typed is still there");
    window.click("#known-correct");
    window.click("form.act button:not([name])");
    window.reads("收件凭证");
    window.reads("李泗");
}
