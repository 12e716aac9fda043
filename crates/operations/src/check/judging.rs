//! Judging the cases of a log, one after another, and the summary at the end.

mod summary;

use super::pipeline::Batch;
use super::report::{Problem, ReportedFinding, Summary};
use super::statistics::Statistics;
use super::{Check, CheckError, CheckRequest, FindingSink};
use domain::case::fold::Frame;
use domain::event::{ActKind, Source};
use domain::limit::Unit;
use domain::procedure::{LimitKind, Procedure};
use domain::supervision::detector::GoingOn;
use domain::supervision::finding::Finding;
use domain::supervision::judge::Judge;
use domain::supervision::message::Setting;
use domain::supervision::pack::RulePack;
use domain::text::Language;
use exchange::input_error::InputError;
use exchange::mapping::{CaseKey, Converted, Mapper};
use exchange::raw::{Keys, RawCase};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher;

/// Problems listed at most; all are counted.
const PROBLEMS_LISTED: usize = 100;

/// A case that later moments may still change.
struct Waiting {
    key: CaseKey,
    going_on: Vec<GoingOn>,
    /// Positions of the rules that have found something in it already.
    found_by: Vec<usize>,
    /// One of these findings is at level 1 or above.
    counted: bool,
}

pub(super) struct Judging<'a> {
    request: &'a CheckRequest,
    procedure: &'a Procedure,
    rules: &'a RulePack,
    articles: Vec<String>,
    judge: Judge<'a>,
    zone: &'a TimeZone,
    mapper: Mapper,
    keys: Keys,
    converted: Converted,
    statistics: Statistics,
    /// Cases seen, as two independent hashes: 16 bytes a case, and a false match is out of the question.
    seen: HashSet<(u64, u64)>,
    hashers: (RandomState, RandomState),
    waiting: Vec<Waiting>,
    findings_by_level: BTreeMap<u8, u64>,
    cases_by_rule: Vec<u64>,
    rules_of_case: Vec<bool>,
    events: u64,
    /// Events that move nothing.
    recorded: u64,
    open_cases: u64,
    cases_with_findings: u64,
    ignored: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    has_recording_times: bool,
    has_roles: bool,
    has_persons: bool,
    alarms: BTreeMap<String, u64>,
    problems: Vec<Problem>,
    problems_total: u64,
}

impl<'a> Judging<'a> {
    pub(super) fn new(
        check: &'a Check,
        mapper: Mapper,
        zone: &'a TimeZone,
        keys: Keys,
    ) -> Result<Self, CheckError> {
        let frame = Frame {
            procedure: &check.procedure,
            calendar: check.calendar.as_ref(),
            zone,
            item: None,
            tolerance: tolerance(&mapper),
        };
        let judge = Judge::new(frame, &check.rules, check.request.language)?;
        let rules = check.rules.rules();
        Ok(Self {
            request: &check.request,
            procedure: &check.procedure,
            rules: &check.rules,
            articles: rules.iter().map(|rule| rule.basis.citation()).collect(),
            judge,
            zone,
            mapper,
            keys,
            converted: Converted::default(),
            statistics: Statistics::default(),
            seen: HashSet::new(),
            hashers: (RandomState::new(), RandomState::new()),
            waiting: Vec::new(),
            findings_by_level: BTreeMap::new(),
            cases_by_rule: vec![0; rules.len()],
            rules_of_case: vec![false; rules.len()],
            events: 0,
            recorded: 0,
            open_cases: 0,
            cases_with_findings: 0,
            ignored: 0,
            first: None,
            last: None,
            has_recording_times: false,
            has_roles: false,
            has_persons: false,
            alarms: BTreeMap::new(),
            problems: Vec::new(),
            problems_total: 0,
        })
    }

    pub(super) fn batch(
        &mut self,
        batch: &Batch,
        sink: &mut dyn FindingSink,
    ) -> Result<(), CheckError> {
        for error in &batch.errors {
            self.note_problem(error);
        }
        for raw in batch.cases.iter().take(batch.filled) {
            if let Err(error) = self.convert(raw) {
                if !self.request.lenient {
                    return Err(crate::log_file::malformed(&self.request.log, error).into());
                }
                self.note_problem(&error);
                continue;
            }
            self.judge_case(sink)?;
        }
        Ok(())
    }

    fn convert(&mut self, raw: &RawCase) -> Result<(), InputError> {
        let mut problems = Vec::new();
        let lenient = self.request.lenient.then_some(&mut problems);
        self.mapper.convert(raw, &self.keys, &mut self.converted, lenient)?;
        for problem in &problems {
            self.note_problem(problem);
        }
        let key = &self.converted.key;
        let hashes = (self.hashers.0.hash_one(key), self.hashers.1.hash_one(key));
        if self.seen.insert(hashes) {
            return Ok(());
        }
        Err(InputError {
            place: raw.place,
            case: Some(key.to_string()),
            message:
                "the case is there twice: name the authority in the mapping if ids repeat across \
                      authorities, or clean the log"
                    .to_owned(),
        })
    }

    fn note_problem(&mut self, error: &InputError) {
        self.problems_total += 1;
        if self.problems.len() < PROBLEMS_LISTED {
            let place = crate::log_file::with_line(&self.request.log, error.place);
            self.problems.push(Problem::from(&InputError { place, ..error.clone() }));
        }
    }

    fn judge_case(&mut self, sink: &mut dyn FindingSink) -> Result<(), CheckError> {
        self.judge.begin(&self.converted.dues);
        self.statistics.begin_case();
        self.rules_of_case.fill(false);
        self.ignored += u64::from(self.converted.ignored);
        let converted = std::mem::take(&mut self.converted);
        for event in &converted.events {
            self.note_event(&event.event);
            let change = self.judge.observe(&event.event);
            self.statistics.event(&event.event, event.activity, change);
        }
        let going_on = self.judge.going_on();
        let runs = going_on.iter().any(|item| self.awaits_the_organ(item));
        let open = self.watch_so_far(going_on);
        for alarm in self.judge.alarms() {
            *self.alarms.entry(alarm.to_string()).or_insert(0) += 1;
        }
        let findings = self.judge.take_findings();
        let found = self.emit(&converted.key, &findings, sink)?;
        self.cases_with_findings += u64::from(found);
        let case = self.judge.case();
        let finished = case.phase.is_over() || (self.judge.may_be_final() && !runs);
        self.open_cases += u64::from(!finished);
        let days = case.first_at.zip(case.last_at).filter(|_| finished);
        let days = days.map(|(first, last)| first.duration_until(last).as_hours() / 24);
        self.statistics.end_case(days, found);
        if !open.is_empty() {
            let rules = self.rules_of_case.iter().enumerate();
            let found_by = rules.filter(|(_, found)| **found).map(|(rule, _)| rule).collect();
            let key = converted.key.clone();
            self.waiting.push(Waiting { key, going_on: open, found_by, counted: found });
        }
        self.converted = converted;
        Ok(())
    }

    fn note_event(&mut self, event: &domain::event::Event) {
        self.events += 1;
        self.recorded += u64::from(event.kind == ActKind::Record);
        let moment = event.occurred_at.unwrap_or(event.recorded_at);
        self.first = Some(self.first.map_or(moment, |first| first.min(moment)));
        self.last = Some(self.last.map_or(moment, |last| last.max(moment)));
        self.has_recording_times |= event.source == Source::Feed;
        self.has_roles |= event.actor.role.is_some();
        self.has_persons |= event.actor.person.is_some();
    }

    /// Whether a limit of the organ is running: then the case is not finished, whatever its course says.
    fn awaits_the_organ(&self, item: &GoingOn) -> bool {
        let GoingOn::Clock { clock, .. } = item else { return false };
        let limit = self.procedure.limits.get(clock.limit);
        limit.is_some_and(|limit| {
            use LimitKind::{Intake, Joint, Promised, Reply, Statutory};
            matches!(limit.kind, Intake | Joint | Promised | Reply | Statutory)
        })
    }

    /// Judges what the log so far decides for good, and returns what waits for the end of the log.
    fn watch_so_far(&mut self, going_on: Vec<GoingOn>) -> Vec<GoingOn> {
        let Some(moment) = self.request.as_of.or(self.last) else { return going_on };
        let moment = self.zone.to_datetime(moment);
        if self.request.as_of.is_some() {
            self.judge.watch(&going_on, moment);
            return Vec::new();
        }
        self.judge.watch_settled(going_on, moment)
    }

    /// Hands findings on; says whether one of them is at level 1 or above.
    fn emit(
        &mut self,
        key: &CaseKey,
        findings: &[Finding],
        sink: &mut dyn FindingSink,
    ) -> Result<bool, CheckError> {
        let language = self.request.language;
        let mut found = false;
        let name = key.to_string();
        for finding in findings {
            let Some(rule) = self.rules.rule(finding.rule) else { continue };
            let own = finding.facts.basis.as_ref().map(domain::basis::Basis::citation);
            let article = own.as_deref().or(self.articles.get(finding.rule).map(String::as_str));
            let article = article.unwrap_or_default();
            let setting = Setting { case: &name, at: finding.at, article, language };
            let mut explanation = rule.message.fill(&finding.facts, setting);
            if let Some(because) = &finding.facts.because {
                if language == Language::English {
                    explanation.push(' ');
                }
                explanation.push_str(&because.in_language(language));
            }
            let reported = ReportedFinding::new(key, rule, finding, (article, &explanation));
            sink.finding(&reported).map_err(CheckError::Output)?;
            *self.findings_by_level.entry(finding.level.number()).or_insert(0) += 1;
            found |= finding.level.number() > 0;
            self.statistics.finding(finding);
            if let (Some(seen @ false), Some(cases)) =
                (self.rules_of_case.get_mut(finding.rule), self.cases_by_rule.get_mut(finding.rule))
            {
                *seen = true;
                *cases += 1;
            }
        }
        Ok(found)
    }

    pub(super) fn finish(mut self, sink: &mut dyn FindingSink) -> Result<Summary, CheckError> {
        let as_of = self.request.as_of.or(self.last);
        for waiting in std::mem::take(&mut self.waiting) {
            let Some(moment) = as_of else { break };
            self.judge.begin(&[]);
            self.judge.watch(&waiting.going_on, self.zone.to_datetime(moment));
            let findings = self.judge.take_findings();
            self.rules_of_case.fill(false);
            for rule in waiting.found_by {
                if let Some(found) = self.rules_of_case.get_mut(rule) {
                    *found = true;
                }
            }
            let found = self.emit(&waiting.key, &findings, sink)?;
            self.cases_with_findings += u64::from(found && !waiting.counted);
        }
        Ok(self.summary(as_of))
    }
}

/// How much later than claimed an act may be recorded and still be believed.
fn tolerance(mapper: &Mapper) -> SignedDuration {
    mapper.mapping().tolerance.map_or(SignedDuration::ZERO, |tolerance| {
        let amount = i64::from(tolerance.amount);
        match tolerance.unit {
            Unit::CalendarDays => SignedDuration::from_hours(amount.saturating_mul(24)),
            _ => SignedDuration::from_hours(amount),
        }
    })
}
