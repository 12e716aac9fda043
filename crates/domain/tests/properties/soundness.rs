//! The soundness check agrees with a token game by brute force.

use crate::choices::check;
use crate::graph::Graph;
use crate::tokens;
use domain::procedure::problem::SoundnessRule;
use domain::procedure::{Procedure, soundness};
use std::cell::Cell;

const CASES: u32 = 8_000;
/// At least this many of each verdict: else the graphs say nothing.
const EACH_MIN: u32 = 2_000;

const CONTROL_FLOW: [SoundnessRule; 4] = [
    SoundnessRule::Reachable,
    SoundnessRule::OptionToComplete,
    SoundnessRule::ProperCompletion,
    SoundnessRule::Synchronisation,
];

#[test]
fn the_soundness_check_agrees_with_the_token_game() {
    let (sound, unsound) = (Cell::new(0), Cell::new(0));
    check(CASES, 60, |choices| {
        let graph = Graph::draw(choices);
        let text = graph.to_toml();
        let expected = tokens::is_sound(&graph);
        match Procedure::publish("g.toml", &text, &[]) {
            Ok(procedure) => {
                assert!(expected, "published, but the token game fails:\n{text}");
                assert!(soundness::is_sound(&procedure.net));
                sound.set(sound.get() + 1);
            }
            Err(refused) => {
                let flow = refused.0.iter().all(|problem| CONTROL_FLOW.contains(&problem.rule));
                assert!(flow, "{refused}\n{text}");
                assert!(!expected, "refused, but the token game ends well:\n{refused}\n{text}");
                unsound.set(unsound.get() + 1);
            }
        }
    });
    assert!(sound.get() >= EACH_MIN && unsound.get() >= EACH_MIN, "{sound:?} {unsound:?}");
}
