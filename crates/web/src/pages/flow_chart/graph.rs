//! Who leads to whom: the net of a procedure with its gateways folded away.

use domain::procedure::net::{Label, Marking, Net};
use domain::procedure::{Procedure, StageIndex};

/// A flow from one node to another, by these outcomes (none: it simply leads on).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) outcomes: Vec<u8>,
    /// It leads back: it takes no part in the order from top to bottom.
    pub(super) back: bool,
    /// It is a return for correction, not a flow of the net.
    pub(super) is_return: bool,
}

/// Nodes are the stages in file order, then the ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Graph {
    pub(super) edges: Vec<Edge>,
    /// The layer of each node, from the top.
    pub(super) layers: Vec<usize>,
}

impl Graph {
    pub(super) fn of(procedure: &Procedure) -> Self {
        let net = &procedure.net;
        let count = procedure.stages.len() + procedure.ends.len();
        let mut edges: Vec<Edge> = Vec::new();
        for transition in &net.transitions {
            let Label::Stage(StageIndex(from), outcome) = transition.label else { continue };
            let from = usize::from(from);
            for to in reached(net, transition.produces, procedure.stages.len()) {
                if to != from {
                    join(&mut edges, from, to, outcome.map(|outcome| outcome.0));
                }
            }
        }
        mark_back_edges(&mut edges, count, &starts(procedure));
        let layers = layers(&edges, count);
        for rule in &procedure.returns {
            let from = usize::from(rule.from.0);
            edges.extend(rule.to.iter().map(|to| Edge {
                from,
                to: usize::from(to.0),
                outcomes: Vec::new(),
                back: true,
                is_return: true,
            }));
        }
        Self { edges, layers }
    }
}

fn starts(procedure: &Procedure) -> Vec<usize> {
    reached(&procedure.net, procedure.net.initial, procedure.stages.len())
}

fn join(edges: &mut Vec<Edge>, from: usize, to: usize, outcome: Option<u8>) {
    match edges.iter_mut().find(|edge| edge.from == from && edge.to == to) {
        Some(edge) => edge.outcomes.extend(outcome),
        None => {
            let outcomes = outcome.into_iter().collect();
            edges.push(Edge { from, to, outcomes, back: false, is_return: false });
        }
    }
}

/// The nodes that are possible from these places, through gateways and past optional stages.
fn reached(net: &Net, places: Marking, stages: usize) -> Vec<usize> {
    let mut seen = places;
    loop {
        let silent = net.transitions.iter().filter(|t| t.label == Label::Silent);
        let more = silent.filter(|t| t.consumes & seen != 0).fold(seen, |all, t| all | t.produces);
        if more == seen {
            break;
        }
        seen = more;
    }
    let in_stages = net.stage_places.iter().enumerate();
    let mut nodes: Vec<usize> =
        in_stages.filter(|(_, place)| **place & seen != 0).map(|(node, _)| node).collect();
    let mut ends = net.ends;
    let mut node = stages;
    while ends != 0 {
        let end = ends & ends.wrapping_neg();
        if end & seen != 0 {
            nodes.push(node);
        }
        ends &= !end;
        node += 1;
    }
    nodes
}

/// An edge to a node on the way that led here closes a circle.
fn mark_back_edges(edges: &mut [Edge], count: usize, starts: &[usize]) {
    let mut finished = vec![false; count];
    for start in starts {
        let mut way: Vec<(usize, usize)> = vec![(*start, 0)];
        while let Some((node, next)) = way.pop() {
            let found = edges.iter().enumerate().skip(next).find(|(_, edge)| edge.from == node);
            let Some((position, to)) = found.map(|(position, edge)| (position, edge.to)) else {
                set(&mut finished, node);
                continue;
            };
            way.push((node, position + 1));
            if way.iter().any(|(above, _)| *above == to) {
                if let Some(edge) = edges.get_mut(position) {
                    edge.back = true;
                }
            } else if !finished.get(to).copied().unwrap_or(true) {
                way.push((to, 0));
            }
        }
    }
}

fn set(flags: &mut [bool], position: usize) {
    if let Some(flag) = flags.get_mut(position) {
        *flag = true;
    }
}

/// The longest way from the top, without the edges that lead back.
fn layers(edges: &[Edge], count: usize) -> Vec<usize> {
    let mut layers = vec![0_usize; count];
    for _ in 0..count {
        let mut changed = false;
        for edge in edges.iter().filter(|edge| !edge.back) {
            let below = layers.get(edge.from).map_or(0, |layer| layer + 1);
            if let Some(layer) = layers.get_mut(edge.to)
                && *layer < below
            {
                *layer = below;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    layers
}
