//! OCEL 2.0 JSON: events with the case, agency and person that they concern as objects.

use super::{CaseWriter, activity, case_name, details, moment};
use crate::mapping::Converted;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Details that are objects of their own, with their types and what they are to the event.
const OBJECTS: [(&str, &str, &str); 2] =
    [("person", "person", "performed by"), ("agency", "agency", "of agency")];

pub(super) struct OcelWriter<W: Write> {
    target: W,
    first: bool,
    objects: BTreeSet<(&'static str, String)>,
    /// Event types with the attributes that their events have.
    types: std::collections::BTreeMap<String, BTreeSet<&'static str>>,
}

impl<W: Write> OcelWriter<W> {
    pub(super) fn begin(mut target: W) -> io::Result<Self> {
        target.write_all(b"{\"events\":[")?;
        let (objects, types) = (BTreeSet::new(), std::collections::BTreeMap::new());
        Ok(Self { target, first: true, objects, types })
    }

    fn list(&mut self, name: &str, values: impl Iterator<Item = Value>) -> io::Result<()> {
        write!(self.target, "],\n\"{name}\":[")?;
        for (position, value) in values.enumerate() {
            let separator = if position == 0 { "\n" } else { ",\n" };
            write!(self.target, "{separator}{value}")?;
        }
        Ok(())
    }
}

/// Objects of different types live in one name space.
fn object_id(kind: &str, name: &str) -> String {
    format!("{kind}:{name}")
}

impl<W: Write> CaseWriter for OcelWriter<W> {
    fn case(&mut self, case: &Converted) -> io::Result<()> {
        let name = case_name(&case.key);
        for converted in &case.events {
            let event = &converted.event;
            let details = details(event);
            let mut relations =
                vec![json!({"objectId": object_id("case", &name), "qualifier": "concerns"})];
            let mut attributes = vec![json!({"name": "act", "value": event.kind.word()})];
            let known = self.types.entry(activity(event).to_owned()).or_default();
            known.insert("act");
            for (key, value) in &details {
                if let Some((_, kind, qualifier)) = OBJECTS.iter().find(|(k, ..)| k == key) {
                    relations
                        .push(json!({"objectId": object_id(kind, value), "qualifier": qualifier}));
                    self.objects.insert((kind, value.clone()));
                    continue;
                }
                known.insert(key);
                attributes.push(json!({"name": key, "value": value}));
            }
            let value = json!({
                "id": format!("{name}#{}", event.n),
                "type": activity(event),
                "time": moment(event).to_string(),
                "attributes": attributes,
                "relationships": relations,
            });
            let separator = if self.first { "\n" } else { ",\n" };
            self.first = false;
            write!(self.target, "{separator}{value}")?;
        }
        self.objects.insert(("case", name));
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let objects = std::mem::take(&mut self.objects);
        let types = std::mem::take(&mut self.types);
        let kinds: BTreeSet<&str> = objects.iter().map(|(kind, _)| *kind).collect();
        self.list(
            "objects",
            objects.iter().map(|(kind, name)| {
                json!({"id": object_id(kind, name), "type": kind, "attributes": [], "relationships": []})
            }),
        )?;
        self.list("objectTypes", kinds.iter().map(|kind| json!({"name": kind, "attributes": []})))?;
        self.list(
            "eventTypes",
            types.iter().map(|(name, attributes)| {
                let attributes: Vec<Value> =
                    attributes.iter().map(|a| json!({"name": a, "type": "string"})).collect();
                json!({"name": name, "attributes": attributes})
            }),
        )?;
        self.target.write_all(b"]}\n")?;
        self.target.flush()
    }
}
