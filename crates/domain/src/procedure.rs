//! Procedures (程序): stages, clocks and the moves of offices, as published and versioned data.
//!
//! A [`Procedure`] is always sound: the only way to get one is [`Procedure::publish`], which refuses a text that
//! fails the soundness check. The control flow is an exact subset of executable BPMN 2.0.

pub mod automaton;
mod compile;
pub use compile::content_hash;
mod document;
pub mod net;
mod path;
pub mod problem;
mod review;
pub mod soundness;
#[cfg(test)]
mod tests;

use crate::basis::Basis;
use crate::event::{ActKind, Name};
use crate::limit::{Limit, Period};
use crate::text::Text;
pub use compile::{DayUnits, parse_day_units};
pub use document::{
    Condition, GatewayKind, LimitKind, OnDissent, OnExpiry, OnSilence, Opens, Performer,
    ProcedureDocument, WhenMissed,
};
use jiff::civil::Date;
use std::collections::HashMap;

/// Position of a stage in [`Procedure::stages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StageIndex(pub u16);

/// Position of an outcome in its stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutcomeIndex(pub u8);

/// A published procedure: resolved, checked, hashed.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// Id.
    pub id: String,
    /// Version of the text.
    pub version: String,
    /// SHA-256 of the text, in hexadecimal: two procedures with one hash are one procedure.
    pub hash: String,
    /// Name for people.
    pub name: Text,
    /// First day of use.
    pub valid_from: Date,
    /// Last day on which a case may be opened on it.
    pub valid_to: Option<Date>,
    /// Id of the working-day calendar.
    pub calendar: Option<String>,
    /// Basis of the whole.
    pub basis: Basis,
    /// The stages.
    pub stages: Vec<Stage>,
    /// The clocks.
    pub limits: Vec<ClockRule>,
    /// Waiting periods.
    pub waits: Vec<WaitRule>,
    /// One-off notice of missing materials.
    pub supplement: Option<SupplementRule>,
    /// Returns.
    pub returns: Vec<ReturnRule>,
    /// Grounds that stop clocks.
    pub pauses: Vec<PauseRule>,
    /// Extensions.
    pub extensions: Vec<ExtensionRule>,
    /// Duties kept apart.
    pub separations: Vec<SeparationRule>,
    /// Withdrawal by the applicant.
    pub withdraw: Option<WithdrawRule>,
    /// Basis of hand-over to another post; absent: not allowed.
    pub transfer: Option<Basis>,
    /// Consultation of another agency; absent: not allowed.
    pub consult: Option<ConsultRule>,
    /// Who does not record that money was received; absent: nobody of an organ does.
    pub collection: Option<CollectionRule>,
    /// What closing needs.
    pub closing: Option<ClosingRule>,
    /// Acceptance with missing materials; absent: not allowed.
    pub deferral: Option<DeferralRule>,
    /// Opinions of joint agencies.
    pub joint: Option<JointRule>,
    /// Rating by the party; absent: there is none.
    pub rating: Option<RatingRule>,
    /// Where a case may end.
    pub ends: Vec<End>,
    /// The control flow.
    pub net: net::Net,
    pub(crate) stage_by_id: HashMap<Name, StageIndex>,
}

/// A stage (环节).
#[derive(Debug, Clone)]
pub struct Stage {
    /// Id.
    pub id: Name,
    /// Name for people.
    pub name: Text,
    /// The act that completes it.
    pub act: ActKind,
    /// Organ or party.
    pub performer: Performer,
    /// The responsible role.
    pub role: Option<Name>,
    /// What is checked.
    pub standard: Option<Text>,
    /// When it may be passed.
    pub conditions: Vec<Text>,
    /// Its own limit.
    pub limit: Option<Limit>,
    /// Its basis.
    pub basis: Option<Basis>,
    /// May be left out.
    pub optional: bool,
    /// May happen several times.
    pub repeatable: bool,
    /// One completion per joint agency.
    pub per_joint_agency: bool,
    /// Words that rules refer to.
    pub tags: Vec<String>,
    /// Its outcomes; empty when it simply leads on.
    pub outcomes: Vec<Outcome>,
}

impl Stage {
    /// The outcome with an id.
    #[must_use]
    pub fn outcome(&self, id: &str) -> Option<(OutcomeIndex, &Outcome)> {
        let position = self.outcomes.iter().position(|outcome| &*outcome.id == id)?;
        let index = u8::try_from(position).ok()?;
        self.outcomes.get(position).map(|outcome| (OutcomeIndex(index), outcome))
    }

    /// The outcome that an act of this kind selects by itself (`decline` among those of `accept`).
    #[must_use]
    pub fn outcome_of_act(&self, kind: ActKind) -> Option<(OutcomeIndex, &Outcome)> {
        let position = self.outcomes.iter().position(|outcome| outcome.act == Some(kind))?;
        let index = u8::try_from(position).ok()?;
        self.outcomes.get(position).map(|outcome| (OutcomeIndex(index), outcome))
    }
}

/// One way to leave a stage.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Id.
    pub id: Name,
    /// Name for people.
    pub name: Text,
    /// The act that selects it.
    pub act: Option<ActKind>,
    /// Needs a reason.
    pub reason_required: bool,
    /// Why.
    pub basis: Option<Basis>,
}

/// A place where a case may end.
#[derive(Debug, Clone)]
pub struct End {
    /// Id.
    pub id: Name,
    /// Name for people.
    pub name: Text,
}

/// What starts or stops a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// Completion of a stage.
    Stage(StageIndex),
    /// Completion of a stage with an outcome.
    Outcome(StageIndex, OutcomeIndex),
    /// Any act of a kind.
    Act(ActKind),
}

/// A limit of the procedure.
#[derive(Debug, Clone)]
pub struct ClockRule {
    /// Id.
    pub id: Name,
    /// What it is about.
    pub kind: LimitKind,
    /// Name for people.
    pub name: Text,
    /// What starts it.
    pub from: Vec<Trigger>,
    /// What stops it.
    pub until: Vec<Trigger>,
    /// How long.
    pub period: Period,
    /// A later start begins it anew.
    pub restarts: bool,
    /// Is missing it a breach?
    pub when_missed: WhenMissed,
    /// What the law makes of silence.
    pub on_expiry: Option<OnExpiry>,
    /// What silence brings about counts since the day on which the limit began.
    pub dates_back: bool,
    /// It ends on the day that the act names with which it begins; its period then says how long before that an
    /// application must come for silence to speak.
    pub until_named_day: bool,
    /// Why.
    pub basis: Basis,
    /// The stage, for clocks of kind `stage`.
    pub stage: Option<StageIndex>,
}

/// A waiting period.
#[derive(Debug, Clone)]
pub struct WaitRule {
    /// Id.
    pub id: Name,
    /// Name for people.
    pub name: Option<Text>,
    /// What starts it.
    pub from: Trigger,
    /// What must wait.
    pub to: Trigger,
    /// How long.
    pub period: Period,
    /// First day allowed.
    pub opens: Opens,
    /// Why.
    pub basis: Basis,
}

/// One-off notice of missing materials.
#[derive(Debug, Clone)]
pub struct SupplementRule {
    /// How many notices are allowed.
    pub times: u32,
    /// Only before this stage is completed.
    pub until: StageIndex,
    /// How long the organ has.
    pub limit: Limit,
    /// Why.
    pub basis: Basis,
}

/// A return to an earlier stage.
#[derive(Debug, Clone)]
pub struct ReturnRule {
    /// From.
    pub from: StageIndex,
    /// To one of.
    pub to: Vec<StageIndex>,
    /// Needs a reason.
    pub reason_required: bool,
    /// Why.
    pub basis: Basis,
}

/// A ground that stops clocks.
#[derive(Debug, Clone)]
pub struct PauseRule {
    /// The ground.
    pub ground: Name,
    /// Name for people.
    pub name: Text,
    /// Positions in [`Procedure::limits`] of the clocks that it stops.
    pub stops: Vec<usize>,
    /// Needs evidence.
    pub evidence_required: bool,
    /// Needs a notice to the applicant.
    pub notice_required: bool,
    /// The longest time that the law allows: what lasts longer stops nothing.
    pub longest: Option<Limit>,
    /// Where the law names none: the longest time that may be declared at once. Whoever needs more declares it anew, so
    /// that nothing stands still for years unseen; the law lets the clock stand still all the same.
    pub review: Option<Limit>,
    /// Why.
    pub basis: Basis,
}

impl PauseRule {
    /// The longest time that may be declared at once.
    #[must_use]
    pub fn at_once(&self) -> Option<&Limit> {
        self.longest.as_ref().or(self.review.as_ref())
    }
}

/// An extension.
#[derive(Debug, Clone)]
pub struct ExtensionRule {
    /// Position in [`Procedure::limits`].
    pub limit: usize,
    /// By how much.
    pub period: Period,
    /// How often.
    pub times: u32,
    /// Role that must approve.
    pub approver: Name,
    /// Needs a reason.
    pub reason_required: bool,
    /// Needs a notice.
    pub notice_required: bool,
    /// Why.
    pub basis: Basis,
}

/// Duties that one person may not unite.
#[derive(Debug, Clone)]
pub struct SeparationRule {
    /// The stages kept apart.
    pub stages: Vec<StageIndex>,
    /// Why.
    pub basis: Basis,
}

/// Whoever completes one of these stages does not record that money was received, and the other way round.
#[derive(Debug, Clone)]
pub struct CollectionRule {
    /// The stages in which the case is examined and decided.
    pub apart_from: Vec<StageIndex>,
    /// Why.
    pub basis: Basis,
}

/// Withdrawal by the applicant.
#[derive(Debug, Clone)]
pub struct WithdrawRule {
    /// Only before this stage is completed.
    pub until: StageIndex,
    /// Why.
    pub basis: Basis,
}

/// Consultation of another agency.
#[derive(Debug, Clone)]
pub struct ConsultRule {
    /// Time to answer.
    pub limit: Option<Limit>,
    /// Why.
    pub basis: Basis,
}

/// What closing needs.
#[derive(Debug, Clone)]
pub struct ClosingRule {
    /// A granted case needs an issued result.
    pub needs_result: bool,
    /// A granted case needs a delivery.
    pub needs_delivery: bool,
    /// Outcomes that grant.
    pub granting: Vec<String>,
    /// Outcomes and closings that need a reason.
    pub reason_for: Vec<String>,
    /// Why.
    pub basis: Basis,
}

/// Acceptance with missing materials (容缺受理).
#[derive(Debug, Clone)]
pub struct DeferralRule {
    /// The longest time that may be promised.
    pub longest: Limit,
    /// The reason that is recorded when the materials do not follow.
    pub lapse_reason: String,
    /// Why.
    pub basis: Basis,
}

/// Opinions of joint agencies (并联审批).
#[derive(Debug, Clone)]
pub struct JointRule {
    /// Position in [`Procedure::limits`] of each agency's own clock.
    pub limit: usize,
    /// What the silence of an agency means.
    pub silence: OnSilence,
    /// The word of an agreement.
    pub agreed: Name,
    /// The word of a dissent.
    pub opposed: Name,
    /// The stage in which a dissent is settled.
    pub settled_by: StageIndex,
    /// What settling it takes.
    pub dissent: OnDissent,
    /// Why.
    pub basis: Basis,
}

/// Rating by the party (好差评).
#[derive(Debug, Clone)]
pub struct RatingRule {
    /// What must have happened, one of these.
    pub after: Vec<Trigger>,
    /// Names of the levels, the worst first.
    pub levels: Vec<Text>,
    /// The highest level that is a bad rating (差评) and must be followed up.
    pub low: u8,
    /// What may be said by ticking.
    pub labels: Vec<RatingLabel>,
    /// Why.
    pub basis: Basis,
}

/// A label of a rating.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RatingLabel {
    /// Id.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub id: Name,
    /// Name for people.
    pub name: Text,
}

impl Procedure {
    /// The stage with an id.
    #[must_use]
    pub fn stage_index(&self, id: &str) -> Option<StageIndex> {
        self.stage_by_id.get(id).copied()
    }

    /// The stage at a position.
    #[must_use]
    pub fn stage(&self, index: StageIndex) -> Option<&Stage> {
        self.stages.get(usize::from(index.0))
    }

    /// The stages that an act of this kind completes: directly, or through an outcome of its own.
    pub fn stages_of_act(&self, kind: ActKind) -> impl Iterator<Item = StageIndex> + '_ {
        self.stages.iter().enumerate().filter_map(move |(position, stage)| {
            let completes = stage.act == kind || stage.outcome_of_act(kind).is_some();
            let index = u16::try_from(position).ok()?;
            (completes && kind != ActKind::Complete).then_some(StageIndex(index))
        })
    }

    /// The rule of a ground, if the ground is on the closed list.
    #[must_use]
    pub fn pause(&self, ground: &str) -> Option<&PauseRule> {
        self.pauses.iter().find(|pause| &*pause.ground == ground)
    }

    /// The position of the limit with an id.
    #[must_use]
    pub fn limit_position(&self, id: &str) -> Option<usize> {
        self.limits.iter().position(|limit| &*limit.id == id)
    }

    /// Whether the procedure may be used for a case that is opened on `date`.
    #[must_use]
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|to| date <= to)
    }
}
