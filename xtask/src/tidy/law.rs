//! Law files: each with a basis, each rule with its page and its examples.

use super::{Complaint, Source};

/// Tables of law files that say something on behalf of the law, and so need a basis of their own.
const TABLES: [&str; 14] = [
    "[[stage]]",
    "[[limit]]",
    "[[wait]]",
    "[[pause]]",
    "[[extension]]",
    "[[separation]]",
    "[collection]",
    "[[return]]",
    "[supplement]",
    "[withdraw]",
    "[closing]",
    "[[provisional_rest_day]]",
    "[[material]]",
    "[[fee]]",
];

fn is_law(path: &str) -> bool {
    let law = path.starts_with("law/") || path.starts_with("examples/");
    let other = path.contains("/examples/") || path.ends_with("mapping.toml");
    // A fictional register says nothing on behalf of the law.
    let fictional = ["examples/province/", "examples/first-case/"];
    let other = other || fictional.iter().any(|folder| path.starts_with(folder));
    law && path.ends_with(".toml") && !other
}

pub(crate) fn check(source: &Source) -> Vec<Complaint> {
    if !is_law(&source.path) {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    let has_basis = |text: &str| {
        let mut lines = text.lines().map(str::trim_start);
        lines.any(|line| {
            line.starts_with("basis") || line.starts_with("[basis]") || line.contains(".basis]")
        })
    };
    if !has_basis(&source.text) {
        complaints.push(Complaint::new(
            &source.path,
            1,
            "a law file needs a basis: law and article",
        ));
    }
    let lines: Vec<&str> = source.text.lines().collect();
    for (start, line) in lines.iter().enumerate() {
        if !TABLES.contains(&line.trim()) {
            continue;
        }
        let rest = lines.iter().skip(start + 1);
        let table: Vec<&str> = rest.take_while(|line| !line.starts_with('[')).copied().collect();
        if !has_basis(&table.join("\n")) {
            let message = format!("{} needs a basis: law and article", line.trim());
            complaints.push(Complaint::new(&source.path, start + 1, message));
        }
    }
    complaints
}

/// Every rule of the house is a folder with a page, a breach and an honest look-alike.
pub(crate) fn check_rules(sources: &[Source]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for source in sources {
        let rule =
            source.path.strip_prefix("law/rules/").and_then(|p| p.strip_suffix("/rule.toml"));
        let Some(rule) = rule else { continue };
        let has = |name: &str| {
            let wanted = format!("law/rules/{rule}/{name}");
            sources.iter().any(|source| source.path.starts_with(&wanted))
        };
        for part in ["README.md", "examples/breach-", "examples/honest-"] {
            if !has(part) {
                complaints.push(Complaint::new(&source.path, 1, format!("the rule has no {part}")));
            }
        }
        if !source.text.contains(&format!("id = \"{rule}\"")) {
            complaints.push(Complaint::new(&source.path, 1, "the id is not the folder's name"));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(text: &str) -> usize {
        let path = "law/procedures/a.toml".to_owned();
        check(&Source { path, text: text.to_owned() }).len()
    }

    #[test]
    fn a_law_file_or_clause_without_basis_is_refused() {
        assert_eq!(complaints("id = \"a\"\n"), 1);
        assert_eq!(complaints("basis = { law = \"x\", article = \"1\" }\n"), 0);
        assert_eq!(complaints("basis = { law = \"x\" }\n[[limit]]\nid = \"b\"\n"), 1);
        assert_eq!(complaints("basis = { law = \"x\" }\n[[limit]]\nid = \"b\"\nbasis = {}\n"), 0);
    }

    #[test]
    fn a_rule_without_look_alike_is_refused() {
        let source = |path: &str| Source { path: path.to_owned(), text: "id = \"a\"".to_owned() };
        let rule = source("law/rules/a/rule.toml");
        assert_eq!(check_rules(&[rule]).len(), 3);
        let complete =
            ["rule.toml", "README.md", "examples/breach-1.toml", "examples/honest-1.toml"];
        let complete: Vec<Source> =
            complete.iter().map(|name| source(&format!("law/rules/a/{name}"))).collect();
        assert_eq!(check_rules(&complete).len(), 0);
    }
}
