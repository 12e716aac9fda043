//! What became of what was asked: replies are taken in, and the people plan on.

use super::agenda::Task;
use super::catalogue::Offer;
use super::hours::HOUR;
use super::misbehaviour::Misdeed;
use super::planner::Planner;
use super::work::{Act, Done, Mark, Work, key};
use super::{Simulation, SimulationError};
use crate::caller::Caller;
use crate::desk::{Answer, Failure, Request};
use domain::event::Name;
use domain::procedure::{Procedure, StageIndex};
use serde::Deserialize;

/// How often something that was refused is tried again.
const TRIES: u32 = 4;

/// What opens a case.
pub(super) struct Opened {
    pub(super) offer: Offer,
    pub(super) applicant: Name,
    pub(super) person: Option<Name>,
    pub(super) misdeed: Option<Misdeed>,
}

/// What is asked of the platform.
pub(super) struct Asked {
    pub(super) at: i64,
    pub(super) caller: Caller,
    pub(super) request: Request,
    pub(super) opened: Option<Opened>,
    pub(super) act: Option<(String, Act)>,
}

/// The part of an answer that plans rest on.
#[derive(Deserialize)]
struct Told {
    n: u32,
    phase: Box<str>,
    stages: Vec<Box<str>>,
}

/// The stages that a list of ids names.
pub(super) fn stages_of<'a>(
    procedure: &Procedure,
    ids: impl Iterator<Item = &'a str>,
) -> Vec<StageIndex> {
    ids.filter_map(|id| procedure.stage_index(id)).collect()
}

impl Simulation {
    /// A case was opened, or not.
    pub(super) fn opened(
        &mut self,
        at: i64,
        opened: Opened,
        reply: Result<Answer, Failure>,
    ) -> Result<(), SimulationError> {
        let answer = match reply {
            Ok(answer) => answer,
            Err(failure) => {
                self.refuse(&failure);
                return Ok(());
            }
        };
        let Some(told) = told(&answer) else { return Ok(()) };
        self.figures.cases += 1;
        self.figures.acts += u64::from(told.n);
        let Opened { offer, applicant, person, misdeed } = opened;
        let mut work = Work::new(offer.place.clone(), answer.case_id.clone(), offer.procedure);
        work.agency = offer.agency.clone();
        work.applicant = Some(applicant);
        work.item = Some(offer.item);
        work.item_code = offer.item.code.as_str().into();
        work.misdeed = misdeed;
        work.done.push(Done { stage: StageIndex(0), outcome: None, person, at });
        self.take_in(&mut work, &told);
        self.keep(work, at);
        Ok(())
    }

    /// An act was recorded, or not.
    pub(super) fn acted(
        &mut self,
        at: i64,
        key: &str,
        act: &Act,
        reply: Result<Answer, Failure>,
    ) -> Result<(), SimulationError> {
        let Some(mut work) = self.works.remove(key) else { return Ok(()) };
        match reply {
            Ok(answer) => {
                let Some(told) = told(&answer) else { return Ok(()) };
                self.figures.acts += u64::from(told.n.saturating_sub(work.events).max(1));
                work.note(act, at);
                work.tries = 0;
                self.take_in(&mut work, &told);
                self.keep(work, at);
            }
            Err(Failure::Refused(refusal)) if act.to_be_refused => {
                *self.figures.refused_attempts.entry(refusal.rule.word()).or_default() += 1;
                work.note(&Act { completes: None, mark: Mark::Misdeed(None), ..act.clone() }, at);
                self.keep(work, at);
            }
            Err(failure) => {
                self.refuse(&failure);
                work.tries += 1;
                if work.tries > TRIES {
                    let procedure = work.procedure.id.as_str().into();
                    *self.figures.stuck.entry(procedure).or_default() += 1;
                    return Ok(());
                }
                self.works.insert(key.to_owned(), work);
                self.look_at(key)?;
            }
        }
        Ok(())
    }

    fn take_in(&self, work: &mut Work, told: &Told) {
        work.phase = told.phase.clone();
        work.events = told.n;
        work.stages = stages_of(work.procedure, told.stages.iter().map(|stage| &**stage));
    }

    /// Keeps a case that is not over, and plans its next act.
    pub(super) fn keep(&mut self, mut work: Work, now: i64) {
        let tried = i64::from(work.tries);
        let mut planner = Planner {
            settings: &self.settings,
            register: &self.register,
            hours: self.hours,
            chance: &mut self.chance,
            year: self.hours.date(now).year(),
            today: self.hours.date(now),
        };
        let planned = planner.next(&work, now);
        if work.is_over() && planned.is_none() {
            return;
        }
        self.plans += 1;
        work.plan = self.plans;
        work.next = None;
        let key = key(&work.place, &work.number);
        if let Some((at, act)) = planned {
            let task = Task::Act { key: key.clone(), plan: work.plan };
            self.agenda.add(at.max(now + 1) + tried * HOUR, task);
            work.next = Some(act);
        }
        self.works.insert(key, work);
    }

    fn refuse(&mut self, failure: &Failure) {
        let word = match failure {
            Failure::Refused(refusal) => refusal.rule.word(),
            Failure::Forbidden(_) => "forbidden",
            Failure::Unknown(..) => "unknown",
            Failure::Invalid(_) => "invalid",
            Failure::Exceeded(_) => "exceeded",
            Failure::KeyReused => "key-reused",
            Failure::Clock(_) => "clock",
            Failure::Damaged(_) => "damaged",
            Failure::Busy => "busy",
            Failure::Stopped(fault) => {
                self.stopped = Some(fault.clone());
                "stopped"
            }
        };
        *self.refusals.entry(word).or_default() += 1;
    }
}

fn told(answer: &Answer) -> Option<Told> {
    serde_json::from_str(&answer.text).ok()
}
