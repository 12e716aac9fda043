//! Rating (好差评): by the party alone, once, after there is something to rate.

use super::setting::{Setting, plain};
use super::step::Draft;
use super::{all_boxed, boxed};
use crate::case::refusal::{Refusal, RefusalRule};
use crate::event::{ActKind, Body, Name};
use crate::procedure::{Performer, RatingRule, Trigger};
use crate::text::Text;

pub(super) fn rate(
    setting: &Setting<'_>,
    level: u8,
    labels: Vec<String>,
    text: Option<String>,
) -> Result<Draft, Refusal> {
    let kind = ActKind::Rate;
    let Some(rule) = &setting.procedure().rating else {
        return Err(setting.not_foreseen(kind));
    };
    let refuse = |refused: RefusalRule, detail: &Text| {
        Err(setting.refuse(refused, Some(&rule.basis), kind, detail))
    };
    if !is_party(setting) {
        return refuse(RefusalRule::NotTheParty, &Text::default());
    }
    if setting.case.occurrence(kind).is_some() {
        return refuse(RefusalRule::RatedAlready, &Text::default());
    }
    if !has_result(setting, rule) {
        return refuse(RefusalRule::RatingTooEarly, &Text::default());
    }
    if level == 0 || usize::from(level) > rule.levels.len() {
        return refuse(RefusalRule::UnknownRating, &plain(level));
    }
    let known = |label: &str| rule.labels.iter().any(|known| *known.id == *label);
    let labels = all_boxed(labels);
    if let Some(unknown) = labels.iter().find(|label| !known(label)) {
        return refuse(RefusalRule::UnknownRating, &plain(unknown));
    }
    Draft::new(
        setting,
        kind,
        Body { level: Some(level), labels, text: boxed(text), ..Body::default() },
    )
}

/// The party in its own person: a window acts for nobody here.
fn is_party(setting: &Setting<'_>) -> bool {
    let actor = setting.actor;
    let is_role = |role: &Name| {
        let mut stages = setting.procedure().stages.iter();
        stages.any(|stage| stage.performer == Performer::Party && stage.role.as_ref() == Some(role))
    };
    actor.agency.is_none() && actor.role.as_ref().is_some_and(is_role)
}

/// Whether anything has happened that the procedure lets the party rate.
fn has_result(setting: &Setting<'_>, rule: &RatingRule) -> bool {
    let (case, procedure) = (setting.case, setting.procedure());
    rule.after.iter().any(|trigger| match trigger {
        Trigger::Act(kind) => case.occurrence(*kind).is_some(),
        Trigger::Stage(stage) => case.completion(*stage).is_some(),
        Trigger::Outcome(stage, outcome) => {
            let definition = procedure.stage(*stage);
            let named = definition.and_then(|s| s.outcomes.get(usize::from(outcome.0)));
            let done = case.completion(*stage).and_then(|done| done.outcome.as_ref());
            done.is_some() && done == named.map(|named| &named.id)
        }
    })
}
