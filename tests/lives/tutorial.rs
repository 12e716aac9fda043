//! The tutorial, followed to the letter: its commands in an empty folder, its presses and fields in a browser.
//!
//! What the page says is done: `**text**` is pressed, rows under *Field* are typed, `*text*` is read. A word that no page
//! shows any more, or a step that was left out, fails here.

use super::driver::{Browser, Scripts};
use super::house::DESK;
use crate::live::server::Server;
use crate::support::{program, root};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the tutorial thinks that the server is.
const SITE: &str = "<http://127.0.0.1:8080";
/// A newcomer needs about seven seconds to find, press or type one thing: 15 minutes are 130 of them.
const STEPS: usize = 130;

/// One thing to do.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Open(String),
    OpenNoted(String),
    Press(String),
    Read(String),
    Note(String),
    Type(String, String),
    Upload(String, String),
}

fn text(name: &str) -> String {
    std::fs::read_to_string(root().join("docs/tutorial").join(name)).unwrap()
}

/// The lines of the console that a reader types.
fn commands(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("$ yangguang "));
    lines.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

/// What is to be done from the second chapter on.
fn steps(text: &str) -> Vec<Step> {
    let browsing = text.split("\n## 2.").nth(1).unwrap().split("\n## 10.").next().unwrap();
    browsing
        .split("\n\n")
        .flat_map(|part| if part.starts_with('|') { rows(part) } else { marks(part) })
        .collect()
}

fn rows(table: &str) -> Vec<Step> {
    let of_files = table.starts_with("| Material") || table.starts_with("| 材料");
    let cells = |line: &str| -> [String; 2] {
        let mut cells = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
        [cells.next().unwrap(), cells.next().unwrap()]
    };
    let lines = table.lines().skip(2).map(cells);
    lines
        .map(|[name, value]| {
            if of_files {
                Step::Upload(name, value.replace('`', ""))
            } else {
                Step::Type(name, value)
            }
        })
        .collect()
}

fn marks(paragraph: &str) -> Vec<Step> {
    let line = paragraph.replace('\n', " ");
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(next) = line[at..].find(['*', '<']).map(|offset| at + offset) {
        let (before, rest) = line.split_at(next);
        let inside = |open: &str, close: &str| {
            let text = rest.strip_prefix(open)?.split(close).next()?;
            Some((text.to_owned(), next + open.len() + text.len() + close.len()))
        };
        let step = if let Some((text, after)) = inside("**", "**") {
            (Step::Press(text), after)
        } else if let Some((text, after)) = inside("*", "*") {
            let follows =
                |words: &[&str]| words.iter().any(|word| before.trim_end().ends_with(word));
            let step = match () {
                () if follows(&["Open", "打开"]) => Step::OpenNoted(text),
                () if follows(&[" as", " note", "Note", "记作", "记下"]) => Step::Note(text),
                () => Step::Read(text),
            };
            (step, after)
        } else if let Some((path, after)) = inside(SITE, ">") {
            (Step::Open(path), after)
        } else {
            at = next + 1;
            continue;
        };
        found.push(step.0);
        at = step.1;
    }
    found
}

/// Somebody who follows the tutorial.
struct Reader<'a> {
    browser: &'a Browser,
    office: PathBuf,
    papers: PathBuf,
    noted: HashMap<String, String>,
    /// The last field that was filled in on this page.
    last: i64,
}

impl Reader<'_> {
    fn does(&mut self, step: &Step) {
        match step {
            Step::Open(path) => self.browser.go(path),
            Step::OpenNoted(name) => {
                let link = &self.noted[name];
                let path = link.find("/set-password").map(|at| link[at..].to_owned());
                self.browser.go(&path.unwrap());
            }
            Step::Press(text) => self.press(text),
            Step::Read(text) => self.browser.reads(text),
            Step::Note(name) => self.note(name),
            Step::Type(label, value) => {
                let value = self.value(value);
                return self.fill(label, &value);
            }
            Step::Upload(material, file) => self.upload(material, file),
        }
        self.last = -1;
    }

    /// Marks what a script finds, as soon as it finds something, and returns what it is.
    fn mark(&self, what: &str, script: &str) -> String {
        let marked = format!(
            "document.querySelectorAll('[data-here]').forEach(e => e.removeAttribute('data-here'));
             const plain = e => {{ const c = e.cloneNode(true); c.querySelectorAll('small').forEach(s => s.remove());
               return c.textContent.trim().replace(/\\s+/g, ' ').toLowerCase(); }};
             const found = (() => {{ {script} }})();
             if (!found || document.readyState !== 'complete') return null;
             found.setAttribute('data-here', '');
             return found.tagName;"
        );
        self.browser.wait_for(what, || self.browser.run(&marked).as_str().map(str::to_owned))
    }

    fn press(&self, text: &str) {
        let wanted = serde_json::to_string(&text.to_lowercase()).unwrap();
        let kind = self.mark(
            text,
            &format!(
                "for (const place of [document.querySelector('main'), document])
                   for (const kinds of ['a, button', 'summary, label']) {{
                     const one = [...place.querySelectorAll(kinds)].find(e => plain(e) === {wanted} && !e.disabled);
                     if (one) return one;
                   }}"
            ),
        );
        self.browser.click("[data-here]");
        if matches!(kind.as_str(), "A" | "BUTTON") {
            // The next page has come when what was pressed is gone.
            let gone = || self.browser.find("[data-here]").is_none().then_some(());
            self.browser.wait_for(text, gone);
        }
    }

    fn fill(&mut self, label: &str, value: &str) {
        let wanted = serde_json::to_string(&label.to_lowercase()).unwrap();
        let kind = self.mark(
            label,
            &format!(
                "const all = [...document.querySelectorAll('input:not([type=hidden]), select, textarea')];
                 const at = all.findIndex((e, i) => i > {} && e.labels[0] && plain(e.labels[0]) === {wanted});
                 if (at >= 0) {{ all[at].setAttribute('data-at', at); return all[at]; }}",
                self.last
            ),
        );
        let field = self.browser.wait("[data-here]");
        self.last = self.browser.attribute(&field, "data-at").unwrap().parse().unwrap();
        if kind == "SELECT" {
            let wanted = serde_json::to_string(value).unwrap();
            let chosen = self.browser.run(&format!(
                "const select = document.querySelector('[data-here]');
                 const option = [...select.options].find(o => o.text === {wanted});
                 if (option) select.value = option.value;
                 return !!option;"
            ));
            assert_eq!(chosen.as_bool(), Some(true), "{label} offers no {value}");
        } else {
            self.browser.fill("[data-here]", value);
        }
    }

    fn upload(&self, material: &str, file: &str) {
        let wanted = serde_json::to_string(&material.to_lowercase()).unwrap();
        let section = format!(
            "const section = [...document.querySelectorAll('.material')]
               .find(s => plain(s.querySelector('h2')) === {wanted});"
        );
        self.mark(
            material,
            &format!("{section} return section && section.querySelector('input[type=file]');"),
        );
        let input = self.browser.wait("[data-here]");
        self.browser.type_into(&input, self.papers.join(file).to_str().unwrap());
        self.mark(
            material,
            &format!("{section} return section.querySelector('form.upload button');"),
        );
        self.browser.click("[data-here]");
        self.mark(file, &format!("{section} return section && section.querySelector('.files a');"));
    }

    /// Writes down what the page shows.
    fn note(&mut self, name: &str) {
        let is_link = name.starts_with("link") || name.starts_with("链接");
        let noted = self.browser.wait_for(name, || {
            let text = self.browser.text();
            let mut words = text.split_whitespace();
            let word = if is_link {
                words.find(|word| word.contains("/set-password?link="))
            } else {
                let code =
                    ["Pick-up code", "领取码"].into_iter().find_map(|key| text.split(key).nth(1));
                code.and_then(|rest| rest.split_whitespace().next())
            };
            word.map(str::to_owned)
        });
        self.noted.insert(name.to_owned(), noted);
    }

    fn value(&self, typed: &str) -> String {
        let Some(name) = typed.strip_prefix('*').and_then(|rest| rest.strip_suffix('*')) else {
            return typed.to_owned();
        };
        let read = |file: &str| std::fs::read_to_string(self.office.join(file)).unwrap();
        match name {
            "the secret" | "启动密钥" => read("setup-secret").trim().to_owned(),
            "the code" | "验证码" => {
                let all = read("spool/messages.jsonl");
                let newest = all.lines().last().unwrap().split("code is ").nth(1).unwrap();
                newest.chars().take_while(char::is_ascii_digit).collect()
            }
            name => self.noted[name].clone(),
        }
    }
}

/// Runs a command in the reader's folder.
fn run(folder: &Path, command: &[String]) {
    let output = Command::new(program()).args(command).current_dir(folder).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?}: {}{said}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[test]
fn a_newcomer_follows_the_tutorial_to_the_first_delivered_case() {
    follow(&text("first-delivered-case.md"));
}

#[test]
fn a_newcomer_follows_the_chinese_tutorial_too() {
    follow(&text("first-delivered-case.zh-CN.md"));
}

fn follow(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(root().join("examples/first-case")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    let commands = commands(text);
    let serve = commands.iter().position(|command| command[0] == "serve").unwrap();
    assert_eq!(commands[serve], ["serve", "--data", "office"]);
    commands[..serve].iter().for_each(|command| run(folder.path(), command));
    let office = folder.path().join("office");
    let server = Server::serve(&office);
    let Some(browser) = Browser::open(&server.site(), Scripts::On, DESK) else { return };
    let papers = folder.path().to_owned();
    let mut reader = Reader { browser: &browser, office, papers, noted: HashMap::new(), last: -1 };
    let steps = steps(text);
    let by_hand = steps.iter().filter(|step| !matches!(step, Step::Read(_))).count();
    assert!(by_hand > 60 && by_hand <= STEPS, "{by_hand} things to do");
    steps.iter().for_each(|step| reader.does(step));
    commands[serve + 1..].iter().for_each(|command| run(folder.path(), command));
}
