//! What happens next in a case, and when: the plan of the people in it, made anew after each act.

use super::chance::{Chance, THOUSAND};
use super::course;
use super::hours::{DAY, HOUR, Hours, MINUTE};
use super::misbehaviour::Turn;
use super::people;
use super::settings::Settings;
use super::work::{Act, Work};
use crate::register::{Post, Register};
use domain::event::{ActKind, Name};
use domain::procedure::{Opens, Performer, StageIndex, Trigger};
use jiff::civil::Date;

/// Plans for the people in a case.
pub(super) struct Planner<'a> {
    pub(super) settings: &'a Settings,
    pub(super) register: &'a Register,
    pub(super) hours: Hours,
    pub(super) chance: &'a mut Chance,
    /// The year in which documents are numbered.
    pub(super) year: i16,
    /// The day on which the plan is made.
    pub(super) today: Date,
}

/// An act and when it is done.
pub(super) type Planned = (i64, Act);

impl<'a> Planner<'a> {
    /// The next act in a case; none while nobody does anything.
    pub(super) fn next(&mut self, work: &Work, now: i64) -> Option<Planned> {
        if work.is_over() {
            return self.rating(work, now);
        }
        match self.misdeed(work, now) {
            Turn::Act(at, act) => return Some((at, *act)),
            Turn::Idle => return None,
            Turn::Go => {}
        }
        if &*work.phase == "awaiting-supplement" {
            return self.supplementing(work, now);
        }
        if !work.owed.is_empty() {
            return self.following(work, now);
        }
        let stage = course::stage(work)?;
        if work.around.is_some() && self.is_silent(work, stage) {
            return None;
        }
        let now = self.not_before(work, now);
        if let Some(planned) = self.beside(work, stage, now) {
            return Some(planned);
        }
        self.proceed(work, stage, now)
    }

    /// The end of a special procedure, if one is going on.
    fn not_before(&self, work: &Work, now: i64) -> i64 {
        let until = work.paused_until.map(|until| self.hours.begin_of(until));
        until.map_or(now, |until| until.max(now))
    }

    /// A supervisor who leaves a suspicion to silence.
    fn is_silent(&self, work: &Work, stage: StageIndex) -> bool {
        let stage = work.procedure.stage(stage);
        stage.is_some_and(|stage| stage.act == ActKind::Accept)
            && work.dice("silent") < self.settings.silent_confirmations
    }

    /// The act that completes a stage.
    fn proceed(&mut self, work: &Work, index: StageIndex, now: i64) -> Option<Planned> {
        let stage = work.procedure.stage(index)?;
        let outcome = course::outcome(stage, self.chance);
        let outcome = outcome.map(|outcome| self.benign(work, index, outcome));
        if stage.performer == Performer::Party && stage.role.as_deref() != Some("respondent") {
            let at = self.leisure(now, 1, 4 * 24);
            let act = self.completing(work, index, outcome, None)?;
            return Some((self.awaited(work, index, at), act));
        }
        let post = self.post_for(work, index)?;
        if self.is_left_to_silence(work, stage, &post.agency) {
            return None;
        }
        let time = self.time_for(work, index, post);
        let at = self.hours.after(now, time);
        let act = self.completing(work, index, outcome, Some(post))?;
        Some((self.awaited(work, index, at), act))
    }

    /// Who misbehaves does so in a case that is granted.
    fn benign(&self, work: &Work, index: StageIndex, outcome: Name) -> Name {
        let first = work.procedure.stage(index).and_then(|stage| stage.outcomes.first());
        match (&work.misdeed, first) {
            (Some(_), Some(first)) => first.id.clone(),
            _ => outcome,
        }
    }

    fn time_for(&mut self, work: &Work, index: StageIndex, post: &Post) -> i64 {
        if work.misdeed.as_ref().is_some_and(super::misbehaviour::Misdeed::is_hasty) {
            return self.chance.between(1, 3) * MINUTE;
        }
        let stage = work.procedure.stage(index);
        let is_answer = work.around.is_some() && stage.is_some_and(|stage| &*stage.id == "answer");
        let limit = stage.and_then(|stage| stage.limit.as_ref());
        if let Some(limit) = limit.filter(|_| is_answer)
            && work.dice("late-answer") < self.settings.late_answers
        {
            return self.hours.office_time(limit.period()) * self.chance.between(120, 190) / 100;
        }
        // Windows take in and hand out at once; the work is in between.
        let at_once =
            stage.is_some_and(|stage| matches!(stage.act, ActKind::Accept | ActKind::Close));
        let disposition = post.disposition.as_deref();
        let time = people::time_for(work, index, disposition, (self.hours, &mut *self.chance));
        if at_once && work.around.is_none() { time / 2 } else { time }
    }

    /// A post for a stage.
    pub(super) fn post_for(&self, work: &Work, index: StageIndex) -> Option<&'a Post> {
        let stage = work.procedure.stage(index)?;
        let mut role = stage.role.as_deref()?;
        if stage.performer == Performer::Party {
            // What somebody sends who is no user of the platform is recorded by the registry.
            let accepts = work.procedure.stages.iter().find(|stage| stage.act == ActKind::Accept);
            role = accepts.and_then(|stage| stage.role.as_deref())?;
        }
        let agency = self.agency_for(work, role)?;
        let others = people::kept_away(work, index);
        people::post(self.register, (&agency, role), &others, work)
    }

    fn agency_for(&self, work: &Work, role: &str) -> Option<Name> {
        match (role, &work.around) {
            ("supervisor", Some(around)) => Some(around.supervisor.clone()),
            ("appeal-body", Some(around)) => around.appeal.clone(),
            ("joint-examiner", _) => {
                // One that keeps silent keeps no other from answering.
                let open = work.joint.iter().filter(|(_, answered)| !answered);
                let mut open = open.map(|(agency, _)| agency);
                let first = open.clone().next();
                open.find(|agency| !self.keeps_silent(work, agency)).or(first).cloned()
            }
            _ => Some(work.agency.clone()),
        }
    }

    /// A moment in the free time of a party, some hours from now.
    pub(super) fn leisure(&mut self, now: i64, from: i64, to: i64) -> i64 {
        const WAKES: i64 = 7;
        const SLEEPS: i64 = 22;
        let at = now + self.chance.between(from * 60, to * 60) * MINUTE;
        let begin = self.hours.begin_of(self.hours.date(at));
        let hour = (at - begin) / HOUR;
        if (WAKES..SLEEPS).contains(&hour) {
            return at;
        }
        let day = if hour < WAKES { begin } else { begin + DAY };
        day + self.chance.between(WAKES * 60 + 30, SLEEPS * 60) * MINUTE
    }

    /// Not before the waiting periods of a stage are over.
    fn awaited(&mut self, work: &Work, index: StageIndex, at: i64) -> i64 {
        let act = work.procedure.stage(index).map(|stage| stage.act);
        let waits = work.procedure.waits.iter().filter(|wait| match wait.to {
            Trigger::Stage(stage) | Trigger::Outcome(stage, _) => stage == index,
            Trigger::Act(kind) => Some(kind) == act,
        });
        let opens = waits.filter_map(|wait| {
            let from = work.met(wait.from)?;
            match wait.opens {
                Opens::AfterLastDay => self.hours.first_day_after(wait.period, from),
                Opens::OnLastDay => self.hours.last_day(wait.period, from),
            }
        });
        match opens.max().map(|day| self.hours.begin_of(day)) {
            Some(opens) if opens > at => {
                let time = self.chance.between(10, 6 * 60) * MINUTE;
                self.hours.after(opens, time)
            }
            _ => at,
        }
    }

    /// Whether something that happens in some of a thousand cases happens in this one.
    pub(super) fn happens(work: &Work, about: &str, per_mille: u32) -> bool {
        work.dice(about) < per_mille.min(THOUSAND)
    }
}
