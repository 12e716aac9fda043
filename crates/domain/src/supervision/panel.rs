//! The panel: the rules that can concern a procedure, bound to it. It keeps no case: the caller does.

use super::detector::{Detector, GoingOn, Observation, Raise, Watch};
use super::finding::Finding;
use super::pack::RulePack;
use super::rule::Rule;
use crate::calendar::CalendarError;
use crate::case::fold::{Fold, Frame};
use crate::case::{Case, Change, Spoken};
use crate::event::{Event, Name};
use crate::law_file::LawFileError;
use crate::text::Language;
use jiff::civil::{Date, DateTime};

struct Armed<'a> {
    position: usize,
    rule: &'a Rule,
    detector: Box<dyn Detector>,
}

/// The fold of a procedure with the rules that watch it.
pub struct Panel<'a> {
    /// Folds the cases of the procedure.
    pub fold: Fold<'a>,
    armed: Vec<Armed<'a>>,
}

/// A finding of time about something that goes on, with what makes it unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedFinding {
    /// What the case remembers of it, so that it is said once.
    pub spoken: Spoken,
    /// The finding.
    pub finding: Finding,
}

impl<'a> Panel<'a> {
    /// A panel with the rules of `pack` that can concern the procedure of `frame`.
    ///
    /// # Errors
    /// A rule's parameters make no sense.
    pub fn new(frame: Frame<'a>, pack: &'a RulePack) -> Result<Self, LawFileError> {
        let mut armed = Vec::new();
        for (position, rule) in pack.rules().iter().enumerate() {
            let kind = super::kinds::find(&rule.kind)
                .ok_or_else(|| LawFileError::whole(&rule.id, "unknown kind of rule"))?;
            let detector = (kind.detector)(&rule.parameters, frame.procedure)
                .map_err(|message| LawFileError::whole(&rule.id, message))?;
            armed.extend(detector.map(|detector| Armed { position, rule, detector }));
        }
        Ok(Self { fold: Fold::new(frame), armed })
    }

    /// Lets every rule look at what an event changed; `case` is the case after it.
    pub fn judge(
        &self,
        case: &Case,
        (event, change): (&Event, &Change),
        language: Language,
        findings: &mut Vec<Finding>,
    ) {
        let frame = self.fold.frame;
        let seen = Observation { frame, case, event, change };
        for armed in &self.armed {
            let mut raise = Raise {
                rule: armed.position,
                definition: armed.rule,
                frame,
                language,
                event: Some(event),
                change: Some(change),
                findings,
            };
            armed.detector.observe(&seen, &mut raise);
        }
    }

    /// What is still going on in a case: running clocks with their due dates, and a special procedure.
    pub fn going_on(
        &self,
        case: &Case,
        as_of: Date,
        alarms: &mut Vec<CalendarError>,
    ) -> Vec<GoingOn> {
        let frame = self.fold.frame;
        let mut going_on = Vec::with_capacity(case.clocks.len());
        for clock in &case.clocks {
            let rule = frame.procedure.limits.get(clock.limit);
            if rule.is_some_and(|rule| rule.when_missed == crate::procedure::WhenMissed::Lapses) {
                continue;
            }
            match clock.clock.due(frame.calendar, as_of) {
                Ok(due) => going_on.push(GoingOn::Clock { clock: clock.clone(), due }),
                Err(alarm) => alarms.push(alarm),
            }
        }
        if let (Some(pause), false) = (&case.pause, case.phase.is_over()) {
            going_on.push(GoingOn::Pause(pause.clone()));
        }
        going_on
    }

    /// Judges at `as_of` one thing that goes on.
    pub fn watch(
        &self,
        item: &GoingOn,
        as_of: DateTime,
        language: Language,
        findings: &mut Vec<Finding>,
    ) -> Watch {
        let mut watch = Watch::Settled;
        for armed in &self.armed {
            if self.watch_by(armed, (item, as_of), language, findings) == Watch::Open {
                watch = Watch::Open;
            }
        }
        watch
    }

    fn watch_by(
        &self,
        armed: &Armed<'a>,
        (item, as_of): (&GoingOn, DateTime),
        language: Language,
        findings: &mut Vec<Finding>,
    ) -> Watch {
        let mut raise = Raise {
            rule: armed.position,
            definition: armed.rule,
            frame: self.fold.frame,
            language,
            event: None,
            change: None,
            findings,
        };
        armed.detector.watch(item, as_of, &mut raise)
    }

    /// What time says about a case at `as_of` and has not said before.
    pub fn speak(
        &self,
        case: &Case,
        as_of: DateTime,
        language: Language,
        alarms: &mut Vec<CalendarError>,
    ) -> Vec<TimedFinding> {
        let mut said: Vec<TimedFinding> = Vec::new();
        let mut findings = Vec::new();
        for item in self.going_on(case, as_of.date(), alarms) {
            for armed in &self.armed {
                let spoken = spoken(armed.rule, &item);
                // Two clocks of one limit and agency that end on one day are one lateness.
                let is_said = said.iter().any(|known| known.spoken == spoken);
                if is_said || case.spoken.contains(&spoken) {
                    continue;
                }
                self.watch_by(armed, (&item, as_of), language, &mut findings);
                let of_item = findings.drain(..);
                said.extend(
                    of_item.map(|finding| TimedFinding { spoken: spoken.clone(), finding }),
                );
            }
        }
        said
    }

    /// The first moment from which a rule has something new to say about what goes on in a case; it may lie in the
    /// past, when nobody has asked since.
    #[must_use]
    pub fn speaks_next(&self, going_on: &[GoingOn], case: &Case) -> Option<DateTime> {
        let of_item = |item| {
            self.armed.iter().filter_map(move |armed| {
                let moment = armed.detector.speaks_from(item, case.last_at, self.fold.frame)?;
                let valid = armed.rule.is_valid_on(moment.date());
                (valid && !case.spoken.contains(&spoken(armed.rule, item))).then_some(moment)
            })
        };
        going_on.iter().flat_map(of_item).min()
    }

    /// The rule at a position of the pack, when it concerns the procedure.
    #[must_use]
    pub fn rule(&self, position: usize) -> Option<&'a Rule> {
        self.armed.iter().find(|armed| armed.position == position).map(|armed| armed.rule)
    }

    /// The rule of an id, when it concerns the procedure.
    #[must_use]
    pub fn rule_of(&self, id: &str) -> Option<&'a Rule> {
        self.armed.iter().find(|armed| armed.rule.id == id).map(|armed| armed.rule)
    }
}

fn spoken(rule: &Rule, item: &GoingOn) -> Spoken {
    let rule = Name::clone(&rule.name_id);
    match item {
        GoingOn::Clock { clock, due } => Spoken {
            rule,
            limit: Some(clock.limit),
            agency: clock.agency.clone(),
            due: Some(due.last_day),
        },
        GoingOn::Pause(pause) => Spoken { rule, limit: None, agency: None, due: pause.until },
    }
}
