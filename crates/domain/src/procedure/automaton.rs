//! Replay of a course of stages on a net, each event in constant time after its first occurrence.
//!
//! A state is the set of markings that explain what was seen so far (gateways and unknown outcomes leave several
//! open). States and steps are computed when first needed and remembered, so a log of a million cases pays for
//! its few hundred distinct steps once. The result depends on the net and the course alone.

use super::net::{Fired, Label, Marking, Net};
use super::{OutcomeIndex, StageIndex};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// A state of the automaton.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct State(u32);

/// How a stage fits the course so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// It was possible.
    Fits,
    /// It was possible only after other stages, which were left out.
    Skipped(Arc<[StageIndex]>),
    /// The case had moved past it, or it was done already.
    OutOfOrder,
}

/// One replayed step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where the case stands afterwards.
    pub state: State,
    /// How the stage fitted.
    pub fit: Fit,
}

type StepKey = (State, StageIndex, Option<OutcomeIndex>);

/// The remembered states and steps of one net.
#[derive(Debug, Clone)]
pub struct Automaton {
    net: Net,
    states: Vec<Arc<[Marking]>>,
    ids: HashMap<Arc<[Marking]>, State>,
    steps: HashMap<StepKey, Step>,
    possible: Vec<u128>,
    initial: State,
}

impl Automaton {
    /// An automaton that has seen nothing yet.
    #[must_use]
    pub fn new(net: &Net) -> Self {
        let mut automaton = Self {
            net: net.clone(),
            states: Vec::new(),
            ids: HashMap::new(),
            steps: HashMap::new(),
            possible: Vec::new(),
            initial: State(0),
        };
        automaton.initial = automaton.intern(&[net.initial]);
        automaton
    }

    /// Where every case starts.
    #[must_use]
    pub fn initial(&self) -> State {
        self.initial
    }

    /// The stages that are possible in a state, as a set of stage positions.
    #[must_use]
    pub fn possible(&self, state: State) -> u128 {
        self.possible.get(state.0 as usize).copied().unwrap_or(0)
    }

    /// Whether a stage is possible in a state.
    #[must_use]
    pub fn is_possible(&self, state: State, stage: StageIndex) -> bool {
        1_u128.checked_shl(u32::from(stage.0)).is_some_and(|bit| self.possible(state) & bit != 0)
    }

    /// Whether completing a stage would fit; `None` as outcome leaves every outcome open. Remembers nothing, so
    /// that a command can be decided without changing the automaton.
    #[must_use]
    pub fn allows(&self, state: State, stage: StageIndex, outcome: Option<OutcomeIndex>) -> bool {
        !self.fire_all(&self.markings(state), stage, outcome).is_empty()
    }

    /// Whether a stage is possible while another one is still waiting beside it (parallel branches).
    #[must_use]
    pub fn is_possible_beside(&self, state: State, stage: StageIndex, other: StageIndex) -> bool {
        let place = |stage: StageIndex| self.net.stage_places.get(usize::from(stage.0)).copied();
        let (Some(stage), Some(other)) = (place(stage), place(other)) else { return false };
        let both = stage | other;
        self.markings(state).iter().any(|marking| marking & both == both)
    }

    /// Whether the case may have come to an end.
    #[must_use]
    pub fn may_be_final(&self, state: State) -> bool {
        self.markings(state).iter().any(|marking| self.net.is_final(*marking))
    }

    /// The step that completing a stage makes; with `None` as outcome every outcome stays open.
    pub fn step(&mut self, state: State, stage: StageIndex, outcome: Option<OutcomeIndex>) -> Step {
        let key = (state, stage, outcome);
        if let Some(step) = self.steps.get(&key) {
            return step.clone();
        }
        let markings = self.markings(state);
        let step = match self.fire_all(&markings, stage, outcome) {
            next if !next.is_empty() => Step { state: self.intern(&next), fit: Fit::Fits },
            _ => self.skip_to(state, &markings, stage, outcome),
        };
        self.steps.insert(key, step.clone());
        step
    }

    /// The step of a return: the token at `from` goes back to `to`. `None` when no marking has one there.
    pub fn step_back(&mut self, state: State, from: StageIndex, to: StageIndex) -> Option<State> {
        let from = self.net.stage_places.get(usize::from(from.0)).copied()?;
        let to = self.net.stage_places.get(usize::from(to.0)).copied()?;
        let markings = self.markings(state);
        let back = markings.iter().filter(|marking| *marking & from == from);
        let back: Vec<Marking> = back.map(|marking| (marking & !from) | to).collect();
        if back.is_empty() { None } else { Some(self.intern(&back)) }
    }

    fn markings(&self, state: State) -> Arc<[Marking]> {
        self.states.get(state.0 as usize).cloned().unwrap_or_default()
    }

    fn intern(&mut self, markings: &[Marking]) -> State {
        let closed: Arc<[Marking]> = self.net.closure(markings).into();
        if let Some(state) = self.ids.get(&closed) {
            return *state;
        }
        let state = State(u32::try_from(self.states.len()).unwrap_or(u32::MAX));
        let marked = closed.iter().fold(0, |all, marking| all | marking);
        let mut possible = 0_u128;
        for (position, place) in self.net.stage_places.iter().enumerate() {
            if marked & place != 0 {
                possible |= 1_u128.checked_shl(u32::try_from(position).unwrap_or(128)).unwrap_or(0);
            }
        }
        self.possible.push(possible);
        self.states.push(Arc::clone(&closed));
        self.ids.insert(closed, state);
        state
    }

    fn fire_all(
        &self,
        markings: &[Marking],
        stage: StageIndex,
        outcome: Option<OutcomeIndex>,
    ) -> Vec<Marking> {
        let mut next = Vec::new();
        for marking in markings {
            for transition in &self.net.transitions {
                let Label::Stage(label, choice) = transition.label else { continue };
                if label != stage || (outcome.is_some() && choice.is_some() && choice != outcome) {
                    continue;
                }
                if let Fired::Next(marking) = self.net.fire(*marking, transition) {
                    next.push(marking);
                }
            }
        }
        next.sort_unstable();
        next.dedup();
        next
    }

    /// Finds the fewest stages whose omission makes `stage` possible; ties go to the order of the file.
    fn skip_to(
        &mut self,
        state: State,
        markings: &[Marking],
        stage: StageIndex,
        outcome: Option<OutcomeIndex>,
    ) -> Step {
        let mut origin: HashMap<Marking, (Marking, Option<StageIndex>)> = HashMap::new();
        let mut queue: VecDeque<Marking> = VecDeque::new();
        for marking in markings {
            origin.insert(*marking, (*marking, None));
            queue.push_back(*marking);
        }
        while let Some(marking) = queue.pop_front() {
            let next = self.fire_all(&[marking], stage, outcome);
            if !next.is_empty() {
                let skipped = trace_back(&origin, marking);
                return Step { state: self.intern(&next), fit: Fit::Skipped(skipped.into()) };
            }
            self.expand(marking, stage, &mut origin, &mut queue);
        }
        Step { state, fit: Fit::OutOfOrder }
    }

    /// Adds what one more omitted stage (at the back) or silent transition (at the front) reaches.
    fn expand(
        &self,
        marking: Marking,
        wanted: StageIndex,
        origin: &mut HashMap<Marking, (Marking, Option<StageIndex>)>,
        queue: &mut VecDeque<Marking>,
    ) {
        for transition in &self.net.transitions {
            let skipped = match transition.label {
                Label::Silent => None,
                Label::Stage(stage, _) if stage == wanted => continue,
                Label::Stage(stage, _) => Some(stage),
            };
            let Fired::Next(next) = self.net.fire(marking, transition) else { continue };
            if origin.contains_key(&next) {
                continue;
            }
            origin.insert(next, (marking, skipped));
            if skipped.is_some() { queue.push_back(next) } else { queue.push_front(next) }
        }
    }
}

fn trace_back(
    origin: &HashMap<Marking, (Marking, Option<StageIndex>)>,
    mut marking: Marking,
) -> Vec<StageIndex> {
    let mut skipped = Vec::new();
    while let Some((previous, stage)) = origin.get(&marking) {
        skipped.extend(*stage);
        if *previous == marking {
            break;
        }
        marking = *previous;
    }
    skipped.reverse();
    skipped
}
