//! One act on its way to an event: the checks that every act passes.

use super::setting::{Setting, plain};
use super::{collection, first_possible, joint, person};
use crate::basis::Basis;
use crate::case::fold::Signal;
use crate::case::refusal::{Refusal, RefusalRule, act_name};
use crate::event::{ActKind, Actor, Body, Event, Name, Source};
use crate::procedure::{OutcomeIndex, Stage, StageIndex};
use crate::text::Text;

/// An act that is not recorded yet.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) kind: ActKind,
    /// The stage that it completes, or from which it returns.
    pub(super) stage: Option<StageIndex>,
    pub(super) outcome: Option<Name>,
    pub(super) body: Body,
}

impl Draft {
    /// An act of a kind, on the stage that it completes if the procedure has one.
    ///
    /// # Errors
    /// The phase does not allow it, or its stage is not possible now.
    pub(super) fn new(setting: &Setting<'_>, kind: ActKind, body: Body) -> Result<Self, Refusal> {
        setting.check_phase(kind)?;
        let mut stages = setting.procedure().stages_of_act(kind);
        let stage =
            match (first_possible(setting, setting.procedure().stages_of_act(kind)), stages.next())
            {
                (Some(possible), _) => Some(possible),
                (None, Some(stage)) => return Err(not_possible(setting, stage)),
                (None, None) => None,
            };
        Ok(Self { kind, stage, outcome: None, body })
    }

    /// An act that must complete a stage.
    ///
    /// # Errors
    /// As [`Draft::new`], or the procedure has no such stage.
    pub(super) fn of_stage(
        setting: &Setting<'_>,
        kind: ActKind,
        body: Body,
    ) -> Result<Self, Refusal> {
        let draft = Self::new(setting, kind, body)?;
        if draft.stage.is_none() { Err(setting.not_foreseen(kind)) } else { Ok(draft) }
    }
}

/// Checks what every act must pass and makes the event.
pub(super) fn event(setting: &Setting<'_>, draft: Draft, n: u32) -> Result<Event, Refusal> {
    setting.check_phase(draft.kind)?;
    person::check(setting, &draft)?;
    collection::check(setting, &draft)?;
    let mut completed = None;
    if let Some(stage) = draft.stage {
        let by_silence = draft.kind == ActKind::Decide && draft.body.automatic;
        if !by_silence {
            check_joint(setting, stage)?;
            joint::check_dissent(setting, stage, &draft.body)?;
        }
        if draft.kind != ActKind::Return {
            completed = Some((stage, check_stage(setting, stage, &draft)?));
        }
    }
    check_reason(setting, &draft, completed)?;
    check_waits(setting, Signal { kind: draft.kind, completed, goes_on: false })?;
    let mut event = Event::new(n, draft.kind, setting.moment, Source::Native);
    event.stage = draft.stage.and_then(|index| setting.stage(index)).map(|stage| stage.id.clone());
    event.outcome = draft.outcome;
    event.actor = signer(setting.actor, draft.body.automatic);
    if draft.kind == ActKind::GiveOpinion && draft.body.automatic {
        event.actor.agency = draft.body.targets.first().map(|agency| (&**agency).into());
    }
    event.body = (draft.body != Body::default()).then(|| Box::new(draft.body));
    Ok(event)
}

/// What happens by law is signed by nobody, whoever noticed it; only the agency stays, for statistics.
fn signer(actor: &Actor, automatic: bool) -> Actor {
    if automatic {
        return Actor { agency: actor.agency.clone(), ..Actor::default() };
    }
    actor.clone()
}

pub(super) fn not_possible(setting: &Setting<'_>, stage: StageIndex) -> Refusal {
    let basis = setting.stage(stage).and_then(|stage| stage.basis.as_ref());
    let name = setting.stage_name(stage);
    Refusal::new(RefusalRule::StageNotPossible, basis, &name, &Text::default())
}

/// Possible, with a known outcome, and not by one person who completed a stage kept apart.
fn check_stage(
    setting: &Setting<'_>,
    index: StageIndex,
    draft: &Draft,
) -> Result<Option<OutcomeIndex>, Refusal> {
    let Some(stage) = setting.stage(index) else { return Ok(None) };
    let outcome = check_outcome(stage, draft)?;
    // Silence decides wherever the case stands.
    if draft.kind == ActKind::Decide && draft.body.automatic {
        return Ok(outcome);
    }
    if !setting.fold.automaton.allows(setting.case.state, index, outcome) {
        return Err(not_possible(setting, index));
    }
    check_separation(setting, index)?;
    Ok(outcome)
}

fn check_outcome(stage: &Stage, draft: &Draft) -> Result<Option<OutcomeIndex>, Refusal> {
    let refuse = |rule: RefusalRule, detail: &Text| {
        Err(Refusal::new(rule, stage.basis.as_ref(), &stage.name, detail))
    };
    let word = draft.outcome.as_deref();
    let known = word.and_then(|word| stage.outcome(word));
    match known {
        Some((index, outcome)) => {
            let act = outcome.act.unwrap_or(stage.act);
            if act == draft.kind {
                return Ok(Some(index));
            }
            refuse(RefusalRule::OwnAct, &act_name(act))
        }
        // Opinions and closings may carry a word that leads nowhere by itself.
        None if stage.outcomes.is_empty() => match word {
            Some(word) if !matches!(draft.kind, ActKind::GiveOpinion | ActKind::Close) => {
                refuse(RefusalRule::UnknownOutcome, &plain(word))
            }
            _ => Ok(None),
        },
        None => refuse(RefusalRule::UnknownOutcome, &plain(word.unwrap_or("—"))),
    }
}

fn check_separation(setting: &Setting<'_>, stage: StageIndex) -> Result<(), Refusal> {
    let Some(person) = &setting.actor.person else { return Ok(()) };
    for rule in setting.procedure().separations.iter().filter(|rule| rule.stages.contains(&stage)) {
        for other in rule.stages.iter().filter(|other| **other != stage) {
            let done = setting.case.completion(*other).and_then(|done| done.person.as_ref());
            if done == Some(person) {
                let (subject, detail) = (setting.stage_name(stage), setting.stage_name(*other));
                let basis = Some(&rule.basis);
                return Err(Refusal::new(RefusalRule::Separation, basis, &subject, &detail));
            }
        }
    }
    Ok(())
}

/// A stage with one completion per joint agency is left only when all have answered.
fn check_joint(setting: &Setting<'_>, stage: StageIndex) -> Result<(), Refusal> {
    let open = setting.case.joint_agencies.iter().filter(|joint| !joint.answered);
    let open: Vec<&str> = open.map(|joint| &*joint.name).collect();
    if open.is_empty() {
        return Ok(());
    }
    for (position, joint) in setting.procedure().stages.iter().enumerate() {
        let Ok(index) = u16::try_from(position).map(StageIndex) else { continue };
        if !joint.per_joint_agency || index == stage || !setting.is_possible(index) {
            continue;
        }
        let beside = setting.fold.automaton.is_possible_beside(setting.case.state, stage, index);
        if !beside && setting.is_possible(stage) {
            let (subject, detail) = (setting.stage_name(stage), plain(open.join("、")));
            let basis = joint.basis.as_ref();
            return Err(Refusal::new(RefusalRule::JointOpen, basis, &subject, &detail));
        }
    }
    Ok(())
}

/// Outcomes and closings that need a reason, as the stage or the closing clause says.
fn check_reason(
    setting: &Setting<'_>,
    draft: &Draft,
    completed: Option<(StageIndex, Option<OutcomeIndex>)>,
) -> Result<(), Refusal> {
    if draft.body.reason.is_some() {
        return Ok(());
    }
    let refuse = |basis: Option<&Basis>, subject: &Text| {
        Err(Refusal::new(RefusalRule::Reason, basis, subject, &Text::default()))
    };
    let closing = setting.procedure().closing.as_ref();
    let listed = |word: &str| closing.filter(|c| c.reason_for.iter().any(|known| known == word));
    let stage = completed.and_then(|(stage, _)| setting.stage(stage));
    let outcome = completed.and_then(|(_, outcome)| outcome);
    let outcome = stage.and_then(|stage| stage.outcomes.get(usize::from(outcome?.0)));
    if let Some(outcome) = outcome {
        let clause = listed(&outcome.id);
        if outcome.reason_required || clause.is_some() {
            let own = outcome.basis.as_ref().or(clause.map(|clause| &clause.basis));
            return refuse(own.or(stage.and_then(|s| s.basis.as_ref())), &outcome.name);
        }
    }
    let word = match draft.kind {
        ActKind::Decline => Some("declined"),
        ActKind::Withdraw => Some("withdrawn"),
        ActKind::Close => draft.outcome.as_deref(),
        _ => None,
    };
    match word.and_then(listed) {
        Some(clause) => refuse(Some(&clause.basis), &act_name(draft.kind)),
        None => Ok(()),
    }
}

fn check_waits(setting: &Setting<'_>, signal: Signal) -> Result<(), Refusal> {
    for wait in &setting.case.waits {
        let Some(rule) = setting.procedure().waits.get(wait.wait) else { continue };
        if !signal.meets(rule.to) || setting.date() >= wait.opens {
            continue;
        }
        let subject = match signal.completed {
            Some((stage, _)) => setting.stage_name(stage),
            None => act_name(signal.kind),
        };
        let (basis, detail) = (Some(&rule.basis), plain(wait.opens));
        return Err(Refusal::new(RefusalRule::Wait, basis, &subject, &detail));
    }
    Ok(())
}
