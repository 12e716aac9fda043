//! XES (IEEE 1849) with the concept, time, lifecycle and organizational extensions.

use super::{CaseWriter, activity, case_name, details, moment};
use crate::mapping::Converted;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event as Xml};
use std::io::{self, Write};

const EXTENSIONS: [(&str, &str, &str); 4] = [
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
];

pub(super) struct XesWriter<W: Write> {
    writer: Writer<W>,
}

impl<W: Write> XesWriter<W> {
    pub(super) fn begin(target: W) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(target, b' ', 1);
        writer.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut log = BytesStart::new("log");
        log.push_attribute(("xes.version", "1849-2016"));
        log.push_attribute(("xes.features", ""));
        log.push_attribute(("xmlns", "http://www.xes-standard.org/"));
        writer.write_event(Xml::Start(log))?;
        for (name, prefix, uri) in EXTENSIONS {
            let mut extension = BytesStart::new("extension");
            extension.push_attribute(("name", name));
            extension.push_attribute(("prefix", prefix));
            extension.push_attribute(("uri", uri));
            writer.write_event(Xml::Empty(extension))?;
        }
        let mut classifier = BytesStart::new("classifier");
        classifier.push_attribute(("name", "Activity"));
        classifier.push_attribute(("keys", "concept:name"));
        writer.write_event(Xml::Empty(classifier))?;
        Ok(Self { writer })
    }

    fn attribute(&mut self, element: &str, key: &str, value: &str) -> io::Result<()> {
        let mut attribute = BytesStart::new(element);
        attribute.push_attribute(("key", key));
        // XML 1.0 cannot carry control characters at all.
        let value: String =
            value.chars().filter(|c| !c.is_control() || "\t\n\r".contains(*c)).collect();
        attribute.push_attribute(("value", value.as_str()));
        self.writer.write_event(Xml::Empty(attribute))
    }
}

/// The standard's name of a detail.
fn standard_name(detail: &str) -> &str {
    match detail {
        "person" => "org:resource",
        "role" => "org:role",
        "agency" => "org:group",
        other => other,
    }
}

impl<W: Write> CaseWriter for XesWriter<W> {
    fn case(&mut self, case: &Converted) -> io::Result<()> {
        self.writer.write_event(Xml::Start(BytesStart::new("trace")))?;
        self.attribute("string", "concept:name", &case_name(&case.key))?;
        self.attribute("string", "id", &case.key.id)?;
        if let Some(authority) = &case.key.authority {
            self.attribute("string", "authority", authority)?;
        }
        for converted in &case.events {
            let event = &converted.event;
            self.writer.write_event(Xml::Start(BytesStart::new("event")))?;
            self.attribute("string", "concept:name", activity(event))?;
            self.attribute("date", "time:timestamp", &moment(event).to_string())?;
            self.attribute("string", "lifecycle:transition", "complete")?;
            self.attribute("string", "act", event.kind.word())?;
            for (name, value) in details(event) {
                self.attribute("string", standard_name(name), &value)?;
            }
            self.writer.write_event(Xml::End(BytesEnd::new("event")))?;
        }
        self.writer.write_event(Xml::End(BytesEnd::new("trace")))
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.writer.write_event(Xml::End(BytesEnd::new("log")))?;
        self.writer.get_mut().write_all(b"\n")?;
        self.writer.get_mut().flush()
    }
}
