//! The token game by brute force: an independent answer to whether a control flow is sound.
//!
//! Tokens lie on nodes, before a parallel gateway on each arrow by itself; a place may hold any number of them.

use crate::graph::{Graph, Node};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// How many tokens lie where: on a node, or on the arrow `(from, position)` to a parallel gateway.
type Tokens = BTreeMap<Place, u32>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Place {
    Node(usize),
    Arrow(usize, usize),
}

/// The arrow that enters the graph.
const OUTSIDE: usize = usize::MAX;
const MARKINGS_MAX: usize = 20_000;

/// Where a token goes that takes an arrow.
fn place(graph: &Graph, from: usize, position: usize, to: usize) -> Place {
    match graph.nodes[to] {
        Node::Gateway { parallel: true, .. } => Place::Arrow(from, position),
        _ => Place::Node(to),
    }
}

/// The places from which a node takes its tokens.
fn inputs(graph: &Graph, node: usize) -> Vec<Place> {
    if !matches!(graph.nodes[node], Node::Gateway { parallel: true, .. }) {
        return vec![Place::Node(node)];
    }
    let mut arrows = Vec::new();
    if graph.start == node {
        arrows.push(Place::Arrow(OUTSIDE, 0));
    }
    for (from, other) in graph.nodes.iter().enumerate() {
        for (position, to) in other.next().iter().enumerate() {
            if *to == node {
                arrows.push(Place::Arrow(from, position));
            }
        }
    }
    arrows
}

/// Each way in which a node can act: the arrows that it puts tokens on.
fn ways(node: &Node) -> Vec<Vec<usize>> {
    match node {
        Node::Gateway { parallel: true, next } => vec![(0..next.len()).collect()],
        Node::Stage { next, .. } | Node::Gateway { next, .. } => {
            (0..next.len()).map(|position| vec![position]).collect()
        }
        Node::End => Vec::new(),
    }
}

fn fire(graph: &Graph, tokens: &Tokens, node: usize, way: &[usize]) -> Option<Tokens> {
    let inputs = inputs(graph, node);
    if inputs.is_empty() {
        return None;
    }
    let mut after = tokens.clone();
    for input in inputs {
        let count = after.get_mut(&input)?;
        *count -= 1;
        if *count == 0 {
            after.remove(&input);
        }
    }
    for position in way {
        let to = graph.nodes[node].next()[*position];
        *after.entry(place(graph, node, *position, to)).or_insert(0) += 1;
    }
    Some(after)
}

fn is_end(graph: &Graph, place: Place) -> bool {
    matches!(place, Place::Node(node) if matches!(graph.nodes[node], Node::End))
}

/// Sound: never two tokens in one place, every branch can happen, the end always stays within reach, and nothing
/// is left behind when it is reached.
pub(crate) fn is_sound(graph: &Graph) -> bool {
    let start = Tokens::from([(place(graph, OUTSIDE, 0, graph.start), 1)]);
    let mut ids = HashMap::from([(start.clone(), 0_usize)]);
    let mut all = vec![start];
    let mut sources: Vec<Vec<usize>> = vec![Vec::new()];
    let mut happened: HashSet<(usize, usize)> = HashSet::new();
    let mut position = 0;
    while let Some(tokens) = all.get(position).cloned() {
        if tokens.values().any(|count| *count > 1) {
            return false;
        }
        let ended = tokens.keys().any(|place| is_end(graph, *place));
        if ended && tokens.len() > 1 {
            return false;
        }
        for (node, definition) in graph.nodes.iter().enumerate() {
            for (number, way) in ways(definition).iter().enumerate() {
                let Some(after) = fire(graph, &tokens, node, way) else { continue };
                happened.insert((node, number));
                let id = *ids.entry(after.clone()).or_insert_with(|| {
                    all.push(after);
                    sources.push(Vec::new());
                    all.len() - 1
                });
                sources[id].push(position);
            }
        }
        position += 1;
        assert!(all.len() < MARKINGS_MAX, "an unsafe marking was not noticed");
    }
    let branches: usize = graph.nodes.iter().map(|node| ways(node).len()).sum();
    happened.len() == branches && every_end_is_led_to(graph) && all_complete(graph, &all, &sources)
}

fn every_end_is_led_to(graph: &Graph) -> bool {
    graph.nodes.iter().enumerate().filter(|(_, node)| matches!(node, Node::End)).all(|(end, _)| {
        end == graph.start || graph.nodes.iter().any(|node| node.next().contains(&end))
    })
}

fn all_complete(graph: &Graph, all: &[Tokens], sources: &[Vec<usize>]) -> bool {
    let ends = all.iter().enumerate().filter(|(_, tokens)| {
        tokens.len() == 1 && tokens.keys().all(|place| is_end(graph, *place))
    });
    let mut queue: VecDeque<usize> = ends.map(|(id, _)| id).collect();
    let mut completes: HashSet<usize> = queue.iter().copied().collect();
    while let Some(id) = queue.pop_front() {
        for source in &sources[id] {
            if completes.insert(*source) {
                queue.push_back(*source);
            }
        }
    }
    completes.len() == all.len()
}
