//! Folding events into a case: total, deterministic, constant time per event.

use super::{
    Case, Change, Completion, Deferred, EarlyAct, JointAgency, Spoken, collection, running,
};
use crate::calendar::Calendar;
use crate::event::{ActKind, Event, Name};
use crate::item::Item;
use crate::procedure::automaton::{Automaton, Fit};
use crate::procedure::{OutcomeIndex, Procedure, StageIndex, Trigger};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The law and the place in which a case runs.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The procedure that stood when the case was opened.
    pub procedure: &'a Procedure,
    /// The working-day calendar, when the procedure names one.
    pub calendar: Option<&'a Calendar>,
    /// The zone of the jurisdiction.
    pub zone: &'a TimeZone,
    /// The item, with its own promise and materials.
    pub item: Option<&'a Item>,
    /// How much later than it claims an act may be recorded and still be believed.
    pub tolerance: SignedDuration,
}

/// What a completed stage or act sets off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signal {
    pub(super) kind: ActKind,
    pub(super) completed: Option<(StageIndex, Option<OutcomeIndex>)>,
    /// The stage goes on: other joint agencies have not answered yet.
    pub(super) goes_on: bool,
}

impl Signal {
    pub(super) fn meets(self, trigger: Trigger) -> bool {
        let of_stage = !matches!(trigger, Trigger::Act(_));
        !(of_stage && self.goes_on) && self.meets_for_one(trigger)
    }

    /// As [`Self::meets`], for the clock of the one joint agency that has answered.
    pub(super) fn meets_for_one(self, trigger: Trigger) -> bool {
        match trigger {
            Trigger::Act(kind) => self.kind == kind,
            Trigger::Stage(stage) => self.completed.is_some_and(|(done, _)| done == stage),
            Trigger::Outcome(stage, outcome) => self.completed == Some((stage, Some(outcome))),
        }
    }
}

/// Folds the cases of one procedure.
#[derive(Debug, Clone)]
pub struct Fold<'a> {
    /// Law and place.
    pub frame: Frame<'a>,
    /// The remembered course of stages.
    pub automaton: Automaton,
    stages_of_act: Vec<Vec<StageIndex>>,
    /// For each stage, the position of its own limit among the procedure's.
    pub(super) stage_limits: Vec<Option<usize>>,
    last_moment: Option<(Timestamp, DateTime)>,
}

impl<'a> Fold<'a> {
    /// A fold for cases in `frame`.
    #[must_use]
    pub fn new(frame: Frame<'a>) -> Self {
        let procedure = frame.procedure;
        let stages_of_act =
            ActKind::ALL.into_iter().map(|kind| procedure.stages_of_act(kind).collect()).collect();
        let mut stage_limits = vec![None; procedure.stages.len()];
        for (position, limit) in procedure.limits.iter().enumerate() {
            if let Some(slot) = limit.stage.and_then(|s| stage_limits.get_mut(usize::from(s.0))) {
                *slot = Some(position);
            }
        }
        let automaton = Automaton::new(&procedure.net);
        Self { frame, automaton, stages_of_act, stage_limits, last_moment: None }
    }

    /// A case of which nothing is known yet.
    #[must_use]
    pub fn new_case(&self) -> Case {
        Case::new(self.automaton.initial(), self.frame.procedure.stages.len())
    }

    /// The civil time of a moment in the jurisdiction.
    pub fn civil(&mut self, moment: Timestamp) -> DateTime {
        match self.last_moment {
            Some((known, civil)) if known == moment => civil,
            _ => {
                let civil = self.frame.zone.to_datetime(moment);
                self.last_moment = Some((moment, civil));
                civil
            }
        }
    }

    /// Applies an event; `change` is overwritten with what it changed.
    pub fn apply(&mut self, case: &mut Case, event: &Event, change: &mut Change) {
        let at = self.civil(event.effective_at(self.frame.tolerance));
        change.clear(at);
        change.previous_at = case.last_at;
        let stage = self.stage_of(case, event);
        let (kind, outcome) = self.resolve(event, stage);
        change.kind = Some(kind);
        change.stage = stage;
        case.events += 1;
        case.opened_by.get_or_insert(event.source);
        let completed = stage.filter(|stage| self.completes(*stage, kind));
        let completed = completed.map(|stage| (stage, outcome));
        if let Some((stage, outcome)) = completed {
            self.complete(case, event, (stage, outcome), change);
        } else if kind == ActKind::Return {
            self.step_back(case, event, stage, change);
        }
        if completed.is_some() || kind == ActKind::Return {
            case.holder = None;
        }
        let moved = stage.filter(|_| completed.is_some() || kind == ActKind::Return);
        collection::note(self.frame.procedure, case, event, (kind, moved));
        self.apply_joint(case, event, kind);
        let joint = stage.and_then(|stage| self.frame.procedure.stage(stage));
        let goes_on = joint.is_some_and(|stage| stage.per_joint_agency)
            && case.joint_agencies.iter().any(|agency| !agency.answered);
        let signal = Signal { kind, completed, goes_on };
        self.check_waits(case, signal, change);
        running::stop_clocks(self.frame, case, event, signal, change);
        apply_consultation(case, event, kind);
        running::apply_pause(self.frame, case, event, kind, change);
        running::apply_extension(self.frame, case, event, kind);
        match kind {
            ActKind::RequestSupplement => case.supplement_notices += 1,
            ActKind::ChargeFee => apply_charge(case, event),
            ActKind::PayFee => {
                case.owed_fen = case.owed_fen.saturating_sub(amount(event)).max(0);
            }
            ActKind::Transfer => {
                let post = event.body.as_deref().and_then(|body| body.targets.first());
                case.holder = post.map(|post| (&**post).into());
            }
            ActKind::WarnLimit | ActKind::ExceedLimit => self.remember_spoken(case, event),
            _ => {}
        }
        apply_deferral(case, event, kind);
        case.phase = case.phase.after_reported(kind);
        let since = event.detail(|body| body.since).map_or(at, DateTime::from);
        running::start_clocks(self.frame, case, event, signal, since.min(at));
        self.start_stage_clocks(case, at);
        self.start_waits(case, signal, change);
        if case.phase.is_over() {
            case.clocks.retain(|clock| running::outlives_closing(self.frame, clock));
        }
        case.note(kind, at);
        case.first_at = case.first_at.or(Some(at));
        case.last_at = Some(at);
    }

    fn stage_of(&self, case: &Case, event: &Event) -> Option<StageIndex> {
        if let Some(name) = &event.stage {
            return self.frame.procedure.stage_index(name);
        }
        if event.kind == ActKind::Return {
            return self.origin_of_return(case, event);
        }
        let stages = self.stages_of_act.get(event.kind as usize)?;
        let possible = stages.iter().find(|stage| self.automaton.is_possible(case.state, **stage));
        possible.or(stages.first()).copied()
    }

    /// The stage that a return comes from: the one now possible that may return to the target.
    fn origin_of_return(&self, case: &Case, event: &Event) -> Option<StageIndex> {
        let target = event.body.as_deref().and_then(|body| body.targets.first());
        let target = target.and_then(|id| self.frame.procedure.stage_index(id));
        let mut rules = self.frame.procedure.returns.iter();
        let rule = rules.find(|rule| {
            let leads_there = target.is_none_or(|target| rule.to.contains(&target));
            leads_there && self.automaton.is_possible(case.state, rule.from)
        });
        rule.map(|rule| rule.from)
    }

    /// The kind with `complete` resolved to the act of its stage, and the outcome.
    fn resolve(&self, event: &Event, stage: Option<StageIndex>) -> (ActKind, Option<OutcomeIndex>) {
        let Some(stage) = stage.and_then(|index| self.frame.procedure.stage(index)) else {
            return (event.kind, None);
        };
        let named = event.outcome.as_deref().and_then(|id| stage.outcome(id));
        if let Some((index, outcome)) = named {
            let generic = event.kind == ActKind::Complete;
            let kind = if generic { outcome.act.unwrap_or(stage.act) } else { event.kind };
            return (kind, Some(index));
        }
        let kind = if event.kind == ActKind::Complete { stage.act } else { event.kind };
        if let Some((index, _)) = stage.outcome_of_act(kind) {
            return (kind, Some(index));
        }
        // The act itself, with no outcome named: the one outcome that needs no act of its own.
        let mut plain = stage.outcomes.iter().enumerate().filter(|(_, o)| o.act.is_none());
        let only = match (plain.next(), plain.next()) {
            (Some((position, _)), None) if kind == stage.act => u8::try_from(position).ok(),
            _ => None,
        };
        (kind, only.map(OutcomeIndex))
    }

    fn completes(&self, stage: StageIndex, kind: ActKind) -> bool {
        let stage = self.frame.procedure.stage(stage);
        stage.is_some_and(|stage| stage.act == kind || stage.outcome_of_act(kind).is_some())
    }

    fn complete(
        &mut self,
        case: &mut Case,
        event: &Event,
        (stage, outcome): (StageIndex, Option<OutcomeIndex>),
        change: &mut Change,
    ) {
        let step = self.automaton.step(case.state, stage, outcome);
        case.state = step.state;
        // What silence decides, it decides wherever the case stands: nothing was left out.
        let by_silence = event.kind == ActKind::Decide
            && event.body.as_deref().is_some_and(|body| body.automatic && body.limit.is_some());
        let skipped = matches!(step.fit, Fit::Skipped(_));
        change.fit = Some(if by_silence && skipped { Fit::Fits } else { step.fit });
        let definition = self.frame.procedure.stage(stage);
        let outcome = outcome.and_then(|index| definition?.outcomes.get(usize::from(index.0)));
        change.outcome = outcome.map(|outcome| Name::clone(&outcome.id));
        if let Some(slot) = case.completions.get_mut(usize::from(stage.0)) {
            let (at, person) = (change.at, event.actor.person.clone());
            *slot = Some(Completion { at, person, outcome: change.outcome.clone() });
        }
    }

    fn step_back(
        &mut self,
        case: &mut Case,
        event: &Event,
        from: Option<StageIndex>,
        change: &mut Change,
    ) {
        let target = event.body.as_deref().and_then(|body| body.targets.first());
        let target = target.and_then(|id| self.frame.procedure.stage_index(id));
        let (Some(from), Some(to)) = (from, target) else { return };
        match self.automaton.step_back(case.state, from, to) {
            Some(state) => case.state = state,
            None => change.fit = Some(Fit::OutOfOrder),
        }
    }

    fn apply_joint(&self, case: &mut Case, event: &Event, kind: ActKind) {
        match kind {
            ActKind::Split => {
                let agencies = event.body.as_deref().map_or(&[][..], |body| &body.targets);
                case.joint_agencies.extend(agencies.iter().map(|name| JointAgency {
                    name: (&**name).into(),
                    answered: false,
                    opposed: false,
                    silent: false,
                }));
            }
            ActKind::GiveOpinion => {
                let mut agencies = case.joint_agencies.iter_mut();
                if let Some(joint) = agencies.find(|j| Some(&j.name) == event.actor.agency.as_ref())
                {
                    joint.answered = true;
                    joint.silent = event.body.as_deref().is_some_and(|body| body.automatic);
                    let rule = self.frame.procedure.joint.as_ref();
                    joint.opposed =
                        rule.is_some_and(|r| event.outcome.as_ref() == Some(&r.opposed));
                }
            }
            _ => {}
        }
    }

    fn remember_spoken(&self, case: &mut Case, event: &Event) {
        let Some(body) = event.body.as_deref() else { return };
        let Some(rule) = body.rule.as_deref() else { return };
        case.spoken.push(Spoken {
            rule: rule.into(),
            limit: body.limit.as_deref().and_then(|id| self.frame.procedure.limit_position(id)),
            agency: body.targets.first().map(|agency| (&**agency).into()),
            due: body.until,
        });
    }

    fn check_waits(&self, case: &Case, signal: Signal, change: &mut Change) {
        for wait in &case.waits {
            let rule = self.frame.procedure.waits.get(wait.wait);
            if rule.is_some_and(|rule| signal.meets(rule.to)) && change.at.date() < wait.opens {
                change.early.push(EarlyAct { wait: *wait });
            }
        }
    }

    fn start_waits(&self, case: &mut Case, signal: Signal, change: &mut Change) {
        for (position, rule) in self.frame.procedure.waits.iter().enumerate() {
            if !signal.meets(rule.from) {
                continue;
            }
            match running::open_wait(self.frame, position, rule, change.at) {
                Ok(wait) => {
                    case.waits.retain(|known| known.wait != position);
                    case.waits.push(wait);
                }
                Err(alarm) => change.alarms.push(alarm),
            }
        }
    }

    /// Stage clocks run while their stage is possible and start when it becomes so.
    fn start_stage_clocks(&self, case: &mut Case, at: DateTime) {
        let possible = self.automaton.possible(case.state);
        let procedure = self.frame.procedure;
        let is_possible = |stage: u16| {
            1_u128.checked_shl(u32::from(stage)).is_some_and(|bit| possible & bit != 0)
        };
        // While the applicant supplements, acceptance cannot be late (行政许可法 art. 32).
        let supplementing = case.phase == super::phase::Phase::AwaitingSupplement;
        let held = procedure.supplement.as_ref().filter(|_| supplementing).map(|rule| rule.until);
        case.clocks.retain(|clock| {
            let stage = procedure.limits.get(clock.limit).and_then(|rule| rule.stage);
            stage.is_none_or(|stage| is_possible(stage.0) && held != Some(stage))
        });
        for (stage, limit) in self.stage_limits.iter().enumerate() {
            let Some(limit) = limit else { continue };
            let wanted = u16::try_from(stage)
                .is_ok_and(|stage| is_possible(stage) && held != Some(StageIndex(stage)));
            // What may be repeated has met its limit with the first completion.
            let done = case.completions.get(stage).is_some_and(Option::is_some);
            let repeats =
                procedure.stages.get(stage).is_some_and(|s| s.repeatable || s.per_joint_agency);
            if wanted
                && !(done && repeats)
                && !case.clocks.iter().any(|clock| clock.limit == *limit)
            {
                running::start(self.frame, case, *limit, None, at);
            }
        }
    }
}

/// An agency is consulted until it answers, or until nobody needs its answer any more.
fn apply_consultation(case: &mut Case, event: &Event, kind: ActKind) {
    match kind {
        ActKind::Consult => {
            let agencies = event.body.as_deref().map_or(&[][..], |body| &body.targets);
            case.consulted.extend(agencies.iter().map(|name| Name::from(&**name)));
        }
        ActKind::AnswerConsultation => {
            let answers = running::answering(case, event, kind);
            let answered = |asked: &Name| Some(asked) == answers.as_ref();
            if let Some(place) = case.consulted.iter().position(answered) {
                case.consulted.remove(place);
            }
        }
        ActKind::Decide | ActKind::Decline => case.consulted.clear(),
        _ => {}
    }
}

/// The amount of a fee, in fen; what is reported may be senseless.
fn amount(event: &Event) -> i64 {
    event.body.as_deref().and_then(|body| body.amount_fen).unwrap_or(0).max(0)
}

/// What is charged is owed, and counts for its fee.
fn apply_charge(case: &mut Case, event: &Event) {
    let amount = amount(event);
    case.owed_fen = case.owed_fen.saturating_add(amount);
    let Some(fee) = event.body.as_deref().and_then(|body| body.text.as_deref()) else { return };
    match case.charged_fen.iter_mut().find(|(known, _)| **known == *fee) {
        Some((_, charged)) => *charged = charged.saturating_add(amount),
        None => case.charged_fen.push((fee.into(), amount)),
    }
}

/// Materials that follow are owed until they are handed in.
fn apply_deferral(case: &mut Case, event: &Event, kind: ActKind) {
    let Some(body) = event.body.as_deref() else { return };
    match (kind, body.until) {
        (ActKind::Accept, Some(until)) if !body.materials.is_empty() => {
            let materials = body.materials.iter().map(|material| (&**material).into()).collect();
            case.deferred = Some(Deferred { materials, until });
        }
        (ActKind::HandIn, _) => {
            let Some(deferred) = &mut case.deferred else { return };
            let came = |owed: &Name| body.materials.iter().any(|material| **material == **owed);
            deferred.materials.retain(|owed| !came(owed));
            if deferred.materials.is_empty() {
                case.deferred = None;
            }
        }
        _ => {}
    }
}
