//! Events (事件): one recorded act each, in an envelope that says who, when, and as whom.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A short name shared by many events (stage, outcome, person, …).
pub type Name = Arc<str>;

/// What kind of act it is; the words of law files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ActKind {
    /// 申请.
    Submit,
    /// 补正告知.
    RequestSupplement,
    /// 补正.
    ReceiveSupplement,
    /// 载明原证: the licence that is to be renewed, and until when it stands.
    NameLicence,
    /// 补交: materials that were allowed to follow.
    HandIn,
    /// 受理.
    Accept,
    /// 不予受理.
    Decline,
    /// 环节办结.
    Complete,
    /// 退回.
    Return,
    /// 转办.
    Transfer,
    /// 征求意见.
    Consult,
    /// 答复意见.
    AnswerConsultation,
    /// 加签.
    AddSigner,
    /// 催办.
    Urge,
    /// 特别程序开始.
    StartPause,
    /// 特别程序结束.
    EndPause,
    /// 延期.
    Extend,
    /// 并联分办.
    Split,
    /// 会签意见.
    GiveOpinion,
    /// 收费告知.
    ChargeFee,
    /// 缴费.
    PayFee,
    /// 决定.
    Decide,
    /// 制证.
    Issue,
    /// 撤销.
    Revoke,
    /// 送达.
    Deliver,
    /// 撤回.
    Withdraw,
    /// 办结.
    Close,
    /// 评价 (好差评), by the party.
    Rate,
    /// 更正.
    Correct,
    /// An act that is recorded but moves nothing.
    Record,
    /// Time: a limit is near.
    WarnLimit,
    /// Time: a limit is exceeded.
    ExceedLimit,
}

impl ActKind {
    /// Every kind, in the order of the reference page.
    pub const ALL: [Self; 32] = [
        Self::Submit,
        Self::RequestSupplement,
        Self::ReceiveSupplement,
        Self::NameLicence,
        Self::HandIn,
        Self::Accept,
        Self::Decline,
        Self::Complete,
        Self::Return,
        Self::Transfer,
        Self::Consult,
        Self::AnswerConsultation,
        Self::AddSigner,
        Self::Urge,
        Self::StartPause,
        Self::EndPause,
        Self::Extend,
        Self::Split,
        Self::GiveOpinion,
        Self::ChargeFee,
        Self::PayFee,
        Self::Decide,
        Self::Issue,
        Self::Revoke,
        Self::Deliver,
        Self::Withdraw,
        Self::Close,
        Self::Rate,
        Self::Correct,
        Self::Record,
        Self::WarnLimit,
        Self::ExceedLimit,
    ];

    /// The word used in law files, mappings and exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::RequestSupplement => "request-supplement",
            Self::ReceiveSupplement => "receive-supplement",
            Self::NameLicence => "name-licence",
            Self::HandIn => "hand-in",
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Complete => "complete",
            Self::Return => "return",
            Self::Transfer => "transfer",
            Self::Consult => "consult",
            Self::AnswerConsultation => "answer-consultation",
            Self::AddSigner => "add-signer",
            Self::Urge => "urge",
            Self::StartPause => "start-pause",
            Self::EndPause => "end-pause",
            Self::Extend => "extend",
            Self::Split => "split",
            Self::GiveOpinion => "give-opinion",
            Self::ChargeFee => "charge-fee",
            Self::PayFee => "pay-fee",
            Self::Decide => "decide",
            Self::Issue => "issue",
            Self::Revoke => "revoke",
            Self::Deliver => "deliver",
            Self::Withdraw => "withdraw",
            Self::Close => "close",
            Self::Rate => "rate",
            Self::Correct => "correct",
            Self::Record => "record",
            Self::WarnLimit => "warn-limit",
            Self::ExceedLimit => "exceed-limit",
        }
    }

    /// The kind of a word; `None` for a word that names none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What an act carries beside its kind. Everything is optional here, because reported events may lack what the
/// law requires and lacking it is then a finding; native acts are complete because `decide` refuses the others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// Why: of a refusal, return, extension, closing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<str>>,
    /// Materials asked for or handed in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Box<str>>,
    /// Ground of a special procedure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<Box<str>>,
    /// Declared last day of a special procedure; last day on which a result that is issued stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// What proves it: document number or hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Box<str>>,
    /// Number of the notice to the applicant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<Box<str>>,
    /// Role of the person who approved an extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approver: Option<Box<str>>,
    /// The limit that is extended, warned about or exceeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Box<str>>,
    /// The supervision rule by which time speaks of a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Box<str>>,
    /// Number of a document, certificate or receipt; the number of the event that is corrected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Box<str>>,
    /// Where to: stage of a return, post of a transfer, agencies of a consultation or split.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Box<str>>,
    /// Free text: question, opinion, the activity's name in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Box<str>>,
    /// Money, in fen (hundredths of the currency unit).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_fen: Option<i64>,
    /// The day since which it counts by law, where that is an earlier one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// Level of a rating, from 1, the worst.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Labels of a rating.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Box<str>>,
    /// The act happened by law, not by a person (deemed acceptance, automatic end of a pause).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub automatic: bool,
}

/// Who acted: person, post and agency, and for whom during an absence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Actor {
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Name>,
    /// The post that the person held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<Name>,
    /// The role of that post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Name>,
    /// The agency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<Name>,
    /// The absent person for whom the deputy acted (委托).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<Name>,
}

/// Where an event comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Recorded by Yangguang itself; `recorded_at` is the server's.
    Native,
    /// Reported by an organ's own system; `occurred_at` is its claim.
    Feed,
    /// Read from a file that has no recording times; `recorded_at` repeats the claim.
    File,
}

/// One recorded act of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Number in the case, dense from 1.
    pub n: u32,
    /// What was done.
    pub kind: ActKind,
    /// The stage it concerns, when it names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Name>,
    /// The outcome it chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Name>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// When it is claimed to have happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Timestamp>,
    /// Who did it.
    #[serde(default)]
    pub actor: Actor,
    /// Where the event comes from.
    pub source: Source,
    /// The rest; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Box<Body>>,
}

impl Event {
    /// A bare event of a kind at a moment.
    #[must_use]
    pub fn new(n: u32, kind: ActKind, recorded_at: Timestamp, source: Source) -> Self {
        Self {
            n,
            kind,
            stage: None,
            outcome: None,
            recorded_at,
            occurred_at: None,
            actor: Actor::default(),
            source,
            body: None,
        }
    }

    /// The moment on which limits run. Native: recorded. Reported: claimed, if it was recorded within
    /// `tolerance` of the claim, else recorded; a claim is never believed against the clock of the server.
    #[must_use]
    pub fn effective_at(&self, tolerance: jiff::SignedDuration) -> Timestamp {
        match (self.source, self.occurred_at) {
            (Source::Native, _) | (_, None) => self.recorded_at,
            (_, Some(claimed)) => {
                let lag = claimed.duration_until(self.recorded_at);
                let believed = lag >= jiff::SignedDuration::ZERO && lag <= tolerance;
                if believed { claimed } else { self.recorded_at }
            }
        }
    }

    /// A part of the body, when there is one.
    pub fn detail<T>(&self, part: impl FnOnce(&Body) -> Option<T>) -> Option<T> {
        self.body.as_deref().and_then(part)
    }

    /// The reason given, if it says anything.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.body
            .as_deref()
            .and_then(|body| body.reason.as_deref())
            .filter(|r| !r.trim().is_empty())
    }
}
