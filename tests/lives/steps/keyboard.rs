//! What is done by keyboard alone: Tab to what is wanted, Space, Enter, arrows and letters there.

use crate::lives::driver::Browser;

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const DOWN: &str = "\u{E015}";
/// Presses after which somebody gives up.
const PATIENCE: usize = 150;

fn has_focus(browser: &Browser, selector: &str) -> bool {
    let asked = format!("return document.activeElement.matches({selector:?})");
    browser.run(&asked).as_bool() == Some(true)
}

/// Goes to what a selector means, by Tab; what has the focus is seen.
pub(crate) fn reach(browser: &Browser, selector: &str) {
    browser.wait(selector);
    for _ in 0..PATIENCE {
        if has_focus(browser, selector) {
            let seen = "const box = document.activeElement.getBoundingClientRect();
                return box.bottom > 0 && box.top < innerHeight";
            assert_eq!(browser.run(seen).as_bool(), Some(true), "{selector} is out of sight");
            return;
        }
        browser.keys(TAB);
    }
    panic!("no way to {selector} by keyboard on {}:\n{}", browser.path(), browser.text());
}

/// Presses a button or follows a link, and waits for what comes then.
pub(crate) fn press(browser: &Browser, selector: &str, then: &str) {
    reach(browser, selector);
    browser.keys(ENTER);
    browser.wait(then);
}

/// Types into a field.
pub(crate) fn fill(browser: &Browser, selector: &str, text: &str) {
    reach(browser, selector);
    browser.keys(text);
}

/// Ticks a box, or one of several radio buttons: Tab goes to the group, the arrows within it.
pub(crate) fn tick(browser: &Browser, name: &str, value: &str) {
    let wanted = format!("input[name='{name}'][value='{value}']");
    let kind = format!("input[name='{name}']");
    let is_box = browser.find(&format!("{wanted}[type=checkbox]")).is_some();
    reach(browser, if is_box { &wanted } else { &kind });
    for _ in 0..PATIENCE {
        if has_focus(browser, &wanted) {
            if !has_focus(browser, ":checked") {
                browser.keys(" ");
            }
            return;
        }
        browser.keys(DOWN);
    }
    panic!("no way to {wanted} by keyboard");
}

/// Chooses from a list, by the arrows.
pub(crate) fn choose(browser: &Browser, selector: &str, value: &str) {
    reach(browser, selector);
    for _ in 0..PATIENCE {
        if browser.run("return document.activeElement.value").as_str() == Some(value) {
            return;
        }
        browser.keys(DOWN);
    }
    panic!("no way to {value} in {selector} by keyboard");
}
