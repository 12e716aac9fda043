//! A rule pack: the rules of a jurisdiction, in a fixed order, with one version for all.

use super::rule::Rule;
use crate::law_file::LawFileError;

/// A set of rules.
#[derive(Debug, Clone, Default)]
pub struct RulePack {
    rules: Vec<Rule>,
}

impl RulePack {
    /// Reads the rules from the texts of their files; `(file name, text)` in any order.
    ///
    /// # Errors
    /// A rule is wrong, or two rules have one id.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, LawFileError> {
        let mut rules = Vec::with_capacity(files.len());
        for (file, text) in files {
            let rule = Rule::parse(file, text)?;
            if rules.iter().any(|known: &Rule| known.id == rule.id) {
                let message = format!("the rule `{}` is given twice", rule.id);
                return Err(LawFileError::whole(file, message));
            }
            rules.push(rule);
        }
        rules.sort_by(|left, right| left.id.cmp(&right.id));
        Ok(Self { rules })
    }

    /// The rules, by id.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule at a position.
    #[must_use]
    pub fn rule(&self, position: usize) -> Option<&Rule> {
        self.rules.get(position)
    }

    /// The version: SHA-256 over the hashes of all rules. Two packs of one version judge alike.
    #[must_use]
    pub fn version(&self) -> String {
        let hashes: Vec<&str> = self.rules.iter().map(|rule| rule.hash.as_str()).collect();
        crate::procedure::content_hash(&hashes.join("\n"))
    }
}
