//! The summary of a check: the counts in their final form, and what could not be judged.

use super::Judging;
use crate::check::report::{ProcedureVersion, Summary};
use jiff::Timestamp;

impl Judging<'_> {
    pub(super) fn summary(self, as_of: Option<Timestamp>) -> Summary {
        let language = self.request.language;
        let zone_name = self.mapper.mapping().time_zone.clone();
        let civil = |moment: Timestamp| {
            self.zone.to_datetime(moment).strftime("%Y-%m-%dT%H:%M:%S").to_string()
        };
        let not_judged = self.not_judged();
        let by_rule = self.rules.rules().iter().zip(&self.cases_by_rule);
        Summary {
            cases: self.seen.len() as u64,
            events: self.events,
            open_cases: self.open_cases,
            cases_with_findings: self.cases_with_findings,
            findings: self.findings_by_level.values().sum(),
            findings_by_level: self.findings_by_level,
            findings_by_rule: by_rule.map(|(rule, cases)| (rule.id.clone(), *cases)).collect(),
            time_rule: time_rule(&zone_name),
            time_zone: zone_name,
            rules_version: self.rules.version(),
            procedure: ProcedureVersion {
                id: self.procedure.id.clone(),
                version: self.procedure.version.clone(),
                hash: self.procedure.hash.clone(),
            },
            as_of: as_of.map(civil).unwrap_or_default(),
            from: self.first.map(civil),
            to: self.last.map(civil),
            case_days_median: self.statistics.durations.quantile(50),
            case_days_p90: self.statistics.durations.quantile(90),
            stages: self.statistics.stage_rows(self.procedure, language),
            actors: self.statistics.actor_rows(),
            deviating_variants: self.statistics.variant_rows(self.mapper.activity_names()),
            variants: self.statistics.variant_count(),
            fitting_cases: self.statistics.fitting_cases,
            unmapped_activities: self.mapper.unmapped().iter().cloned().collect(),
            ignored_events: self.ignored,
            not_judged,
            problems_total: self.problems_total,
            problems: self.problems,
        }
    }

    /// Absence of data is never "fine": what could not be judged is said.
    fn not_judged(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let lacking = [
            (
                "entered-afterwards",
                self.has_recording_times,
                "no recording times (event.recorded_at)",
            ),
            ("wrong-role", self.has_roles, "no roles (event.role)"),
            ("one-person-two-duties", self.has_persons, "no persons (event.person)"),
            ("material-outside-catalogue", false, "no item whose materials could be compared"),
        ];
        for (kind, there, what) in lacking {
            let used = self.rules.rules().iter().filter(|rule| rule.kind == kind);
            notes.extend(
                used.filter(|_| !there).map(|rule| format!("{}: the log has {what}", rule.id)),
            );
        }
        if self.recorded * 2 > self.events {
            notes.push(format!(
                "the course of stages: {} of {} events are acts that move nothing (`act = \"record\"` in the mapping)",
                self.recorded, self.events
            ));
        }
        if let (Some(as_of), Some(last)) = (self.request.as_of, self.last)
            && as_of < last
        {
            notes.push("acts after --as-of: they were judged all the same".to_owned());
        }
        notes.extend(self.alarms.iter().map(|(alarm, times)| format!("{alarm} ({times} times)")));
        notes
    }
}

/// How times were understood, for whoever reads the report.
fn time_rule(zone: &str) -> String {
    format!(
        "Limits are counted in civil dates of {zone}. Times with an offset are taken as written and moved to that zone; \
         times without one are read in it, the earlier one where summer time repeats an hour. \
         A day that summer time makes shorter or longer is one day."
    )
}
