//! Rules as data (`law/rules/<id>/rule.toml`).

use super::message::Message;
use crate::basis::Basis;
use crate::law_file::{self, LawFileError};
use crate::level::Level;
use crate::procedure::LimitKind;
use crate::text::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// 时效.
    Time,
    /// 流程.
    Procedure,
    /// 内容.
    Content,
    /// 逻辑.
    Logic,
    /// 收费.
    Money,
    /// Integrity of data: manipulation patterns.
    Integrity,
}

/// How a finding becomes a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Issue {
    /// At once.
    Automatic,
    /// After a person confirmed it, within the limit of the card's procedure.
    Confirmed,
}

/// A rule file as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleDocument {
    id: String,
    kind: String,
    family: Family,
    level: Level,
    issue: Issue,
    valid_from: Date,
    valid_to: Option<Date>,
    basis: Basis,
    name: Text,
    message: Text,
    #[serde(default)]
    parameters: Parameters,
}

/// An amount of time as a rule parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: crate::limit::Unit,
}

/// Every parameter that some kind of rule takes; a kind refuses those it does not know.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Parameters {
    /// Kinds of limits.
    pub limit_kinds: Vec<LimitKind>,
    /// Ids of limits.
    pub limits: Vec<String>,
    /// Ids of waits.
    pub waits: Vec<String>,
    /// Only when later than this past the due date.
    pub over: Option<Span>,
    /// Only when fewer than this are left.
    pub within: Option<Span>,
    /// Only stages with one of these tags.
    pub tags: Vec<String>,
    /// Only stages with none of these tags.
    pub without_tags: Vec<String>,
    /// Acts that are allowed.
    pub allowed: Vec<crate::event::ActKind>,
    /// The act that must come first.
    pub earlier: Option<crate::event::ActKind>,
    /// The act that must come later.
    pub later: Option<crate::event::ActKind>,
    /// Accepted lag.
    pub tolerance: Option<Span>,
    /// Minutes.
    pub minutes: Option<u32>,
    /// Last part of a limit, in percent.
    pub last_percent: Option<u32>,
}

impl Parameters {
    /// Names of the parameters that are given.
    #[must_use]
    pub fn given(&self) -> Vec<&'static str> {
        let given = [
            ("limit_kinds", !self.limit_kinds.is_empty()),
            ("limits", !self.limits.is_empty()),
            ("waits", !self.waits.is_empty()),
            ("over", self.over.is_some()),
            ("within", self.within.is_some()),
            ("tags", !self.tags.is_empty()),
            ("without_tags", !self.without_tags.is_empty()),
            ("allowed", !self.allowed.is_empty()),
            ("earlier", self.earlier.is_some()),
            ("later", self.later.is_some()),
            ("tolerance", self.tolerance.is_some()),
            ("minutes", self.minutes.is_some()),
            ("last_percent", self.last_percent.is_some()),
        ];
        given.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }
}

/// A rule that has been checked against its kind.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Id: the folder's name.
    pub id: String,
    /// The id, shared by what mentions the rule.
    pub name_id: crate::event::Name,
    /// Name of its kind.
    pub kind: String,
    /// What it is about.
    pub family: Family,
    /// Level of its findings.
    pub level: Level,
    /// How its findings become cards.
    pub issue: Issue,
    /// First day of validity.
    pub valid_from: Date,
    /// Last day of validity.
    pub valid_to: Option<Date>,
    /// Why.
    pub basis: Basis,
    /// Name for people.
    pub name: Text,
    /// What it says.
    pub message: Message,
    /// Its parameters.
    pub parameters: Parameters,
    /// SHA-256 of its text.
    pub hash: String,
}

impl Rule {
    /// Reads a rule and checks it against its kind.
    ///
    /// # Errors
    /// The file is malformed, the kind is unknown, a parameter or placeholder is not the kind's, or there is no
    /// basis.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawFileError> {
        let document: RuleDocument = law_file::parse(file, text)?;
        let fail = |message: String| LawFileError::whole(file, message);
        if !document.basis.is_complete() {
            return Err(fail("the rule needs a basis with law and article".to_owned()));
        }
        let kind = super::kinds::find(&document.kind)
            .ok_or_else(|| fail(format!("`{}` is no kind of rule", document.kind)))?;
        for name in document.parameters.given() {
            if !kind.parameters.contains(&name) {
                return Err(fail(format!(
                    "the kind `{}` has no parameter `{name}`",
                    document.kind
                )));
            }
        }
        let message = Message::parse(&document.message, kind.slots).map_err(fail)?;
        Ok(Self {
            name_id: document.id.as_str().into(),
            id: document.id,
            kind: document.kind,
            family: document.family,
            level: document.level,
            issue: document.issue,
            valid_from: document.valid_from,
            valid_to: document.valid_to,
            basis: document.basis,
            name: document.name,
            message,
            parameters: document.parameters,
            hash: crate::procedure::content_hash(text),
        })
    }

    /// Whether the rule stood on a day.
    #[must_use]
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|to| date <= to)
    }
}
