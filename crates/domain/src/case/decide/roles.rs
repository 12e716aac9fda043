//! Deciding for somebody who may act in several roles: as the first of them for which the law allows it.

use super::{Command, collection, decide};
use crate::case::Case;
use crate::case::fold::Fold;
use crate::case::refusal::{Refusal, RefusalRule, act_name};
use crate::event::{Actor, Event};
use crate::procedure::{Performer, Procedure};
use crate::text::Text;
use jiff::Timestamp;

/// A command that the law allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The position of the actor who signs.
    pub actor: usize,
    /// What is recorded.
    pub events: Vec<Event>,
}

/// Decides a command of somebody who may act as any of `actors`, at the server's time `at`.
///
/// # Errors
/// [`Refusal`] of the first actor, or of the first whose role is not what stands against it; that nobody signs,
/// when none of the actors may.
pub fn decide_as(
    fold: &Fold<'_>,
    case: &Case,
    command: &Command,
    actors: &[Actor],
    at: Timestamp,
) -> Result<Decided, Refusal> {
    let n = case.events.saturating_add(1);
    let mut of_role: Option<Refusal> = None;
    for (position, actor) in actors.iter().enumerate() {
        if !may_sign(fold.frame.procedure, actor, command) {
            continue;
        }
        match decide(fold, case, command.clone(), actor, at, n) {
            Ok(events) => {
                let procedure = fold.frame.procedure;
                return match collection::barred_by_another_role(procedure, actors, &events) {
                    Some(refusal) => Err(refusal),
                    None => Ok(Decided { actor: position, events }),
                };
            }
            // Another of the roles may be the one that is asked for.
            Err(refusal) if is_of_role(&refusal) => {
                of_role.get_or_insert(refusal);
            }
            Err(refusal) => return Err(refusal),
        }
    }
    Err(of_role.unwrap_or_else(|| {
        let (subject, basis) = (act_name(command.kind()), &fold.frame.procedure.basis);
        Refusal::new(RefusalRule::Person, Some(basis), &subject, &Text::default())
    }))
}

/// Whether an act is refused because of the role in which it is done.
fn is_of_role(refusal: &Refusal) -> bool {
    matches!(refusal.rule, RefusalRule::Role | RefusalRule::Approver)
}

/// A window takes what the applicant hands in, and says for whom; it does nothing else in the applicant's place.
fn may_sign(procedure: &Procedure, actor: &Actor, command: &Command) -> bool {
    let takes = matches!(
        command,
        Command::Submit { .. }
            | Command::ReceiveSupplement { .. }
            | Command::NameLicence { .. }
            | Command::HandIn { .. }
            | Command::PayFee { .. }
    );
    let mut stages = procedure.stages.iter();
    let in_its_place = actor.agency.is_some()
        && actor.acting_for.is_some()
        && actor.role.is_some()
        && stages.any(|stage| stage.performer == Performer::Party && stage.role == actor.role);
    takes || !in_its_place
}
