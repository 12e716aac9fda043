//! The judge: folds each event and lets every rule look at what it changed.

use super::detector::{GoingOn, Watch};
use super::finding::Finding;
use super::pack::RulePack;
use super::panel::Panel;
use crate::calendar::CalendarError;
use crate::case::fold::Frame;
use crate::case::{Case, Change};
use crate::event::Event;
use crate::law_file::LawFileError;
use crate::text::Language;
use jiff::civil::{Date, DateTime};

/// Judges the cases of one procedure, one after another.
pub struct Judge<'a> {
    panel: Panel<'a>,
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
        let panel = Panel::new(frame, pack)?;
        let case = panel.fold.new_case();
        Ok(Self {
            panel,
            case,
            change: Change::default(),
            findings: Vec::new(),
            alarms: Vec::new(),
            language,
        })
    }

    /// Begins the next case; `reported_dues` are deadlines that the log carries itself, by limit.
    pub fn begin(&mut self, reported_dues: &[(usize, Date)]) {
        self.case.reset(self.panel.fold.automaton.initial());
        self.case.reported_dues.extend_from_slice(reported_dues);
        self.findings.clear();
        self.alarms.clear();
    }

    /// Folds and judges the next event of the case.
    pub fn observe(&mut self, event: &Event) -> &Change {
        self.panel.fold.apply(&mut self.case, event, &mut self.change);
        self.alarms.extend_from_slice(&self.change.alarms);
        let seen = (event, &self.change);
        self.panel.judge(&self.case, seen, self.language, &mut self.findings);
        &self.change
    }

    /// What is still going on in the case.
    pub fn going_on(&mut self) -> Vec<GoingOn> {
        let as_of = self.case.last_at.map_or(Date::ZERO, DateTime::date);
        self.panel.going_on(&self.case, as_of, &mut self.alarms)
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
        self.panel.watch(item, as_of, self.language, &mut self.findings)
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
        self.panel.fold.frame
    }

    /// Whether the course of stages may have ended.
    #[must_use]
    pub fn may_be_final(&self) -> bool {
        self.panel.fold.automaton.may_be_final(self.case.state)
    }
}
