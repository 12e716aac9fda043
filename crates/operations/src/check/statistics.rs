//! Counting while judging: stages, people, courses.

use domain::event::{Event, Name};
use domain::procedure::automaton::Fit;
use domain::procedure::{Procedure, StageIndex};
use domain::supervision::finding::Finding;
use domain::text::Language;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Distinct courses that are told apart; a log with more is counted, not listed.
const VARIANTS_MAX: usize = 100_000;
/// Rows of each table of the summary.
const ROWS: usize = 20;

/// A stage in the summary.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageRow {
    /// Id.
    pub stage: String,
    /// Name.
    pub name: String,
    /// How often it was completed.
    pub completed: u64,
    /// Findings that concern it.
    pub findings: u64,
    /// Median of the days since the event before it.
    pub waiting_days_median: Option<i64>,
    /// 90th percentile.
    pub waiting_days_p90: Option<i64>,
}

/// A person, post or agency in the summary.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActorRow {
    /// The person or post.
    pub actor: String,
    /// The agency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Acts.
    pub acts: u64,
    /// Findings at level 1 or above in which this actor's act shows the breach.
    pub findings: u64,
}

/// A course of activities in the summary.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VariantRow {
    /// Its activities, in order.
    pub activities: Vec<String>,
    /// Number of cases.
    pub cases: u64,
    /// Number of these cases with a finding at level 1 or above.
    pub cases_with_findings: u64,
}

/// Whole days with how often they came; exact quantiles in little memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Days(BTreeMap<i64, u64>);

impl Days {
    pub(super) fn add(&mut self, days: i64) {
        *self.0.entry(days).or_insert(0) += 1;
    }

    /// The smallest value that at least `percent` of the values do not exceed.
    pub(super) fn quantile(&self, percent: u64) -> Option<i64> {
        let total: u64 = self.0.values().sum();
        let wanted = (total * percent).div_ceil(100).max(1);
        let mut seen = 0;
        self.0.iter().find_map(|(days, count)| {
            seen += count;
            (seen >= wanted).then_some(*days)
        })
    }
}

#[derive(Debug, Clone, Default)]
struct StageCount {
    completed: u64,
    findings: u64,
    waiting: Days,
}

#[derive(Debug, Clone, Default)]
struct ActorCount {
    agency: Option<Name>,
    acts: u64,
    findings: u64,
}

#[derive(Debug, Clone, Default)]
struct VariantCount {
    cases: u64,
    deviating: bool,
    with_findings: u64,
}

/// All counts.
#[derive(Debug, Default)]
pub(super) struct Statistics {
    stages: Vec<StageCount>,
    actors: HashMap<Name, ActorCount>,
    variants: HashMap<Vec<u32>, VariantCount>,
    other_variants: u64,
    pub(super) durations: Days,
    pub(super) fitting_cases: u64,
    course: Vec<u32>,
    deviates: bool,
}

impl Statistics {
    pub(super) fn begin_case(&mut self) {
        self.course.clear();
        self.deviates = false;
    }

    pub(super) fn event(&mut self, event: &Event, activity: u32, change: &domain::case::Change) {
        self.course.push(activity);
        self.deviates |= change.fit.as_ref().is_some_and(|fit| *fit != Fit::Fits);
        if let (Some(stage), true) = (change.stage, change.fit.is_some()) {
            let position = usize::from(stage.0);
            if self.stages.len() <= position {
                self.stages.resize_with(position + 1, StageCount::default);
            }
            if let Some(count) = self.stages.get_mut(position) {
                count.completed += 1;
                if let Some(previous) = change.previous_at {
                    count.waiting.add(previous.duration_until(change.at).as_hours() / 24);
                }
            }
        }
        let actor = event.actor.person.as_ref().or(event.actor.post.as_ref());
        if let Some(name) = actor {
            match self.actors.get_mut(name) {
                Some(count) => count.acts += 1,
                None => {
                    let agency = event.actor.agency.clone();
                    let count = ActorCount { agency, acts: 1, findings: 0 };
                    self.actors.insert(Name::clone(name), count);
                }
            }
        }
    }

    pub(super) fn finding(&mut self, finding: &Finding) {
        if finding.level.number() == 0 {
            return;
        }
        let stage = finding.stage.and_then(|stage| self.stages.get_mut(usize::from(stage.0)));
        if let Some(count) = stage {
            count.findings += 1;
        }
        let actor = finding.person.as_ref().and_then(|person| self.actors.get_mut(person));
        if let Some(count) = actor {
            count.findings += 1;
        }
    }

    pub(super) fn end_case(&mut self, days: Option<i64>, with_findings: bool) {
        if let Some(days) = days {
            self.durations.add(days);
        }
        self.fitting_cases += u64::from(!self.deviates);
        let found = u64::from(with_findings);
        if let Some(known) = self.variants.get_mut(self.course.as_slice()) {
            known.cases += 1;
            known.with_findings += found;
        } else if self.variants.len() < VARIANTS_MAX {
            let count = VariantCount { cases: 1, deviating: self.deviates, with_findings: found };
            self.variants.insert(self.course.clone(), count);
        } else {
            self.other_variants += 1;
        }
    }

    pub(super) fn variant_count(&self) -> u64 {
        self.variants.len() as u64 + self.other_variants
    }

    pub(super) fn stage_rows(&self, procedure: &Procedure, language: Language) -> Vec<StageRow> {
        let mut rows: Vec<StageRow> = Vec::new();
        for (position, count) in self.stages.iter().enumerate() {
            let index = StageIndex(u16::try_from(position).unwrap_or(u16::MAX));
            let Some(stage) = procedure.stage(index).filter(|_| count.completed > 0) else {
                continue;
            };
            rows.push(StageRow {
                stage: stage.id.to_string(),
                name: stage.name.in_language(language).to_owned(),
                completed: count.completed,
                findings: count.findings,
                waiting_days_median: count.waiting.quantile(50),
                waiting_days_p90: count.waiting.quantile(90),
            });
        }
        // Stable: stages with equal findings stay in the order of the procedure.
        rows.sort_by_key(|row| std::cmp::Reverse(row.findings));
        rows
    }

    pub(super) fn actor_rows(&self) -> Vec<ActorRow> {
        let mut rows: Vec<ActorRow> = self
            .actors
            .iter()
            .map(|(name, count)| ActorRow {
                actor: name.to_string(),
                agency: count.agency.as_deref().map(str::to_owned),
                acts: count.acts,
                findings: count.findings,
            })
            .collect();
        rows.sort_by(|left, right| {
            let by_findings = right.findings.cmp(&left.findings);
            by_findings.then(right.acts.cmp(&left.acts)).then(left.actor.cmp(&right.actor))
        });
        rows.truncate(ROWS);
        rows
    }

    pub(super) fn variant_rows(&self, names: &[String]) -> Vec<VariantRow> {
        let mut deviating: Vec<(&Vec<u32>, &VariantCount)> =
            self.variants.iter().filter(|(_, count)| count.deviating).collect();
        deviating.sort_by(|left, right| right.1.cases.cmp(&left.1.cases).then(left.0.cmp(right.0)));
        let name = |index: &u32| names.get(*index as usize).cloned().unwrap_or_default();
        deviating
            .into_iter()
            .take(ROWS)
            .map(|(course, count)| VariantRow {
                activities: course.iter().map(name).collect(),
                cases: count.cases,
                cases_with_findings: count.with_findings,
            })
            .collect()
    }
}
