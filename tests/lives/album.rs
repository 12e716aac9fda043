//! The pictures of the documentation: taken anew where `YANGGUANG_PICTURES` names a folder, and else looked at: each is
//! used, none is large.
//!
//! `YANGGUANG_PICTURES=docs/pictures cargo test -p end-to-end album` takes them.

use super::driver::{Browser, Scripts};
use super::house::{DESK, PHONE};
use crate::live::server::Server;
use crate::support::root;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The largest picture, and all of them together, in bytes: a clone stays small.
const LARGEST: u64 = 200_000;
const TOGETHER: u64 = 3_000_000;

/// Somebody at a desk with much to do.
const EXAMINER: &str = "990101-mr-examiner-1";
/// Those among whose cases one is in a special procedure.
const EXAMINERS: [&str; 6] = [
    EXAMINER,
    "990100-mr-examiner-1",
    "990102-mr-examiner-1",
    "990200-mr-examiner-1",
    "990201-mr-examiner-1",
    "990300-mr-examiner-1",
];
const FOOD: &str = "/items/0100020001";

/// A picture: its name, who looks, and at what.
struct Picture {
    name: &'static str,
    who: String,
    page: String,
    language: &'static str,
    sizes: &'static [[u32; 2]],
    /// A script that opens and moves what is to be seen.
    then: &'static str,
}

impl Picture {
    fn of(name: &'static str, who: &str, page: &str) -> Self {
        let (who, page) = (who.to_owned(), page.to_owned());
        Self { name, who, page, language: "zh-Hans", sizes: &[PHONE, DESK], then: "" }
    }

    fn on(self, sizes: &'static [[u32; 2]]) -> Self {
        Self { sizes, ..self }
    }

    fn in_english(self) -> Self {
        Self { language: "en", ..self }
    }

    fn explained(self) -> Self {
        Self { then: WHY, ..self }
    }
}

/// Opens the explanation of the limit that has the most to explain.
const WHY: &str = "
    const all = [...document.querySelectorAll('.limits > li')].filter(one => one.querySelector('details'));
    const steps = one => one.querySelectorAll('details li').length;
    const most = all.reduce((best, one) => steps(one) > steps(best) ? one : best, all[0]);
    most.querySelector('details').open = true;
    most.scrollIntoView({block: 'center'});";

fn pictures(server: &Server) -> Vec<Picture> {
    let paused = |who: &&str| found(server, who, "/desk?standing=paused", "/cases/9");
    let case = EXAMINERS.iter().find_map(paused).expect("nothing is in a special procedure");
    let task = first(server, EXAMINER, "/desk?mine=1", "/cases/9");
    let red = |who: &&str| found(server, who, "/cards?colour=red", "/cards/9");
    let late = EXAMINERS.iter().find_map(red).expect("nobody has a red card");
    let citizen = citizen(server);
    let mine = first(server, &citizen, "/my", "/cases/9");
    let at = |name, who: &str, page: &str| Picture::of(name, who, page);
    vec![
        at("home", "nobody", "/"),
        at("guide", "nobody", FOOD),
        at("my-cases", &citizen, "/my").on(&[PHONE]),
        at("my-case", &citizen, &mine).on(&[PHONE]),
        at("apply", &citizen, "/apply/0100020001").on(&[PHONE]),
        at("why-this-date", "nobody", &case).explained(),
        at("inbox", EXAMINER, "/desk"),
        at("case-at-work", EXAMINER, &task).on(&[DESK]),
        at("board", "nobody", "/board"),
        at("card", "nobody", &late).on(&[DESK]),
        at("disclosure", "nobody", "/disclosure/county").on(&[PHONE]),
        at("why-this-date-en", "nobody", &case).on(&[DESK]).in_english().explained(),
        at("inbox-en", EXAMINER, "/desk").on(&[DESK]).in_english(),
        at("board-en", "nobody", "/board").on(&[DESK]).in_english(),
    ]
}

/// The first address of a page that begins in a way.
fn found(server: &Server, who: &str, page: &str, beginning: &str) -> Option<String> {
    let cookie = format!("acts-as={who}");
    let body = server.page(page, &cookie).body;
    let links = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut links = links.filter(|link| link.starts_with(beginning));
    links.next().map(str::to_owned)
}

fn first(server: &Server, who: &str, page: &str, beginning: &str) -> String {
    let found = found(server, who, page, beginning);
    found.unwrap_or_else(|| panic!("{page} of {who} leads to no {beginning}"))
}

/// Somebody with more than one case.
fn citizen(server: &Server) -> String {
    let cases = |who: &String| {
        let body = server.page("/my", &format!("acts-as={who}")).body;
        body.matches("href=\"/cases/9").count() > 1
    };
    let mut all = (1..=72).map(|number| format!("party:a-{number:03}"));
    all.find(cases).expect("nobody has two cases")
}

/// Waits until the history that the demonstration makes has come to its end, and to an afternoon at work.
fn wait_for_the_afternoon(server: &Server) {
    for _ in 0..300 {
        let body = server.page("/status", "").body;
        let is_afternoon = ["14", "15"].iter().any(|hour| body.contains(&format!("-01 {hour}:")));
        if is_afternoon && body.contains("2026-04-01 ") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
    panic!("history takes too long");
}

fn file(folder: &Path, picture: &Picture, size: [u32; 2]) -> PathBuf {
    folder.join(format!("{}-{}.webp", picture.name, size[0]))
}

fn take(server: &Server, picture: &Picture, folder: &Path) {
    for size in picture.sizes {
        let Some(browser) = Browser::open(&server.site(), Scripts::On, *size) else { return };
        browser.go("/healthz");
        browser.keep_cookie("acts-as", &picture.who);
        browser.keep_cookie("lang", picture.language);
        browser.go(&picture.page);
        browser.wait("footer");
        browser.run(picture.then);
        browser.picture(&file(folder, picture, *size));
    }
}

/// Pictures that the documents show.
fn shown() -> BTreeSet<String> {
    let documents = ["README.md", "README.zh-CN.md", "docs/README.md", "docs/pictures/README.md"];
    let tutorials = ["first-delivered-case", "the-demonstration"];
    let tutorials = tutorials.map(|name| format!("docs/tutorial/{name}.md"));
    let all = documents.map(str::to_owned).into_iter().chain(tutorials);
    let text: String =
        all.map(|path| std::fs::read_to_string(root().join(path)).unwrap()).collect();
    let names = text.split(['(', '"', ' ', '/']).filter_map(|part| part.split_once(".webp"));
    names.map(|(name, _)| format!("{name}.webp")).collect()
}

#[test]
fn the_album_is_small_and_every_picture_is_shown() {
    let folder = root().join("docs/pictures");
    if let Some(target) = std::env::var_os("YANGGUANG_PICTURES") {
        let server = Server::demo_of(30, 200);
        wait_for_the_afternoon(&server);
        let target = root().join(target);
        pictures(&server).iter().for_each(|picture| take(&server, picture, &target));
    }
    let (mut there, mut together) = (BTreeSet::new(), 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let (name, size) =
            (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len());
        assert!(size < LARGEST, "{name} has {size} bytes");
        together += size;
        if name.ends_with(".webp") {
            there.insert(name);
        }
    }
    assert!(together < TOGETHER, "{together} bytes");
    assert_eq!(there, shown(), "pictures that are there, and pictures that documents show");
}
