//! Stages, gateways and ends become a net; its faults become problems with lines.

use super::Problems;
use crate::procedure::document::{GatewayDocument, GatewayKind, Place, ProcedureDocument};
use crate::procedure::net::{Label, Marking, Net, PLACES_MAX, Transition};
use crate::procedure::problem::SoundnessRule;
use crate::procedure::soundness::{self, Fault};
use crate::procedure::{OutcomeIndex, StageIndex};
use std::collections::HashMap;

/// Where the places of each node lie. A parallel join has one place for each flow that leads to it, so that it
/// can wait for all; every other node has one.
struct Places<'a> {
    by_node: HashMap<&'a str, Vec<u32>>,
    /// How many flows to each parallel join have been given their place so far.
    taken: HashMap<&'a str, usize>,
}

impl<'a> Places<'a> {
    fn all(&self, node: &str) -> Marking {
        let bits = self.by_node.get(node).into_iter().flatten();
        bits.fold(0, |marking, bit| marking | bit_of(*bit))
    }

    /// The place that the next flow to a node fills.
    fn fill(&mut self, node: &'a str) -> Marking {
        let Some(places) = self.by_node.get(node) else { return 0 };
        let taken = self.taken.entry(node).or_insert(0);
        let place = places.get(*taken).or(places.last()).copied();
        *taken += 1;
        place.map_or(0, bit_of)
    }
}

fn bit_of(bit: u32) -> Marking {
    1_u128.checked_shl(bit).unwrap_or(0)
}

/// Every flow target in the file, in file order.
fn targets(document: &ProcedureDocument) -> impl Iterator<Item = &Place> {
    let stages = document.stages.iter().flat_map(|stage| {
        stage.next.iter().chain(stage.outcomes.iter().map(|outcome| &outcome.next))
    });
    let gateways = document.gateways.iter().flat_map(|gateway| gateway.next.iter());
    std::iter::once(&document.start).chain(stages).chain(gateways)
}

pub(super) fn build(document: &ProcedureDocument, problems: &mut Problems<'_>) -> Net {
    check_names(document, problems);
    let mut places = assign_places(document, problems);
    let mut net = Net { initial: places.fill(document.start.get_ref()), ..Net::default() };
    for end in &document.ends {
        net.ends |= places.all(end.id.get_ref());
    }
    for (node, stage) in document.stages.iter().enumerate() {
        let index = StageIndex(u16::try_from(node).unwrap_or(u16::MAX));
        let consumes = places.all(stage.id.get_ref());
        net.stage_places.push(consumes);
        let mut add = |label, produces| {
            net.transitions.push(Transition { label, consumes, produces, node });
        };
        let mut passes_to = 0;
        if let Some(next) = &stage.next {
            passes_to = places.fill(next.get_ref());
            add(Label::Stage(index, None), passes_to);
        }
        for (position, outcome) in stage.outcomes.iter().enumerate() {
            let choice = OutcomeIndex(u8::try_from(position).unwrap_or(u8::MAX));
            let produces = places.fill(outcome.next.get_ref());
            passes_to = if position == 0 { produces } else { passes_to };
            add(Label::Stage(index, Some(choice)), produces);
        }
        if stage.optional {
            add(Label::Silent, passes_to);
        }
        if stage.repeatable || stage.multiple.is_some() {
            add(Label::Stage(index, None), consumes);
        }
    }
    add_gateways(document, &mut places, &mut net);
    net
}

fn add_gateways<'a>(document: &'a ProcedureDocument, places: &mut Places<'a>, net: &mut Net) {
    for (position, gateway) in document.gateways.iter().enumerate() {
        let node = document.stages.len() + position;
        let consumes = places.all(gateway.id.get_ref());
        let targets: Vec<Marking> =
            gateway.next.iter().map(|next| places.fill(next.get_ref())).collect();
        match gateway.kind {
            GatewayKind::Parallel => {
                let produces = targets.iter().fold(0, |all, place| all | place);
                let label = Label::Silent;
                net.transitions.push(Transition { label, consumes, produces, node });
            }
            GatewayKind::Exclusive => {
                net.transitions.extend(targets.into_iter().map(|produces| Transition {
                    label: Label::Silent,
                    consumes,
                    produces,
                    node,
                }));
            }
        }
    }
}

fn assign_places<'a>(document: &'a ProcedureDocument, problems: &mut Problems<'_>) -> Places<'a> {
    let mut incoming: HashMap<&str, usize> = HashMap::new();
    for target in targets(document) {
        *incoming.entry(target.get_ref()).or_insert(0) += 1;
    }
    let mut by_node: HashMap<&str, Vec<u32>> = HashMap::new();
    let mut used = 0_u32;
    let mut give = |node: &'a str, count: usize| {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        by_node.insert(node, (used..used.saturating_add(count)).collect());
        used = used.saturating_add(count);
    };
    for stage in &document.stages {
        give(stage.id.get_ref(), 1);
    }
    for gateway in &document.gateways {
        let flows = incoming.get(gateway.id.get_ref().as_str()).copied().unwrap_or(0);
        let parallel = gateway.kind == GatewayKind::Parallel;
        give(gateway.id.get_ref(), if parallel { flows.max(1) } else { 1 });
    }
    for end in &document.ends {
        give(end.id.get_ref(), 1);
    }
    if used as usize > PLACES_MAX {
        let message = format!("{used} places, at most {PLACES_MAX}: split the procedure");
        problems.add(SoundnessRule::Size, None, message);
    }
    Places { by_node, taken: HashMap::new() }
}

fn check_names(document: &ProcedureDocument, problems: &mut Problems<'_>) {
    let mut names: HashMap<&str, ()> = HashMap::new();
    for stage in &document.stages {
        names.insert(stage.id.get_ref(), ());
        let ways = usize::from(stage.next.is_some()) + usize::from(!stage.outcomes.is_empty());
        if ways != 1 {
            let message =
                format!("the stage `{}` needs either `next` or outcomes", stage.id.get_ref());
            problems.at(SoundnessRule::Reference, &stage.id, message);
        }
    }
    let others = document.gateways.iter().map(|gateway| &gateway.id);
    for id in others.chain(document.ends.iter().map(|end| &end.id)) {
        if names.insert(id.get_ref(), ()).is_some() {
            problems.at(SoundnessRule::UniqueId, id, format!("`{}` is given twice", id.get_ref()));
        }
    }
    for gateway in document.gateways.iter().filter(|gateway| gateway.next.is_empty()) {
        let message = format!("the gateway `{}` leads nowhere", gateway.id.get_ref());
        problems.at(SoundnessRule::Reference, &gateway.id, message);
    }
    for target in targets(document).filter(|target| !names.contains_key(target.get_ref().as_str()))
    {
        let message = format!("`{}` is no stage, gateway or end", target.get_ref());
        problems.at(SoundnessRule::Reference, target, message);
    }
}

/// Turns the faults of the net into problems at the lines of their nodes.
pub(super) fn check(document: &ProcedureDocument, net: &Net, problems: &mut Problems<'_>) {
    let stages = document.stages.iter().map(|stage| &stage.id);
    let nodes: Vec<&Place> = stages.chain(document.gateways.iter().map(|g| &g.id)).collect();
    for fault in soundness::faults(net) {
        let (node, rule, message) = match fault {
            Fault::TooLarge => {
                let message = "too many states to check: split the procedure".to_owned();
                problems.add(SoundnessRule::Size, None, message);
                continue;
            }
            Fault::NotSynchronised(node) => (
                node,
                SoundnessRule::Synchronisation,
                "leads to a node that is already active: parallel branches must meet in a parallel join",
            ),
            Fault::NoWayToEnd(node) => (
                node,
                SoundnessRule::OptionToComplete,
                "can be waiting in a state from which no end is reached",
            ),
            Fault::EndsTooEarly(node) => (
                node,
                SoundnessRule::ProperCompletion,
                "can still be waiting when an end is reached: join the branches first",
            ),
            Fault::Dead(node) => {
                (node, SoundnessRule::Reachable, "can never happen, or one of its branches cannot")
            }
        };
        if let Some(place) = nodes.get(node) {
            problems.at(rule, place, format!("`{}` {message}", place.get_ref()));
        }
    }
    check_doubled_arrows(document, problems);
    for end in &document.ends {
        if !targets(document).any(|target| target.get_ref() == end.id.get_ref()) {
            let message = format!("nothing leads to the end `{}`", end.id.get_ref());
            problems.at(SoundnessRule::Reachable, &end.id, message);
        }
    }
}

/// A parallel split that names one node twice would start it twice at once; in the net both arrows fill one place,
/// so that only the file shows it. Only a parallel join has a place for each arrow.
fn check_doubled_arrows(document: &ProcedureDocument, problems: &mut Problems<'_>) {
    let parallel = |gateway: &&GatewayDocument| gateway.kind == GatewayKind::Parallel;
    for gateway in document.gateways.iter().filter(parallel) {
        for (position, next) in gateway.next.iter().enumerate() {
            let name = next.get_ref();
            let twice = gateway.next.iter().skip(position + 1).any(|other| other.get_ref() == name);
            let is_join = document.gateways.iter().filter(parallel).any(|g| g.id.get_ref() == name);
            if twice && !is_join {
                let message = format!("`{}` leads to `{name}` twice at once", gateway.id.get_ref());
                problems.at(SoundnessRule::Synchronisation, next, message);
            }
        }
    }
}

/// A return puts the token of one stage back to another; that, too, must leave a way to the end.
pub(super) fn check_returns(document: &ProcedureDocument, net: &Net, problems: &mut Problems<'_>) {
    let place = |id: &str| {
        let position = document.stages.iter().position(|stage| stage.id.get_ref() == id)?;
        net.stage_places.get(position).copied()
    };
    for rule in &document.returns {
        for target in &rule.to {
            let (Some(consumes), Some(produces)) =
                (place(rule.from.get_ref()), place(target.get_ref()))
            else {
                continue;
            };
            let mut with_return = net.clone();
            let node = document.stages.len() + document.gateways.len();
            let label = Label::Silent;
            with_return.transitions.push(Transition { label, consumes, produces, node });
            if !soundness::is_sound(&with_return) {
                let message = format!(
                    "a return from `{}` to `{}` leaves the case without a sound way to the end",
                    rule.from.get_ref(),
                    target.get_ref()
                );
                problems.at(SoundnessRule::OptionToComplete, target, message);
            }
        }
    }
}
