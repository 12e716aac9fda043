//! Text at twice its size, and pages as narrow as a magnified desk: nothing is lost beside the window.

use super::accessibility::{axe, violations};
use super::driver::{Browser, Scripts};
use super::house::{DESK, House, PHONE};
use super::steps::applying::{APPLICANT, COUNTY, FOOD, apply, begin};

/// What reaches past the right edge of the window, or is cut off where nobody can scroll.
const LOST: &str = "
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth > width + 1;
    const past = [...document.querySelectorAll('main *, header *, footer *')].filter(it =>
        wide && it.getBoundingClientRect().right > width + 1 && it.children.length === 0);
    return past.slice(0, 5).map(it => it.outerHTML.slice(0, 120)).concat(wide ? ['the page is wider than its window'] : []);";

/// What is lost on the page that a browser shows.
pub(super) fn lost(browser: &Browser) -> Vec<String> {
    let found = browser.run(LOST);
    found.as_array().into_iter().flatten().map(ToString::to_string).collect()
}

/// Looks at pages as somebody: at this width, with text twice as large, and with axe-core where the tests have it.
fn look(browser: &Browser, pages: &[String], wrong: &mut Vec<String>) {
    let axe = axe();
    for page in pages {
        browser.go(page);
        browser.wait("footer");
        wrong.extend(lost(browser).into_iter().map(|lost| format!("{page}: {lost}")));
        if let Some(axe) = &axe {
            let found = violations(browser, axe);
            wrong.extend(found.into_iter().map(|found| format!("{page}: {found}")));
        }
        browser.run("document.documentElement.style.fontSize = '200%'");
        let larger = lost(browser);
        wrong.extend(larger.into_iter().map(|lost| format!("{page} with large text: {lost}")));
    }
}

#[test]
fn pages_of_citizens_and_officials_lose_nothing_when_magnified() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::On, PHONE) else { return };
    let case = apply(&house, &citizen, FOOD, COUNTY);
    citizen.go(&format!("/items/{FOOD}"));
    begin(&house, &citizen, FOOD, COUNTY);
    let draft = citizen.path();
    let of_case = |end: &str| format!("{}{end}", case.path());
    let own = ["/", "/items", "/my", "/my/notices", "/track"].map(str::to_owned).into_iter();
    let apply = [format!("/items/{FOOD}"), format!("/apply/{FOOD}"), draft.clone()];
    let draft = ["/materials", "/check"].map(|end| format!("{draft}{end}"));
    let cases = ["", "/receipt", "/withdrawal", "/acts/urge~~"].map(of_case);
    let pages: Vec<String> = own.chain(apply).chain(draft).chain(cases).collect();
    let mut wrong = Vec::new();
    look(&citizen, &pages, &mut wrong);
    let Some(wide) = house.browser(APPLICANT, Scripts::On, DESK) else { return };
    look(&wide, &pages, &mut wrong);
    let acts = ["accept~accept~", "request-supplement~~", "decline~accept~"];
    let acts = acts.map(|act| of_case(&format!("/acts/{act}"))).into_iter();
    let desk = ["/desk", "/desk/window", "/desk/delivery", "/desk/figures", "/cards", "/board"];
    let pages: Vec<String> =
        desk.map(str::to_owned).into_iter().chain([of_case("")]).chain(acts).collect();
    // A desk of 1280 at twice its size is 640 wide.
    for size in [DESK, [640, 900]] {
        let Some(official) = house.browser("990101-mr-clerk-1", Scripts::On, size) else { return };
        look(&official, &pages, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
