//! Drafts a mapping from a log that was never seen before, so that nobody starts from an empty file.

mod words;

use crate::source::{Format, Layout};
use crate::survey::{AttributeSurvey, Survey};
use domain::event::ActKind;
use std::fmt::Write as _;
use words::Role;

/// Activities listed at most; a column with more is hardly one of activities.
const ACTIVITIES_MAX: usize = 200;

/// What is known beside the survey.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Name of the log.
    pub log: &'a str,
    /// Its format.
    pub format: Format,
    /// Zone to write down.
    pub time_zone: &'a str,
}

/// The layout that a table seems to have: one row per event needs a column of few distinct activities.
#[must_use]
pub fn guess_layout(survey: &Survey) -> Layout {
    let attributes = &survey.event_attributes;
    let times = attributes.values().filter(|attribute| attribute.is_time()).count();
    if find(attributes, Role::Activity).is_none() && times >= 2 {
        Layout::Cases
    } else {
        Layout::Events
    }
}

type Attributes = std::collections::BTreeMap<String, AttributeSurvey>;

/// The attribute that best fits a role, if any fits.
fn find(attributes: &Attributes, role: Role) -> Option<&str> {
    let fits = attributes.iter().filter(|(_, attribute)| role.needs_time() == attribute.is_time());
    let scored = fits.filter_map(|(name, _)| Some((words::score(name, role)?, name)));
    scored.min_by_key(|(score, _)| *score).map(|(_, name)| name.as_str())
}

/// The columns of a table that name a case: its authority, if there is one, and its id.
#[must_use]
pub fn case_columns(survey: &Survey) -> Vec<String> {
    let attributes = &survey.event_attributes;
    let id = find(attributes, Role::CaseId);
    let authority = find(attributes, Role::Authority).filter(|name| Some(*name) != id);
    authority.into_iter().chain(id).map(str::to_owned).collect()
}

/// A mapping file with comments.
#[must_use]
pub fn draft(survey: &Survey, setting: Setting<'_>) -> String {
    let mut text = String::new();
    let table = setting.format != Format::Xes;
    let layout = if table { guess_layout(survey) } else { Layout::Events };
    let case_attributes = if table { &survey.event_attributes } else { &survey.case_attributes };
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "# Draft of a mapping for {}: {} {}, {} events. Read it through, then:\n#   yangguang check {} --mapping <this file>\n",
        setting.log,
        survey.cases,
        if table { "case numbers" } else { "cases" },
        survey.events,
        setting.log
    );
    let _ = writeln!(text, "title = {}", quoted(setting.log));
    let _ = writeln!(text, "# The procedure of the house, or the path of one beside this file.");
    let _ = writeln!(text, "procedure = \"ordinary-licence\"");
    let _ = writeln!(text, "time_zone = {}", quoted(setting.time_zone));
    if layout == Layout::Cases {
        let _ = writeln!(text, "layout = \"cases\"");
    }
    let _ = writeln!(
        text,
        "# Activities that are not mapped below are kept and listed, but move nothing."
    );
    let _ = writeln!(text, "unmapped = \"record\"");
    write_absent(&mut text, survey);
    write_case(&mut text, case_attributes, table);
    if layout == Layout::Events {
        write_events(&mut text, &survey.event_attributes);
        write_activities(&mut text, &survey.event_attributes);
        write_values(&mut text, &survey.event_attributes);
    }
    write_dates(&mut text, case_attributes, layout, table);
    write_rest(&mut text, survey);
    text
}

/// Dates before 1971 stand for "no date recorded" in many systems.
fn write_absent(text: &mut String, survey: &Survey) {
    let all = survey.case_attributes.values().chain(survey.event_attributes.values());
    let mut absent: Vec<String> = Vec::new();
    for attribute in all {
        let odd = attribute.values.keys().filter(|value| words::is_placeholder(value));
        absent.extend(odd.map(|value| value.get(..10).unwrap_or(value).to_owned()));
    }
    absent.sort();
    absent.dedup();
    if !absent.is_empty() {
        let list: Vec<String> = absent.iter().map(|value| quoted(value)).collect();
        let _ = writeln!(text, "# Values that seem to mean \"absent\".");
        let _ = writeln!(text, "absent = [{}]", list.join(", "));
    }
}

fn write_case(text: &mut String, attributes: &Attributes, table: bool) {
    let id = find(attributes, Role::CaseId);
    let _ = writeln!(text, "\n[case]");
    match id {
        Some(id) => {
            let _ = writeln!(text, "id = {}", quoted(id));
        }
        None => {
            let _ = writeln!(text, "# No attribute looks like a case id: fill it in.");
            let _ = writeln!(text, "id = {}", quoted(if table { "?" } else { "concept:name" }));
        }
    }
    if let Some(authority) = find(attributes, Role::Authority).filter(|name| Some(*name) != id) {
        // Offices number their cases each for itself: by its number alone one would be mixed with another's.
        let _ = writeln!(
            text,
            "# A case is keyed by authority and id, as ids repeat across authorities. Comment it out if they do not, or if\n# the column changes within a case."
        );
        let comment = if table { "" } else { "# " };
        let _ = writeln!(text, "{comment}authority = {}", quoted(authority));
    }
}

fn write_events(text: &mut String, attributes: &Attributes) {
    let _ = writeln!(text, "\n[event]");
    for (key, role, fallback) in
        [("activity", Role::Activity, "concept:name"), ("time", Role::Time, "time:timestamp")]
    {
        let name = find(attributes, role);
        if name.is_none() {
            let _ = writeln!(text, "# Nothing looks like the {key}: fill it in.");
        }
        let _ = writeln!(text, "{key} = {}", quoted(name.unwrap_or(fallback)));
    }
    for (key, role) in words::OPTIONAL {
        let Some(name) = find(attributes, *role) else { continue };
        if *role == Role::Outcome {
            let _ = writeln!(
                text,
                "# Its words must be those of the procedure: see [values.outcome] below."
            );
            let _ = write!(text, "# ");
        }
        let _ = writeln!(text, "{key} = {}", quoted(name));
    }
}

fn write_activities(text: &mut String, attributes: &Attributes) {
    let Some(column) = find(attributes, Role::Activity).and_then(|name| attributes.get(name))
    else {
        return;
    };
    let mut values: Vec<(&String, &u64)> = column.values.iter().collect();
    values.sort_by(|left, right| right.1.cmp(left.1).then(left.0.cmp(right.0)));
    let _ = writeln!(
        text,
        "\n# By frequency. Give each a `stage` of the procedure, an `act`, or `ignore = true`."
    );
    for (value, count) in values.into_iter().take(ACTIVITIES_MAX) {
        let act = words::act_of(value).map_or("record", ActKind::word);
        let _ = writeln!(text, "[activities.{}]   # {count} times", quoted(value));
        let _ = writeln!(text, "act = \"{act}\"");
    }
}

/// The words of the outcome column, to be translated into those of the procedure.
fn write_values(text: &mut String, attributes: &Attributes) {
    let name = find(attributes, Role::Outcome);
    let Some(column) = name.and_then(|name| attributes.get(name)).filter(|c| !c.many) else {
        return;
    };
    let _ = writeln!(
        text,
        "\n# The outcomes of each stage stand in the procedure: `yangguang procedure show ID`."
    );
    let _ = writeln!(text, "# [values.outcome]");
    for value in column.values.keys() {
        let _ = writeln!(text, "# {} = \"granted\"", quoted(value));
    }
}

fn write_dates(text: &mut String, attributes: &Attributes, layout: Layout, table: bool) {
    if table && layout == Layout::Events {
        return;
    }
    for (name, attribute) in attributes.iter().filter(|(_, attribute)| attribute.is_time()) {
        if words::score(name, Role::Deadline).is_some() {
            let _ = writeln!(text, "\n# {name} looks like a deadline, e.g. {}.", attribute.example);
            let _ = writeln!(text, "[[due]]\nlimit = \"statutory\"\nattribute = {}", quoted(name));
            continue;
        }
        let act = words::act_of(name);
        let comment = if act.is_some() { "" } else { "# " };
        let word = act.map_or("record", ActKind::word);
        let begins = matches!(act, Some(ActKind::Submit | ActKind::Accept));
        let first = if begins && !table { "\nfirst = true" } else { "" };
        let _ = writeln!(
            text,
            "\n# e.g. {}\n{comment}[[milestone]]\n{comment}attribute = {}\n{comment}act = \"{word}\"{first}",
            attribute.example,
            quoted(name)
        );
    }
}

fn write_rest(text: &mut String, survey: &Survey) {
    let _ = writeln!(text, "\n# All attributes:");
    for (title, attributes) in
        [("case", &survey.case_attributes), ("event", &survey.event_attributes)]
    {
        for (name, attribute) in attributes {
            let kind = if attribute.is_time() { "date" } else { "text" };
            let distinct = attribute.values.len();
            let more = if attribute.many { "more than " } else { "" };
            let example: String = attribute.example.chars().take(40).collect();
            let _ = writeln!(
                text,
                "#   {title} {name}: {kind}, {} values, {more}{distinct} distinct, e.g. {}",
                attribute.present,
                example.replace('\n', " ")
            );
        }
    }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
