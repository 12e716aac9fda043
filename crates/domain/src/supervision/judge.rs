//! The judge: folds each event and lets every rule look at what it changed.

use super::detector::{Detector, GoingOn, Observation, Raise, Watch};
use super::finding::Finding;
use super::pack::RulePack;
use super::rule::Rule;
use crate::calendar::CalendarError;
use crate::case::fold::{Fold, Frame};
use crate::case::{Case, Change};
use crate::event::Event;
use crate::law_file::LawFileError;
use crate::text::Language;
use jiff::civil::{Date, DateTime};

struct Armed<'a> {
    position: usize,
    rule: &'a Rule,
    detector: Box<dyn Detector>,
}

/// Judges the cases of one procedure, one after another.
pub struct Judge<'a> {
    fold: Fold<'a>,
    armed: Vec<Armed<'a>>,
    case: Case,
    change: Change,
    findings: Vec<Finding>,
    alarms: Vec<CalendarError>,
    language: Language,
}

impl<'a> Judge<'a> {
    /// A judge with the rules of `pack` that can concern the procedure.
    ///
    /// # Errors
    /// A rule's parameters make no sense.
    pub fn new(
        frame: Frame<'a>,
        pack: &'a RulePack,
        language: Language,
    ) -> Result<Self, LawFileError> {
        let mut armed = Vec::new();
        for (position, rule) in pack.rules().iter().enumerate() {
            let kind = super::kinds::find(&rule.kind)
                .ok_or_else(|| LawFileError::whole(&rule.id, "unknown kind of rule"))?;
            let detector = (kind.detector)(&rule.parameters, frame.procedure)
                .map_err(|message| LawFileError::whole(&rule.id, message))?;
            armed.extend(detector.map(|detector| Armed { position, rule, detector }));
        }
        let fold = Fold::new(frame);
        let case = fold.new_case();
        Ok(Self {
            fold,
            armed,
            case,
            change: Change::default(),
            findings: Vec::new(),
            alarms: Vec::new(),
            language,
        })
    }

    /// Begins the next case; `reported_dues` are deadlines that the log carries itself, by limit.
    pub fn begin(&mut self, reported_dues: &[(usize, Date)]) {
        self.case.reset(self.fold.automaton.initial());
        self.case.reported_dues.extend_from_slice(reported_dues);
        self.findings.clear();
        self.alarms.clear();
    }

    /// Folds and judges the next event of the case.
    pub fn observe(&mut self, event: &Event) -> &Change {
        self.fold.apply(&mut self.case, event, &mut self.change);
        self.alarms.extend_from_slice(&self.change.alarms);
        let frame = self.fold.frame;
        let seen = Observation { frame, case: &self.case, event, change: &self.change };
        for armed in &self.armed {
            let mut raise = Raise {
                rule: armed.position,
                definition: armed.rule,
                frame,
                language: self.language,
                event: Some(event),
                change: Some(&self.change),
                findings: &mut self.findings,
            };
            armed.detector.observe(&seen, &mut raise);
        }
        &self.change
    }

    /// What is still going on in the case.
    pub fn going_on(&mut self) -> Vec<GoingOn> {
        let frame = self.fold.frame;
        let as_of = self.case.last_at.map_or(Date::ZERO, DateTime::date);
        let mut going_on = Vec::with_capacity(self.case.clocks.len());
        for clock in &self.case.clocks {
            let rule = frame.procedure.limits.get(clock.limit);
            if rule.is_some_and(|rule| rule.when_missed == crate::procedure::WhenMissed::Lapses) {
                continue;
            }
            match clock.clock.due(frame.calendar, as_of) {
                Ok(due) => {
                    going_on.push(GoingOn::Clock { clock: clock.clone(), due });
                }
                Err(alarm) => self.alarms.push(alarm),
            }
        }
        if let (Some(pause), false) = (&self.case.pause, self.case.phase.is_over()) {
            going_on.push(GoingOn::Pause(pause.clone()));
        }
        going_on
    }

    /// Judges at `as_of` what is going on.
    pub fn watch(&mut self, going_on: &[GoingOn], as_of: DateTime) {
        for item in going_on {
            self.watch_one(item, as_of);
        }
    }

    /// Judges at `moment` what no later moment can change, and returns the rest for a later watch. The same
    /// findings come in the end as of one watch at the later moment, but little has to be remembered until then.
    pub fn watch_settled(&mut self, going_on: Vec<GoingOn>, moment: DateTime) -> Vec<GoingOn> {
        let mut open = Vec::new();
        for item in going_on {
            let before = self.findings.len();
            if self.watch_one(&item, moment) == Watch::Open {
                self.findings.truncate(before);
                open.push(item);
            }
        }
        open
    }

    fn watch_one(&mut self, item: &GoingOn, as_of: DateTime) -> Watch {
        let frame = self.fold.frame;
        let mut watch = Watch::Settled;
        for armed in &self.armed {
            let mut raise = Raise {
                rule: armed.position,
                definition: armed.rule,
                frame,
                language: self.language,
                event: None,
                change: None,
                findings: &mut self.findings,
            };
            if armed.detector.watch(item, as_of, &mut raise) == Watch::Open {
                watch = Watch::Open;
            }
        }
        watch
    }

    /// The case as it stands.
    #[must_use]
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// The findings of the case so far, in the order in which they were raised.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Takes the findings, leaving none.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// Clears the findings, keeping their memory.
    pub fn clear_findings(&mut self) {
        self.findings.clear();
    }

    /// Questions of this case that the calendar could not answer.
    #[must_use]
    pub fn alarms(&self) -> &[CalendarError] {
        &self.alarms
    }

    /// Law and place.
    #[must_use]
    pub fn frame(&self) -> Frame<'a> {
        self.fold.frame
    }

    /// Whether the course of stages may have ended.
    #[must_use]
    pub fn may_be_final(&self) -> bool {
        self.fold.automaton.may_be_final(self.case.state)
    }
}
