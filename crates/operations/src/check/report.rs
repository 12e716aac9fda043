//! What a check reports: findings and a summary.

use super::statistics::{ActorRow, StageRow, VariantRow};
use domain::event::Name;
use domain::supervision::finding::{Facts, Finding};
use domain::supervision::rule::{Family, Rule};
use exchange::input_error::{InputError, Place};
use exchange::mapping::CaseKey;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// A finding as reported.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportedFinding<'a> {
    /// Id of the case.
    pub case: &'a str,
    /// Authority of the case, where the mapping names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<&'a str>,
    /// Id of the rule.
    pub rule: &'a str,
    /// What the rule is about: time, procedure, content, logic, money or integrity.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub family: Family,
    /// 0 notice, 1 warning, 2 breach, 3 serious breach.
    pub level: u8,
    /// Law and article.
    pub article: &'a str,
    /// The day on which the breach shows.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Date,
    /// The facts.
    pub evidence: Evidence<'a>,
    /// The finding in words.
    pub explanation: &'a str,
}

/// The facts of a finding; what does not apply is absent.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence<'a> {
    /// Number of the event in its case, from 1; absent for findings of time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<u32>,
    /// Stage or act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<&'a str>,
    /// The limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<&'a str>,
    /// When the limit or waiting period began.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub started: Option<Date>,
    /// Last day of the limit, or first day allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub due: Option<Date>,
    /// Days late, early or left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
    /// Whoever acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<&'a str>,
    /// The agency of whoever acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<&'a str>,
    /// The other stage, act, material, ground or role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<&'a str>,
    /// The due date rests on a calendar that is not published yet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub provisional: bool,
}

impl<'a> ReportedFinding<'a> {
    pub(super) fn new(
        key: &'a CaseKey,
        rule: &'a Rule,
        finding: &'a Finding,
        (article, explanation): (&'a str, &'a str),
    ) -> Self {
        let facts: &Facts = &finding.facts;
        let person = facts.person.as_ref().or(finding.person.as_ref()).map(Name::as_ref);
        Self {
            case: &key.id,
            authority: key.authority.as_deref(),
            rule: &rule.id,
            family: rule.family,
            level: finding.level.number(),
            article,
            at: finding.at,
            evidence: Evidence {
                event: finding.event,
                stage: facts.stage.as_deref(),
                limit: facts.limit.as_deref(),
                started: facts.started,
                due: facts.due,
                days: facts.days,
                person,
                agency: finding.agency.as_deref(),
                other: facts.other.as_deref(),
                provisional: facts.because.as_ref().is_some_and(|because| because.due.provisional),
            },
            explanation,
        }
    }
}

/// Something in the log that could not be used.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Line or row, where the format has lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Byte offset in the decompressed text, where it has not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The case, when it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl Problem {
    /// Place, case and reason in one line.
    #[must_use]
    pub fn in_words(&self) -> String {
        let place = Place { line: self.line, offset: self.offset };
        InputError { place, case: self.case.clone(), message: self.message.clone() }.to_string()
    }
}

impl From<&InputError> for Problem {
    fn from(error: &InputError) -> Self {
        Self {
            line: error.place.line,
            offset: error.place.offset,
            case: error.case.clone(),
            message: error.message.clone(),
        }
    }
}

/// The summary of a check.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Number of cases.
    pub cases: u64,
    /// Number of events.
    pub events: u64,
    /// Cases whose course had not come to an end.
    pub open_cases: u64,
    /// Cases with at least one finding at level 1 or above.
    pub cases_with_findings: u64,
    /// Number of findings.
    pub findings: u64,
    /// Level -> number of findings.
    pub findings_by_level: BTreeMap<u8, u64>,
    /// Rule id -> number of cases in which it found something; rules that found nothing are there with 0.
    pub findings_by_rule: BTreeMap<String, u64>,
    /// IANA zone whose civil dates count.
    pub time_zone: String,
    /// How times and summer time were handled, in words.
    pub time_rule: String,
    /// SHA-256 over all rules.
    pub rules_version: String,
    /// Id, version and SHA-256 of the procedure.
    pub procedure: ProcedureVersion,
    /// The moment as of which open cases were judged.
    pub as_of: String,
    /// First and last event.
    pub from: Option<String>,
    /// Last event.
    pub to: Option<String>,
    /// Median and 90th percentile of the length of finished cases, in days.
    pub case_days_median: Option<i64>,
    /// 90th percentile.
    pub case_days_p90: Option<i64>,
    /// Stages, those with most findings first.
    pub stages: Vec<StageRow>,
    /// Persons or posts, those with most findings first.
    pub actors: Vec<ActorRow>,
    /// Courses that leave the procedure, the most frequent first.
    pub deviating_variants: Vec<VariantRow>,
    /// Number of distinct courses.
    pub variants: u64,
    /// Number of cases whose course fits the procedure.
    pub fitting_cases: u64,
    /// Activities that the mapping does not know, with how often they came.
    pub unmapped_activities: BTreeMap<String, u64>,
    /// Events that the mapping leaves out on purpose.
    pub ignored_events: u64,
    /// What could not be judged and why: absence of data is never "fine".
    pub not_judged: Vec<String>,
    /// Things in the log that could not be used (only in a lenient check).
    pub problems_total: u64,
    /// The first of them.
    pub problems: Vec<Problem>,
}

/// Which procedure it was.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProcedureVersion {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// SHA-256 of its text.
    pub hash: String,
}
