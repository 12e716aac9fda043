//! The control flow as a net of places and transitions; a marking is a set of places (at most 128).

use super::{OutcomeIndex, StageIndex};

/// A set of marked places, one bit each.
pub type Marking = u128;

/// The largest number of places; a larger procedure is refused, never cut.
pub const PLACES_MAX: usize = 128;

/// What a transition does when it fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// A gateway or an optional stage that is passed over: nothing is seen.
    Silent,
    /// A stage is completed, with an outcome if the stage has several.
    Stage(StageIndex, Option<OutcomeIndex>),
}

/// One transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// What is seen.
    pub label: Label,
    /// Places that must be marked and are emptied.
    pub consumes: Marking,
    /// Places that are marked.
    pub produces: Marking,
    /// Position of the node (stage or gateway) in the file, for messages.
    pub node: usize,
}

/// The result of firing a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fired {
    /// The next marking.
    Next(Marking),
    /// A place would be marked twice: branches are not synchronised.
    Doubled,
    /// Not enabled.
    Not,
}

/// A net.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Net {
    /// The transitions, in file order.
    pub transitions: Vec<Transition>,
    /// The marking at the start.
    pub initial: Marking,
    /// The places of ends.
    pub ends: Marking,
    /// For each stage, its input place: marked when the stage is possible.
    pub stage_places: Vec<Marking>,
}

impl Net {
    /// Fires a transition in a marking.
    #[must_use]
    pub fn fire(&self, marking: Marking, transition: &Transition) -> Fired {
        if marking & transition.consumes != transition.consumes {
            return Fired::Not;
        }
        let rest = marking & !transition.consumes;
        if rest & transition.produces != 0 {
            return Fired::Doubled;
        }
        Fired::Next(rest | transition.produces)
    }

    /// Whether the marking is a lawful end: one end and nothing else.
    #[must_use]
    pub fn is_final(&self, marking: Marking) -> bool {
        marking.count_ones() == 1 && marking & self.ends == marking
    }

    /// All markings reachable by silent transitions, the given ones included, sorted.
    #[must_use]
    pub fn closure(&self, markings: &[Marking]) -> Vec<Marking> {
        let mut found: Vec<Marking> = markings.to_vec();
        let mut position = 0;
        while let Some(marking) = found.get(position).copied() {
            for transition in self.transitions.iter().filter(|t| t.label == Label::Silent) {
                if let Fired::Next(next) = self.fire(marking, transition)
                    && !found.contains(&next)
                {
                    found.push(next);
                }
            }
            position += 1;
        }
        found.sort_unstable();
        found
    }
}
