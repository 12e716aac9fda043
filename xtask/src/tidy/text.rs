//! Rules about files and their words.

use super::{Complaint, Source};

const LINES_MAX: usize = 500;

/// Words that may not stand anywhere; split so that this file does not contain them itself.
const WORDS: [(&str, &str, &str); 5] = [
    ("FIX", "ME", "do it now or write it down in docs/decisions"),
    ("TO", "DO", "do it now or write it down in docs/decisions"),
    ("XX", "X:", "do it now or write it down in docs/decisions"),
    ("/wo", "rk/", "no machine paths"),
    ("/ro", "ot/", "no machine paths"),
];

pub(crate) fn check(source: &Source) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let path = source.path.as_str();
    if path == "LICENSE" || path.ends_with(".lock") || path.ends_with(".csv") {
        return complaints;
    }
    for (line, text) in source.text.lines().enumerate() {
        if text.ends_with([' ', '\t']) && !path.ends_with(".md") {
            complaints.push(Complaint::new(path, line + 1, "white space at the end of the line"));
        }
        for (head, tail, advice) in WORDS {
            if text.contains(&format!("{head}{tail}")) {
                let message = format!("`{head}{tail}`: {advice}");
                complaints.push(Complaint::new(path, line + 1, message));
            }
        }
    }
    if path.ends_with(".rs") {
        let lines = source.text.lines().count();
        if lines > LINES_MAX {
            let message = format!("{lines} lines, at most {LINES_MAX}: split the file");
            complaints.push(Complaint::new(path, LINES_MAX, message));
        }
        let first = source.text.lines().find(|line| !line.starts_with("#!["));
        if !first.is_some_and(|line| line.starts_with("//!")) {
            complaints.push(Complaint::new(path, 1, "a file begins with `//!`: what it is for"));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(path: &str, text: &str) -> usize {
        check(&Source { path: path.to_owned(), text: text.to_owned() }).len()
    }

    #[test]
    fn a_file_without_purpose_or_too_long_is_refused() {
        assert_eq!(complaints("crates/a/src/a.rs", "//! For a.\nfn a() {}\n"), 0);
        assert_eq!(complaints("crates/a/src/a.rs", "fn a() {}\n"), 1);
        let long = format!("//! For a.\n{}", "fn a() {}\n".repeat(LINES_MAX));
        assert_eq!(complaints("crates/a/src/a.rs", &long), 1);
    }

    #[test]
    fn unfinished_work_and_machine_paths_are_refused() {
        assert_eq!(complaints("docs/a.md", concat!("TO", "DO: later")), 1);
        assert_eq!(complaints("docs/a.md", concat!("see /wo", "rk/main")), 1);
    }
}
