//! Items (职权事项): a power or service in the catalogue, versioned, with its own promise, materials, fees, form and
//! whatever else people must know of it.

pub mod certificate;
pub mod form;
pub mod guide;
pub mod material;
pub mod question;

use crate::basis::Basis;
use crate::law_file::{self, LawFileError};
use crate::limit::Limit;
use crate::text::Text;
use certificate::CertificateRule;
use form::{Field, FieldFault};
use guide::{Audience, Channel, GovernmentLevel, HandlingForm, ResultDocument};
use jiff::civil::Date;
pub use material::{Fee, Material, MaterialFormat, MaterialSource};
use question::{Eligibility, Question};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// Its own promise, shorter than its procedure's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Limit>,
    /// Within which period it is reviewed again, when not that of the whole catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Limit>,
    /// Its basis.
    pub basis: Basis,
    /// Whose power it is (行使主体), in general words: which agency handles it where, the register says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Text>,
    /// Levels of government at which it is exercised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<GovernmentLevel>,
    /// How it is handled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<HandlingForm>,
    /// Whom it serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<Audience>,
    /// Ids of the events in a life at which people need it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub life_events: Vec<String>,
    /// Other words by which people look for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Conditions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Text>,
    /// Grounds of its procedure that it may use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub special_procedures: Vec<String>,
    /// What it ends with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<ResultDocument>,
    /// Where to ask, supervise and complain; those of the whole catalogue, when it names none.
    #[serde(default, rename = "channel", skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Materials.
    #[serde(default, rename = "material", skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    /// Fees; none means free of charge.
    #[serde(default, rename = "fee", skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
    /// Questions before an application.
    #[serde(default, rename = "question", skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// The application form.
    #[serde(default, rename = "field", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// How its certificates are numbered, where the platform does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateRule>,
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
        if let Some(fee) = item.fees.iter().find(|fee| fee.amount_fen < 0) {
            return fail(format!("the fee `{}` is negative", fee.id));
        }
        if let Some(fee) = item.fees.iter().find(|fee| fee.most == Some(0)) {
            return fail(format!(
                "`most` of the fee `{}` is zero: it could never be charged",
                fee.id
            ));
        }
        let of_certificate = item.certificate.as_ref().and_then(CertificateRule::fault);
        let fault = question::fault(&item.questions).or_else(|| form::fault(&item.fields));
        match fault.or(of_certificate) {
            Some(message) => fail(message),
            None => Ok(item),
        }
    }

    /// The item as a law file.
    ///
    /// # Errors
    /// It cannot be written, which does not happen to what was read.
    pub fn to_law_file(&self) -> Result<String, LawFileError> {
        let wrong = |error: toml::ser::Error| LawFileError::whole(&self.code, error.to_string());
        toml::to_string(self).map_err(wrong)
    }

    /// What is wrong with the answers (by id of the field) to its form, in the order of the form.
    #[must_use]
    pub fn check_form(&self, answers: &BTreeMap<String, String>, today: Date) -> Vec<FieldFault> {
        form::check(&self.fields, answers, today)
    }

    /// What the answers (by id of the question) say of somebody who thinks of applying.
    #[must_use]
    pub fn eligibility(&self, answers: &BTreeMap<String, String>) -> Eligibility<'_> {
        question::eligibility(&self.questions, answers)
    }

    /// Whether a material may be handed in after acceptance, by id or name.
    #[must_use]
    pub fn may_follow(&self, material: &str) -> bool {
        self.materials.iter().any(|known| {
            let named = known.id == material || known.name.simplified == material;
            named && known.may_follow
        })
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

#[cfg(test)]
mod tests;
