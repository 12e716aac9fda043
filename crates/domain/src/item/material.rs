//! Materials (申请材料) and fees of an item.

use crate::basis::Basis;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Where a material comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MaterialSource {
    /// The applicant has it.
    Applicant,
    /// The government has it already: it may not be demanded (国务院令716号 art. 7).
    Shared,
    /// A third party issues it.
    Intermediary,
}

/// In which shape a material is handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MaterialFormat {
    /// 原件.
    Original,
    /// 复印件.
    Copy,
    /// 原件核验后退还.
    OriginalShown,
    /// 电子件.
    Electronic,
}

/// A material of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Id within the item.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// Where it comes from.
    pub source: MaterialSource,
    /// Whether the application is incomplete without it.
    #[serde(default)]
    pub required: bool,
    /// The shapes in which it is taken, any of them; none means any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<MaterialFormat>,
    /// How many pieces on paper.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub copies: u32,
    /// Who issues it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Text>,
    /// What to mind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// May be handed in after acceptance (可容缺).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_follow: bool,
    /// Why it may be demanded.
    pub basis: Basis,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
fn is_one(copies: &u32) -> bool {
    *copies == 1
}

/// A fee of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Id within the item.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// Amount in fen.
    pub amount_fen: i64,
    /// Charged per what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// Why it may be charged.
    pub basis: Basis,
}
