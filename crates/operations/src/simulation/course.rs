//! Which of the stages now possible is taken, and with which outcome.

use super::chance::{Chance, THOUSAND};
use super::settings::{OUTCOME, OUTCOMES, STAGES, weight};
use super::work::Work;
use domain::event::Name;
use domain::procedure::{Stage, StageIndex};

/// The stage that is taken next.
pub(super) fn stage(work: &Work) -> Option<StageIndex> {
    let wanted = |index: &&StageIndex| {
        let stage = work.procedure.stage(**index);
        stage.is_some_and(|stage| stage.optional && is_wanted(work, **index, stage))
    };
    if let Some(optional) = work.stages.iter().find(wanted) {
        return Some(*optional);
    }
    let needed =
        |index: &&StageIndex| work.procedure.stage(**index).is_some_and(|stage| !stage.optional);
    let needed: Vec<StageIndex> = work.stages.iter().filter(needed).copied().collect();
    let chosen = needed.iter().find(|index| is_chosen(work, **index, &needed));
    chosen.or(needed.last()).copied()
}

fn is_taken(work: &Work, stage: &str) -> bool {
    work.dice(stage) < weight(STAGES, stage).unwrap_or(THOUSAND)
}

/// Whether a stage that may be left out is taken.
fn is_wanted(work: &Work, index: StageIndex, stage: &Stage) -> bool {
    if work.completion(index).is_some() || is_hasty(work) {
        return false;
    }
    match &*stage.id {
        "correct" => work.has("conclude", &["correct"]),
        "recheck" if work.procedure.stage_index("correct").is_some() => work.has("correct", &[]),
        "review" => work.has("request-review", &[]),
        "recheck" => work.has("request-recheck", &[]),
        "request-recheck" => work.has("review", &[]) && is_taken(work, &stage.id),
        other => is_taken(work, other),
    }
}

fn is_hasty(work: &Work) -> bool {
    work.misdeed.as_ref().is_some_and(super::misbehaviour::Misdeed::is_hasty)
}

/// Whether one of several ways is the one that is gone.
fn is_chosen(work: &Work, index: StageIndex, among: &[StageIndex]) -> bool {
    let Some(stage) = work.procedure.stage(index) else { return false };
    if among.len() < 2 {
        return true;
    }
    match &*stage.id {
        "demand" if work.is_possible("pay") => {
            !work.has("decide", &["exempt"]) && is_taken(work, "demand")
        }
        "pay" => !work.has("decide", &["exempt"]),
        "perform" => is_taken(work, "perform"),
        "execute" => work.has("decide", &["execute"]),
        "urgent-measure" => is_taken(work, "urgent-measure"),
        "mediate" => is_taken(work, "mediate"),
        "legality-review" if work.is_possible("decide") => is_taken(work, "legality-review"),
        "close" => work.has("decide", &["exempt", "agreement", "not-executed"]),
        "decide" => !work.is_possible("mediate") || !is_taken(work, "mediate"),
        "approve" => !work.is_possible("urgent-measure") || !is_taken(work, "urgent-measure"),
        "joint-opinion" => work.joint.iter().any(|(_, answered)| !answered),
        _ => true,
    }
}

/// The outcome of a stage, where it has several.
pub(super) fn outcome(stage: &Stage, chance: &mut Chance) -> Option<Name> {
    let weights = stage.outcomes.iter().map(|outcome| weight_of(stage, &outcome.id));
    let position = chance.weighted(weights)?;
    stage.outcomes.get(position).map(|outcome| outcome.id.clone())
}

fn weight_of(stage: &Stage, outcome: &str) -> u32 {
    // A suspicion is dismissed more often than an application is declined.
    match (&*stage.id, outcome) {
        ("confirm", "declined") => 150,
        ("decide", "transferred") if stage.outcomes.iter().any(|o| &*o.id == "released") => 200,
        ("conclude", "correct") => 700,
        ("conclude", "no-problem") => 1_500,
        _ => weight(OUTCOMES, outcome).unwrap_or(OUTCOME),
    }
}
