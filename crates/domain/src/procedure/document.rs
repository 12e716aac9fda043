//! The procedure file as a lawyer writes it (`law/procedures/<id>.toml`): exactly the keys of the reference page.

mod joint;

use crate::basis::Basis;
use crate::event::ActKind;
use crate::limit::{Limit, RestDayEnd, Unit};
use crate::text::Text;
use jiff::civil::Date;
pub(crate) use joint::JointDocument;
pub use joint::{OnDissent, OnSilence};
use serde::Deserialize;
use toml::Spanned;

/// A name with its place in the file.
pub(crate) type Place = Spanned<String>;

/// A procedure file.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProcedureDocument {
    /// Lower-case words joined by hyphens.
    pub(crate) id: String,
    /// Version of this text.
    pub(crate) version: String,
    /// Name for people.
    pub(crate) name: Text,
    /// First day on which it may be used.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) valid_from: Date,
    /// Last day on which a case may be opened on it.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) valid_to: Option<Date>,
    /// Id of the working-day calendar; may be absent when no limit needs one.
    pub(crate) calendar: Option<String>,
    /// The first stage or gateway.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) start: Place,
    /// Why the procedure is as it is.
    pub(crate) basis: Basis,
    /// The stages (环节).
    #[serde(rename = "stage")]
    pub(crate) stages: Vec<StageDocument>,
    /// Splits and joins.
    #[serde(rename = "gateway", default)]
    pub(crate) gateways: Vec<GatewayDocument>,
    /// Where a case may end.
    #[serde(rename = "end")]
    pub(crate) ends: Vec<EndDocument>,
    /// Clocks.
    #[serde(rename = "limit", default)]
    pub(crate) limits: Vec<LimitDocument>,
    /// Periods that must pass before something may happen.
    #[serde(rename = "wait", default)]
    pub(crate) waits: Vec<WaitDocument>,
    /// One-off notice of missing materials (补正).
    pub(crate) supplement: Option<SupplementDocument>,
    /// Returns to an earlier stage (退回).
    #[serde(rename = "return", default)]
    pub(crate) returns: Vec<ReturnDocument>,
    /// Grounds that stop clocks (特别程序): a closed list.
    #[serde(rename = "pause", default)]
    pub(crate) pauses: Vec<PauseDocument>,
    /// Extensions (延长).
    #[serde(rename = "extension", default)]
    pub(crate) extensions: Vec<ExtensionDocument>,
    /// Duties that one person may not unite (职责分离).
    #[serde(rename = "separation", default)]
    pub(crate) separations: Vec<SeparationDocument>,
    /// Withdrawal by the applicant (撤回).
    pub(crate) withdraw: Option<WithdrawDocument>,
    /// Hand-over to another post (转办).
    pub(crate) transfer: Option<MoveDocument>,
    /// Consultation of another agency (征求意见).
    pub(crate) consult: Option<ConsultDocument>,
    /// Who does not record that money was received (收缴分离).
    pub(crate) collection: Option<CollectionDocument>,
    /// What closing needs.
    pub(crate) closing: Option<ClosingDocument>,
    /// Acceptance with missing materials (容缺受理).
    pub(crate) deferral: Option<DeferralDocument>,
    /// Opinions of joint agencies (并联审批).
    pub(crate) joint: Option<JointDocument>,
    /// Rating by the party (好差评).
    pub(crate) rating: Option<RatingDocument>,
}

/// Who acts in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Performer {
    /// The organ: needs a limit.
    #[default]
    Organ,
    /// The applicant or another party.
    Party,
}

/// `[[stage]]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct StageDocument {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) id: Place,
    pub(crate) name: Text,
    pub(crate) act: Option<ActKind>,
    #[serde(default)]
    pub(crate) performer: Performer,
    pub(crate) role: Option<String>,
    pub(crate) standard: Option<Text>,
    #[serde(default)]
    pub(crate) conditions: Vec<Condition>,
    pub(crate) limit: Option<Limit>,
    pub(crate) basis: Option<Basis>,
    #[serde(default)]
    pub(crate) optional: bool,
    #[serde(default)]
    pub(crate) repeatable: bool,
    pub(crate) multiple: Option<Multiple>,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) next: Option<Place>,
    #[serde(rename = "outcome", default)]
    pub(crate) outcomes: Vec<OutcomeDocument>,
}

/// A condition: a sentence, or one in several languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Condition {
    /// In the source language.
    Plain(String),
    /// Translated.
    Translated(Text),
}

impl Condition {
    /// The condition as text.
    #[must_use]
    pub fn to_text(&self) -> Text {
        match self {
            Self::Plain(sentence) => Text { simplified: sentence.clone(), ..Text::default() },
            Self::Translated(text) => text.clone(),
        }
    }
}

/// Over what a stage is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Multiple {
    JointAgencies,
}

/// `[[stage.outcome]]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct OutcomeDocument {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) id: Place,
    pub(crate) name: Text,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) next: Place,
    pub(crate) act: Option<ActKind>,
    #[serde(default)]
    pub(crate) reason_required: bool,
    pub(crate) basis: Option<Basis>,
}

/// `[[gateway]]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct GatewayDocument {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) id: Place,
    pub(crate) kind: GatewayKind,
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub(crate) next: Vec<Place>,
}

/// How a gateway splits and joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GatewayKind {
    /// All branches; a join waits for all.
    Parallel,
    /// One branch; a join passes each.
    Exclusive,
}

/// `[[end]]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct EndDocument {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) id: Place,
    pub(crate) name: Text,
}

/// `[[limit]]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitDocument {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) id: Place,
    pub(crate) kind: LimitKind,
    pub(crate) name: Text,
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub(crate) from: Vec<Place>,
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub(crate) until: Vec<Place>,
    pub(crate) amount: u32,
    pub(crate) unit: Unit,
    #[serde(default)]
    pub(crate) rest_day_end: RestDayEnd,
    #[serde(default)]
    pub(crate) restarts: bool,
    #[serde(default)]
    pub(crate) when_missed: WhenMissed,
    pub(crate) on_expiry: Option<OnExpiry>,
    #[serde(default)]
    pub(crate) dates_back: bool,
    #[serde(default)]
    pub(crate) until_named_day: bool,
    pub(crate) basis: Basis,
}

/// What a limit is about; rules choose limits by kind.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LimitKind {
    /// 受理时限.
    Intake,
    /// 法定时限.
    Statutory,
    /// 承诺时限.
    Promised,
    /// One stage (环节时限).
    Stage,
    /// One joint agency (并联部门时限).
    Joint,
    /// One agency that was consulted (征求意见答复时限).
    Consultation,
    /// 送达时限.
    Delivery,
    /// 答复时限.
    Reply,
    /// 督办时限.
    FollowUp,
    /// A service level.
    Service,
    /// A time in which a party may or must act.
    Party,
}

/// Whether letting a limit pass is a breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WhenMissed {
    /// Not acting is a breach.
    #[default]
    Breach,
    /// Not acting only loses a right.
    Lapses,
}

/// What the law makes of silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OnExpiry {
    /// 视为受理.
    DeemAccepted,
    /// 视为同意.
    DeemGranted,
    /// 视为准予延续.
    DeemRenewed,
}

/// `[[wait]]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct WaitDocument {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) id: Place,
    #[serde(default)]
    pub(crate) name: Option<Text>,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) from: Place,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) to: Place,
    pub(crate) amount: u32,
    pub(crate) unit: Unit,
    #[serde(default)]
    pub(crate) rest_day_end: RestDayEnd,
    #[serde(default)]
    pub(crate) opens: Opens,
    pub(crate) basis: Basis,
}

/// The first day on which a wait is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Opens {
    /// The day after the last day of the period.
    #[default]
    AfterLastDay,
    /// The last day of the period itself.
    OnLastDay,
}

/// `[supplement]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct SupplementDocument {
    pub(crate) times: u32,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) until: Place,
    pub(crate) limit: Limit,
    pub(crate) basis: Basis,
}

/// `[[return]]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnDocument {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) from: Place,
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub(crate) to: Vec<Place>,
    #[serde(default)]
    pub(crate) reason_required: bool,
    pub(crate) basis: Basis,
}

/// `[[pause]]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct PauseDocument {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) ground: Place,
    pub(crate) name: Text,
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub(crate) stops: Vec<Place>,
    #[serde(default)]
    pub(crate) evidence_required: bool,
    #[serde(default)]
    pub(crate) notice_required: bool,
    /// The longest time that the law allows.
    pub(crate) longest: Option<Limit>,
    /// Where the law names none: after this time it is confirmed, by declaring it anew.
    pub(crate) review: Option<Limit>,
    pub(crate) basis: Basis,
}

/// `[[extension]]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtensionDocument {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) limit: Place,
    pub(crate) amount: u32,
    pub(crate) unit: Unit,
    #[serde(default)]
    pub(crate) rest_day_end: RestDayEnd,
    pub(crate) times: u32,
    pub(crate) approver: String,
    #[serde(default)]
    pub(crate) reason_required: bool,
    #[serde(default)]
    pub(crate) notice_required: bool,
    pub(crate) basis: Basis,
}

/// `[[separation]]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct SeparationDocument {
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub(crate) stages: Vec<Place>,
    pub(crate) basis: Basis,
}

/// `[withdraw]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawDocument {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) until: Place,
    pub(crate) basis: Basis,
}

/// `[transfer]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveDocument {
    pub(crate) basis: Basis,
}

/// `[consult]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsultDocument {
    pub(crate) limit: Option<Limit>,
    pub(crate) basis: Basis,
}

/// `[collection]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct CollectionDocument {
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub(crate) apart_from: Vec<Place>,
    pub(crate) basis: Basis,
}

/// `[closing]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosingDocument {
    #[serde(default)]
    pub(crate) needs_result: bool,
    #[serde(default)]
    pub(crate) needs_delivery: bool,
    #[serde(default)]
    pub(crate) granting: Vec<String>,
    #[serde(default)]
    pub(crate) reason_for: Vec<String>,
    pub(crate) basis: Basis,
}

/// `[deferral]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct DeferralDocument {
    pub(crate) longest: Limit,
    pub(crate) lapse_reason: String,
    pub(crate) basis: Basis,
}

/// `[rating]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RatingDocument {
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub(crate) after: Vec<Place>,
    pub(crate) levels: Vec<Text>,
    pub(crate) low: u8,
    #[serde(default)]
    pub(crate) labels: Vec<super::RatingLabel>,
    pub(crate) basis: Basis,
}
