//! Every act that a person may ask for in a case of a procedure, with its choices, as complete commands.

mod course;
mod later;
mod moves;
mod rating;

use super::{Choice, Need, PLACEHOLDER};
use crate::basis::Basis;
use crate::case::Case;
use crate::case::decide::Command;
use crate::case::fold::Fold;
use crate::event::Actor;
use crate::item::Item;
use crate::procedure::{Procedure, StageIndex};
use jiff::Timestamp;

/// What is asked about.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) fold: &'a Fold<'a>,
    pub(super) case: &'a Case,
    pub(super) actors: &'a [Actor],
    pub(super) at: Timestamp,
}

impl<'a> Asked<'a> {
    fn procedure(&self) -> &'a Procedure {
        self.fold.frame.procedure
    }

    fn item(&self) -> Option<&'a Item> {
        self.fold.frame.item
    }

    /// The first stage with this act, the one now possible before the others.
    fn stage_of(&self, kind: crate::event::ActKind) -> Option<StageIndex> {
        let possible =
            |stage: &StageIndex| self.fold.automaton.is_possible(self.case.state, *stage);
        let mut stages = self.procedure().stages_of_act(kind);
        stages.find(possible).or_else(|| self.procedure().stages_of_act(kind).next())
    }
}

/// An act with one of its choices.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    pub(super) stage: Option<StageIndex>,
    pub(super) choice: Option<Choice>,
    pub(super) basis: Option<Basis>,
    pub(super) needs: Vec<Need>,
    pub(super) prototype: Command,
}

impl Offer {
    fn of(prototype: Command) -> Self {
        Self { stage: None, choice: None, basis: None, needs: Vec::new(), prototype }
    }

    fn at(self, stage: Option<StageIndex>) -> Self {
        Self { stage, ..self }
    }

    fn choosing(self, choice: Option<Choice>) -> Self {
        Self { choice, ..self }
    }

    fn because(self, basis: Option<&Basis>) -> Self {
        Self { basis: basis.cloned(), ..self }
    }

    fn needing(self, needs: impl Into<Vec<Need>>) -> Self {
        Self { needs: needs.into(), ..self }
    }
}

fn placeholder() -> String {
    PLACEHOLDER.to_owned()
}

fn some() -> Option<String> {
    Some(placeholder())
}

/// Every offer, in the order in which a case is lived; no command twice.
pub(super) fn all(asked: &Asked<'_>) -> Vec<Offer> {
    let mut offers = Vec::new();
    course::intake(asked, &mut offers);
    later::renewal(asked, &mut offers);
    later::deferral(asked, &mut offers);
    course::stages(asked, &mut offers);
    moves::joint(asked, &mut offers);
    course::decisions(asked, &mut offers);
    moves::money(asked, &mut offers);
    course::results(asked, &mut offers);
    later::revocation(asked, &mut offers);
    moves::returns(asked, &mut offers);
    moves::pauses(asked, &mut offers);
    moves::extensions(asked, &mut offers);
    rating::rating(asked, &mut offers);
    moves::of_offices(asked, &mut offers);
    let mut distinct: Vec<Offer> = Vec::with_capacity(offers.len());
    for offer in offers {
        if !distinct.iter().any(|known| known.prototype == offer.prototype) {
            distinct.push(offer);
        }
    }
    distinct
}
