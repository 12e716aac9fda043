//! `[joint]` of a procedure file: opinions of joint agencies.

use super::Place;
use crate::basis::Basis;
use serde::Deserialize;

/// `[joint]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct JointDocument {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) limit: Place,
    pub(crate) silence: OnSilence,
    pub(crate) agreed: String,
    pub(crate) opposed: String,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) settled_by: Place,
    pub(crate) dissent: OnDissent,
    pub(crate) basis: Basis,
}

/// What the silence of a joint agency means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OnSilence {
    /// It counts as agreement.
    Agreed,
    /// Nothing: its opinion is waited for, and its lateness is supervised.
    Waits,
}

/// What settling a dissent takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OnDissent {
    /// Reasons.
    Reason,
    /// A consultation that was answered, and reasons.
    Consultation,
}
