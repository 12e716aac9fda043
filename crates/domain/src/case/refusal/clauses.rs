//! The clauses behind refusals for which a procedure has none of its own (`law/refusals.toml`).

use super::{Refusal, RefusalRule, wording};
use crate::basis::Basis;
use crate::law_file::{self, LawFileError};
use serde::Deserialize;

/// What is not open to somebody, whatever the law of the case says.
pub const FORBIDDEN: &str = "forbidden";

/// General clauses, by the word of the rule.
#[derive(Debug, Clone, Default)]
pub struct Clauses(Vec<Clause>);

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default, rename = "clause")]
    clauses: Vec<Clause>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clause {
    rules: Vec<String>,
    basis: Basis,
}

impl Clauses {
    /// Reads the clauses.
    ///
    /// # Errors
    /// The file is malformed, a basis is not complete, a rule is unknown or named twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawFileError> {
        let document: Document = law_file::parse(file, text)?;
        let fail = |message: String| Err(LawFileError::whole(file, message));
        let mut seen: Vec<&str> = Vec::new();
        for clause in &document.clauses {
            if !clause.basis.is_complete() {
                return fail(format!("{:?}: needs a basis with law and article", clause.rules));
            }
            for word in &clause.rules {
                let known = RefusalRule::ALL.iter().any(|rule| rule.word() == word);
                if !known && word != FORBIDDEN {
                    return fail(format!("there is no rule of refusal `{word}`"));
                }
                if seen.contains(&word.as_str()) {
                    return fail(format!("the rule `{word}` is named twice"));
                }
                seen.push(word);
            }
        }
        Ok(Self(document.clauses))
    }

    /// The clause behind a rule, by its word.
    #[must_use]
    pub fn basis(&self, word: &str) -> Option<&Basis> {
        let mut clauses = self.0.iter();
        let named = clauses.find(|clause| clause.rules.iter().any(|known| known == word));
        named.map(|clause| &clause.basis)
    }
}

impl Refusal {
    /// The refusal with the general clause behind its rule, where the procedure gave none.
    #[must_use]
    pub fn with_clause(self, clauses: &Clauses) -> Self {
        match clauses.basis(self.rule.word()) {
            Some(basis) if self.basis.is_none() => {
                let message = wording::cited(&self.message, basis);
                Self { message, basis: Some(Box::new(basis.clone())), ..self }
            }
            _ => self,
        }
    }
}
