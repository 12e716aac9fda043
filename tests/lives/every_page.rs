//! Every page that the server declares is opened by somebody who may, at the width of a telephone and of a desk, and looked
//! at by axe-core; with text twice as large nothing is lost. A page that nobody visits here fails, so that no new one escapes.
//!
//! Where `YANGGUANG_PAGES` names a folder, a picture of each page in every window and language is left there, to be looked at.

mod of_cases;
mod of_people;

use super::accessibility::{axe, violations};
use super::driver::Browser;
use super::house::{DESK, House, PHONE};
use super::magnified::lost;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use web::server::Site;

/// What is read by programs, or kept as a file: nobody sees it in a window.
const NO_PAGES: [&str; 20] = [
    "/admin/audit.csv",
    "/api/v1/cards",
    "/api/v1/items",
    "/api/v1/jurisdictions/{jurisdiction}/cases/{case}",
    "/api/v1/jurisdictions/{jurisdiction}/cases/{case}/events",
    "/api/v1/jurisdictions/{jurisdiction}/cases/{case}/options",
    "/api/v1/jurisdictions/{jurisdiction}/checkpoint",
    "/api/v1/openapi.json",
    "/assets/{name}",
    "/board/events",
    "/cases/{jurisdiction}/{case}/files/{file}",
    "/cases/{jurisdiction}/{case}/results/{number}",
    "/catalogue/export/{name}",
    "/desk.csv",
    "/drafts/{draft}/files/{file}",
    "/healthz",
    "/metrics",
    "/readyz",
    "/uploads/{upload}",
    "/admin",
];

/// Pages that one person opens.
struct Visits {
    who: String,
    /// The route of each, as the server declares it, and an address.
    pages: Vec<(&'static str, String)>,
}

/// Windows in which every page is opened: how large, and in which language.
const WINDOWS: [([u32; 2], &str); 3] = [(PHONE, "zh-Hans"), (DESK, "zh-Hans"), (PHONE, "en")];

/// Where pictures are asked for, in all languages.
const ALL_WINDOWS: [([u32; 2], &str); 6] = [
    (PHONE, "zh-Hans"),
    (DESK, "zh-Hans"),
    (PHONE, "zh-Hant"),
    (DESK, "zh-Hant"),
    (PHONE, "en"),
    (DESK, "en"),
];

/// Opens pages as people do who `sign_in`, and writes down what is wrong with them.
fn look(
    browser: &dyn Fn(&str, [u32; 2]) -> Option<Browser>,
    visits: &[Visits],
    wrong: &mut Vec<String>,
) {
    let Some(axe) = axe() else { return };
    let album = std::env::var_os("YANGGUANG_PAGES").map(PathBuf::from);
    let windows = if album.is_some() { ALL_WINDOWS.as_slice() } else { WINDOWS.as_slice() };
    for Visits { who, pages } in visits {
        for (size, language) in windows.iter().copied() {
            let Some(browser) = browser(who, size) else { return };
            browser.go(&format!("/healthz?lang={language}"));
            browser.keep_cookie("lang", language);
            for (_, page) in pages {
                let name = format!("{}-{language}-{}.png", page.replace(['/', '?'], "_"), size[0]);
                let picture = album.as_deref().map(|album| album.join(name));
                let found = faults(&browser, page, (size[0], picture), &axe);
                let of_page =
                    |fault: String| format!("{page} as {who} at {size:?} in {language}: {fault}");
                wrong.extend(found.into_iter().map(of_page));
            }
        }
    }
}

fn faults(
    browser: &Browser,
    page: &str,
    (width, picture): (u32, Option<PathBuf>),
    axe: &str,
) -> Vec<String> {
    browser.go(page);
    browser.wait("footer");
    let status = browser.run("return performance.getEntriesByType('navigation')[0].responseStatus");
    if status.as_u64() != Some(200)
        || browser.path().starts_with("/sign-in") != page.starts_with("/sign-in")
    {
        return vec![format!("{status} at {}", browser.path())];
    }
    if let Some(picture) = picture {
        browser.whole_page(&picture);
    }
    let mut found = violations(browser, axe);
    let wide = browser.run("return document.documentElement.scrollWidth").as_u64();
    if wide > Some(u64::from(width)) {
        found.push(format!("it is {wide:?} wide"));
    }
    let text = browser.text();
    if text.contains('⟨') {
        found.push("a word is missing".to_owned());
    }
    browser.run("document.documentElement.style.fontSize = '200%'");
    found.extend(lost(browser).into_iter().map(|lost| format!("with large text: {lost}")));
    found
}

#[test]
fn every_declared_page_is_free_of_violations() {
    let house = House::open("2026-03-02T09:00:00");
    let Some((of_cases, mut wrong)) = of_cases::looked_at(&house) else { return };
    let Some((of_people, faults)) = of_people::looked_at() else { return };
    wrong.extend(faults);
    let site = Site::new(Arc::clone(&house.platform), true).unwrap();
    let declared = web::server::declared(&site);
    let declared =
        declared.iter().filter(|route| route.method.as_str() == "GET").map(|route| route.path);
    let declared: BTreeSet<&str> = declared.collect();
    let visited: BTreeSet<&str> = of_cases.into_iter().chain(of_people).chain(NO_PAGES).collect();
    let missing: Vec<_> = declared.difference(&visited).collect();
    assert!(missing.is_empty(), "visit these pages in tests/lives/every_page: {missing:?}");
    let gone: Vec<_> = visited.difference(&declared).collect();
    assert!(gone.is_empty(), "no such routes: {gone:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
