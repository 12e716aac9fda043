//! The application form of an item (申请表), as data: what is asked, of which type, and what is a good answer.

mod check;
mod wording;

use super::question::Choice;
use crate::text::{Text, half_width};
use serde::{Deserialize, Serialize};

/// Of which type the answer to a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A number, with as many decimals as the field says.
    Number,
    /// An amount of money in yuan, with at most two decimals.
    Amount,
    /// A day, `2026-01-31`.
    Date,
    /// One of the choices, by id.
    Choice,
    /// Any of the choices, ids with spaces between.
    Several,
    /// `yes` or `no`.
    YesNo,
    /// 公民身份号码, with its check character.
    IdNumber,
    /// 统一社会信用代码, with its check character.
    CreditCode,
    /// 联系电话: a mobile number, or a fixed one with area code.
    Phone,
    /// 电子邮箱.
    Email,
    /// An address, on one line.
    Address,
    /// 邮政编码.
    Postcode,
}

/// On which side of today a day must lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DaySide {
    /// Anywhere.
    #[default]
    Any,
    /// Today or before.
    Past,
    /// Today or after.
    Future,
}

/// What an account knows already, so that nobody types it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountFact {
    /// Name of the person or organisation.
    Name,
    /// Whether it is a person or an organisation: a choice with the ids `person` and `organisation`.
    Kind,
    /// Number of the credential: id number or credit code.
    Credential,
    /// Phone.
    Phone,
    /// E-mail.
    Email,
    /// Address.
    Address,
}

/// The field is asked only when another one has one of these answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedWhen {
    /// Id of the other field, which stands before this one.
    pub field: String,
    /// Its answers.
    pub is: Vec<String>,
}

/// A field of an application form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Id within the item.
    pub id: String,
    /// Label.
    pub label: Text,
    /// Type of the answer.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// Heading under which it stands; fields of one heading follow each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Text>,
    /// What to write, where to find it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    /// Whether the form is incomplete without it.
    #[serde(default)]
    pub required: bool,
    /// A regular expression that the whole answer fits, and `pattern_help`, which says so in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// What fits `pattern`, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_help: Option<Text>,
    /// What a number is counted in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// The smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// How many decimals a number may have.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decimals: u32,
    /// The longest text, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// On which side of today a day must lie.
    #[serde(default, skip_serializing_if = "is_any")]
    pub side: DaySide,
    /// The choices.
    #[serde(default, rename = "choice", skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// When it is asked at all; always, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<AskedWhen>,
    /// What the account knows of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<AccountFact>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
fn is_zero(decimals: &u32) -> bool {
    *decimals == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
fn is_any(side: &DaySide) -> bool {
    *side == DaySide::Any
}

/// What is wrong with an answer, in words for who typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// Id of the field.
    pub field: String,
    /// What is wrong and what to do.
    pub message: Text,
}

pub use check::{check, is_asked};

/// The longest line when the field does not say, in characters: names and addresses are shorter.
pub const LINE: usize = 200;
/// The longest text of several lines when the field does not say, in characters: about five pages.
pub const TEXT: usize = 4_000;

impl Field {
    /// The longest answer, in characters.
    #[must_use]
    pub fn longest(&self) -> usize {
        let usual = if self.kind == FieldKind::LongText { TEXT } else { LINE };
        self.max_length.unwrap_or(usual)
    }

    /// An answer as it is kept: numbers and codes in signs of their usual width, texts as they were written.
    #[must_use]
    pub fn kept(&self, answer: &str) -> String {
        match self.kind {
            FieldKind::Number
            | FieldKind::Amount
            | FieldKind::Date
            | FieldKind::IdNumber
            | FieldKind::CreditCode
            | FieldKind::Phone
            | FieldKind::Postcode => half_width(answer).trim().to_owned(),
            _ => answer.trim().to_owned(),
        }
    }
}

/// What is wrong with a form, if anything.
pub(crate) fn fault(fields: &[Field]) -> Option<String> {
    for (position, field) in fields.iter().enumerate() {
        let id = &field.id;
        let before = fields.get(..position).unwrap_or_default();
        if before.iter().any(|other| other.id == *id) {
            return Some(format!("the field `{id}` is given twice"));
        }
        let chooses = matches!(field.kind, FieldKind::Choice | FieldKind::Several);
        if chooses == field.choices.is_empty() {
            return Some(format!("the field `{id}` needs choices exactly when it is a choice"));
        }
        if let Some(when) = &field.when
            && !before.iter().any(|other| other.id == when.field)
        {
            return Some(format!(
                "the field `{id}` depends on `{}`, which does not stand before it",
                when.field
            ));
        }
        if let Some(pattern) = &field.pattern
            && check::compiled(pattern).is_none()
        {
            return Some(format!("the pattern of the field `{id}` is no regular expression"));
        }
    }
    None
}
