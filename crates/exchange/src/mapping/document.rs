//! The mapping file (`mapping.toml`), described in `docs/reference/mapping.md`.

use crate::raw::Keys;
use crate::source::{Layout, ReadOptions};
use domain::event::ActKind;
use domain::law_file::{self, LawFileError};
use domain::limit::Unit;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A mapping file.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What log it is for.
    pub title: Option<String>,
    /// Id of a procedure of the house, or a path beside this file.
    pub procedure: Option<String>,
    /// Folder of rules beside this file; the rules of the house when absent.
    pub rules: Option<String>,
    /// IANA zone of the log: times without zone are read in it, and all dates are civil dates in it.
    pub time_zone: String,
    /// Text encoding; found out when absent.
    pub encoding: Option<String>,
    /// Delimiter of a text table; found out when absent.
    pub delimiter: Option<char>,
    /// Sheet of a spreadsheet; the first when absent.
    pub sheet: Option<String>,
    /// Layout of a table.
    #[serde(default)]
    pub layout: Layout,
    /// Values that mean "absent"; a date stands for every time of that day.
    #[serde(default)]
    pub absent: Vec<String>,
    /// Date formats (strftime) beside ISO 8601.
    #[serde(default)]
    pub date_formats: Vec<String>,
    /// What to do with an activity that is not mapped.
    #[serde(default)]
    pub unmapped: Unmapped,
    /// How much later than claimed an act may be recorded and still be believed.
    pub tolerance: Option<Tolerance>,
    /// Attributes of the case.
    pub case: CaseColumns,
    /// Attributes of events; absent for tables with one row per case.
    pub event: Option<EventColumns>,
    /// What each activity means.
    #[serde(default)]
    pub activities: BTreeMap<String, Meaning>,
    /// Words of the log translated into those of the procedure, per attribute of events: `[values.outcome]`
    /// with `"不予许可" = "refused"`.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Attributes of the case whose date is an act.
    #[serde(default, rename = "milestone")]
    pub milestones: Vec<Milestone>,
    /// Deadlines that the log carries itself.
    #[serde(default, rename = "due")]
    pub dues: Vec<ReportedDue>,
}

/// What to do with an activity that is not mapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Unmapped {
    /// An error: nothing is passed over unseen.
    #[default]
    Refuse,
    /// It is kept as an act that moves nothing, and listed.
    Record,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// How many.
    pub amount: u32,
    /// `hours` or `calendar_days`.
    pub unit: Unit,
}

/// Attributes of the case.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseColumns {
    /// Attribute with the case's id.
    pub id: String,
    /// Attribute with the authority; a case is keyed by authority and id.
    pub authority: Option<String>,
}

/// Attributes of events.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EventColumns {
    /// Attribute with the activity.
    pub activity: String,
    /// Attribute with the time at which it is said to have happened.
    pub time: String,
    /// Attribute with the time at which it was recorded.
    pub recorded_at: Option<String>,
    /// Attribute with the life-cycle transition.
    pub lifecycle: Option<String>,
    /// Transitions that count; others are set aside and counted.
    #[serde(default)]
    pub lifecycle_only: Vec<String>,
    /// Attribute with the person.
    pub person: Option<String>,
    /// Attribute with the post.
    pub post: Option<String>,
    /// Attribute with the role.
    pub role: Option<String>,
    /// Attribute with the agency.
    pub agency: Option<String>,
    /// Attribute with the outcome.
    pub outcome: Option<String>,
    /// Attribute with the reason.
    pub reason: Option<String>,
    /// Attribute with materials, separated by `,`, `;`, `、` or a line break.
    pub materials: Option<String>,
    /// Attribute with the ground of a special procedure.
    pub ground: Option<String>,
    /// Attribute with the declared end of a special procedure.
    pub until: Option<String>,
    /// Attribute with the evidence.
    pub evidence: Option<String>,
    /// Attribute with the number of the notice.
    pub notice: Option<String>,
    /// Attribute with the number of a document.
    pub number: Option<String>,
    /// Attribute with the stage or agencies that the act is directed to.
    pub target: Option<String>,
    /// Attribute with an amount of money, in currency units with up to two decimals.
    pub amount: Option<String>,
}

/// What an activity or milestone means.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Meaning {
    /// The stage that it completes.
    pub stage: Option<String>,
    /// The act that it is.
    pub act: Option<ActKind>,
    /// The outcome that it chooses.
    pub outcome: Option<String>,
    /// The ground of a special procedure that it starts.
    pub ground: Option<String>,
    /// Deliberately left out, and counted.
    pub ignore: bool,
}

/// An attribute of the case whose date is an act.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// The attribute.
    pub attribute: String,
    /// The stage that it completes.
    pub stage: Option<String>,
    /// The act that it is.
    pub act: Option<ActKind>,
    /// The outcome that it chooses.
    pub outcome: Option<String>,
    /// Attribute that names the outcome.
    pub outcome_attribute: Option<String>,
    /// Attribute with the person.
    pub person: Option<String>,
    /// Attribute with the reason.
    pub reason: Option<String>,
    /// Attribute with the number of a document.
    pub number: Option<String>,
    /// Comes before events of the same moment.
    #[serde(default)]
    pub first: bool,
}

/// A deadline that the log carries itself.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportedDue {
    /// The limit of the procedure.
    pub limit: String,
    /// The attribute with its last day.
    pub attribute: String,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// The file is malformed or has an unknown key; the error names the line.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawFileError> {
        law_file::parse(file, text)
    }

    /// Every attribute that the mapping looks at.
    #[must_use]
    pub fn attributes(&self) -> Vec<&str> {
        let mut names: Vec<Option<&String>> =
            vec![Some(&self.case.id), self.case.authority.as_ref()];
        if let Some(event) = &self.event {
            names.extend([Some(&event.activity), Some(&event.time)]);
            names.extend(event.optional().map(|(_, name)| name.as_ref()));
        }
        for milestone in &self.milestones {
            names.push(Some(&milestone.attribute));
            names.extend([&milestone.outcome_attribute, &milestone.person].map(Option::as_ref));
            names.extend([&milestone.reason, &milestone.number].map(Option::as_ref));
        }
        names.extend(self.dues.iter().map(|due| Some(&due.attribute)));
        let mut names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// How to read the log that the mapping is for, keeping only what it looks at.
    #[must_use]
    pub fn read_options(&self) -> ReadOptions {
        ReadOptions { keys: Keys::only(self.attributes()), ..self.read_all_options() }
    }

    /// How to read the log that the mapping is for, keeping every attribute.
    #[must_use]
    pub fn read_all_options(&self) -> ReadOptions {
        let case_columns = self.case.authority.iter().chain([&self.case.id]).cloned().collect();
        ReadOptions {
            keys: Keys::all(),
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            sheet: self.sheet.clone(),
            layout: self.layout,
            case_columns,
        }
    }
}

impl EventColumns {
    /// The optional attributes with the names of their keys.
    pub(crate) fn optional(&self) -> [(&'static str, &Option<String>); 16] {
        [
            ("recorded_at", &self.recorded_at),
            ("lifecycle", &self.lifecycle),
            ("person", &self.person),
            ("post", &self.post),
            ("role", &self.role),
            ("agency", &self.agency),
            ("outcome", &self.outcome),
            ("reason", &self.reason),
            ("materials", &self.materials),
            ("ground", &self.ground),
            ("until", &self.until),
            ("evidence", &self.evidence),
            ("notice", &self.notice),
            ("number", &self.number),
            ("target", &self.target),
            ("amount", &self.amount),
        ]
    }
}
