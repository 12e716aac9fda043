//! Random small procedures: half of them built from matching blocks, half of them wild, some bent afterwards.

use crate::choices::Choices;
use std::fmt::Write as _;

/// A node and where it leads, by position in the graph.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Stage { next: Vec<usize>, optional: bool, repeatable: bool },
    Gateway { parallel: bool, next: Vec<usize> },
    End,
}

/// A control flow.
#[derive(Debug, Clone)]
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
    pub(crate) start: usize,
}

impl Node {
    pub(crate) fn next(&self) -> &[usize] {
        match self {
            Self::Stage { next, .. } | Self::Gateway { next, .. } => next,
            Self::End => &[],
        }
    }

    fn next_mut(&mut self) -> Option<&mut Vec<usize>> {
        match self {
            Self::Stage { next, .. } | Self::Gateway { next, .. } => Some(next),
            Self::End => None,
        }
    }
}

impl Graph {
    pub(crate) fn draw(choices: &mut Choices<'_>) -> Self {
        if choices.once_in(3) {
            return Self::wild(choices);
        }
        let mut graph = Self { nodes: vec![Node::End], start: 0 };
        let depth = 1 + choices.below(2);
        let last = graph.stage(choices, vec![0]);
        graph.start = graph.block(choices, depth, last);
        if choices.once_in(2) {
            graph.bend(choices);
        }
        graph
    }

    /// Two to seven nodes and arrows anywhere.
    fn wild(choices: &mut Choices<'_>) -> Self {
        let count = 2 + choices.below(6);
        let mut nodes = Vec::new();
        for position in 0..count {
            let arrows = 1 + choices.below(2);
            let next: Vec<usize> = (0..arrows).map(|_| choices.below(count)).collect();
            let kind = choices.below(4);
            nodes.push(match kind {
                _ if position + 1 == count => Node::End,
                0 if position > 0 => Node::Gateway { parallel: true, next },
                1 if position > 0 => Node::Gateway { parallel: false, next },
                _ => {
                    let (optional, repeatable) = (choices.once_in(4), choices.once_in(4));
                    Node::Stage { next, optional, repeatable }
                }
            });
        }
        Self { nodes, start: 0 }
    }

    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn stage(&mut self, choices: &mut Choices<'_>, next: Vec<usize>) -> usize {
        let (optional, repeatable) = (choices.once_in(5), choices.once_in(5));
        self.add(Node::Stage { next, optional, repeatable })
    }

    /// A block that leads to `next`; its entry.
    fn block(&mut self, choices: &mut Choices<'_>, depth: usize, next: usize) -> usize {
        if depth == 0 {
            return self.stage(choices, vec![next]);
        }
        match choices.below(5) {
            0 => self.stage(choices, vec![next]),
            1 => {
                let second = self.block(choices, depth - 1, next);
                self.block(choices, depth - 1, second)
            }
            2 => {
                let merge = self.add(Node::Gateway { parallel: false, next: vec![next] });
                let left = self.block(choices, depth - 1, merge);
                let right = self.block(choices, depth - 1, merge);
                if choices.once_in(2) {
                    self.add(Node::Gateway { parallel: false, next: vec![left, right] })
                } else {
                    self.stage(choices, vec![left, right])
                }
            }
            3 => {
                let join = self.add(Node::Gateway { parallel: true, next: vec![next] });
                let left = self.block(choices, depth - 1, join);
                let right = self.block(choices, depth - 1, join);
                self.add(Node::Gateway { parallel: true, next: vec![left, right] })
            }
            _ => {
                let again = self.add(Node::Gateway { parallel: false, next: Vec::new() });
                let check = self.stage(choices, vec![next, again]);
                let body = self.block(choices, depth - 1, check);
                if let Some(arrows) = self.nodes[again].next_mut() {
                    arrows.push(body);
                }
                again
            }
        }
    }

    /// Turns a gateway into its opposite, doubles or adds an arrow, or turns one to another node.
    fn bend(&mut self, choices: &mut Choices<'_>) {
        let count = self.nodes.len();
        let chosen = choices.below(count);
        // An arrow straight to the end leaves the most behind.
        let target = if choices.once_in(2) { 0 } else { choices.below(count) };
        let turn = choices.below(3);
        match &mut self.nodes[chosen] {
            Node::Gateway { parallel, .. } if turn == 0 => *parallel = !*parallel,
            Node::Stage { next, .. } if turn == 0 => next.push(target),
            Node::Gateway { next, .. } if turn == 1 => next.extend_from_within(..1),
            node => {
                if let Some(arrow) = node.next_mut().and_then(|next| next.first_mut()) {
                    *arrow = target;
                }
            }
        }
    }

    /// The graph as a law file; every stage is a party's, so that only the control flow can be at fault.
    pub(crate) fn to_toml(&self) -> String {
        let mut text = format!(
            "id = \"g\"\nversion = \"1\"\nname = {{ zh-Hans = \"图\" }}\nvalid_from = \"2020-01-01\"\n\
             start = \"n{}\"\nbasis = {{ law = \"L\", article = \"1\" }}\n",
            self.start
        );
        for (position, node) in self.nodes.iter().enumerate() {
            write_node(&mut text, position, node).unwrap();
        }
        text
    }
}

fn write_node(text: &mut String, position: usize, node: &Node) -> std::fmt::Result {
    let name = "name = { zh-Hans = \"N\" }";
    match node {
        Node::Stage { next, optional, repeatable } => {
            writeln!(text, "[[stage]]\nid = \"n{position}\"\n{name}\nperformer = \"party\"")?;
            writeln!(text, "basis = {{ law = \"L\", article = \"1\" }}")?;
            writeln!(text, "optional = {optional}\nrepeatable = {repeatable}")?;
            if let [only] = next.as_slice() {
                return writeln!(text, "next = \"n{only}\"");
            }
            for (outcome, target) in next.iter().enumerate() {
                let next = format!("next = \"n{target}\"");
                writeln!(text, "[[stage.outcome]]\nid = \"o{outcome}\"\n{name}\n{next}")?;
            }
            Ok(())
        }
        Node::Gateway { parallel, next } => {
            let kind = if *parallel { "parallel" } else { "exclusive" };
            let next: Vec<String> = next.iter().map(|target| format!("\"n{target}\"")).collect();
            let next = next.join(", ");
            writeln!(text, "[[gateway]]\nid = \"n{position}\"\nkind = \"{kind}\"\nnext = [{next}]")
        }
        Node::End => writeln!(text, "[[end]]\nid = \"n{position}\"\n{name}"),
    }
}
