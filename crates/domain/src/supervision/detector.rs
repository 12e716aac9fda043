//! What a kind of rule is made of, and what it sees.

use super::finding::{Facts, Finding};
use super::message::Slot;
use super::rule::{Parameters, Rule};
use crate::case::fold::Frame;
use crate::case::{Case, CaseClock, Change, OpenPause};
use crate::event::Event;
use crate::procedure::Procedure;
use crate::text::Language;
use jiff::civil::{Date, DateTime};

/// What comes of binding a rule to a procedure: a detector, nothing when the rule cannot concern the procedure, or
/// what is wrong with the parameters.
pub type Made = Result<Option<Box<dyn Detector>>, String>;

/// A kind of rule: code that a rule file chooses by name.
#[derive(Debug)]
pub struct Kind {
    /// Its name in rule files.
    pub name: &'static str,
    /// The parameters that it takes.
    pub parameters: &'static [&'static str],
    /// The placeholders that it fills beside the general ones.
    pub slots: &'static [Slot],
    /// Makes a detector for one rule and one procedure.
    pub detector: fn(&Parameters, &Procedure) -> Made,
}

/// One rule at work on one procedure. It keeps no state of its own: the case and the change say everything.
pub trait Detector: Send + Sync {
    /// Judges an event.
    fn observe(&self, _seen: &Observation<'_>, _raise: &mut Raise<'_>) {}

    /// Judges something that is still going on at `as_of`.
    fn watch(&self, _going_on: &GoingOn, _as_of: DateTime, _raise: &mut Raise<'_>) -> Watch {
        Watch::Settled
    }

    /// The first moment from which [`Self::watch`] raises something about what is going on, if nothing else
    /// happens after `last_at`, the last event of the case. A moment that is too early does no harm, one that is
    /// too late would make the rule late.
    fn speaks_from(
        &self,
        _going_on: &GoingOn,
        _last_at: Option<DateTime>,
        _frame: Frame<'_>,
    ) -> Option<DateTime> {
        None
    }
}

/// Whether time may still change what a detector says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// It has said, or will never say, anything about this.
    Settled,
    /// A later moment may make it speak.
    Open,
}

/// An event with what it changed.
#[derive(Debug, Clone, Copy)]
pub struct Observation<'a> {
    /// Law and place.
    pub frame: Frame<'a>,
    /// The case after the event.
    pub case: &'a Case,
    /// The event.
    pub event: &'a Event,
    /// What it changed.
    pub change: &'a Change,
}

impl Observation<'_> {
    /// The name of the stage that the event concerns, or of the act.
    #[must_use]
    pub fn subject(&self, language: Language) -> String {
        let stage = self.change.stage.and_then(|index| self.frame.procedure.stage(index));
        match stage {
            Some(stage) => stage.name.in_language(language).to_owned(),
            None => self.change.kind.map_or_else(String::new, |kind| kind.word().to_owned()),
        }
    }

    /// The day of the event.
    #[must_use]
    pub fn date(&self) -> Date {
        self.change.at.date()
    }
}

/// Something that only time decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoingOn {
    /// A running clock.
    Clock {
        /// The clock.
        clock: CaseClock,
        /// When it is due.
        due: crate::limit::Due,
    },
    /// A special procedure.
    Pause(OpenPause),
}

/// Where findings go.
#[derive(Debug)]
pub struct Raise<'a> {
    pub(super) rule: usize,
    pub(super) definition: &'a Rule,
    /// Law and place.
    pub frame: Frame<'a>,
    /// The language of names in facts.
    pub language: Language,
    pub(super) event: Option<&'a Event>,
    pub(super) change: Option<&'a Change>,
    pub(super) findings: &'a mut Vec<Finding>,
}

impl Raise<'_> {
    /// Raises a finding on a day, unless the rule did not stand on it.
    pub fn finding(&mut self, at: Date, facts: Facts) {
        let stage = self.change.and_then(|change| change.stage);
        self.finding_at_stage(at, stage, facts);
    }

    /// Raises a finding that concerns another stage than that of the event.
    pub fn finding_at_stage(
        &mut self,
        at: Date,
        stage: Option<crate::procedure::StageIndex>,
        facts: Facts,
    ) {
        if !self.definition.is_valid_on(at) {
            return;
        }
        let actor = self.event.map(|event| &event.actor);
        let acted = actor.and_then(|actor| actor.agency.as_ref());
        // Who acted is not to blame for what another agency has left undone.
        let own = facts.agency.as_ref().is_none_or(|agency| Some(agency) == acted);
        let actor = actor.filter(|_| own);
        let agency = facts.agency.clone().or_else(|| acted.cloned());
        self.findings.push(Finding {
            rule: self.rule,
            level: self.definition.level,
            at,
            event: self.event.map(|event| event.n),
            stage,
            person: actor.and_then(|actor| actor.person.clone()),
            agency,
            facts,
        });
    }
}
