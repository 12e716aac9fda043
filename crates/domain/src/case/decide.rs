//! Deciding commands: what a person wants to do becomes events, or a refusal with the article.
//!
//! Pure: nothing here changes the case, reads a clock or remembers anything. What is returned applies without any
//! deviation: the stage fits, no special procedure is at fault, nothing is early.

mod automatic;
mod collection;
mod command;
mod course;
mod deemed;
mod deferral;
mod extension;
mod intake;
mod joint;
mod pause;
mod person;
mod rating;
mod reported;
mod result;
mod roles;
mod setting;
mod step;
#[cfg(test)]
mod tests;

use super::Case;
use super::fold::Fold;
use super::refusal::Refusal;
use crate::event::{Actor, Event};
use crate::procedure::{OnExpiry, StageIndex};
pub use automatic::{due_automatically, next_automatic};
pub use command::{Command, DeliveryWay};
pub(super) use course::is_completed_plainly;
use jiff::Timestamp;
pub use reported::check_reported;
pub use roles::{Decided, decide_as};
use setting::Setting;

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
        C::NameLicence { number, until } => intake::name_licence(setting, number, until),
        C::AcceptWithMissing { materials, until } => deferral::accept(setting, materials, until),
        C::HandIn { materials } => deferral::hand_in(setting, materials),
        C::DeferralLapsed => deferral::lapse(setting),
        C::DeemGranted => deemed::decide(setting, OnExpiry::DeemGranted),
        C::DeemRenewed => deemed::decide(setting, OnExpiry::DeemRenewed),
        C::DeemOpinion { agency } => deemed::opinion(setting, &agency),
        C::Revoke { reason } => result::revoke(setting, reason),
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
        C::Deliver { way, by, code: _ } => result::deliver(setting, way, by),
        C::Close { outcome, reason } => result::close(setting, outcome, reason),
        C::Rate { level, labels, text } => rating::rate(setting, level, labels, text),
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
