//! The flow chart of a procedure, drawn on the server as SVG: stages, outcomes, limits, returns.
//!
//! `graph` finds who leads to whom, `layout` gives everything its place, `lines` breaks names into lines. The
//! template draws. What the picture shows also stands in a list beside it, for those who cannot see it.

mod graph;
mod layout;
mod lines;
#[cfg(test)]
mod tests;

use super::frame::Frame;
use domain::procedure::{Performer, Procedure, Stage, StageIndex};
use graph::Graph;
pub(crate) use layout::Drawing;

/// How many cases wait in a stage now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageLoad {
    /// The stage.
    pub stage: StageIndex,
    /// The cases in it.
    pub cases: u64,
}

/// What is true of the stages at this moment.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Now<'a> {
    /// Cases in each stage.
    pub(crate) loads: &'a [StageLoad],
    /// Stages that are being worked on.
    pub(crate) current: &'a [StageIndex],
    /// Stages that are done.
    pub(crate) done: &'a [StageIndex],
}

/// How a box looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Plain,
    Current,
    Done,
    End,
}

impl Look {
    /// Its class.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Plain => "stage",
            Self::Current => "stage current",
            Self::Done => "stage done",
            Self::End => "end",
        }
    }
}

/// What a box says.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    pub(crate) name: Vec<String>,
    pub(crate) small: Vec<String>,
    pub(crate) look: Look,
    pub(crate) optional: bool,
}

/// A stage in the list beside the picture.
pub(crate) struct Row {
    pub(crate) stage: Stage,
    pub(crate) ways: Vec<Way>,
    pub(crate) look: Look,
}

/// A way out of a stage, in words.
pub(crate) struct Way {
    pub(crate) outcome: Option<String>,
    pub(crate) target: String,
    pub(crate) reason_required: bool,
}

/// Picture and list.
pub(crate) struct FlowChart {
    pub(crate) drawing: Drawing,
    pub(crate) rows: Vec<Row>,
}

impl FlowChart {
    pub(crate) fn of(procedure: &Procedure, now: Now<'_>, frame: &Frame<'_>) -> Self {
        let graph = Graph::of(procedure);
        let mut words: Vec<Words> = Vec::new();
        for (position, stage) in procedure.stages.iter().enumerate() {
            words.push(stage_words(position, stage, now, frame));
        }
        for end in &procedure.ends {
            let name = lines::broken(frame.plain(&end.name), layout::BOX_TEXT, 15);
            words.push(Words { name, small: Vec::new(), look: Look::End, optional: false });
        }
        let label = |stage: usize, outcome: u8| {
            let stage = procedure.stages.get(stage)?;
            let outcome = stage.outcomes.get(usize::from(outcome))?;
            Some(frame.plain(&outcome.name).to_owned())
        };
        let labels = layout::Labels {
            of_outcome: &label,
            many: &|count: usize| frame.fill("flow-many", "count", count),
            returned: frame.say("flow-return"),
        };
        let drawing = layout::draw(&graph, &words, &labels);
        let rows = rows(procedure, &graph, &words, frame);
        Self { drawing, rows }
    }
}

fn index(position: usize) -> StageIndex {
    StageIndex(u16::try_from(position).unwrap_or(u16::MAX))
}

fn stage_words(position: usize, stage: &Stage, now: Now<'_>, frame: &Frame<'_>) -> Words {
    let stage_index = index(position);
    let look = match stage_index {
        stage if now.current.contains(&stage) => Look::Current,
        stage if now.done.contains(&stage) => Look::Done,
        _ => Look::Plain,
    };
    let mut facts = Vec::new();
    match look {
        Look::Current => facts.push(frame.say("flow-here")),
        Look::Done => facts.push(frame.say("flow-done")),
        _ => {}
    }
    if stage.performer == Performer::Party {
        facts.push(frame.say("flow-party"));
    }
    if let Some(limit) = &stage.limit {
        facts.push(frame.period(limit.period()));
    }
    if stage.optional {
        facts.push(frame.say("flow-optional"));
    }
    if stage.per_joint_agency {
        facts.push(frame.say("flow-joint"));
    }
    if let Some(load) = now.loads.iter().find(|load| load.stage == stage_index) {
        facts.push(frame.fill("flow-load", "count", frame.number(load.cases)));
    }
    let name = lines::broken(frame.plain(&stage.name), layout::BOX_TEXT, 15);
    let small = lines::joined(&facts, layout::BOX_TEXT, 12);
    Words { name, small, look, optional: stage.optional }
}

fn rows(procedure: &Procedure, graph: &Graph, words: &[Words], frame: &Frame<'_>) -> Vec<Row> {
    let name = |node: usize| match procedure.stages.get(node) {
        Some(stage) => frame.plain(&stage.name).to_owned(),
        None => {
            let end = procedure.ends.get(node.saturating_sub(procedure.stages.len()));
            end.map_or_else(String::new, |end| frame.plain(&end.name).to_owned())
        }
    };
    let row = |(position, stage): (usize, &Stage)| {
        let mut ways = Vec::new();
        for edge in graph.edges.iter().filter(|edge| edge.from == position) {
            let plain = edge.outcomes.is_empty().then_some(None);
            let all = edge.outcomes.iter().map(|outcome| Some(*outcome)).chain(plain);
            for outcome in all {
                let outcome = outcome.and_then(|o| stage.outcomes.get(usize::from(o)));
                ways.push(Way {
                    outcome: match outcome {
                        Some(outcome) => Some(frame.plain(&outcome.name).to_owned()),
                        None => edge.is_return.then(|| frame.say("flow-returned")),
                    },
                    target: name(edge.to),
                    reason_required: outcome.is_some_and(|outcome| outcome.reason_required),
                });
            }
        }
        let look = words.get(position).map_or(Look::Plain, |words| words.look);
        Row { stage: stage.clone(), ways, look }
    };
    procedure.stages.iter().enumerate().map(row).collect()
}
