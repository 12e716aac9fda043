//! Every page, in every language, with data of every kind.

#[expect(clippy::unwrap_used, reason = "samples are test data")]
mod samples;

use domain::text::Language;
use samples::{Shown, pages};

fn all() -> Vec<(Language, Shown)> {
    let shown = |language: Language| pages(language).into_iter().map(move |page| (language, page));
    Language::ALL.into_iter().flat_map(shown).collect()
}

#[test]
fn no_word_is_missing() {
    for (language, page) in all() {
        for trace in ["⟨", "{$", "{ $"] {
            let found = page.html.find(trace).map(|at| page.html.get(at..at + 60));
            assert_eq!(found, None, "{} {}", language.tag(), page.address);
        }
        assert!(page.html.contains(&format!("<html lang=\"{}\">", language.tag())));
    }
}

#[test]
fn the_content_security_policy_holds() {
    for (_, page) in all() {
        let address = &page.address;
        for inline in ["style=", "<style", "javascript:", " onclick", " onload", "<b>"] {
            assert!(!page.html.contains(inline), "{inline} in {address}");
        }
        let scripts = page.html.split("<script").skip(1);
        for script in scripts {
            assert!(script.starts_with(" src=\"/assets/"), "inline script in {address}");
        }
    }
}

#[test]
fn pages_have_their_landmarks_and_labels() {
    for (_, page) in all() {
        let address = &page.address;
        let count = |needle: &str| page.html.matches(needle).count();
        assert_eq!(count("<h1"), 1, "{address}");
        assert_eq!(count("<main id=\"main\""), 1, "{address}");
        assert!(count("<a class=\"skip\" href=\"#main\">") == 1, "{address}");
        let inputs = page.html.split("<input ").skip(1);
        for part in inputs.filter(|part| !part.starts_with("type=\"hidden\"")) {
            let id = part.split("id=\"").nth(1).and_then(|rest| rest.split('"').next());
            let id = id.unwrap_or_default();
            assert_eq!(count(&format!("<label for=\"{id}\">")), 1, "{id} of {address}");
        }
    }
}

#[test]
fn no_id_is_given_twice() {
    for (_, page) in all() {
        let mut ids: Vec<&str> =
            page.html.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{} {ids:?}", page.address);
    }
}

#[test]
fn pages_are_small() {
    let style = include_str!("../../../../assets/style.css").len();
    let script = include_str!("../../../../assets/board.js").len();
    for (_, page) in all() {
        let size = page.html.len() + style + script;
        assert!(size < 80_000, "{} has {size} bytes before compression", page.address);
    }
}

/// The text of every file of a folder and those below it.
fn text_of(folder: &std::path::Path) -> std::io::Result<String> {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        text += &if path.is_dir() { text_of(&path)? } else { std::fs::read_to_string(&path)? };
    }
    Ok(text)
}

#[test]
fn every_page_has_a_sample() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |folder: &str| text_of(&root.join(folder)).unwrap();
    let (pages, samples) = (text("src/pages"), text("tests/pages/samples"));
    let names = pages.split("pub struct ").skip(1).filter_map(|rest| {
        let name = rest.split(|c: char| !c.is_alphanumeric()).next()?;
        name.ends_with("Page").then_some(name)
    });
    let names: Vec<&str> = names.collect();
    assert!(names.len() > 40, "{names:?}");
    let is_sampled = |name: &str| {
        samples.split(name).skip(1).any(|rest| rest.starts_with(" {") || rest.starts_with("::"))
    };
    for name in names {
        assert!(is_sampled(name), "{name}: show it in tests/pages/samples");
    }
}

#[test]
fn elements_are_closed() {
    const NAMES: [&str; 22] = [
        "a", "p", "ul", "ol", "li", "div", "section", "details", "summary", "table", "tr", "td",
        "th", "form", "dl", "dt", "dd", "svg", "nav", "h2", "span", "figure",
    ];
    for (_, page) in all() {
        for name in NAMES {
            let opened = page.html.matches(&format!("<{name}>")).count()
                + page.html.matches(&format!("<{name} ")).count();
            let closed = page.html.matches(&format!("</{name}>")).count();
            assert_eq!(opened, closed, "<{name}> of {}", page.address);
        }
    }
}

#[test]
fn the_public_sees_no_person_and_staff_do() {
    let shown = pages(Language::SimplifiedChinese);
    let page = |address: &str| shown.iter().find(|page| page.address == address).unwrap();
    assert!(!page("/cases/360100/open").html.contains("陈一鸣"));
    assert!(page("/cases/360100/staff").html.contains("<li>陈一鸣</li>"));
}

#[test]
fn fragments_of_the_board_stand_alone() {
    for language in Language::ALL {
        let numbers = samples::board::numbers().render(language).unwrap();
        assert!(numbers.contains("class=\"figures\"") && !numbers.contains("<html"));
        let card = samples::cards::card_rows().remove(0).render(language).unwrap();
        assert!(card.trim().starts_with("<li class=\"card\">") && card.trim().ends_with("</li>"));
        assert!(!numbers.contains('⟨') && !card.contains('⟨'));
    }
}
