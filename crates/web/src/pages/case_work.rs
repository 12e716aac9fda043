//! What those who take part in a case work with: materials beside the checklist, joint agencies with their clocks, and
//! documents to print.

use super::frame::Frame;
use super::limits::LimitRow;
use domain::event::ActKind;
use domain::text::Text;
use jiff::civil::{Date, DateTime};

/// What a part of a case is worked with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseWork {
    /// The checklist of the item; empty where it has none.
    pub materials: Vec<MaterialLine>,
    /// What the applicant filled in: name of the field, and answer.
    pub answers: Vec<(Text, String)>,
    /// The joint agencies of a parallel approval.
    pub joint: Vec<JointLine>,
    /// Documents to print: number of the act, its kind and its day.
    pub documents: Vec<DocumentLine>,
    /// How many wrong pick-up codes there were, and when the last one.
    pub wrong_codes: Option<(u32, DateTime)>,
}

/// A material of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialLine {
    /// Its name.
    pub name: Text,
    /// The application is not complete without it.
    pub required: bool,
    /// How it stands.
    pub standing: MaterialStanding,
    /// Files that were handed in for it: name and address.
    pub files: Vec<(String, String)>,
}

/// How a material stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaterialStanding {
    /// It was handed in.
    Received(DateTime),
    /// It was asked for by a supplement notice and has not come.
    Asked(DateTime),
    /// It is not there.
    Missing,
    /// The government has it: it may not be demanded.
    Shared,
}

impl MaterialLine {
    pub(crate) fn class(&self) -> &'static str {
        match self.standing {
            MaterialStanding::Received(_) => "received",
            MaterialStanding::Asked(_) => "asked",
            MaterialStanding::Missing if self.required => "missing",
            MaterialStanding::Missing => "open",
            MaterialStanding::Shared => "shared",
        }
    }

    pub(crate) fn words(&self, frame: &Frame<'_>) -> String {
        let on = |key: &str, at: DateTime| frame.fill(key, "date", frame.day_in_words(at.date()));
        match self.standing {
            MaterialStanding::Received(at) => on("material-received", at),
            MaterialStanding::Asked(at) => on("material-asked", at),
            MaterialStanding::Missing if self.required => frame.say("material-missing"),
            MaterialStanding::Missing => frame.say("material-optional"),
            MaterialStanding::Shared => frame.say("material-shared"),
        }
    }
}

/// A joint agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointLine {
    /// The agency.
    pub agency: Text,
    /// Its own clock.
    pub limit: Option<LimitRow>,
    /// When it answered.
    pub answered: Option<DateTime>,
    /// Nobody answered: its silence counts.
    pub by_silence: bool,
    /// What it chose, where the stage has outcomes.
    pub outcome: Option<Text>,
    /// Its opinion.
    pub opinion: Option<String>,
}

impl JointLine {
    pub(crate) fn is_late(&self) -> bool {
        self.limit.as_ref().is_some_and(LimitRow::is_missed)
    }
}

/// A document to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLine {
    /// Key of its name.
    pub key: &'static str,
    /// When it was made.
    pub day: Date,
    /// Where it is.
    pub address: String,
}

/// The key of the name of the document that an act makes, if it makes one.
#[must_use]
pub fn document_of(kind: ActKind, against: bool) -> Option<&'static str> {
    Some(match kind {
        ActKind::Submit => "document-submit",
        ActKind::RequestSupplement => "document-request-supplement",
        ActKind::Accept => "document-accept",
        ActKind::Decline => "document-decline",
        ActKind::StartPause => "document-start-pause",
        ActKind::Extend => "document-extend",
        ActKind::Decide if against => "document-refuse",
        ActKind::Decide => "document-decide",
        ActKind::Deliver => "document-deliver",
        _ => return None,
    })
}
