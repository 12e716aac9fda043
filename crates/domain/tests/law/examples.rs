//! Every rule's examples: the breach is found, the honest look-alike is not.

use crate::shelf::{CALENDAR, ITEMS, PROCEDURES, RULES, files, folder};
use domain::case::fold::Frame;
use domain::event::{ActKind, Actor, Body, Event, Source};
use domain::supervision::judge::Judge;
use domain::text::Language;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    title: String,
    procedure: String,
    item: Option<String>,
    as_of: Timestamp,
    #[serde(rename = "event")]
    events: Vec<ExampleEvent>,
    #[serde(rename = "finding", default)]
    findings: Vec<Expected>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ExampleEvent {
    act: Option<String>,
    stage: Option<String>,
    at: Option<Timestamp>,
    recorded_at: Option<Timestamp>,
    person: Option<String>,
    post: Option<String>,
    role: Option<String>,
    agency: Option<String>,
    outcome: Option<String>,
    reason: Option<String>,
    materials: Vec<String>,
    ground: Option<String>,
    until: Option<Date>,
    evidence: Option<String>,
    notice: Option<String>,
    approver: Option<String>,
    limit: Option<String>,
    number: Option<String>,
    target: Option<String>,
    targets: Vec<String>,
    text: Option<String>,
    amount_fen: Option<i64>,
}

#[derive(Deserialize, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Expected {
    level: u8,
    at: Date,
}

fn boxed(text: Option<String>) -> Option<Box<str>> {
    text.map(String::into_boxed_str)
}

impl ExampleEvent {
    fn into_event(self, n: u32, file: &str) -> Event {
        let at = self.at.unwrap_or_else(|| panic!("{file}: event {n} has no time"));
        let kind = match &self.act {
            Some(word) => {
                ActKind::from_word(word).unwrap_or_else(|| panic!("{file}: `{word}` is no act"))
            }
            None => ActKind::Complete,
        };
        let mut event = Event::new(n, kind, self.recorded_at.unwrap_or(at), Source::Feed);
        event.occurred_at = Some(at);
        event.stage = self.stage.map(Into::into);
        event.outcome = self.outcome.map(Into::into);
        event.actor = Actor {
            person: self.person.map(Into::into),
            post: self.post.map(Into::into),
            role: self.role.map(Into::into),
            agency: self.agency.map(Into::into),
            acting_for: None,
        };
        let targets = self.target.into_iter().chain(self.targets);
        event.body = Some(Box::new(Body {
            reason: boxed(self.reason),
            materials: self.materials.into_iter().map(String::into_boxed_str).collect(),
            ground: boxed(self.ground),
            until: self.until,
            evidence: boxed(self.evidence),
            notice: boxed(self.notice),
            approver: boxed(self.approver),
            limit: boxed(self.limit),
            number: boxed(self.number),
            targets: targets.map(String::into_boxed_str).collect(),
            text: boxed(self.text),
            amount_fen: self.amount_fen,
            ..Body::default()
        }));
        event
    }
}

fn run(rule: &str, file: &str, text: &str) -> Result<(), String> {
    let example: Example = toml::from_str(text).map_err(|error| format!("{file}: {error}"))?;
    let procedure = PROCEDURES
        .iter()
        .find(|procedure| procedure.id == example.procedure)
        .ok_or_else(|| format!("{file}: no procedure `{}`", example.procedure))?;
    let item = example.item.as_ref().map(|code| {
        ITEMS.iter().find(|item| item.code == *code).unwrap_or_else(|| panic!("{file}: no item"))
    });
    let frame = Frame {
        procedure,
        calendar: Some(&CALENDAR),
        zone: &CALENDAR.time_zone,
        item,
        tolerance: SignedDuration::from_hours(24),
    };
    let mut judge = Judge::new(frame, &RULES, Language::SimplifiedChinese).unwrap();
    judge.begin(&[]);
    for (position, event) in example.events.into_iter().enumerate() {
        judge.observe(&event.into_event(u32::try_from(position).unwrap() + 1, file));
    }
    let going_on = judge.going_on();
    judge.watch(&going_on, CALENDAR.time_zone.to_datetime(example.as_of));
    assert!(judge.alarms().is_empty(), "{file}: {:?}", judge.alarms());
    let mut found: Vec<Expected> = judge
        .findings()
        .iter()
        .filter(|finding| RULES.rule(finding.rule).unwrap().id == rule)
        .map(|finding| Expected { level: finding.level.number(), at: finding.at })
        .collect();
    found.sort_by_key(|finding| finding.at);
    let mut expected = example.findings;
    expected.sort_by_key(|finding| finding.at);
    if found == expected {
        Ok(())
    } else {
        Err(format!("{file} ({}): expected {expected:?}, found {found:?}", example.title))
    }
}

#[test]
fn every_rule_finds_its_breaches_and_spares_the_honest_look_alikes() {
    let mut failures = Vec::new();
    for rule in RULES.rules() {
        let examples = files(&folder().join("rules").join(&rule.id).join("examples"), "toml");
        let of = |kind: &str| examples.iter().any(|(f, _)| f.contains(&format!("/{kind}-")));
        if !of("breach") || !of("honest") {
            failures.push(format!("{}: needs a breach and an honest look-alike", rule.id));
        }
        failures.extend(examples.iter().filter_map(|(f, text)| run(&rule.id, f, text).err()));
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn every_rule_has_a_readme_with_the_five_headings() {
    for rule in RULES.rules() {
        let path = folder().join("rules").join(&rule.id).join("README.md");
        let readme = std::fs::read_to_string(&path).expect("a README");
        for heading in
            ["What the law says", "How it is computed", "Assumptions", "Exclusions", "Example"]
        {
            assert!(readme.contains(&format!("## {heading}")), "{}: {heading}", rule.id);
        }
    }
}
