//! Every procedure of the house can be drawn, and nothing in the picture lies on anything else.

use super::graph::Graph;
use super::{FlowChart, Look, Now};
use crate::pages::frame::Frame;
use domain::procedure::{Procedure, StageIndex};
use domain::text::Language;
use operations::law_library::LawLibrary;

fn procedures() -> Vec<Procedure> {
    let ids = LawLibrary::embedded().procedure_ids();
    ids.iter().map(|id| LawLibrary::embedded().procedure(id).unwrap()).collect()
}

fn drawn(procedure: &Procedure, language: Language) -> FlowChart {
    FlowChart::of(procedure, Now::default(), &Frame::fragment(language))
}

#[test]
fn every_stage_and_end_has_its_box() {
    for procedure in procedures() {
        let chart = drawn(&procedure, Language::English);
        let expected = procedure.stages.len() + procedure.ends.len();
        assert_eq!(chart.drawing.boxes.len(), expected, "{}", procedure.id);
        assert_eq!(chart.rows.len(), procedure.stages.len());
    }
}

#[test]
fn boxes_do_not_overlap_and_stay_inside() {
    for procedure in procedures() {
        for language in Language::ALL {
            let drawing = drawn(&procedure, language).drawing;
            for (position, one) in drawing.boxes.iter().enumerate() {
                assert!(one.x + one.width <= drawing.width && one.y + one.height <= drawing.height);
                for other in drawing.boxes.iter().skip(position + 1) {
                    let beside = one.x + one.width <= other.x || other.x + other.width <= one.x;
                    let apart = one.y + one.height <= other.y || other.y + other.height <= one.y;
                    assert!(beside || apart, "{}", procedure.id);
                }
            }
        }
    }
}

#[test]
fn a_plain_procedure_fits_a_phone() {
    let procedure = LawLibrary::embedded().procedure("ordinary-licence").unwrap();
    for language in Language::ALL {
        assert!(drawn(&procedure, language).drawing.width <= 350, "{}", language.tag());
    }
}

#[test]
fn flows_lead_down_and_returns_lead_up() {
    for procedure in procedures() {
        let graph = Graph::of(&procedure);
        for edge in graph.edges.iter().filter(|edge| !edge.back) {
            assert!(graph.layers[edge.from] < graph.layers[edge.to], "{}", procedure.id);
        }
        let returns = graph.edges.iter().filter(|edge| edge.is_return).count();
        assert_eq!(returns, procedure.returns.iter().map(|rule| rule.to.len()).sum::<usize>());
    }
}

#[test]
fn branches_stand_side_by_side() {
    let procedure = LawLibrary::embedded().procedure("joint-licence").unwrap();
    let graph = Graph::of(&procedure);
    let layer = |id: &str| graph.layers[usize::from(procedure.stage_index(id).unwrap().0)];
    assert_eq!(layer("lead-examine"), layer("joint-opinion"));
    assert_eq!(layer("consolidate"), layer("joint-opinion") + 1);
}

#[test]
fn the_current_stage_is_lit() {
    let procedure = LawLibrary::embedded().procedure("ordinary-licence").unwrap();
    let now = Now { current: &[StageIndex(2)], done: &[StageIndex(0)], loads: &[] };
    let chart = FlowChart::of(&procedure, now, &Frame::fragment(Language::English));
    let looks: Vec<Look> = chart.rows.iter().take(3).map(|row| row.look).collect();
    assert_eq!(looks, [Look::Done, Look::Plain, Look::Current]);
    assert_eq!(chart.drawing.boxes[2].class, "stage current");
}
