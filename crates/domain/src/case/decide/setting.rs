//! What a command is decided on: law, place, case, person and time, with the refusals that need nothing else.

use crate::basis::Basis;
use crate::calendar::CalendarError;
use crate::case::Case;
use crate::case::fold::{Fold, Frame};
use crate::case::refusal::{Refusal, RefusalRule, act_name, phase_name};
use crate::event::{ActKind, Actor};
use crate::procedure::{ClockRule, OnExpiry, Procedure, Stage, StageIndex};
use crate::text::Text;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use std::fmt::Display;

/// Law, case, person and time.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) fold: &'a Fold<'a>,
    pub(super) case: &'a Case,
    pub(super) actor: &'a Actor,
    pub(super) moment: Timestamp,
    /// The moment in the zone of the jurisdiction.
    pub(super) at: DateTime,
}

/// A text that is the same in every language.
pub(super) fn plain(value: impl Display) -> Text {
    Text { simplified: value.to_string(), ..Text::default() }
}

/// A word of ours in the three languages.
pub(super) fn words([simplified, traditional, english]: [&str; 3]) -> Text {
    Text {
        simplified: simplified.to_owned(),
        traditional: Some(traditional.to_owned()),
        english: Some(english.to_owned()),
    }
}

impl<'a> Setting<'a> {
    pub(super) fn new(
        fold: &'a Fold<'a>,
        case: &'a Case,
        actor: &'a Actor,
        moment: Timestamp,
    ) -> Self {
        let at = fold.frame.zone.to_datetime(moment);
        Self { fold, case, actor, moment, at }
    }

    pub(super) fn frame(&self) -> Frame<'a> {
        self.fold.frame
    }

    pub(super) fn procedure(&self) -> &'a Procedure {
        self.fold.frame.procedure
    }

    pub(super) fn date(&self) -> Date {
        self.at.date()
    }

    pub(super) fn stage(&self, index: StageIndex) -> Option<&'a Stage> {
        self.procedure().stage(index)
    }

    pub(super) fn stage_name(&self, index: StageIndex) -> Text {
        self.stage(index).map(|stage| stage.name.clone()).unwrap_or_default()
    }

    pub(super) fn is_possible(&self, stage: StageIndex) -> bool {
        self.fold.automaton.is_possible(self.case.state, stage)
    }

    /// Number, order of time and, for the first event, the interval in which the procedure is in force.
    pub(super) fn check_envelope(&self, n: u32) -> Result<(), Refusal> {
        if n != self.case.events.saturating_add(1) {
            let next = plain(self.case.events.saturating_add(1));
            return Err(Refusal::new(RefusalRule::Outdated, None, &next, &Text::default()));
        }
        if let Some(last) = self.case.last_at.filter(|last| self.at < *last) {
            let (subject, detail) = (plain(self.at), plain(last));
            return Err(Refusal::new(RefusalRule::EarlierThanLast, None, &subject, &detail));
        }
        let procedure = self.procedure();
        if self.case.events == 0 && !procedure.is_valid_on(self.date()) {
            let (basis, detail) = (Some(&procedure.basis), plain(self.date()));
            return Err(Refusal::new(RefusalRule::NotInForce, basis, &procedure.name, &detail));
        }
        Ok(())
    }

    /// The life of the case must allow the act.
    pub(super) fn check_phase(&self, kind: ActKind) -> Result<(), Refusal> {
        match self.case.phase.after(kind) {
            Ok(_) => Ok(()),
            Err(error) => {
                let (subject, detail) = (act_name(kind), phase_name(error.from));
                Err(Refusal::new(RefusalRule::Phase, None, &subject, &detail))
            }
        }
    }

    /// A refusal about an act, with a detail.
    pub(super) fn refuse(
        &self,
        rule: RefusalRule,
        basis: Option<&Basis>,
        kind: ActKind,
        detail: &Text,
    ) -> Refusal {
        Refusal::new(rule, basis, &act_name(kind), detail)
    }

    /// What an act must say and does not.
    pub(super) fn incomplete(&self, kind: ActKind, lacks: [&str; 3]) -> Refusal {
        self.refuse(RefusalRule::Incomplete, None, kind, &words(lacks))
    }

    /// The procedure has no clause for the act.
    pub(super) fn not_foreseen(&self, kind: ActKind) -> Refusal {
        let basis = Some(&self.procedure().basis);
        self.refuse(RefusalRule::NotForeseen, basis, kind, &Text::default())
    }

    pub(super) fn no_calendar(
        &self,
        basis: &Basis,
        subject: &Text,
        error: CalendarError,
    ) -> Refusal {
        Refusal::new(RefusalRule::Calendar, Some(basis), subject, &plain(error))
    }

    /// The running limit that has run out and whose silence means acceptance (视为受理), if there is one.
    pub(super) fn deemed_accepted_by(&self) -> Result<Option<&'a ClockRule>, Refusal> {
        for clock in &self.case.clocks {
            let rule = self.procedure().limits.get(clock.limit);
            let Some(rule) = rule.filter(|r| r.on_expiry == Some(OnExpiry::DeemAccepted)) else {
                continue;
            };
            let due = clock.clock.due(self.frame().calendar, self.date());
            let due = due.map_err(|error| self.no_calendar(&rule.basis, &rule.name, error))?;
            if due.is_exceeded_at(self.at) {
                return Ok(Some(rule));
            }
        }
        Ok(None)
    }
}
