//! Questions before an application (办理条件自查): who answers them knows whether the item is the right one.

use crate::basis::Basis;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The answer *yes* to a question without choices.
pub const YES: &str = "yes";
/// The answer *no* to a question without choices.
pub const NO: &str = "no";

/// A choice among several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Id within the question or field.
    pub id: String,
    /// Name for people.
    pub name: Text,
}

/// An answer with which the item is not open to somebody, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// The answer: `yes`, `no` or the id of a choice.
    pub answer: String,
    /// Why not, and what to do.
    pub reason: Text,
    /// Code of the item that fits instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// Why it excludes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
}

/// A question whose answer is yes or no, or one of its choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Id within the item.
    pub id: String,
    /// The question.
    pub text: Text,
    /// What it means, for those who are not sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    /// The choices; none means yes or no.
    #[serde(default, rename = "choice", skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The answers that exclude.
    #[serde(default, rename = "exclusion", skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Exclusion>,
}

/// What answers say of somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Eligibility<'a> {
    /// Questions without an answer that the question knows.
    pub open: Vec<&'a Question>,
    /// What excludes.
    pub excluded: Vec<(&'a Question, &'a Exclusion)>,
}

impl Eligibility<'_> {
    /// Every question is answered and nothing excludes.
    #[must_use]
    pub fn may_apply(&self) -> bool {
        self.open.is_empty() && self.excluded.is_empty()
    }
}

impl Question {
    /// Whether it knows an answer.
    #[must_use]
    pub fn knows(&self, answer: &str) -> bool {
        if self.choices.is_empty() {
            return matches!(answer, YES | NO);
        }
        self.choices.iter().any(|choice| choice.id == answer)
    }

    /// What an answer excludes by.
    #[must_use]
    pub fn excluded_by(&self, answer: &str) -> Option<&Exclusion> {
        self.exclusions.iter().find(|exclusion| exclusion.answer == answer)
    }
}

/// What answers (by the id of their question) say of somebody.
#[must_use]
pub fn eligibility<'a>(
    questions: &'a [Question],
    answers: &BTreeMap<String, String>,
) -> Eligibility<'a> {
    let mut found = Eligibility::default();
    for question in questions {
        match answers.get(&question.id).filter(|answer| question.knows(answer)) {
            None => found.open.push(question),
            Some(answer) => {
                found.excluded.extend(question.excluded_by(answer).map(|why| (question, why)));
            }
        }
    }
    found
}

/// What is wrong with questions, if anything.
pub(crate) fn fault(questions: &[Question]) -> Option<String> {
    for (position, question) in questions.iter().enumerate() {
        let id = &question.id;
        if questions.iter().skip(position + 1).any(|other| other.id == *id) {
            return Some(format!("the question `{id}` is given twice"));
        }
        if let Some(why) = question.exclusions.iter().find(|why| !question.knows(&why.answer)) {
            return Some(format!(
                "the question `{id}` excludes by `{}`, which is no answer to it",
                why.answer
            ));
        }
        let bases = question.exclusions.iter().filter_map(|exclusion| exclusion.basis.as_ref());
        if bases.into_iter().any(|basis| !basis.is_complete()) {
            return Some(format!("the question `{id}` needs a basis with law and article"));
        }
    }
    None
}
