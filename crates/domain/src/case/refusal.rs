//! Refusals (不予办理): why an act is not recorded, by which rule, with which article, and what to do instead.
//!
//! A refusal is an answer to the person who acts, never a finding: nothing has happened.

pub mod clauses;
mod templates_of_course;
mod templates_of_moves;
mod templates_of_silence;
mod wording;

use crate::basis::Basis;
use crate::text::Text;
use serde::Serialize;
pub(super) use wording::{act_name, closing_name, delivery_name, phase_name};

/// The rule by which an act is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalRule {
    /// A window that does not take in applications for that agency.
    NotServed,
    /// Somebody else has acted in between: the number is not the case's next one.
    Outdated,
    /// The act claims a time of its own: the server's alone counts.
    Backdated,
    /// The moment lies before the case's last event.
    EarlierThanLast,
    /// The procedure was not in force on the day on which the case would be opened.
    NotInForce,
    /// The life of the case does not allow the act.
    Phase,
    /// The procedure has no such act.
    NotForeseen,
    /// The procedure has no such stage.
    UnknownStage,
    /// The stage has no such outcome, or needs one.
    UnknownOutcome,
    /// The stage is completed by an act of its own.
    OwnAct,
    /// The stage is not possible now.
    StageNotPossible,
    /// The person does not hold the role of the stage.
    Role,
    /// An organ's act that no person signs.
    Person,
    /// The case is that of the person who acts, or the card is about an act of that person (回避).
    ConflictOfInterest,
    /// The person does not hold the post, or not any more.
    PostNotHeld,
    /// What a chief representative decides without a written delegation for it (首席代表授权).
    OutsideDelegation,
    /// One person would unite duties kept apart (职责分离).
    Separation,
    /// Something that the act must say is blank.
    Incomplete,
    /// A reason is required.
    Reason,
    /// A waiting period is not over.
    Wait,
    /// One more notice of missing materials than allowed (一次性告知).
    SecondSupplement,
    /// A notice of missing materials after its stage.
    LateSupplement,
    /// A material that the item does not list or the government already has.
    OutsideCatalogue,
    /// A material that the catalogue does not let follow later.
    MayNotFollow,
    /// The promised day of materials that follow is too late, or over.
    DeferralTooLong,
    /// No such material is owed.
    NothingOwed,
    /// A payment that is not due, or more than is due.
    NothingDue,
    /// A grant while materials are owed that were allowed to follow.
    MaterialsOwed,
    /// The licence that is to be renewed is over.
    LicenceOver,
    /// A joint agency dissents, and nothing is said or asked about it.
    Dissent,
    /// The application counts as accepted already (视为受理).
    DeemedAccepted,
    /// The limit whose silence would speak has not run out.
    NotExpired,
    /// The ground of a special procedure is not on the closed list.
    UnlistedGround,
    /// No evidence for a special procedure.
    NoEvidence,
    /// No notice to the applicant.
    NoNotice,
    /// A special procedure without a declared end, or with one before its beginning.
    NoDeclaredEnd,
    /// A special procedure before acceptance.
    PauseBeforeAcceptance,
    /// Another special procedure is still going on.
    PauseOverlap,
    /// A special procedure longer than its ground allows.
    PauseTooLong,
    /// No special procedure is going on.
    NoPause,
    /// The declared end of the special procedure has not come.
    PauseNotOver,
    /// The case cannot be closed while a special procedure goes on.
    PauseOpen,
    /// The limit was extended as often as allowed.
    ExtendedAlready,
    /// The extension is not approved by the role that must approve it.
    Approver,
    /// The limit is not running.
    LimitNotRunning,
    /// The limit has run out: it cannot be lengthened any more.
    LimitExceeded,
    /// The procedure does not name this return.
    NotReturnable,
    /// The time for withdrawing is over.
    LateWithdrawal,
    /// Not the party's own confirmed withdrawal.
    NotTheParty,
    /// A result before a granting decision.
    ResultBeforeDecision,
    /// A result without an open case.
    NoOpenCase,
    /// The number belongs to another result of the agency.
    NumberTaken,
    /// The platform itself makes the number.
    NumberByPlatform,
    /// Closing without the result that the decision needs.
    NoResult,
    /// Closing without the delivery that the decision needs.
    NoDelivery,
    /// A result that is picked up without the code of the applicant.
    PickUpCode,
    /// After several wrong codes the case's result waits.
    PickUpWait,
    /// Closing before the course of stages has come to an end.
    NotFinished,
    /// An agency named twice, or none.
    Agencies,
    /// The agency is not among those of the split.
    NotJoint,
    /// The agency has given its opinion.
    AnsweredTwice,
    /// Joint agencies have not answered yet.
    JointOpen,
    /// There is no consultation to answer.
    NoConsultation,
    /// The party has rated the case already.
    RatedAlready,
    /// There is nothing yet that could be rated.
    RatingTooEarly,
    /// No such level or label of a rating.
    UnknownRating,
    /// There is no such event to correct.
    UnknownEvent,
    /// The calendar cannot answer: no act rests on a guess.
    Calendar,
}

impl RefusalRule {
    /// Every rule, in the order of the reference page.
    pub const ALL: [Self; 68] = [
        Self::NotServed,
        Self::Outdated,
        Self::Backdated,
        Self::EarlierThanLast,
        Self::NotInForce,
        Self::Phase,
        Self::NotForeseen,
        Self::UnknownStage,
        Self::UnknownOutcome,
        Self::OwnAct,
        Self::StageNotPossible,
        Self::Role,
        Self::Person,
        Self::ConflictOfInterest,
        Self::PostNotHeld,
        Self::OutsideDelegation,
        Self::Separation,
        Self::Incomplete,
        Self::Reason,
        Self::Wait,
        Self::SecondSupplement,
        Self::LateSupplement,
        Self::OutsideCatalogue,
        Self::MayNotFollow,
        Self::DeferralTooLong,
        Self::NothingOwed,
        Self::NothingDue,
        Self::MaterialsOwed,
        Self::LicenceOver,
        Self::Dissent,
        Self::DeemedAccepted,
        Self::NotExpired,
        Self::UnlistedGround,
        Self::NoEvidence,
        Self::NoNotice,
        Self::NoDeclaredEnd,
        Self::PauseBeforeAcceptance,
        Self::PauseOverlap,
        Self::PauseTooLong,
        Self::NoPause,
        Self::PauseNotOver,
        Self::PauseOpen,
        Self::ExtendedAlready,
        Self::Approver,
        Self::LimitNotRunning,
        Self::LimitExceeded,
        Self::NotReturnable,
        Self::LateWithdrawal,
        Self::NotTheParty,
        Self::ResultBeforeDecision,
        Self::NoOpenCase,
        Self::NumberTaken,
        Self::NumberByPlatform,
        Self::NoResult,
        Self::NoDelivery,
        Self::PickUpCode,
        Self::PickUpWait,
        Self::NotFinished,
        Self::Agencies,
        Self::NotJoint,
        Self::AnsweredTwice,
        Self::JointOpen,
        Self::NoConsultation,
        Self::RatedAlready,
        Self::RatingTooEarly,
        Self::UnknownRating,
        Self::UnknownEvent,
        Self::Calendar,
    ];

    /// The stable word of the rule, for programs and translations: lower case, hyphens.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotServed => "not-served",
            Self::Outdated => "outdated",
            Self::Backdated => "backdated",
            Self::EarlierThanLast => "earlier-than-last",
            Self::NotInForce => "not-in-force",
            Self::Phase => "phase",
            Self::NotForeseen => "not-foreseen",
            Self::UnknownStage => "unknown-stage",
            Self::UnknownOutcome => "unknown-outcome",
            Self::OwnAct => "own-act",
            Self::StageNotPossible => "stage-not-possible",
            Self::Role => "role",
            Self::Person => "person",
            Self::ConflictOfInterest => "conflict-of-interest",
            Self::PostNotHeld => "post-not-held",
            Self::OutsideDelegation => "outside-delegation",
            Self::Separation => "separation",
            Self::Incomplete => "incomplete",
            Self::Reason => "reason",
            Self::Wait => "wait",
            Self::SecondSupplement => "second-supplement",
            Self::LateSupplement => "late-supplement",
            Self::OutsideCatalogue => "outside-catalogue",
            Self::MayNotFollow => "may-not-follow",
            Self::DeferralTooLong => "deferral-too-long",
            Self::NothingOwed => "nothing-owed",
            Self::NothingDue => "nothing-due",
            Self::MaterialsOwed => "materials-owed",
            Self::LicenceOver => "licence-over",
            Self::Dissent => "dissent",
            Self::DeemedAccepted => "deemed-accepted",
            Self::NotExpired => "not-expired",
            Self::UnlistedGround => "unlisted-ground",
            Self::NoEvidence => "no-evidence",
            Self::NoNotice => "no-notice",
            Self::NoDeclaredEnd => "no-declared-end",
            Self::PauseBeforeAcceptance => "pause-before-acceptance",
            Self::PauseOverlap => "pause-overlap",
            Self::PauseTooLong => "pause-too-long",
            Self::NoPause => "no-pause",
            Self::PauseNotOver => "pause-not-over",
            Self::PauseOpen => "pause-open",
            Self::ExtendedAlready => "extended-already",
            Self::Approver => "approver",
            Self::LimitNotRunning => "limit-not-running",
            Self::LimitExceeded => "limit-exceeded",
            Self::NotReturnable => "not-returnable",
            Self::LateWithdrawal => "late-withdrawal",
            Self::NotTheParty => "not-the-party",
            Self::ResultBeforeDecision => "result-before-decision",
            Self::NoOpenCase => "no-open-case",
            Self::NumberTaken => "number-taken",
            Self::NumberByPlatform => "number-by-platform",
            Self::NoResult => "no-result",
            Self::NoDelivery => "no-delivery",
            Self::PickUpCode => "pick-up-code",
            Self::PickUpWait => "pick-up-wait",
            Self::NotFinished => "not-finished",
            Self::Agencies => "agencies",
            Self::NotJoint => "not-joint",
            Self::AnsweredTwice => "answered-twice",
            Self::JointOpen => "joint-open",
            Self::NoConsultation => "no-consultation",
            Self::RatedAlready => "rated-already",
            Self::RatingTooEarly => "rating-too-early",
            Self::UnknownRating => "unknown-rating",
            Self::UnknownEvent => "unknown-event",
            Self::Calendar => "calendar",
        }
    }
}

/// An act that is not recorded, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("[{}] {}", rule.word(), message.in_language(crate::text::Language::English))]
pub struct Refusal {
    /// The rule.
    pub rule: RefusalRule,
    /// Law and article of the procedure's own clause, where there is one.
    pub basis: Option<Box<Basis>>,
    /// What happened, which rule, and what to do.
    pub message: Text,
}

impl Refusal {
    /// A refusal by a rule that holds whatever the procedure, about `subject`; its clause is that of `clauses`.
    #[must_use]
    pub fn general(rule: RefusalRule, subject: &Text, clauses: &clauses::Clauses) -> Self {
        Self::new(rule, clauses.basis(rule.word()), subject, &Text::default())
    }

    /// A refusal about `subject` (a stage, act, limit, material or person), with a `detail` for the rules
    /// whose wording has one (a date, phase, role or another stage).
    pub(super) fn new(
        rule: RefusalRule,
        basis: Option<&Basis>,
        subject: &Text,
        detail: &Text,
    ) -> Self {
        let message = wording::message(rule, basis, subject, detail);
        Self { rule, basis: basis.cloned().map(Box::new), message }
    }
}
