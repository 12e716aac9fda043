//! The text of an event as it is stored, committed to and disclosed: one JSON object, written once.

use domain::event::{ActKind, Actor, Body, Event, Name, Source};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What the first event of a case says beside its act, so that the head of the case can be rebuilt from events alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Case or card.
    pub kind: Box<str>,
    /// Code of the item; for a card the id of the rule.
    pub item: Box<str>,
    /// Id of the procedure.
    pub procedure: Box<str>,
    /// Hash of the law files that stand.
    pub law: Box<str>,
    /// The agency that handles it.
    pub agency: Box<str>,
    /// The applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applicant: Option<Box<str>>,
    /// The random name under which the log knows the case, in hexadecimal.
    pub handle: Box<str>,
    /// For a card: the number of the case in which it fell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Box<str>>,
}

/// An event as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EventText {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Number of the case.
    pub case: Box<str>,
    /// Number in the case.
    pub n: u32,
    /// The act.
    pub kind: ActKind,
    /// When it was recorded, with milliseconds.
    pub recorded_at: Box<str>,
    /// When it is claimed to have happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Timestamp>,
    /// The stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Name>,
    /// The outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Name>,
    /// Who acted.
    pub actor: Actor,
    /// Native, feed or file.
    pub source: Source,
    /// What the act carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Box<Body>>,
    /// Of the first event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
}

impl EventText {
    /// Reads a stored event.
    ///
    /// # Errors
    /// It is no event.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// The event without its place.
    ///
    /// # Errors
    /// The recording time is no time.
    pub fn into_event(self) -> Result<Event, String> {
        let recorded_at: Timestamp =
            self.recorded_at.parse().map_err(|error: jiff::Error| error.to_string())?;
        Ok(Event {
            n: self.n,
            kind: self.kind,
            stage: self.stage,
            outcome: self.outcome,
            recorded_at,
            occurred_at: self.occurred_at,
            actor: self.actor,
            source: self.source,
            body: self.body,
        })
    }
}
