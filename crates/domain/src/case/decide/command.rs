//! Commands: what somebody wants to do in a case.

use crate::event::ActKind;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// By which way a result reaches the applicant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryWay {
    /// 窗口领取.
    #[default]
    PickUp,
    /// 邮寄.
    Post,
    /// 电子送达.
    Electronic,
}

impl DeliveryWay {
    /// All ways.
    pub const ALL: [Self; 3] = [Self::PickUp, Self::Post, Self::Electronic];

    /// The word of the way, in commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::PickUp => "pick-up",
            Self::Post => "post",
            Self::Electronic => "electronic",
        }
    }
}

/// What somebody wants to do in a case. Texts are as typed; blanks count as missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// 申请.
    Submit {
        /// Materials handed in: ids or names of the item's catalogue.
        materials: Vec<String>,
    },
    /// 补正告知: everything that is missing, at once.
    RequestSupplement {
        /// Materials asked for.
        materials: Vec<String>,
        /// Why the application is not complete.
        reason: String,
    },
    /// 补正.
    ReceiveSupplement {
        /// Materials handed in.
        materials: Vec<String>,
    },
    /// 受理.
    Accept,
    /// 视为受理: by law, because the organ was silent.
    DeemAccepted,
    /// 载明原证: the licence that is to be renewed.
    NameLicence {
        /// Its number.
        number: String,
        /// Its last day.
        until: Date,
    },
    /// 容缺受理: accepted although some materials follow later.
    AcceptWithMissing {
        /// The materials that follow.
        materials: Vec<String>,
        /// The day by which the party has promised them.
        until: Date,
    },
    /// 补交: materials that were allowed to follow.
    HandIn {
        /// Materials handed in.
        materials: Vec<String>,
    },
    /// By law: materials that were to follow have not come.
    DeferralLapsed,
    /// 视为同意: by law, because the organ was silent.
    DeemGranted,
    /// 视为准予延续: by law, because the organ was silent until the licence ended.
    DeemRenewed,
    /// By the procedure: a joint agency that was silent.
    DeemOpinion {
        /// The agency.
        agency: String,
    },
    /// 撤销 of the result.
    Revoke {
        /// Why.
        reason: String,
    },
    /// 不予受理.
    Decline {
        /// Why.
        reason: String,
    },
    /// 环节办结, of a stage that has no command of its own.
    Complete {
        /// Id of the stage.
        stage: String,
        /// Id of the outcome, where the stage has several.
        outcome: Option<String>,
        /// Why, where the outcome needs a reason.
        reason: Option<String>,
    },
    /// 退回.
    Return {
        /// Id of the stage to which the case goes back.
        to: String,
        /// Why.
        reason: String,
    },
    /// 转办.
    Transfer {
        /// The post that takes over.
        to_post: String,
    },
    /// 征求意见.
    Consult {
        /// The agency that is asked.
        agency: String,
        /// What it is asked.
        question: String,
    },
    /// 答复意见.
    AnswerConsultation {
        /// The agency that answers.
        agency: String,
        /// Its answer.
        text: String,
    },
    /// 加签.
    AddSigner {
        /// The post that signs too.
        post: String,
    },
    /// 催办.
    Urge,
    /// 特别程序开始.
    StartPause {
        /// The ground, as the procedure lists it.
        ground: String,
        /// The declared last day.
        until: Option<Date>,
        /// What proves it: document number or hash.
        evidence: Option<String>,
        /// Number of the notice to the applicant.
        notice: Option<String>,
    },
    /// 特别程序结束, by a person.
    EndPause,
    /// 特别程序到期自动结束: its declared end has come.
    PauseExpired,
    /// 延期, signed by the one who approves it.
    Extend {
        /// Id of the limit.
        limit: String,
        /// Why.
        reason: Option<String>,
        /// Role of the one who approves.
        approver: String,
        /// Number of the notice to the applicant.
        notice: Option<String>,
    },
    /// 并联分办.
    Split {
        /// The joint agencies.
        agencies: Vec<String>,
    },
    /// 会签意见.
    GiveOpinion {
        /// The joint agency: that of the actor.
        agency: String,
        /// Id of the outcome, or a word where the stage names none.
        outcome: Option<String>,
        /// The opinion.
        text: String,
    },
    /// 收费告知.
    ChargeFee {
        /// Id of the fee in the item's catalogue.
        fee: String,
        /// Amount in fen.
        amount_fen: i64,
    },
    /// 缴费.
    PayFee {
        /// Number of the receipt.
        number: String,
        /// Amount in fen.
        amount_fen: i64,
    },
    /// 决定.
    Decide {
        /// Id of the outcome.
        outcome: String,
        /// Why, where the outcome needs a reason.
        reason: Option<String>,
    },
    /// 制证.
    Issue {
        /// Number of the certificate or document; blank where the platform makes it.
        number: String,
    },
    /// 送达.
    Deliver {
        /// How, in words: who took it, the number of the consignment, …
        way: String,
        /// By which way; at the window, where nothing is said.
        #[serde(default)]
        by: DeliveryWay,
        /// The applicant's code, where the case has one and the result is picked up. It is compared, never recorded.
        #[serde(default)]
        code: Option<String>,
    },
    /// 撤回, by the party itself.
    Withdraw {
        /// The party's own confirmation: document number or hash.
        confirmation: String,
        /// Why, where the procedure needs a reason.
        reason: Option<String>,
    },
    /// 办结.
    Close {
        /// Id of the outcome, or the word of a closing.
        outcome: Option<String>,
        /// Why, where the outcome needs a reason.
        reason: Option<String>,
    },
    /// 评价 (好差评), by the party itself, once.
    Rate {
        /// From 1, the worst, to the best that the procedure knows.
        level: u8,
        /// Ids of labels that the procedure lists.
        #[serde(default)]
        labels: Vec<String>,
        /// What the party wants to say.
        #[serde(default)]
        text: Option<String>,
    },
    /// 更正.
    Correct {
        /// Number of the event that is corrected, from 1.
        event: u32,
        /// What is right.
        text: String,
    },
    /// 记录.
    Record {
        /// What is recorded.
        text: String,
    },
}

impl Command {
    /// A result that is handed over at the window, without a code.
    #[must_use]
    pub fn handed_over(way: String) -> Self {
        Self::Deliver { way, by: DeliveryWay::PickUp, code: None }
    }

    /// The kind of act that the command asks for.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            Self::Submit { .. } => ActKind::Submit,
            Self::RequestSupplement { .. } => ActKind::RequestSupplement,
            Self::ReceiveSupplement { .. } => ActKind::ReceiveSupplement,
            Self::NameLicence { .. } => ActKind::NameLicence,
            Self::Accept | Self::AcceptWithMissing { .. } | Self::DeemAccepted => ActKind::Accept,
            Self::HandIn { .. } => ActKind::HandIn,
            Self::Revoke { .. } => ActKind::Revoke,
            Self::Decline { .. } => ActKind::Decline,
            Self::Complete { .. } => ActKind::Complete,
            Self::Return { .. } => ActKind::Return,
            Self::Transfer { .. } => ActKind::Transfer,
            Self::Consult { .. } => ActKind::Consult,
            Self::AnswerConsultation { .. } => ActKind::AnswerConsultation,
            Self::AddSigner { .. } => ActKind::AddSigner,
            Self::Urge => ActKind::Urge,
            Self::StartPause { .. } => ActKind::StartPause,
            Self::EndPause | Self::PauseExpired => ActKind::EndPause,
            Self::Extend { .. } => ActKind::Extend,
            Self::Split { .. } => ActKind::Split,
            Self::GiveOpinion { .. } | Self::DeemOpinion { .. } => ActKind::GiveOpinion,
            Self::ChargeFee { .. } => ActKind::ChargeFee,
            Self::PayFee { .. } => ActKind::PayFee,
            Self::Decide { .. } | Self::DeemGranted | Self::DeemRenewed => ActKind::Decide,
            Self::Issue { .. } => ActKind::Issue,
            Self::Deliver { .. } => ActKind::Deliver,
            Self::Withdraw { .. } | Self::DeferralLapsed => ActKind::Withdraw,
            Self::Close { .. } => ActKind::Close,
            Self::Rate { .. } => ActKind::Rate,
            Self::Correct { .. } => ActKind::Correct,
            Self::Record { .. } => ActKind::Record,
        }
    }
}
