//! What somebody may do in a case now, and why not the rest: every act with each of its choices, judged by deciding it.
//!
//! Nothing here says by itself what is allowed. Each option carries a complete command, a prototype whose free texts are
//! filled in; [`decide_as`] is asked about it, so that what is offered and what is decided cannot differ.

mod needs;
mod offers;

use super::Case;
use super::decide::{Command, decide_as};
use super::fold::Fold;
use super::refusal::{Refusal, act_name};
use crate::basis::Basis;
use crate::event::{ActKind, Actor, Name};
use crate::procedure::Stage;
use crate::text::Text;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// Stands for a text that the person is to write.
pub const PLACEHOLDER: &str = "…";

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Id, as commands name it.
    pub id: Name,
    /// Name for people.
    pub name: Text,
}

/// What an act needs from the person who does it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Need {
    /// The field of the command.
    pub field: &'static str,
    /// The act is refused without it.
    pub required: bool,
    /// What there is to choose from; empty where anything may be written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The last day that may be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<Date>,
    /// The greatest number that may be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
    /// The amount of one unit, in fen: only whole units may be charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_fen: Option<i64>,
    /// What one unit is; only one may be charged where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// What is due, in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_fen: Option<i64>,
}

/// Whether an option is open, and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is allowed now.
    Allowed {
        /// Position among the actors that were asked about.
        actor: usize,
        /// The role in which that actor signs.
        role: Option<Name>,
    },
    /// It is not, and why.
    Refused(Box<Refusal>),
}

/// An act with one of its choices, and whether it may be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseOption {
    /// Kind of act.
    pub kind: ActKind,
    /// Its name for people.
    pub name: Text,
    /// The stage that it completes, or from which it leads back.
    pub stage: Option<Choice>,
    /// What is chosen: outcome, stage to return to, ground, limit, fee or agency.
    pub choice: Option<Choice>,
    /// The clause that provides for it.
    pub basis: Option<Basis>,
    /// What it needs from the person.
    pub needs: Vec<Need>,
    /// A complete command; free texts are [`PLACEHOLDER`].
    pub prototype: Command,
    /// Whether it may be done now.
    pub verdict: Verdict,
}

impl CaseOption {
    /// Whether it may be done now.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self.verdict, Verdict::Allowed { .. })
    }

    /// Why it may not be done now.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.verdict {
            Verdict::Allowed { .. } => None,
            Verdict::Refused(refusal) => Some(refusal),
        }
    }

    /// What it needs in a field of the command.
    #[must_use]
    pub fn need(&self, field: &str) -> Option<&Need> {
        self.needs.iter().find(|need| need.field == field)
    }
}

/// Every act that a person may do in a case of this procedure, each with its choices, and whether somebody who may act
/// as any of `actors` may do it at `at`. What time itself does is not among them.
#[must_use]
pub fn options(fold: &Fold<'_>, case: &Case, actors: &[Actor], at: Timestamp) -> Vec<CaseOption> {
    let offers = offers::all(&offers::Asked { fold, case, actors, at });
    let judged = offers.into_iter().map(|offer| {
        let mut stage = offer.stage.and_then(|index| fold.frame.procedure.stage(index));
        let verdict = match decide_as(fold, case, &offer.prototype, actors, at) {
            Ok(decided) => {
                // The decision may have found another stage that the same command completes.
                let named = decided.events.first().and_then(|event| event.stage.as_deref());
                let index = named.and_then(|id| fold.frame.procedure.stage_index(id));
                stage = index.and_then(|index| fold.frame.procedure.stage(index));
                let actor = actors.get(decided.actor);
                let role = actor.and_then(|actor| actor.role.clone());
                Verdict::Allowed { actor: decided.actor, role }
            }
            Err(refusal) => Verdict::Refused(Box::new(refusal)),
        };
        let kind = offer.prototype.kind();
        CaseOption {
            kind,
            name: act_name(kind),
            stage: stage.map(of_stage),
            choice: offer.choice,
            basis: offer.basis.or_else(|| stage.and_then(|stage| stage.basis.clone())),
            needs: offer.needs,
            prototype: offer.prototype,
            verdict,
        }
    });
    judged.collect()
}

fn of_stage(stage: &Stage) -> Choice {
    Choice { id: stage.id.clone(), name: stage.name.clone() }
}
