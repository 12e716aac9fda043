//! What an official does: opens a case from the inbox, and does what its page offers.

use super::applying::Filed;
use crate::lives::driver::Browser;

/// Opens a case from the inbox of the post.
pub(crate) fn open(browser: &Browser, case: &Filed) {
    browser.go("/desk?mine=1");
    browser.click(&format!("#tasks a[href='{}']", case.path()));
    browser.wait("#options");
    let text = browser.text();
    let raw = text.lines().find(|line| matches!(line.trim(), "yes" | "no"));
    assert!(raw.is_none(), "an answer of the form is shown as it is stored: {text}");
}

/// Does an act that the page of a case offers, such as `accept~accept~`, with what it needs: names of fields and what goes
/// into them.
pub(crate) fn act(browser: &Browser, case: &Filed, option: &str, entries: &[(&str, &str)]) {
    begin(browser, case, option);
    for (name, value) in entries {
        enter(browser, name, value);
    }
    browser.click("form.act button");
    browser.wait_for("an answer", || browser.find("#acts").or_else(|| browser.find(".refusal")));
    assert!(browser.find(".refusal").is_none(), "{option}: {}", browser.text());
}

/// Opens the form of an act.
pub(crate) fn begin(browser: &Browser, case: &Filed, option: &str) {
    browser.go(&case.path());
    browser.click(&format!("main a[href$='/acts/{option}']"));
    browser.wait("form.act");
}

/// Whether the page of a case offers an act.
pub(crate) fn offers(browser: &Browser, case: &Filed, option: &str) -> bool {
    browser.go(&case.path());
    browser.wait("footer");
    browser.find(&format!("a[href*='/acts/{option}']")).is_some()
}

/// Enters something into a field, of whatever sort it is.
pub(crate) fn enter(browser: &Browser, name: &str, value: &str) {
    let ticked = format!("form.act input[name='{name}'][value='{value}']");
    let select = format!("form.act select[name='{name}']");
    if let Some(choice) = browser.find(&ticked) {
        browser.press(&choice);
    } else if browser.find(&select).is_some() {
        browser.choose(&select, value);
    } else {
        browser.fill(&format!("form.act [name='{name}']"), value);
    }
}

/// Hands a result out at the delivery window, to whoever says the code.
pub(crate) fn hand_out(browser: &Browser, case: &Filed) {
    browser.go(&format!("/desk/delivery?number={}", case.number));
    browser.click("ul.deliveries summary");
    let code = case.code.as_deref().unwrap();
    browser.fill("ul.deliveries input[name=code]", "000000");
    browser.click("ul.deliveries button[value=pick-up]");
    browser.wait(".refusal");
    browser.fill("ul.deliveries input[name=code]", code);
    browser.click("ul.deliveries button[value=pick-up]");
    browser.wait("section.empty");
}
