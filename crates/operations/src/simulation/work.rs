//! A case as the simulation knows it: where it stands, who did what, and what is planned next.

use super::chance::dice;
use super::misbehaviour::Misdeed;
use crate::caller::Caller;
use domain::case::decide::Command;
use domain::event::{Event, Name};
use domain::item::Item;
use domain::procedure::{Procedure, StageIndex, Trigger};
use jiff::civil::Date;

/// A completed stage.
#[derive(Debug, Clone)]
pub(super) struct Done {
    pub(super) stage: StageIndex,
    pub(super) outcome: Option<Name>,
    pub(super) person: Option<Name>,
    pub(super) at: i64,
}

/// The agencies around a card.
#[derive(Debug, Clone)]
pub(super) struct Around {
    pub(super) supervisor: Name,
    pub(super) appeal: Option<Name>,
}

/// What an act leaves behind beside a completed stage.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    Nothing,
    Supplement,
    Pause(Date),
    PauseOver,
    Extension,
    Consultation,
    Answer,
    Return(StageIndex),
    Transfer,
    Urging,
    Fee,
    Payment,
    Split(Vec<Name>),
    Opinion(Name),
    /// Materials follow by a day.
    Owed(Vec<String>),
    HandedIn,
    Rating,
    /// The misdeed has come a step further, whether the platform let it pass or not.
    /// With the end of the special procedure that it began.
    Misdeed(Option<Date>),
}

/// What is asked of the platform.
#[derive(Debug, Clone)]
pub(super) enum Wish {
    Step(Command),
    Report(Vec<Event>),
}

/// A planned act.
#[derive(Debug, Clone)]
pub(super) struct Act {
    pub(super) caller: Caller,
    pub(super) wish: Wish,
    /// The stage that it completes, with the outcome.
    pub(super) completes: Option<(StageIndex, Option<Name>)>,
    pub(super) mark: Mark,
    /// The platform is to refuse it.
    pub(super) to_be_refused: bool,
}

impl Act {
    pub(super) fn of(caller: Caller, command: Command) -> Self {
        Self {
            caller,
            wish: Wish::Step(command),
            completes: None,
            mark: Mark::Nothing,
            to_be_refused: false,
        }
    }

    pub(super) fn marked(self, mark: Mark) -> Self {
        Self { mark, ..self }
    }

    /// The person who acts.
    pub(super) fn person(&self) -> Option<Name> {
        match &self.caller {
            Caller::Official { person, .. } | Caller::Party { person } => Some(person.clone()),
            Caller::Feed { .. } => match &self.wish {
                Wish::Report(events) => events.last().and_then(|event| event.actor.person.clone()),
                Wish::Step(_) => None,
            },
            _ => None,
        }
    }
}

/// A case in work.
pub(super) struct Work {
    pub(super) place: Box<str>,
    pub(super) number: Box<str>,
    pub(super) agency: Name,
    pub(super) applicant: Option<Name>,
    pub(super) procedure: &'static Procedure,
    pub(super) item: Option<&'static Item>,
    pub(super) item_code: Box<str>,
    pub(super) around: Option<Around>,
    pub(super) phase: Box<str>,
    pub(super) stages: Vec<StageIndex>,
    /// Events that its last known state rests on, and that were heard of.
    pub(super) events: u32,
    pub(super) heard: u32,
    pub(super) done: Vec<Done>,
    pub(super) supplements: u32,
    pub(super) pauses: u32,
    pub(super) paused_until: Option<Date>,
    pub(super) extended: bool,
    pub(super) consulted: bool,
    pub(super) answered: bool,
    pub(super) returned: bool,
    pub(super) transferred: bool,
    pub(super) urged: bool,
    pub(super) charged: bool,
    pub(super) paid: bool,
    pub(super) joint: Vec<(Name, bool)>,
    /// Materials that are to follow.
    pub(super) owed: Vec<String>,
    pub(super) rated: bool,
    pub(super) misdeed: Option<Misdeed>,
    pub(super) plan: u64,
    pub(super) next: Option<Act>,
    pub(super) tries: u32,
}

impl Work {
    /// A case of which nothing is known but its procedure.
    pub(super) fn new(place: Box<str>, number: Box<str>, procedure: &'static Procedure) -> Self {
        Self {
            place,
            number,
            agency: "".into(),
            applicant: None,
            procedure,
            item: None,
            item_code: "".into(),
            around: None,
            phase: "new".into(),
            stages: Vec::new(),
            events: 0,
            heard: 0,
            done: Vec::new(),
            supplements: 0,
            pauses: 0,
            paused_until: None,
            extended: false,
            consulted: false,
            answered: false,
            returned: false,
            transferred: false,
            urged: false,
            charged: false,
            paid: false,
            joint: Vec::new(),
            owed: Vec::new(),
            rated: false,
            misdeed: None,
            plan: 0,
            next: None,
            tries: 0,
        }
    }

    /// The dice of the case about something, from 0 to 999.
    pub(super) fn dice(&self, about: &str) -> u32 {
        dice(&self.number, about)
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(&*self.phase, "closed" | "withdrawn")
    }

    pub(super) fn completion(&self, stage: StageIndex) -> Option<&Done> {
        self.done.iter().rev().find(|done| done.stage == stage)
    }

    /// Whether a stage was completed, with one of some outcomes where any are named.
    pub(super) fn has(&self, stage: &str, outcomes: &[&str]) -> bool {
        let Some(done) = self.procedure.stage_index(stage).and_then(|s| self.completion(s)) else {
            return false;
        };
        outcomes.is_empty() || done.outcome.as_deref().is_some_and(|o| outcomes.contains(&o))
    }

    pub(super) fn is_possible(&self, stage: &str) -> bool {
        self.procedure.stage_index(stage).is_some_and(|stage| self.stages.contains(&stage))
    }

    /// When a trigger was met for the last time, as far as it is a stage or the act of one.
    pub(super) fn met(&self, trigger: Trigger) -> Option<i64> {
        let meets = |done: &&Done| match trigger {
            Trigger::Stage(stage) => done.stage == stage,
            Trigger::Outcome(stage, outcome) => {
                let named = self.procedure.stage(stage).and_then(|known| {
                    known.outcomes.get(usize::from(outcome.0)).map(|outcome| &outcome.id)
                });
                done.stage == stage && named.is_some() && done.outcome.as_ref() == named
            }
            Trigger::Act(act) => {
                self.procedure.stage(done.stage).is_some_and(|stage| stage.act == act)
            }
        };
        self.done.iter().rev().find(meets).map(|done| done.at)
    }

    /// Whether a limit runs: it has begun and nothing has ended it.
    pub(super) fn runs(&self, limit: usize) -> Option<i64> {
        let rule = self.procedure.limits.get(limit)?;
        let began = rule.from.iter().filter_map(|trigger| self.met(*trigger)).max()?;
        let over = rule.until.iter().any(|trigger| self.met(*trigger).is_some());
        (!over).then_some(began)
    }

    /// Notes what an act that was recorded leaves behind.
    pub(super) fn note(&mut self, act: &Act, at: i64) {
        if let Some((stage, outcome)) = &act.completes {
            let (stage, outcome) = (*stage, outcome.clone());
            self.done.push(Done { stage, outcome, person: act.person(), at });
        }
        self.mark(&act.mark);
    }

    /// Notes what an act leaves behind beside a completed stage.
    pub(super) fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Nothing => {}
            Mark::Supplement => self.supplements += 1,
            Mark::Pause(until) => {
                self.pauses += 1;
                self.paused_until = Some(*until);
            }
            Mark::PauseOver => self.paused_until = None,
            Mark::Extension => self.extended = true,
            Mark::Consultation => self.consulted = true,
            Mark::Answer => self.answered = true,
            Mark::Return(to) => {
                self.returned = true;
                let to = *to;
                self.done.retain(|done| done.stage != to);
            }
            Mark::Transfer => self.transferred = true,
            Mark::Urging => self.urged = true,
            Mark::Fee => self.charged = true,
            Mark::Payment => self.paid = true,
            Mark::Split(agencies) => {
                self.joint = agencies.iter().map(|agency| (agency.clone(), false)).collect();
            }
            Mark::Opinion(agency) => {
                for (joint, answered) in &mut self.joint {
                    *answered |= joint == agency;
                }
            }
            Mark::Owed(materials) => self.owed.clone_from(materials),
            Mark::HandedIn => self.owed.clear(),
            Mark::Rating => self.rated = true,
            Mark::Misdeed(until) => {
                self.paused_until = until.or(self.paused_until);
                if let Some(misdeed) = &mut self.misdeed {
                    misdeed.step += 1;
                }
            }
        }
    }
}

/// The key of a case.
pub(super) fn key(place: &str, number: &str) -> String {
    [place, "/", number].concat()
}
