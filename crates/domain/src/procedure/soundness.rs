//! Is the control flow sound? Every reachable state is visited once (Aalst's soundness on a safe net).
//!
//! Every stage and branch can happen; from every reachable state the end can be reached; when the end is
//! reached nothing else is going on; no place is ever marked twice, so joins match their splits.

use super::net::{Fired, Marking, Net};
use std::collections::HashMap;

/// The largest number of states that is explored; a procedure with more is refused, never half-checked.
pub const STATES_MAX: usize = 1 << 17;

/// A fault of the control flow; `usize` is the position of the node in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// This node can run twice at once: a join is missing before it, or an exclusive join where a parallel
    /// one is needed.
    NotSynchronised(usize),
    /// From a state in which this node is waiting the end cannot be reached.
    NoWayToEnd(usize),
    /// The end is reached while this node is still waiting.
    EndsTooEarly(usize),
    /// This node, or one of its branches, can never happen.
    Dead(usize),
    /// More states than [`STATES_MAX`].
    TooLarge,
}

struct Explored {
    markings: Vec<Marking>,
    /// For each state, the states it leads to.
    edges: Vec<Vec<usize>>,
    fired: Vec<bool>,
}

/// All faults of a net, at most one of each kind and node, sorted.
#[must_use]
pub fn faults(net: &Net) -> Vec<Fault> {
    let mut faults = Vec::new();
    let Some(explored) = explore(net, &mut faults) else {
        return vec![Fault::TooLarge];
    };
    for (transition, fired) in net.transitions.iter().zip(&explored.fired) {
        if !fired {
            faults.push(Fault::Dead(transition.node));
        }
    }
    let completes = can_complete(net, &explored);
    for (marking, completes) in explored.markings.iter().zip(&completes) {
        if marking & net.ends != 0 && !net.is_final(*marking) {
            faults.extend(waiting_nodes(net, *marking).map(Fault::EndsTooEarly));
        } else if !completes {
            faults.extend(waiting_nodes(net, *marking).map(Fault::NoWayToEnd));
        }
    }
    faults.sort_unstable();
    faults.dedup();
    faults
}

/// Whether a net is sound.
#[must_use]
pub fn is_sound(net: &Net) -> bool {
    faults(net).is_empty()
}

fn explore(net: &Net, faults: &mut Vec<Fault>) -> Option<Explored> {
    let mut ids = HashMap::from([(net.initial, 0)]);
    let mut explored = Explored {
        markings: vec![net.initial],
        edges: Vec::new(),
        fired: vec![false; net.transitions.len()],
    };
    while let Some(marking) = explored.markings.get(explored.edges.len()).copied() {
        let mut leads_to = Vec::new();
        for (transition, fired) in net.transitions.iter().zip(&mut explored.fired) {
            match net.fire(marking, transition) {
                Fired::Not => {}
                Fired::Doubled => {
                    *fired = true;
                    faults.push(Fault::NotSynchronised(transition.node));
                }
                Fired::Next(next) => {
                    *fired = true;
                    let id = *ids.entry(next).or_insert_with(|| {
                        explored.markings.push(next);
                        explored.markings.len() - 1
                    });
                    leads_to.push(id);
                }
            }
        }
        explored.edges.push(leads_to);
        if explored.markings.len() > STATES_MAX {
            return None;
        }
    }
    Some(explored)
}

/// For each state, whether a lawful end can be reached: walked backwards from the ends.
fn can_complete(net: &Net, explored: &Explored) -> Vec<bool> {
    let mut sources: Vec<Vec<usize>> = vec![Vec::new(); explored.markings.len()];
    for (from, targets) in explored.edges.iter().enumerate() {
        for target in targets {
            if let Some(sources) = sources.get_mut(*target) {
                sources.push(from);
            }
        }
    }
    let mut completes: Vec<bool> =
        explored.markings.iter().map(|marking| net.is_final(*marking)).collect();
    let mut queue: Vec<usize> =
        completes.iter().enumerate().filter(|(_, done)| **done).map(|(id, _)| id).collect();
    while let Some(id) = queue.pop() {
        for source in sources.get(id).into_iter().flatten() {
            if let Some(done @ false) = completes.get_mut(*source) {
                *done = true;
                queue.push(*source);
            }
        }
    }
    completes
}

/// The nodes with a marked input place.
fn waiting_nodes(net: &Net, marking: Marking) -> impl Iterator<Item = usize> + '_ {
    net.transitions
        .iter()
        .filter(move |transition| transition.consumes & marking != 0)
        .map(|transition| transition.node)
}
