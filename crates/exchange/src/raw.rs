//! Cases as an input states them: attributes and events, not yet interpreted.
//!
//! A case keeps all its text in one string and its attributes as ranges into it, so that reading a large log
//! allocates next to nothing and the same memory serves case after case.

use crate::input_error::Place;
use std::collections::HashMap;

/// An attribute name, interned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u32);

/// Attribute names that matter to the caller.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    names: Vec<String>,
    by_name: HashMap<String, Key>,
    /// Names seen later are ignored.
    closed: bool,
}

/// Up to so many names a plain search beats a hash.
const LINEAR_MAX: usize = 16;

impl Keys {
    /// Every attribute matters.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Only these attributes matter; the others are read and forgotten.
    #[must_use]
    pub fn only<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut keys = Self::default();
        for name in names {
            keys.add(name);
        }
        keys.closed = true;
        keys
    }

    fn add(&mut self, name: &str) -> Key {
        if let Some(key) = self.by_name.get(name) {
            return *key;
        }
        let key = Key(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), key);
        key
    }

    /// The key of a name, if it matters.
    pub fn intern(&mut self, name: &str) -> Option<Key> {
        if self.closed { self.find(name) } else { Some(self.add(name)) }
    }

    /// The key of a name, if it is known.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Key> {
        if self.names.len() <= LINEAR_MAX {
            let position = self.names.iter().position(|known| known == name)?;
            return u32::try_from(position).ok().map(Key);
        }
        self.by_name.get(name).copied()
    }

    /// The name of a key.
    #[must_use]
    pub fn name(&self, key: Key) -> &str {
        self.names.get(key.0 as usize).map_or("", String::as_str)
    }

    /// The names that a caller asked for; none when every attribute matters.
    #[must_use]
    pub fn wanted(&self) -> &[String] {
        if self.closed { &self.names } else { &[] }
    }

    /// All names, in the order in which they were met.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// The declared type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// Text.
    Text,
    /// A date with time.
    Time,
    /// A number.
    Number,
    /// True or false.
    Boolean,
}

#[derive(Debug, Clone, Copy)]
struct Attribute {
    key: Key,
    start: u32,
    end: u32,
    kind: ValueKind,
}

#[derive(Debug, Clone, Copy)]
struct RawEvent {
    place: Place,
    first: u32,
    last: u32,
}

/// One case as the input states it.
#[derive(Debug, Clone, Default)]
pub struct RawCase {
    /// Where it begins.
    pub place: Place,
    /// A row of a table carries the attributes of its case too; in other formats a case has its own.
    pub attributes_in_events: bool,
    attributes: Vec<Attribute>,
    event_attributes: Vec<Attribute>,
    events: Vec<RawEvent>,
    text: String,
}

/// An event of a raw case.
#[derive(Debug, Clone, Copy)]
pub struct EventView<'a> {
    case: &'a RawCase,
    event: RawEvent,
}

impl RawCase {
    /// Forgets everything, keeping the memory.
    pub fn clear(&mut self, place: Place) {
        self.place = place;
        self.attributes.clear();
        self.event_attributes.clear();
        self.events.clear();
        self.text.clear();
    }

    /// Adds an attribute of the case.
    pub fn add_attribute(&mut self, key: Key, kind: ValueKind, value: &str) {
        let attribute = self.store(key, kind, value);
        self.attributes.push(attribute);
    }

    /// Begins an event.
    pub fn begin_event(&mut self, place: Place) {
        let first = u32::try_from(self.event_attributes.len()).unwrap_or(u32::MAX);
        self.events.push(RawEvent { place, first, last: first });
    }

    /// Adds an attribute of the event that was begun last.
    pub fn add_event_attribute(&mut self, key: Key, kind: ValueKind, value: &str) {
        let attribute = self.store(key, kind, value);
        self.event_attributes.push(attribute);
        if let Some(event) = self.events.last_mut() {
            event.last += 1;
        }
    }

    fn store(&mut self, key: Key, kind: ValueKind, value: &str) -> Attribute {
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(value);
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        Attribute { key, start, end, kind }
    }

    fn value(&self, attribute: Attribute) -> &str {
        self.text.get(attribute.start as usize..attribute.end as usize).unwrap_or("")
    }

    /// The attribute of the case; in a table, the first one of that name among its rows.
    #[must_use]
    pub fn attribute(&self, key: Key) -> Option<&str> {
        let own = self.attributes.iter().find(|attribute| attribute.key == key);
        let mut in_events = self.event_attributes.iter().filter(|_| self.attributes_in_events);
        let found = own.or_else(|| in_events.find(|attribute| attribute.key == key));
        found.map(|attribute| self.value(*attribute))
    }

    /// The case's own attributes: key, type and value.
    pub fn attributes(&self) -> impl Iterator<Item = (Key, ValueKind, &str)> {
        self.attributes
            .iter()
            .map(|attribute| (attribute.key, attribute.kind, self.value(*attribute)))
    }

    /// The events, in the order of the input.
    pub fn events(&self) -> impl Iterator<Item = EventView<'_>> {
        self.events.iter().map(|event| EventView { case: self, event: *event })
    }

    /// Number of events.
    #[must_use]
    pub fn event_count(&self) -> usize {
        self.events.len()
    }

    /// Moves the events of another case behind one's own.
    pub fn append(&mut self, other: &Self) {
        for event in other.events() {
            self.begin_event(event.event.place);
            for (key, kind, value) in event.attributes() {
                self.add_event_attribute(key, kind, value);
            }
        }
    }
}

impl<'a> EventView<'a> {
    /// Where it begins.
    #[must_use]
    pub fn place(&self) -> Place {
        self.event.place
    }

    fn range(&self) -> &'a [Attribute] {
        let range = self.event.first as usize..self.event.last as usize;
        self.case.event_attributes.get(range).unwrap_or_default()
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, key: Key) -> Option<&'a str> {
        let found = self.range().iter().find(|attribute| attribute.key == key);
        found.map(|attribute| self.case.value(*attribute))
    }

    /// All attributes: key, type and value.
    pub fn attributes(&self) -> impl Iterator<Item = (Key, ValueKind, &'a str)> + use<'a> {
        let case = self.case;
        self.range()
            .iter()
            .map(move |attribute| (attribute.key, attribute.kind, case.value(*attribute)))
    }
}
