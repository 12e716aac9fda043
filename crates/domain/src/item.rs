//! Items (职权事项): a power or service in the catalogue, versioned, with its own promise, materials and fees.

use crate::basis::Basis;
use crate::law_file::{self, LawFileError};
use crate::limit::Limit;
use crate::text::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The ten kinds of GB/T 39046-2020 A.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// 01 行政许可.
    Licence,
    /// 02 行政处罚.
    Penalty,
    /// 03 行政强制.
    Coercion,
    /// 04 行政征收.
    Levy,
    /// 05 行政给付.
    Payment,
    /// 06 行政检查.
    Inspection,
    /// 07 行政确认.
    Confirmation,
    /// 08 行政奖励.
    Reward,
    /// 09 行政裁决.
    Ruling,
    /// 10 其他行政权力.
    Other,
    /// 20 公共服务.
    PublicService,
}

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
    /// Why it may be demanded.
    pub basis: Basis,
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
    pub unit: Option<Text>,
    /// Why it may be charged.
    pub basis: Basis,
}

/// A version of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Opaque code of the catalogue.
    pub code: String,
    /// Version.
    pub version: String,
    /// Name for people.
    pub name: Text,
    /// Kind of power.
    pub kind: ItemKind,
    /// Id of its procedure.
    pub procedure: String,
    /// First day of this version.
    pub valid_from: Date,
    /// Last day of this version.
    pub valid_to: Option<Date>,
    /// Its own promise, shorter than its procedure's.
    pub promised: Option<Limit>,
    /// Its basis.
    pub basis: Basis,
    /// Conditions.
    #[serde(default)]
    pub conditions: Vec<Text>,
    /// Grounds of its procedure that it may use.
    #[serde(default)]
    pub special_procedures: Vec<String>,
    /// Materials.
    #[serde(default, rename = "material")]
    pub materials: Vec<Material>,
    /// Fees; none means free of charge.
    #[serde(default, rename = "fee")]
    pub fees: Vec<Fee>,
}

impl Item {
    /// Reads an item.
    ///
    /// # Errors
    /// The file is malformed, a basis is missing, an id is given twice or an amount is negative.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawFileError> {
        let item: Self = law_file::parse(file, text)?;
        let fail = |message: String| Err(LawFileError::whole(file, message));
        let bases = item.materials.iter().map(|material| (&material.id, &material.basis));
        let bases = bases.chain(item.fees.iter().map(|fee| (&fee.id, &fee.basis)));
        for (id, basis) in std::iter::once((&item.code, &item.basis)).chain(bases) {
            if !basis.is_complete() {
                return fail(format!("`{id}` needs a basis with law and article"));
            }
        }
        for (position, material) in item.materials.iter().enumerate() {
            if item.materials.iter().skip(position + 1).any(|other| other.id == material.id) {
                return fail(format!("the material `{}` is given twice", material.id));
            }
        }
        match item.fees.iter().find(|fee| fee.amount_fen < 0) {
            Some(fee) => fail(format!("the fee `{}` is negative", fee.id)),
            None => Ok(item),
        }
    }

    /// Whether a material may be demanded: it is in the catalogue and the government does not have it.
    #[must_use]
    pub fn may_demand(&self, material: &str) -> bool {
        self.materials.iter().any(|known| {
            let named = known.id == material || known.name.simplified == material;
            named && known.source != MaterialSource::Shared
        })
    }
}
