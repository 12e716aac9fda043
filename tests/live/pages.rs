//! The pages of a demonstration: in every language, without scripts, at the width of a phone and of a desk.

use super::server::Server;
use crate::browser::{WIDTHS, chromium};
use std::collections::BTreeSet;
use std::fs;

const LANGUAGES: [&str; 3] = ["zh-Hans", "zh-Hant", "en"];

/// Addresses that a page links to, within the site.
fn links(html: &str) -> impl Iterator<Item = String> {
    let parts = html.split("href=\"").skip(1).filter_map(|part| part.split('"').next());
    let own = parts.filter(|link| link.starts_with('/') && !link.starts_with("//"));
    own.map(|link| link.split('#').next().unwrap().replace("&amp;", "&"))
}

/// One page of every kind, found by following links from the home page.
pub(crate) fn one_of_each(server: &Server) -> Vec<String> {
    let mut found = vec!["/".to_owned()];
    for page in ["/items", "/track", "/board", "/cards", "/status", "/demo/people"] {
        found.push(page.to_owned());
    }
    let first = |page: &str, prefix: &str| {
        let html = server.get(page, &[]).body;
        links(&html)
            .find(|link| link.starts_with(prefix))
            .unwrap_or_else(|| panic!("{page}: no {prefix}"))
    };
    found.push(first("/items", "/items/"));
    found.push(first("/cards", "/cards/9"));
    found.push(first("/cards", "/cases/"));
    found.push("/nowhere".to_owned());
    found
}

/// Waits until the history that the demonstration makes has brought its first cards.
pub(crate) fn alive(server: &Server) {
    for _ in 0..300 {
        if server.get("/cards", &[]).body.contains("/cases/") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    panic!("no card has fallen");
}

/// A page that frames others, each at each width, and writes down what it finds in them.
fn probe(pages: usize) -> String {
    let frames = (0..pages).flat_map(|page| {
        WIDTHS.map(|width| {
            format!(r#"<iframe src="{page}.html" style="width:{width}px;height:900px"></iframe>"#)
        })
    });
    let frames: String = frames.collect();
    format!(
        r#"<!doctype html>{frames}<pre id="r">none</pre>
<script>
window.onload = () => {{
  const found = [...document.querySelectorAll("iframe")].map(frame => {{
    const page = frame.contentDocument, body = page.documentElement;
    const named = e => e.textContent.trim() || e.getAttribute("aria-label") || (e.labels && e.labels.length);
    return {{
      overflow: body.scrollWidth - body.clientWidth,
      headings: page.querySelectorAll("h1").length,
      unnamed: [...page.querySelectorAll("a,button,input:not([type=hidden]),select")].filter(e => !named(e)).length
    }};
  }});
  document.getElementById("r").textContent = JSON.stringify(found);
}};
</script>"#
    )
}

#[test]
fn every_page_answers_in_every_language_and_every_link_leads_somewhere() {
    let server = Server::demo();
    alive(&server);
    let mut all = BTreeSet::new();
    for page in one_of_each(&server) {
        for language in LANGUAGES {
            let answer = server.get(&page, &[("Accept-Language", language)]);
            let expected = if page == "/nowhere" { 404 } else { 200 };
            assert_eq!(answer.status, expected, "{page} in {language}");
            assert!(answer.body.contains(&format!("<html lang=\"{language}\"")), "{page}");
            assert!(
                !answer.body.contains('⟨') && !answer.body.contains("{$"),
                "{page}: untranslated"
            );
            assert!(
                !answer.body.contains("<script>") && !answer.body.contains(" style="),
                "{page}"
            );
            let headers = answer.headers.to_lowercase();
            assert!(headers.contains("content-security-policy: default-src 'self'"), "{headers}");
            assert!(headers.contains("x-content-type-options: nosniff"), "{headers}");
            all.extend(links(&answer.body));
        }
    }
    assert!(all.len() > 100, "{}", all.len());
    for link in all.iter().filter(|link| !link.starts_with("/nowhere")) {
        let status = server.get(link, &[]).status;
        assert!(matches!(status, 200 | 303), "{link}: {status}");
    }
}

#[test]
fn the_pages_fit_a_phone_and_a_desk() {
    let server = Server::demo();
    alive(&server);
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("assets")).unwrap();
    let style = server.get("/assets/style.css", &[]).body;
    fs::write(folder.path().join("assets/style.css"), style).unwrap();
    let pages = one_of_each(&server);
    fs::write(folder.path().join("probe.html"), probe(pages.len())).unwrap();
    for language in LANGUAGES {
        for (number, page) in pages.iter().enumerate() {
            let html = server.get(page, &[("Accept-Language", language)]).body;
            // Borders of frames and scripts that listen to a server are not what is looked at.
            let html = html.replace("\"/assets/", "\"assets/").replace("board.js", "none.js");
            fs::write(folder.path().join(format!("{number}.html")), html).unwrap();
        }
        let url = format!("file://{}", folder.path().join("probe.html").display());
        let profile = folder.path().join("profile");
        let arguments = ["--dump-dom", "--window-size=1600,2200", url.as_str()];
        let Some(dom) = chromium(&arguments, &profile) else { return };
        let found = dom.split("<pre id=\"r\">").nth(1).unwrap().split("</pre>").next().unwrap();
        let found: Vec<serde_json::Value> =
            serde_json::from_str(found).unwrap_or_else(|_| panic!("{language}: {found}"));
        assert_eq!(found.len(), pages.len() * WIDTHS.len());
        for (number, found) in found.iter().enumerate() {
            let (page, width) = (&pages[number / WIDTHS.len()], WIDTHS[number % WIDTHS.len()]);
            let fine = serde_json::json!({"overflow": 0, "headings": 1, "unnamed": 0});
            assert_eq!(*found, fine, "{page} in {language} at {width}");
        }
    }
}

#[test]
fn a_demonstration_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let acts = |server: &Server| {
        let html = server.get("/cards", &[]).body;
        html.matches("/cards/9").count()
    };
    let server = Server::demo_in(folder.path());
    alive(&server);
    server.stop();
    let server = Server::demo_in(folder.path());
    assert!(acts(&server) > 0, "the cards are still there");
    let run = crate::support::yangguang(&["serve", "--data", folder.path().to_str().unwrap()]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("holds a demonstration"), "{}", run.stderr);
}
