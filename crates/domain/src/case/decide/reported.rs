//! Reports into a case that was opened on the platform itself: the party acts there in its own person, so nobody reports
//! its acts, and a receipt of money is bound as one that is put on file here.
//!
//! What an organ did is believed, and judged by the rules of supervision. A case that exists through reports alone has no
//! other way for the acts of its party; nothing is refused there.

use super::command::Command;
use super::setting::Setting;
use super::{collection, decide, person, step};
use crate::basis::Basis;
use crate::case::collection::is_of_organ;
use crate::case::fold::Fold;
use crate::case::refusal::{Refusal, RefusalRule, act_name};
use crate::case::{Case, Change};
use crate::event::{ActKind, Actor, Body, Event, Source};
use crate::procedure::{Performer, Procedure, StageIndex};
use crate::text::Text;

/// What reported events amount to in a case of `party`, each resolved to the act of its stage; nothing in a case that was
/// not opened on the platform.
///
/// # Errors
/// One of them is an act of the party, or a receipt of money that the platform itself would not put on file.
pub fn check_reported(
    fold: &mut Fold<'_>,
    case: &Case,
    (party, events): (Option<&str>, &[Event]),
) -> Result<Vec<ActKind>, Refusal> {
    if case.opened_by != Some(Source::Native) {
        return Ok(Vec::new());
    }
    let mut case = case.clone();
    let mut kinds = Vec::with_capacity(events.len());
    for event in events {
        let before = case.clone();
        let mut change = Change::default();
        fold.apply(&mut case, event, &mut change);
        let kind = change.kind.unwrap_or(event.kind);
        let completed = change.stage.filter(|_| change.fit.is_some());
        check(fold, &before, (party, event), (kind, completed))?;
        kinds.push(kind);
    }
    Ok(kinds)
}

fn check(
    fold: &Fold<'_>,
    before: &Case,
    (party, event): (Option<&str>, &Event),
    (kind, completed): (ActKind, Option<StageIndex>),
) -> Result<(), Refusal> {
    let procedure = fold.frame.procedure;
    let actor = &event.actor;
    let setting = Setting::new(fold, before, actor, event.recorded_at);
    if kind == ActKind::PayFee && is_of_organ(procedure, actor) {
        return check_receipt(&setting, event);
    }
    let stage = completed.and_then(|index| procedure.stage(index));
    let at_its_stage = stage.is_some_and(|stage| stage.performer == Performer::Party);
    if person::is_of_the_party(kind) || at_its_stage || signs_as_party(&setting, party) {
        let basis = stage.and_then(|stage| stage.basis.as_ref());
        let basis = basis.or_else(|| clause(procedure, kind));
        let basis = Some(basis.unwrap_or(&procedure.basis));
        let none = Text::default();
        return Err(Refusal::new(RefusalRule::NotTheParty, basis, &act_name(kind), &none));
    }
    // Whoever has collected does not judge, whatever way the act comes.
    let body = Body { automatic: false, ..Body::default() };
    collection::check(&setting, &step::Draft { kind, stage: completed, outcome: None, body })
}

/// As if it were put on file here: due, by somebody who does not judge, with the number of the receipt.
fn check_receipt(setting: &Setting<'_>, event: &Event) -> Result<(), Refusal> {
    let number = event.detail(|body| body.number.clone()).unwrap_or_default().into();
    let amount_fen = event.detail(|body| body.amount_fen).unwrap_or(0);
    let command = Command::PayFee { number, amount_fen };
    let n = setting.case.events.saturating_add(1);
    decide(setting.fold, setting.case, command, setting.actor, setting.moment, n).map(|_| ())
}

/// Whether the act is signed in the role of the party, or by the party for no agency.
fn signs_as_party(setting: &Setting<'_>, party: Option<&str>) -> bool {
    let Actor { person, role, agency, acting_for, .. } = setting.actor;
    let names = |known: &Option<crate::event::Name>| party.is_some() && known.as_deref() == party;
    (role.is_some() && person::is_of_party(setting))
        || (agency.is_none() && (names(person) || names(acting_for)))
}

/// The procedure's own clause about an act that belongs to no stage.
fn clause(procedure: &Procedure, kind: ActKind) -> Option<&Basis> {
    match kind {
        ActKind::Rate => procedure.rating.as_ref().map(|rule| &rule.basis),
        ActKind::Withdraw => procedure.withdraw.as_ref().map(|rule| &rule.basis),
        _ => None,
    }
}
