//! Accessibility: no page has anything that axe-core calls a violation, at any width, in any language.

use super::driver::{Browser, Scripts};
use crate::live::pages::one_of_each;
use crate::live::server::Server;
use crate::support::skipped;
use serde_json::Value;

/// Rules of WCAG 2.2 to level AA, and what axe calls best practice.
const RULES: &str = r#"["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]"#;

/// The source of axe-core, where the tests have it.
pub(crate) fn axe() -> Option<String> {
    let Some(path) = std::env::var_os("YANGGUANG_AXE") else {
        skipped("YANGGUANG_AXE is not set, so pages are not looked at by axe-core");
        return None;
    };
    Some(std::fs::read_to_string(path).unwrap())
}

/// What axe-core finds wrong on the page that a browser shows.
pub(crate) fn violations(browser: &Browser, axe: &str) -> Vec<String> {
    browser.run(axe);
    let found = browser.run_later(&format!(
        "const done = arguments[arguments.length - 1];
         axe.run(document, {{runOnly: {RULES}}}).then(
           found => done(found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' — ' + n.failureSummary).join(' | '))),
           error => done(['axe failed: ' + error]));"
    ));
    let found = found.as_array().unwrap_or_else(|| panic!("{found}"));
    found.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn no_page_for_everybody_has_a_violation() {
    let Some(axe) = axe() else { return };
    let server = Server::demo();
    crate::live::pages::alive(&server);
    let pages = one_of_each(&server);
    let mut wrong = Vec::new();
    for size in [[390, 844], [1280, 900]] {
        let Some(browser) = Browser::open(&server.site(), Scripts::On, size) else { return };
        for page in &pages {
            browser.go(page);
            let found = violations(&browser, &axe);
            wrong.extend(found.into_iter().map(|found| format!("{page} at {size:?}: {found}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
