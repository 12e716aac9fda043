//! Collection apart from decision (收缴分离): who judged a case and who recorded that its money was received.

use super::refusal::act_name;
use super::{Case, Duty};
use crate::event::{ActKind, Actor, Event, Name};
use crate::procedure::{CollectionRule, Performer, Procedure, StageIndex};
use crate::text::Text;

/// Whether somebody acts for an organ: a window does, even when it acts in the place of the party.
pub(super) fn is_of_organ(procedure: &Procedure, actor: &Actor) -> bool {
    let is_of_party = |role: &Name| {
        let mut stages = procedure.stages.iter();
        stages.any(|stage| stage.performer == Performer::Party && stage.role.as_ref() == Some(role))
    };
    actor.agency.is_some() || actor.role.as_ref().is_some_and(|role| !is_of_party(role))
}

/// The duty that an act fulfils, if it is one that is kept apart from collection.
pub(crate) fn duty_of(
    rule: &CollectionRule,
    kind: ActKind,
    stage: Option<StageIndex>,
) -> Option<Duty> {
    let stage = stage.filter(|stage| rule.apart_from.contains(stage)).map(Duty::Stage);
    stage.or_else(|| (kind == ActKind::Extend).then_some(Duty::Extension))
}

/// The name of a duty.
pub(crate) fn name_of(procedure: &Procedure, duty: Duty) -> Text {
    match duty {
        Duty::Stage(stage) => {
            procedure.stage(stage).map(|stage| stage.name.clone()).unwrap_or_default()
        }
        Duty::Extension => act_name(ActKind::Extend),
    }
}

/// Remembers who had a duty that is kept apart from collection, and who collected.
pub(super) fn note(
    procedure: &Procedure,
    case: &mut Case,
    event: &Event,
    (kind, stage): (ActKind, Option<StageIndex>),
) {
    let Some(rule) = &procedure.collection else { return };
    let Some(person) = &event.actor.person else { return };
    if kind == ActKind::PayFee {
        if !case.collected.contains(person) {
            case.collected.push(person.clone());
        }
        return;
    }
    let Some(duty) = duty_of(rule, kind, stage) else { return };
    if !case.judged.iter().any(|(known, _)| known == person) {
        case.judged.push((person.clone(), duty));
    }
}
