//! The versions of an item (版本沿革): what was published when, by whom and why, and what each one changed.

use super::Shell;
use super::frame::Frame;
use super::html::Html;
use askama::Template;
use domain::catalogue::difference::{Difference, Value};
use domain::text::Text;
use jiff::civil::Date;

/// How a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is in force.
    InForce,
    /// It comes into force later.
    Coming,
    /// Another one came after it.
    Superseded,
    /// It was taken back.
    Withdrawn,
}

/// What a version does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amends {
    /// It came with the program.
    Given,
    /// It established the item.
    Establishes,
    /// It adjusted it.
    Adjusts,
    /// It cancelled it.
    Cancels,
}

/// A version.
#[derive(Debug, Clone)]
pub struct VersionEntry {
    /// Its number.
    pub version: String,
    /// Its first day.
    pub from: Date,
    /// How it stands.
    pub standing: Standing,
    /// What it does.
    pub amends: Amends,
    /// Why.
    pub reason: String,
    /// Who published it, and when.
    pub by: Option<(Text, Date)>,
    /// Why it was taken back.
    pub withdrawn: Option<String>,
    /// What it changed.
    pub differences: Vec<Difference>,
    /// Where it is taken back, for those who may.
    pub withdraw: Option<String>,
}

/// A step in the trail.
#[derive(Debug, Clone)]
pub struct StepLine {
    /// The word of what was done.
    pub word: &'static str,
    /// When.
    pub day: Date,
    /// By which agency.
    pub by: Text,
    /// Why.
    pub reason: String,
}

/// The page.
#[derive(Debug, Clone)]
pub struct ItemVersionsPage {
    /// Code of the item.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Its versions, the newest first.
    pub versions: Vec<VersionEntry>,
    /// Every step, the newest first.
    pub trail: Vec<StepLine>,
    /// Where a draft is written, for those who may.
    pub draft: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/item_versions.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a ItemVersionsPage,
}

impl View<'_> {
    fn standing(&self, standing: &Standing) -> String {
        self.frame.say(match standing {
            Standing::InForce => "version-in-force",
            Standing::Coming => "version-coming",
            Standing::Superseded => "version-superseded",
            Standing::Withdrawn => "version-withdrawn",
        })
    }

    fn amends(&self, amends: &Amends) -> String {
        self.frame.say(match amends {
            Amends::Given => "amendment-given",
            Amends::Establishes => "amendment-establish",
            Amends::Adjusts => "amendment-adjust",
            Amends::Cancels => "amendment-cancel",
        })
    }

    fn what(&self, difference: &Difference) -> String {
        what(&self.frame, difference)
    }

    fn values(&self, difference: &Difference, values: &[Value]) -> Vec<Html> {
        shown(&self.frame, difference, values)
    }
}

impl ItemVersionsPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}

/// What a difference is about.
pub(super) fn what(frame: &Frame<'_>, difference: &Difference) -> String {
    frame.say(format!("fact-{}-{}", difference.part, difference.aspect))
}

/// The values of a difference, in the language of the page.
pub(super) fn shown(frame: &Frame<'_>, difference: &Difference, values: &[Value]) -> Vec<Html> {
    let prefix = match (difference.part, difference.aspect) {
        ("result", "kind") => "result-kind",
        (_, "kind") => "kind",
        (_, "levels") => "government-level",
        (_, "forms") => "handling",
        (_, "audiences") => "audience",
        (_, "source") => "material-source",
        (_, "formats") => "material-format",
        (_, "purpose") => "channel-purpose",
        _ => "field-type",
    };
    let show = |value: &Value| match value {
        Value::Text(text) => frame.text(text),
        Value::Word(word) => plain(&frame.say(format!("{prefix}-{word}"))),
        Value::Flag(true) => plain(&frame.say("answer-yes")),
        Value::Flag(false) => plain(&frame.say("answer-no")),
        Value::Fen(fen) => plain(&frame.money(fen)),
    };
    values.iter().map(show).collect()
}

fn plain(text: &str) -> Html {
    Html::own(super::html::escaped(text))
}
