//! What acts need from the person: fields of their commands.

use super::{Choice, Need};
use crate::event::{ActKind, Name};
use crate::item::{Fee, Item, MaterialSource};
use crate::procedure::{Outcome, Procedure};

/// A text or number that must be given.
pub(super) fn required(field: &'static str) -> Need {
    Need { field, required: true, ..Need::default() }
}

/// A text that may be given.
pub(super) fn optional(field: &'static str) -> Need {
    Need { field, ..Need::default() }
}

/// A payment: what is due stands in the form.
pub(super) fn payment(due_fen: i64) -> Need {
    Need { due_fen: (due_fen > 0).then_some(due_fen), ..required("amount_fen") }
}

/// A text that the law asks for, or not.
pub(super) fn text(field: &'static str, required: bool) -> Need {
    Need { field, required, ..Need::default() }
}

/// Materials of the catalogue that the party may be asked for; every other one is refused.
pub(super) fn materials(item: Option<&Item>, required: bool) -> Need {
    let of_party = |item: &Item| -> Vec<Choice> {
        let all = item.materials.iter();
        let theirs = all.filter(|material| material.source != MaterialSource::Shared);
        let choice = |material: &crate::item::Material| Choice {
            id: material.id.as_str().into(),
            name: material.name.clone(),
        };
        theirs.map(choice).collect()
    };
    let choices = item.map(of_party).unwrap_or_default();
    Need { field: "materials", required, choices, ..Need::default() }
}

/// The amount of a fee: the catalogue's, in whole units.
pub(super) fn amount(fee: Option<&Fee>) -> Need {
    Need {
        unit_fen: fee.map(|fee| fee.amount_fen),
        unit: fee.and_then(|fee| fee.unit.clone()),
        most: fee.and_then(Fee::most_units),
        ..required("amount_fen")
    }
}

/// Whether an outcome is refused without a reason.
pub(super) fn of_outcome(procedure: &Procedure, outcome: &Outcome) -> bool {
    outcome.reason_required || is_listed(procedure, &outcome.id)
}

/// Whether the closing clause wants a reason for an outcome or a closing.
pub(super) fn is_listed(procedure: &Procedure, word: &str) -> bool {
    let closing = procedure.closing.as_ref();
    closing.is_some_and(|closing| closing.reason_for.iter().any(|known| known == word))
}

/// Whether an act that selects an outcome by itself is refused without a reason.
pub(super) fn of_act(procedure: &Procedure, kind: ActKind, word: &str) -> bool {
    let stages = procedure.stages.iter();
    let mut outcomes = stages.filter_map(|stage| stage.outcome_of_act(kind));
    is_listed(procedure, word) || outcomes.any(|(_, outcome)| of_outcome(procedure, outcome))
}

/// An outcome to choose.
pub(super) fn choice(outcome: &Outcome) -> Choice {
    Choice { id: Name::clone(&outcome.id), name: outcome.name.clone() }
}
