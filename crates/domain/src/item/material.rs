//! Materials (申请材料) and fees of an item.

use crate::basis::Basis;
use crate::text::{Language, Text};
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
    /// The greatest number of units that one case may be charged; one where there is no unit, else unbounded where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
    /// Why it may be charged.
    pub basis: Basis,
}

impl Fee {
    /// The greatest number of units that one case may be charged, where there is one.
    #[must_use]
    pub fn most_units(&self) -> Option<u32> {
        self.most.or(self.unit.is_none().then_some(1))
    }

    /// Whether a case that was charged `charged_fen` of it may be charged so much more: whole units, as many as it may be.
    #[must_use]
    pub fn covers(&self, amount_fen: i64, charged_fen: i64) -> bool {
        let in_units = amount_fen > 0 && amount_fen.checked_rem(self.amount_fen) == Some(0);
        let Some(total) = charged_fen.checked_add(amount_fen) else { return false };
        let bound = |most: u32| self.amount_fen.saturating_mul(i64::from(most));
        in_units && self.most_units().is_none_or(|most| total <= bound(most))
    }

    /// What may be charged, in words.
    #[must_use]
    pub fn standard(&self) -> Text {
        let yuan = format!("{}.{:02}", self.amount_fen / 100, self.amount_fen % 100);
        let (unit, most) = (self.unit.as_ref(), self.most_units());
        let word = |language| unit.map_or("", |unit| unit.in_language(language)).to_owned();
        let hans = word(Language::SimplifiedChinese);
        let hant = word(Language::TraditionalChinese);
        let english = word(Language::English);
        let [times, of_times, in_words] = match most {
            Some(1) => ["一件收取一次", "一件收取一次", "once in a case"].map(str::to_owned),
            Some(most) => [
                format!("一件最多{most}个单位"),
                format!("一件最多{most}個單位"),
                format!("at most {most} units in a case"),
            ],
            None => ["乘以整数数量", "乘以整數數量", "times a whole quantity"].map(str::to_owned),
        };
        Text {
            simplified: format!("{hans}{yuan}元，{times}"),
            traditional: Some(format!("{hant}{yuan}元，{of_times}")),
            english: Some(format!("CNY {yuan} {english}, {in_words}").replace(" ,", ",")),
        }
    }
}
