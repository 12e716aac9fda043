//! Deciding commands: what a person wants to do becomes events, or a refusal with the article.
//!
//! Pure: nothing here changes the case, reads a clock or remembers anything. What is returned applies without any
//! deviation: the stage fits, no special procedure is at fault, nothing is early.

mod automatic;
mod course;
mod extension;
mod intake;
mod joint;
mod pause;
mod result;
mod setting;
mod step;
#[cfg(test)]
mod tests;

use super::Case;
use super::fold::Fold;
use super::refusal::Refusal;
use crate::event::{Actor, Event};
use crate::procedure::StageIndex;
pub use automatic::{due_automatically, next_automatic};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use setting::Setting;

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
        /// Number of the certificate or document.
        number: String,
    },
    /// 送达.
    Deliver {
        /// How: in person, by post, electronically, …
        way: String,
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

/// Decides a command of `actor` at the server's time `at`; `n` is the next number of the case (its events + 1).
///
/// The events are native, numbered densely from `n`, and apply to `case` without any deviation.
///
/// # Errors
/// [`Refusal`] with the first rule that stands against it, the article of the procedure's own clause where there
/// is one, and what to do instead.
#[expect(
    clippy::too_many_arguments,
    reason = "who, when and the number are the envelope that the writer hands in"
)]
pub fn decide(
    fold: &Fold<'_>,
    case: &Case,
    command: Command,
    actor: &Actor,
    at: Timestamp,
    n: u32,
) -> Result<Vec<Event>, Refusal> {
    let setting = Setting::new(fold, case, actor, at);
    setting.check_envelope(n)?;
    let draft = draft(&setting, command)?;
    Ok(vec![step::event(&setting, draft, n)?])
}

/// The act that a command amounts to, after the checks that only this act needs.
fn draft(setting: &Setting<'_>, command: Command) -> Result<step::Draft, Refusal> {
    use Command as C;
    match command {
        C::Submit { materials } => intake::submit(setting, materials),
        C::RequestSupplement { materials, reason } => {
            intake::request_supplement(setting, materials, reason)
        }
        C::ReceiveSupplement { materials } => intake::receive_supplement(setting, materials),
        C::Accept => intake::accept(setting),
        C::DeemAccepted => intake::deem_accepted(setting),
        C::Decline { reason } => intake::decline(setting, reason),
        C::Withdraw { confirmation, reason } => intake::withdraw(setting, confirmation, reason),
        C::Complete { stage, outcome, reason } => {
            course::complete(setting, &stage, outcome, reason)
        }
        C::Return { to, reason } => course::step_back(setting, to, reason),
        C::Transfer { to_post } => course::transfer(setting, to_post),
        C::Consult { agency, question } => course::consult(setting, agency, question),
        C::AnswerConsultation { agency, text } => course::answer(setting, agency, text),
        C::AddSigner { post } => course::add_signer(setting, post),
        C::Urge => course::urge(setting),
        C::Correct { event, text } => course::correct(setting, event, text),
        C::Record { text } => course::record(setting, text),
        C::StartPause { ground, until, evidence, notice } => {
            pause::start(setting, &pause::Declared { ground, until, evidence, notice })
        }
        C::EndPause => pause::end(setting),
        C::PauseExpired => pause::expire(setting),
        C::Extend { limit, reason, approver, notice } => {
            extension::extend(setting, &extension::Request { limit, reason, approver, notice })
        }
        C::Split { agencies } => joint::split(setting, agencies),
        C::GiveOpinion { agency, outcome, text } => {
            joint::give_opinion(setting, &agency, outcome, text)
        }
        C::ChargeFee { fee, amount_fen } => result::charge_fee(setting, fee, amount_fen),
        C::PayFee { number, amount_fen } => result::pay_fee(setting, number, amount_fen),
        C::Decide { outcome, reason } => result::decide(setting, outcome, reason),
        C::Issue { number } => result::issue(setting, number),
        C::Deliver { way } => result::deliver(setting, way),
        C::Close { outcome, reason } => result::close(setting, outcome, reason),
    }
}

/// Whether a text says anything.
fn says(text: &str) -> bool {
    !text.trim().is_empty()
}

/// A text for the body of an event; a blank one is none.
fn boxed(text: impl Into<Option<String>>) -> Option<Box<str>> {
    text.into().filter(|text| says(text)).map(String::into_boxed_str)
}

/// Several texts for the body of an event, the blank ones left out.
fn all_boxed(texts: Vec<String>) -> Vec<Box<str>> {
    texts.into_iter().filter(|text| says(text)).map(String::into_boxed_str).collect()
}

/// The first stage now possible among those that an act completes; for choosing by outcome see [`result`].
fn first_possible(
    setting: &Setting<'_>,
    mut stages: impl Iterator<Item = StageIndex>,
) -> Option<StageIndex> {
    stages.find(|stage| setting.is_possible(*stage))
}
