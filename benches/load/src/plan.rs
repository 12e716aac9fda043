//! The plan of a case's life: which steps, by whom, with which words. A file of data.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The token of each post of the plan.
pub type Tokens = BTreeMap<String, String>;

/// A plan as it is written: see `benches/licence.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Clients are dealt out over these in turn.
    pub jurisdictions: Vec<String>,
    /// The name that the steps use, and the post that it stands for.
    pub posts: BTreeMap<String, String>,
    /// From the first to the last step of a case.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// A name from `posts`.
    pub post: String,
    /// Where to, with placeholders.
    pub path: String,
    /// What is sent, with placeholders inside its strings.
    pub body: serde_json::Value,
}

impl Plan {
    /// Reads a plan and looks whether it hangs together.
    pub fn parse(text: &str) -> Result<Self, String> {
        let plan: Self =
            serde_json::from_str(text).map_err(|error| format!("the plan: {error}"))?;
        if plan.jurisdictions.is_empty() || plan.steps.is_empty() {
            return Err("the plan has no jurisdiction or no step".to_owned());
        }
        match plan.steps.iter().find(|step| !plan.posts.contains_key(&step.post)) {
            Some(step) => Err(format!("the plan: `{}` is not under `posts`", step.post)),
            None => Ok(plan),
        }
    }
}

/// What a placeholder stands for at the moment.
pub(crate) struct Values<'a> {
    pub(crate) jurisdiction: &'a str,
    pub(crate) case: &'a str,
    /// Different for each case of each run.
    pub(crate) unique: &'a str,
}

/// A text cut at its placeholders, so that filling them in is a few copies.
pub(crate) struct Template(Vec<Part>);

enum Part {
    Text(Vec<u8>),
    Jurisdiction,
    Case,
    Unique,
}

impl Template {
    pub(crate) fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (at, length, part) = [
                ("{jurisdiction}", Part::Jurisdiction),
                ("{case}", Part::Case),
                ("{unique}", Part::Unique),
            ]
            .into_iter()
            .filter_map(|(word, part)| Some((rest.find(word)?, word.len(), part)))
            .min_by_key(|(at, _, _)| *at)
            .map_or((rest.len(), 0, None), |(at, length, part)| (at, length, Some(part)));
            parts.push(Part::Text(rest.as_bytes()[..at].to_vec()));
            parts.extend(part);
            rest = &rest[at + length..];
        }
        Self(parts)
    }

    pub(crate) fn fill(&self, values: &Values, target: &mut Vec<u8>) {
        target.clear();
        for part in &self.0 {
            target.extend_from_slice(match part {
                Part::Text(text) => text,
                Part::Jurisdiction => values.jurisdiction.as_bytes(),
                Part::Case => values.case.as_bytes(),
                Part::Unique => values.unique.as_bytes(),
            });
        }
    }
}

/// A step made ready: its texts cut, its token in its head.
pub(crate) struct Ready {
    pub(crate) path: Template,
    pub(crate) head: Vec<u8>,
    pub(crate) body: Template,
}

/// Makes the steps of a plan ready for a server.
pub(crate) fn ready(plan: &Plan, address: &str, tokens: &Tokens) -> Result<Vec<Ready>, String> {
    let of = |step: &Step| {
        let token = tokens.get(&step.post).ok_or_else(|| format!("no token of `{}`", step.post))?;
        Ok(Ready {
            path: Template::new(&step.path),
            head: crate::api::head(address, token).into_bytes(),
            body: Template::new(&step.body.to_string()),
        })
    };
    plan.steps.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_other_braces_stay() {
        let values = Values { jurisdiction: "330000", case: "C-1", unique: "u7" };
        let mut filled = Vec::new();
        Template::new(r#"{"a":"{unique}-{case}","b":{}}/{jurisdiction}"#)
            .fill(&values, &mut filled);
        assert_eq!(filled, br#"{"a":"u7-C-1","b":{}}/330000"#);
    }
}
