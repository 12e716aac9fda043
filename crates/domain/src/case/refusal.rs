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
pub(crate) use wording::act_name;
pub use wording::delivery_name;
pub(super) use wording::{closing_name, phase_name};

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
    /// Who judges a case records no receipt of its money, and the other way round (收缴分离).
    CollectionSeparated,
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
    /// Another amount of a fee than the catalogue gives.
    FeeAmount,
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
    /// An act of the party that is not its own: an unconfirmed withdrawal, a rating by somebody else, a report of it.
    NotTheParty,
    /// A result before a granting decision.
    ResultBeforeDecision,
    /// A result without an open case.
    NoOpenCase,
    /// The case has its result, and the procedure foresees no other.
    IssuedAlready,
    /// The number belongs to another result of the agency.
    NumberTaken,
    /// The platform itself makes the number.
    NumberByPlatform,
    /// Closing without the result that the decision needs.
    NoResult,
    /// Closing without the delivery that the decision needs.
    NoDelivery,
    /// A result that goes another way than the applicant has chosen.
    DeliveryWay,
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

/// All rules and their words from one list, in the order of the reference page.
macro_rules! words {
    ($($rule:ident => $word:literal,)*) => {
        impl RefusalRule {
            /// Every rule, in the order of the reference page.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$rule),*];

            /// The stable word of the rule, for programs and translations: lower case, hyphens.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$rule => $word,)*
                }
            }
        }
    };
}

words! {
    NotServed => "not-served",
    Outdated => "outdated",
    Backdated => "backdated",
    EarlierThanLast => "earlier-than-last",
    NotInForce => "not-in-force",
    Phase => "phase",
    NotForeseen => "not-foreseen",
    UnknownStage => "unknown-stage",
    UnknownOutcome => "unknown-outcome",
    OwnAct => "own-act",
    StageNotPossible => "stage-not-possible",
    Role => "role",
    Person => "person",
    ConflictOfInterest => "conflict-of-interest",
    PostNotHeld => "post-not-held",
    OutsideDelegation => "outside-delegation",
    Separation => "separation",
    CollectionSeparated => "collection-separated",
    Incomplete => "incomplete",
    Reason => "reason",
    Wait => "wait",
    SecondSupplement => "second-supplement",
    LateSupplement => "late-supplement",
    OutsideCatalogue => "outside-catalogue",
    MayNotFollow => "may-not-follow",
    DeferralTooLong => "deferral-too-long",
    NothingOwed => "nothing-owed",
    FeeAmount => "fee-amount",
    NothingDue => "nothing-due",
    MaterialsOwed => "materials-owed",
    LicenceOver => "licence-over",
    Dissent => "dissent",
    DeemedAccepted => "deemed-accepted",
    NotExpired => "not-expired",
    UnlistedGround => "unlisted-ground",
    NoEvidence => "no-evidence",
    NoNotice => "no-notice",
    NoDeclaredEnd => "no-declared-end",
    PauseBeforeAcceptance => "pause-before-acceptance",
    PauseOverlap => "pause-overlap",
    PauseTooLong => "pause-too-long",
    NoPause => "no-pause",
    PauseNotOver => "pause-not-over",
    PauseOpen => "pause-open",
    ExtendedAlready => "extended-already",
    Approver => "approver",
    LimitNotRunning => "limit-not-running",
    LimitExceeded => "limit-exceeded",
    NotReturnable => "not-returnable",
    LateWithdrawal => "late-withdrawal",
    NotTheParty => "not-the-party",
    ResultBeforeDecision => "result-before-decision",
    NoOpenCase => "no-open-case",
    IssuedAlready => "issued-already",
    NumberTaken => "number-taken",
    NumberByPlatform => "number-by-platform",
    NoResult => "no-result",
    NoDelivery => "no-delivery",
    DeliveryWay => "delivery-way",
    PickUpCode => "pick-up-code",
    PickUpWait => "pick-up-wait",
    NotFinished => "not-finished",
    Agencies => "agencies",
    NotJoint => "not-joint",
    AnsweredTwice => "answered-twice",
    JointOpen => "joint-open",
    NoConsultation => "no-consultation",
    RatedAlready => "rated-already",
    RatingTooEarly => "rating-too-early",
    UnknownRating => "unknown-rating",
    UnknownEvent => "unknown-event",
    Calendar => "calendar",
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
