//! Offers that lead a case on: from application to closing.

use super::{Asked, Offer, placeholder, some};
use crate::case::decide::{Command, DeliveryWay, is_completed_plainly};
use crate::case::options::{Choice, Need, needs};
use crate::case::refusal::{closing_name, delivery_name};
use crate::event::ActKind;
use crate::procedure::{Stage, StageIndex};

fn indexed<'a>(asked: &Asked<'a>) -> impl Iterator<Item = (StageIndex, &'a Stage)> + use<'a> {
    (0_u16..).map(StageIndex).zip(&asked.procedure().stages)
}

/// Application, missing materials, acceptance, withdrawal.
pub(super) fn intake(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    let (procedure, item) = (asked.procedure(), asked.item());
    let of_party = || needs::materials(item, false);
    let first = of_party().choices.first().map_or_else(placeholder, |known| known.id.to_string());
    let submit = Command::Submit { materials: Vec::new() };
    offers.push(Offer::of(submit).at(asked.stage_of(ActKind::Submit)).needing([of_party()]));
    let request = Command::RequestSupplement { materials: vec![first], reason: placeholder() };
    let basis = procedure.supplement.as_ref().map(|rule| &rule.basis);
    let asks = [needs::materials(item, true), needs::required("reason")];
    offers.push(Offer::of(request).because(basis).needing(asks));
    let receive = Command::ReceiveSupplement { materials: Vec::new() };
    offers.push(Offer::of(receive).because(basis).needing([of_party()]));
    offers.push(Offer::of(Command::Accept).at(asked.stage_of(ActKind::Accept)));
    let stage = asked.stage_of(ActKind::Decline);
    let definition = stage.and_then(|stage| procedure.stage(stage));
    let outcome = definition.and_then(|stage| stage.outcome_of_act(ActKind::Decline));
    let basis = outcome.and_then(|(_, outcome)| outcome.basis.as_ref());
    let reason = needs::of_act(procedure, ActKind::Decline, "declined");
    let decline = Offer::of(Command::Decline { reason: placeholder() }).at(stage).because(basis);
    offers.push(decline.needing([needs::text("reason", reason)]));
    let withdraw = Command::Withdraw { confirmation: placeholder(), reason: some() };
    let reason = needs::text("reason", needs::of_act(procedure, ActKind::Withdraw, "withdrawn"));
    let basis = procedure.withdraw.as_ref().map(|rule| &rule.basis);
    let withdraw = Offer::of(withdraw).because(basis);
    offers.push(withdraw.needing([needs::required("confirmation"), reason]));
}

/// Stages that need nothing but an outcome and a reason.
pub(super) fn stages(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    for (index, stage) in indexed(asked).filter(|(_, stage)| is_completed_plainly(stage.act)) {
        let command = |outcome: Option<String>| Command::Complete {
            stage: stage.id.to_string(),
            outcome,
            reason: some(),
        };
        if stage.outcomes.is_empty() {
            let plain = Offer::of(command(None)).at(Some(index));
            offers.push(plain.needing([needs::optional("reason")]));
        }
        let own = stage.outcomes.iter().filter(|o| o.act.unwrap_or(stage.act) == stage.act);
        for outcome in own {
            let reason = needs::text("reason", needs::of_outcome(asked.procedure(), outcome));
            let offer = Offer::of(command(Some(outcome.id.to_string()))).at(Some(index));
            let offer = offer.choosing(Some(needs::choice(outcome)));
            offers.push(offer.because(outcome.basis.as_ref()).needing([reason]));
        }
    }
}

/// Decisions, one for each outcome.
pub(super) fn decisions(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    let before = offers.len();
    for index in asked.procedure().stages_of_act(ActKind::Decide) {
        let Some(stage) = asked.procedure().stage(index) else { continue };
        for outcome in &stage.outcomes {
            if outcome.act.unwrap_or(stage.act) != ActKind::Decide {
                continue;
            }
            let command = Command::Decide { outcome: outcome.id.to_string(), reason: some() };
            let reason = needs::text("reason", needs::of_outcome(asked.procedure(), outcome));
            let offer = Offer::of(command).at(Some(index)).choosing(Some(needs::choice(outcome)));
            offers.push(offer.because(outcome.basis.as_ref()).needing([reason]));
        }
    }
    if offers.len() == before {
        let command = Command::Decide { outcome: String::new(), reason: some() };
        let offer = Offer::of(command).at(asked.stage_of(ActKind::Decide));
        offers.push(offer.needing([needs::optional("reason")]));
    }
}

/// Result, delivery and closing.
pub(super) fn results(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    // Where the platform makes the number, nobody gives one.
    let is_made = asked.item().is_some_and(|item| item.certificate.is_some());
    let number = if is_made { String::new() } else { placeholder() };
    let needs = (!is_made).then(|| needs::required("number"));
    let issue = Offer::of(Command::Issue { number }).at(asked.stage_of(ActKind::Issue));
    offers.push(issue.needing(needs.into_iter().collect::<Vec<_>>()));
    offers.push(delivery(asked));
    let procedure = asked.procedure();
    let stage = asked.stage_of(ActKind::Close);
    let definition = stage.and_then(|stage| procedure.stage(stage));
    let outcomes = definition.map_or(&[][..], |stage| &stage.outcomes);
    let close = |outcome: Option<&str>| {
        let outcome = outcome.map(str::to_owned);
        Offer::of(Command::Close { outcome, reason: some() }).at(stage)
    };
    for outcome in outcomes {
        let reason = needs::text("reason", needs::of_outcome(procedure, outcome));
        let offer = close(Some(&outcome.id)).choosing(Some(needs::choice(outcome)));
        offers.push(offer.because(outcome.basis.as_ref()).needing([reason]));
    }
    if !outcomes.is_empty() {
        return;
    }
    offers.push(close(None).needing([needs::optional("reason")]));
    let Some(clause) = &procedure.closing else { return };
    for word in closings(asked) {
        let choice = Choice { id: word.as_str().into(), name: closing_name(word) };
        let offer = close(Some(word)).choosing(Some(choice)).because(Some(&clause.basis));
        offers.push(offer.needing([needs::required("reason")]));
    }
}

/// Delivery: by which way is chosen, and what the window needs for it.
fn delivery(asked: &Asked<'_>) -> Offer {
    let way = |way: DeliveryWay| Choice { id: way.word().into(), name: delivery_name(way) };
    let by = Need { choices: DeliveryWay::ALL.map(way).into(), ..needs::required("by") };
    let by_hand = DeliveryWay::PickUp;
    let command = Command::Deliver { way: placeholder(), by: by_hand, code: some() };
    let offer = Offer::of(command).at(asked.stage_of(ActKind::Deliver));
    offer.needing([by, needs::required("way"), needs::optional("code")])
}

/// Words of the closing clause that are no outcome of a stage and no act of their own: a case that is voided.
fn closings<'a>(asked: &Asked<'a>) -> impl Iterator<Item = &'a String> + use<'a> {
    let procedure = asked.procedure();
    let words = procedure.closing.iter().flat_map(|clause| &clause.reason_for);
    let is_outcome = |word: &str| procedure.stages.iter().any(|s| s.outcome(word).is_some());
    let is_act = |word: &str| matches!(word, "declined" | "withdrawn");
    words.filter(move |word| !is_outcome(word) && !is_act(word))
}
