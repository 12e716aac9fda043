//! The longest path of stage limits inside an overall limit.
//!
//! Stages on a cycle are counted once each: a rework that the arrows allow is not a reason to promise less.

use super::document::ProcedureDocument;
use super::{ClockRule, Performer, Procedure, Trigger};
use crate::limit::Unit;
use std::collections::HashMap;

/// The longest sum of stage limits in one unit.
pub(super) struct Longest {
    /// The sum.
    pub(super) amount: u64,
    /// Its unit.
    pub(super) unit: Unit,
    /// The stages on that path.
    pub(super) stages: Vec<String>,
}

struct Walk<'a> {
    document: &'a ProcedureDocument,
    procedure: &'a Procedure,
    unit: Unit,
    until: Vec<&'a str>,
    best: HashMap<&'a str, (u64, Vec<&'a str>)>,
    open: Vec<&'a str>,
}

/// For each unit in use, the longest path from what starts `overall` to what stops it.
pub(super) fn longest(
    document: &ProcedureDocument,
    procedure: &Procedure,
    overall: &ClockRule,
) -> Vec<Longest> {
    let organ_limits = procedure.stages.iter().filter(|s| s.performer == Performer::Organ);
    let mut units: Vec<Unit> =
        organ_limits.filter_map(|stage| stage.limit.as_ref()).map(|limit| limit.unit).collect();
    units.sort_unstable_by_key(|unit| *unit as u8);
    units.dedup();
    let mut sums = Vec::new();
    for unit in units {
        let mut walk = Walk {
            document,
            procedure,
            unit,
            until: stages_of(procedure, &overall.until),
            best: HashMap::new(),
            open: Vec::new(),
        };
        let starts = starts(document, procedure, overall);
        let found = starts.into_iter().map(|node| walk.from(node)).max_by_key(|(sum, _)| *sum);
        if let Some((amount, stages)) = found
            && amount > 0
        {
            let stages = stages.into_iter().map(str::to_owned).collect();
            sums.push(Longest { amount, unit, stages });
        }
    }
    sums
}

fn stages_of<'a>(procedure: &'a Procedure, triggers: &[Trigger]) -> Vec<&'a str> {
    let mut stages = Vec::new();
    for trigger in triggers {
        match trigger {
            Trigger::Stage(index) | Trigger::Outcome(index, _) => {
                stages.extend(procedure.stage(*index).map(|stage| &*stage.id));
            }
            Trigger::Act(kind) => {
                let completed = procedure.stages_of_act(*kind);
                stages.extend(completed.filter_map(|i| procedure.stage(i)).map(|stage| &*stage.id));
            }
        }
    }
    stages
}

/// The nodes that follow what starts the clock.
fn starts<'a>(
    document: &'a ProcedureDocument,
    procedure: &'a Procedure,
    overall: &ClockRule,
) -> Vec<&'a str> {
    let mut nodes = Vec::new();
    for id in stages_of(procedure, &overall.from) {
        let outcome = overall.from.iter().find_map(|trigger| match trigger {
            Trigger::Outcome(stage, outcome) if procedure.stage_index(id) == Some(*stage) => {
                procedure.stage(*stage)?.outcomes.get(usize::from(outcome.0)).map(|o| &*o.id)
            }
            _ => None,
        });
        nodes.extend(successors(document, id, outcome));
    }
    nodes
}

fn successors<'a>(document: &'a ProcedureDocument, id: &str, only: Option<&str>) -> Vec<&'a str> {
    let mut nodes: Vec<&str> = Vec::new();
    if let Some(stage) = document.stages.iter().find(|stage| stage.id.get_ref() == id) {
        nodes.extend(stage.next.iter().map(|next| next.get_ref().as_str()));
        let chosen = stage
            .outcomes
            .iter()
            .filter(|outcome| only.is_none_or(|only| outcome.id.get_ref() == only));
        nodes.extend(chosen.map(|outcome| outcome.next.get_ref().as_str()));
    }
    if let Some(gateway) = document.gateways.iter().find(|gateway| gateway.id.get_ref() == id) {
        nodes.extend(gateway.next.iter().map(|next| next.get_ref().as_str()));
    }
    nodes
}

impl<'a> Walk<'a> {
    fn from(&mut self, node: &'a str) -> (u64, Vec<&'a str>) {
        if let Some(known) = self.best.get(node) {
            return known.clone();
        }
        if self.open.contains(&node) {
            return (0, Vec::new());
        }
        self.open.push(node);
        let own = self.own_limit(node);
        let (mut sum, mut stages) = (0, Vec::new());
        if !self.until.contains(&node) {
            for next in successors(self.document, node, None) {
                let (length, path) = self.from(next);
                if length > sum {
                    (sum, stages) = (length, path);
                }
            }
        }
        self.open.pop();
        if own > 0 {
            stages.insert(0, node);
        }
        let result = (sum.saturating_add(own), stages);
        self.best.insert(node, result.clone());
        result
    }

    fn own_limit(&self, node: &str) -> u64 {
        let stage = self.procedure.stage_index(node).and_then(|index| self.procedure.stage(index));
        let limit = stage.filter(|stage| stage.performer == Performer::Organ);
        let limit = limit.and_then(|stage| stage.limit.as_ref());
        limit.filter(|limit| limit.unit == self.unit).map_or(0, |limit| u64::from(limit.amount))
    }
}
