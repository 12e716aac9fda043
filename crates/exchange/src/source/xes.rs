//! XES (IEEE 1849): a streaming reader that keeps one case in memory.

use super::CaseSource;
use crate::input_error::{InputError, Place};
use crate::raw::{Keys, RawCase, ValueKind};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;

/// Reads XES case by case.
pub(super) struct XesReader<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    value: String,
    keys: Keys,
    state: State,
    /// Elements that are open inside the current container and are not read.
    ignored: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the log element.
    Prologue,
    /// In the log, outside any trace.
    Log,
    Trace,
    Event,
    /// The log is closed; nothing but white space may follow.
    Closed,
    /// The end of the file was reached, or reading failed.
    Done,
}

impl<R: BufRead> XesReader<R> {
    pub(super) fn new(reader: R, keys: Keys) -> Self {
        let mut reader = Reader::from_reader(reader);
        let config = reader.config_mut();
        config.check_end_names = true;
        // Line breaks between elements are most of the events of an indented log, and say nothing.
        config.trim_text(true);
        Self {
            reader,
            buffer: Vec::with_capacity(1 << 12),
            value: String::new(),
            keys,
            state: State::Prologue,
            ignored: 0,
        }
    }

    fn place(&self) -> Place {
        Place::offset(self.reader.buffer_position())
    }

    /// One element; true when a case is complete.
    fn step(&mut self, case: &mut RawCase) -> Result<bool, InputError> {
        self.buffer.clear();
        let place = Place::offset(self.reader.buffer_position());
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => {
                let place = Place::offset(self.reader.error_position());
                self.state = State::Done;
                return Err(InputError::at(place, format!("malformed XML: {error}")));
            }
        };
        match event {
            Event::Start(element) => {
                if self.ignored > 0 {
                    self.ignored += 1;
                    return Ok(false);
                }
                let opened =
                    open(&mut self.state, case, unprefixed(element.name().as_ref()), place);
                if opened == Opened::NotXes {
                    self.state = State::Done;
                    return Err(InputError::at(place, "this is XML, but not an XES log"));
                }
                if opened == Opened::Misplaced {
                    self.ignored = 1;
                    return Err(misplaced(place, element.name().as_ref(), self.state));
                }
                if opened == Opened::Other {
                    // The children of an attribute are its own attributes: read the parent, skip them.
                    self.ignored = 1;
                    add(&element, (self.state, place), &mut self.keys, &mut self.value, case)?;
                }
                Ok(false)
            }
            Event::Empty(element) if self.ignored == 0 => {
                match (self.state, unprefixed(element.name().as_ref())) {
                    (State::Trace, "event") => case.begin_event(place),
                    (State::Log, "trace") => {
                        case.clear(place);
                        return Ok(true);
                    }
                    (State::Prologue, "log") => self.state = State::Closed,
                    (state, name @ ("log" | "trace" | "event")) => {
                        return Err(misplaced(place, name, state));
                    }
                    (state, _) => {
                        add(&element, (state, place), &mut self.keys, &mut self.value, case)?;
                    }
                }
                Ok(false)
            }
            Event::End(_) => Ok(self.close()),
            Event::Eof => self.end_of_file(),
            _ => Ok(false),
        }
    }

    fn close(&mut self) -> bool {
        if self.ignored > 0 {
            self.ignored -= 1;
            return false;
        }
        match self.state {
            State::Event => self.state = State::Trace,
            State::Trace => {
                self.state = State::Log;
                return true;
            }
            State::Log => self.state = State::Closed,
            State::Prologue | State::Closed | State::Done => {}
        }
        false
    }

    fn end_of_file(&mut self) -> Result<bool, InputError> {
        let before = std::mem::replace(&mut self.state, State::Done);
        match before {
            State::Closed | State::Done => Ok(false),
            State::Prologue => {
                Err(InputError::at(self.place(), "there is no XES log in this file"))
            }
            _ => {
                let message = "the file ends in the middle of the log: it is cut off";
                Err(InputError::at(self.place(), message))
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    Container,
    NotXes,
    /// A trace or event where none may stand: what is in it would be lost.
    Misplaced,
    Other,
}

fn misplaced(place: Place, name: &str, state: State) -> InputError {
    let inside = match state {
        State::Event => "inside an event",
        State::Trace => "inside a trace",
        State::Log => "outside any trace",
        State::Prologue => "before the log",
        State::Closed | State::Done => "after the end of the log",
    };
    InputError::at(place, format!("`{name}` {inside}"))
}

fn open(state: &mut State, case: &mut RawCase, name: &str, place: Place) -> Opened {
    let next = match (*state, name) {
        (State::Prologue, "log") => State::Log,
        (State::Prologue, _) => return Opened::NotXes,
        (State::Closed, _) | (_, "log") => return Opened::Misplaced,
        (State::Log, "trace") => {
            case.clear(place);
            State::Trace
        }
        (State::Trace, "event") => {
            case.begin_event(place);
            State::Event
        }
        (_, "trace" | "event") => return Opened::Misplaced,
        _ => return Opened::Other,
    };
    *state = next;
    Opened::Container
}

/// Adds an attribute element to the case or its last event; other elements say nothing about cases.
fn add(
    element: &BytesStart<'_>,
    (state, place): (State, Place),
    keys: &mut Keys,
    value: &mut String,
    case: &mut RawCase,
) -> Result<(), InputError> {
    if !matches!(state, State::Trace | State::Event) {
        return Ok(());
    }
    let kind = match unprefixed(element.name().as_ref()) {
        "string" | "id" => ValueKind::Text,
        "date" => ValueKind::Time,
        "int" | "float" => ValueKind::Number,
        "boolean" => ValueKind::Boolean,
        _ => return Ok(()),
    };
    if let Some((name, text)) = plain_pair(element) {
        if let Some(key) = keys.intern(name) {
            match state {
                State::Trace => case.add_attribute(key, kind, text),
                _ => case.add_event_attribute(key, kind, text),
            }
        }
        return Ok(());
    }
    add_any(element, (state, place), (keys, value), kind, case)
}

/// Key and value of an attribute in the form that nearly all logs use: `key="…" value="…"`, no escapes.
fn plain_pair<'e>(element: &'e BytesStart<'_>) -> Option<(&'e str, &'e str)> {
    let rest = element.attributes_raw().strip_prefix(" key=\"")?;
    let (key, rest) = rest.split_at_checked(memchr::memchr(b'"', rest.as_bytes())?)?;
    let value = rest.strip_prefix("\" value=\"")?.trim_ascii_end().strip_suffix('"')?;
    let special = memchr::memchr2(b'"', b'&', value.as_bytes()).is_some();
    (!special && memchr::memchr(b'&', key.as_bytes()).is_none()).then_some((key, value))
}

/// The name of an element without its name space.
fn unprefixed(name: &str) -> &str {
    match memchr::memchr(b':', name.as_bytes()) {
        Some(colon) => name.get(colon + 1..).unwrap_or(name),
        None => name,
    }
}

/// Adds an attribute element in any lawful form.
fn add_any(
    element: &BytesStart<'_>,
    (state, place): (State, Place),
    (keys, value): (&mut Keys, &mut String),
    kind: ValueKind,
    case: &mut RawCase,
) -> Result<(), InputError> {
    let malformed = |error: &dyn std::fmt::Display| {
        InputError::at(place, format!("malformed attribute: {error}"))
    };
    let mut key = None;
    let mut found = false;
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| malformed(&error))?;
        match attribute.key.as_ref() {
            "key" => {
                key = keys.intern(&attribute.value);
                if key.is_none() {
                    return Ok(());
                }
            }
            "value" => {
                found = true;
                value.clear();
                if attribute.value.contains('&') {
                    let text = quick_xml::escape::unescape(&attribute.value);
                    value.push_str(&text.map_err(|error| malformed(&error))?);
                } else {
                    value.push_str(&attribute.value);
                }
            }
            _ => {}
        }
    }
    match (key, found, state) {
        (Some(key), true, State::Trace) => case.add_attribute(key, kind, value),
        (Some(key), true, _) => case.add_event_attribute(key, kind, value),
        (Some(_), false, _) => return Err(InputError::at(place, "an attribute has no value")),
        (None, ..) => return Err(InputError::at(place, "an attribute has no key")),
    }
    Ok(())
}

impl<R: BufRead> CaseSource for XesReader<R> {
    fn next_case(&mut self, case: &mut RawCase) -> Result<bool, InputError> {
        while self.state != State::Done {
            if self.step(case)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn keys(&self) -> &Keys {
        &self.keys
    }
}
