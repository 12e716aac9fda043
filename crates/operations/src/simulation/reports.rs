//! Reported acts: what an agency's own system says was done, with the time that it claims.

use super::chance::Chance;
use super::commands::materials;
use super::hours::{HOUR, MINUTE};
use crate::register::{Post, Register};
use domain::event::{ActKind, Actor, Body, Event, Name, Source};
use domain::item::Item;
use domain::procedure::automaton::Automaton;
use domain::procedure::{Performer, Procedure, Stage, StageIndex};
use jiff::Timestamp;

/// Stages of a course at most.
const LONGEST: usize = 40;

/// An act of a kind and nothing else; number and recording time are given by the desk.
pub(super) fn bare(kind: ActKind) -> Event {
    Event::new(0, kind, Timestamp::UNIX_EPOCH, Source::Feed)
}

/// The act that completes a stage.
pub(super) fn of_stage(procedure: &Procedure, id: &str, outcome: Option<&str>) -> Option<Event> {
    let stage = procedure.stage(procedure.stage_index(id)?)?;
    let mut event = bare(stage.act);
    event.stage = Some(stage.id.clone());
    event.outcome = outcome.map(Into::into);
    Some(event)
}

/// The act as done by the holder of a post, in a role.
pub(super) fn by(mut event: Event, post: &Post, role: &str) -> Event {
    event.actor = Actor {
        person: Some(post.person.id.clone()),
        post: Some(post.id.clone()),
        role: Some(role.into()),
        agency: Some(post.agency.clone()),
        acting_for: None,
    };
    event
}

/// The act as said to have been done at a moment.
pub(super) fn claimed(mut event: Event, at: i64) -> Event {
    event.occurred_at = Timestamp::from_millisecond(at).ok();
    event
}

/// A case that was handled off the platform, from application to closing, as its agency enters it afterwards.
pub(super) struct Offline<'a> {
    pub(super) register: &'a Register,
    pub(super) procedure: &'a Procedure,
    pub(super) item: &'a Item,
    pub(super) agency: &'a Name,
    pub(super) applicant: Name,
}

impl Offline<'_> {
    /// The acts, the last of which is claimed to have been done more than a day before `now`.
    pub(super) fn course(&self, now: i64, chance: &mut Chance) -> Vec<Event> {
        let mut automaton = Automaton::new(&self.procedure.net);
        let mut state = automaton.initial();
        let mut events = Vec::new();
        for _ in 0..LONGEST {
            let Some((index, stage)) = self.next(&automaton, state) else { break };
            let outcome = stage.outcomes.first().map(|outcome| outcome.id.clone());
            let chosen = outcome.as_deref().and_then(|id| stage.outcome(id));
            state = automaton.step(state, index, chosen.map(|(index, _)| index)).state;
            events.push(self.event(stage, outcome, chance));
        }
        let mut at = now - chance.between(30, 60) * HOUR;
        for event in events.iter_mut().rev() {
            event.occurred_at = Timestamp::from_millisecond(at).ok();
            at -= chance.between(90, 20 * 60) * MINUTE;
        }
        events
    }

    fn next(
        &self,
        automaton: &Automaton,
        state: domain::procedure::automaton::State,
    ) -> Option<(StageIndex, &Stage)> {
        let stages = self.procedure.stages.iter().enumerate();
        let mut possible = stages.filter_map(|(position, stage)| {
            let index = u16::try_from(position).ok().map(StageIndex)?;
            (!stage.optional && automaton.is_possible(state, index)).then_some((index, stage))
        });
        possible.next()
    }

    fn event(&self, stage: &Stage, outcome: Option<Name>, chance: &mut Chance) -> Event {
        let mut event = bare(stage.act);
        event.stage = Some(stage.id.clone());
        event.outcome = outcome;
        let role = stage.role.as_deref().unwrap_or_default();
        if stage.performer == Performer::Party {
            event.actor = Actor {
                person: Some(self.applicant.clone()),
                role: Some(role.into()),
                ..Actor::default()
            };
        } else {
            let holds = |post: &&Post| post.roles.iter().any(|known| **known == *role);
            if let Some(post) = self.register.posts_of(self.agency).find(holds) {
                event = by(event, post, role);
            }
        }
        event.body = match stage.act {
            ActKind::Submit => Some(Body {
                materials: materials(Some(self.item)).into_iter().map(Into::into).collect(),
                ..Body::default()
            }),
            ActKind::Issue => Some(Body {
                number: Some(format!("补{:06}", chance.between(1, 999_999)).into()),
                ..Body::default()
            }),
            ActKind::Deliver => Some(Body { text: Some("窗口领取".into()), ..Body::default() }),
            _ => None,
        }
        .map(Box::new);
        event
    }
}
