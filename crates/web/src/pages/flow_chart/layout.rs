//! Where everything of a flow chart stands: boxes in layers, ways down the middle, detours in lanes at the sides.

use super::Words;
use super::graph::{Edge, Graph};
use super::lines;

/// Width of a box.
const BOX: u32 = 172;
/// Room for text in a box.
pub(super) const BOX_TEXT: u32 = BOX - 16;
/// Between boxes of one layer.
const BESIDE: u32 = 20;
/// Between layers.
const BETWEEN: u32 = 46;
/// Room for the name of an outcome beside a box.
const LABEL: u32 = 68;
const LANE: u32 = 12;
const EDGE: u32 = 6;

/// A box in its place.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) class: &'static str,
    pub(crate) optional: bool,
    pub(crate) lines: Vec<Line>,
}

/// A line of text in its place.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

/// A way with its name.
#[derive(Debug, Clone)]
pub(crate) struct Arrow {
    pub(crate) path: String,
    pub(crate) head: String,
    pub(crate) class: &'static str,
    pub(crate) labels: Vec<Line>,
}

/// The picture.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) boxes: Vec<Placed>,
    pub(crate) arrows: Vec<Arrow>,
}

/// The words of ways.
pub(super) struct Labels<'a> {
    pub(super) of_outcome: &'a dyn Fn(usize, u8) -> Option<String>,
    pub(super) many: &'a dyn Fn(usize) -> String,
    pub(super) returned: String,
}

impl Labels<'_> {
    fn of(&self, edge: &Edge) -> String {
        if edge.is_return {
            return self.returned.clone();
        }
        let names: Vec<String> =
            edge.outcomes.iter().filter_map(|o| (self.of_outcome)(edge.from, *o)).collect();
        if names.len() > 2 { (self.many)(names.len()) } else { names.join(" / ") }
    }
}

/// Ways that would meet closer than this take different lanes.
const APART: u32 = 24;

/// The lanes of one side: two detours share a lane when they do not overlap.
#[derive(Default)]
struct Lanes {
    taken: Vec<Vec<(u32, u32)>>,
}

impl Lanes {
    fn take(&mut self, from: u32, to: u32) -> u32 {
        let (top, bottom) = (from.min(to), from.max(to));
        let apart = |(t, b): &(u32, u32)| bottom + APART < *t || top > *b + APART;
        let free = |lane: &Vec<(u32, u32)>| lane.iter().all(apart);
        let position = self.taken.iter().position(free).unwrap_or(self.taken.len());
        if position == self.taken.len() {
            self.taken.push(Vec::new());
        }
        if let Some(lane) = self.taken.get_mut(position) {
            lane.push((top, bottom));
        }
        u32::try_from(position).unwrap_or(0)
    }
}

/// The sides of the columns.
struct Sides {
    left: u32,
    right: u32,
}

pub(super) fn draw(graph: &Graph, words: &[Words], labels: &Labels<'_>) -> Drawing {
    let returns = graph.edges.iter().filter(|edge| edge.back).count();
    let returns = u32::try_from(returns).unwrap_or(0);
    let returned = lines::width(&labels.returned, 12) + 6;
    let left = EDGE + if returns > 0 { returned + LANE * (returns + 1) } else { 0 };
    let columns = columns(graph);
    let widest = u32::try_from(columns.iter().map(Vec::len).max().unwrap_or(1)).unwrap_or(1).max(1);
    let sides = Sides { left, right: left + widest * BOX + (widest - 1) * BESIDE };
    let (boxes, height) = place(&columns, words, &sides);
    let mut down: Vec<&Edge> = graph.edges.iter().collect();
    let span = |edge: &Edge| layer(graph, edge.to).abs_diff(layer(graph, edge.from));
    down.sort_by_key(|edge| (span(edge), edge.from));
    let (mut right_lanes, mut left_lanes) = (Lanes::default(), Lanes::default());
    let mut arrows = Vec::new();
    for edge in down {
        let (Some(from), Some(to)) = (boxes.get(edge.from), boxes.get(edge.to)) else { continue };
        let label = labels.of(edge);
        arrows.push(if edge.back {
            back(from, to, &sides, &mut left_lanes, &label)
        } else if span(edge) == 1 {
            straight(from, to, &label)
        } else {
            detour(from, to, &sides, &mut right_lanes, &label)
        });
    }
    let lanes = u32::try_from(right_lanes.taken.len()).unwrap_or(0);
    let beside = if lanes > 0 { LABEL + lanes * LANE } else { LABEL / 2 };
    Drawing { width: sides.right + beside + EDGE, height, boxes, arrows }
}

fn layer(graph: &Graph, node: usize) -> usize {
    graph.layers.get(node).copied().unwrap_or(0)
}

fn columns(graph: &Graph) -> Vec<Vec<usize>> {
    let deepest = graph.layers.iter().max().copied().unwrap_or(0);
    let mut columns = vec![Vec::new(); deepest + 1];
    for (node, layer) in graph.layers.iter().enumerate() {
        if let Some(column) = columns.get_mut(*layer) {
            column.push(node);
        }
    }
    columns
}

fn place(columns: &[Vec<usize>], words: &[Words], sides: &Sides) -> (Vec<Placed>, u32) {
    let mut boxes: Vec<Option<Placed>> = vec![None; words.len()];
    let middle = sides.left.midpoint(sides.right);
    let mut y = EDGE;
    for column in columns {
        let count = u32::try_from(column.len()).unwrap_or(1).max(1);
        let wide = count * BOX + (count - 1) * BESIDE;
        let mut x = middle.saturating_sub(wide / 2);
        let tallest = column.iter().filter_map(|node| words.get(*node)).map(tall).max();
        for node in column {
            if let (Some(slot), Some(words)) = (boxes.get_mut(*node), words.get(*node)) {
                *slot = Some(filled(x, y, tallest.unwrap_or(0), words));
            }
            x += BOX + BESIDE;
        }
        y += tallest.unwrap_or(0) + BETWEEN;
    }
    (boxes.into_iter().flatten().collect(), y - BETWEEN + EDGE)
}

fn tall(words: &Words) -> u32 {
    let count = |lines: &Vec<String>| u32::try_from(lines.len()).unwrap_or(0);
    18 + count(&words.name) * 20 + count(&words.small) * 17
}

fn filled(x: u32, y: u32, height: u32, words: &Words) -> Placed {
    let middle = x + BOX / 2;
    let mut lines = Vec::new();
    let lit = words.look == super::Look::Current;
    let (name, small) = if lit { ("name lit", "small lit") } else { ("name", "small") };
    let mut at = y + 9 + (height - tall(words)) / 2;
    for text in &words.name {
        lines.push(Line { x: middle, y: at + 15, class: name, text: text.clone() });
        at += 20;
    }
    for text in &words.small {
        lines.push(Line { x: middle, y: at + 13, class: small, text: text.clone() });
        at += 17;
    }
    let (class, optional) = (words.look.class(), words.optional);
    Placed { x, y, width: BOX, height, class, optional, lines }
}

/// Straight down to the next layer, with a bend where the columns differ.
fn straight(from: &Placed, to: &Placed, label: &str) -> Arrow {
    let (x, y) = (from.x + from.width / 2, from.y + from.height);
    let (to_x, to_y) = (to.x + to.width / 2, to.y);
    let bend = y + 14;
    let path = format!("M{x} {y}V{bend}H{to_x}V{}", to_y - 6);
    let labels = in_lines(label, x + 8, y + 18, "label", BOX);
    Arrow { path, head: head_down(to_x, to_y), class: "way", labels }
}

/// Past other layers, in a lane at the right.
fn detour(from: &Placed, to: &Placed, sides: &Sides, lanes: &mut Lanes, label: &str) -> Arrow {
    let y = from.y + from.height / 2 + 2;
    let to_y = to.y + to.height / 2 - 10;
    let lane = sides.right + LABEL + lanes.take(y, to_y) * LANE;
    let (x, to_x) = (from.x + from.width, to.x + to.width);
    let path = format!("M{x} {y}H{lane}V{to_y}H{}", to_x + 6);
    let head = format!("M{to_x} {to_y}l8 -4v8z");
    // Below the line: above it other ways may come in.
    let rows = lines::broken(label, LABEL - 6, 12).into_iter().zip(0_u32..);
    let line = |(text, row): (String, u32)| Line {
        x: sides.right + 6,
        y: y + 14 + row * 14,
        class: "label",
        text,
    };
    let labels = rows.map(line).collect();
    Arrow { path, head, class: "way", labels }
}

/// Back up, in a lane at the left.
fn back(from: &Placed, to: &Placed, sides: &Sides, lanes: &mut Lanes, label: &str) -> Arrow {
    let y = from.y + from.height / 2;
    let to_y = to.y + to.height / 2 + 6;
    let lane = sides.left - LANE - lanes.take(y, to_y) * LANE;
    let path = format!("M{} {y}H{lane}V{to_y}H{}", from.x, to.x - 6);
    let head = format!("M{} {to_y}l-8 -4v8z", to.x);
    let mut labels = in_lines(label, lane - 4, y.midpoint(to_y) + 4, "label back", LABEL);
    labels.truncate(1);
    Arrow { path, head, class: "way back", labels }
}

fn head_down(x: u32, y: u32) -> String {
    format!("M{x} {y}l-4 -8h8z")
}

/// The last line stands at `y`, the others above it; two lines at most stay readable beside a line.
fn in_lines(label: &str, x: u32, y: u32, class: &'static str, room: u32) -> Vec<Line> {
    let broken = lines::broken(label, room, 12);
    let last = u32::try_from(broken.len().saturating_sub(1)).unwrap_or(0);
    let rows = (0_u32..).zip(broken);
    rows.map(|(row, text)| Line { x, y: y.saturating_sub((last - row) * 14), class, text })
        .collect()
}
