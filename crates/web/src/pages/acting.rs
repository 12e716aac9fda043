//! Acting in a case: what may be done now, the form of one act, and why the rest may not be done.

use super::Shell;
use super::frame::Frame;
use askama::Template;
use domain::basis::Basis;
use domain::text::Text;
use jiff::civil::Date;

/// What the visitor may do in a case now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// They are those of the party, not of an office.
    pub of_party: bool,
    /// What the party is asked for now.
    pub asked: Vec<AskedStep>,
    /// What may be done, in the order in which a case is lived.
    pub allowed: Vec<AllowedOption>,
    /// What may not, and why.
    pub refused: Vec<RefusedOption>,
}

/// What a party is asked for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedStep {
    /// Key of its words.
    pub key: String,
    /// Where it is done.
    pub address: String,
    /// The last day on which it can be done.
    pub until: Option<Date>,
}

/// An act that may be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedOption {
    /// Where its form is.
    pub address: String,
    /// The act.
    pub name: Text,
    /// The stage that it completes.
    pub stage: Option<Text>,
    /// What it chooses: outcome, ground, limit, fee.
    pub choice: Option<Text>,
    /// It is nothing but the completion of its stage, which then says more than its name.
    pub plain: bool,
    /// It moves the case on: it completes a stage.
    pub leads_on: bool,
}

/// An act that may not be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedOption {
    /// The act.
    pub name: Text,
    /// What it would choose.
    pub choice: Option<Text>,
    /// Why not, and what to do.
    pub why: Text,
    /// Law and article.
    pub basis: Option<Basis>,
}

/// The form of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActPage {
    /// Where the case is shown.
    pub case: String,
    /// Its number.
    pub number: String,
    /// Name of its item.
    pub item: Text,
    /// Acts that the case had when the form was made.
    pub acts: u32,
    /// The act.
    pub option: AllowedOption,
    /// Law and article that provide for it.
    pub basis: Option<Basis>,
    /// What is asked.
    pub fields: Vec<Field>,
    /// Why it was not done when it was sent.
    pub refusal: Option<Refused>,
}

/// Why an act was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What happened, which rule, and what to do; in the language of the page.
    pub message: String,
    /// Law and article.
    pub basis: Option<Basis>,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in the form, and the end of the key of its words.
    pub name: &'static str,
    /// The act is refused without it.
    pub required: bool,
    /// How it is filled in.
    pub input: Input,
    /// What was typed.
    pub value: String,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Several lines.
    LongText,
    /// One line.
    Text,
    /// A day, up to the latest that may be named.
    Date(Option<Date>),
    /// A whole number, up to the greatest that may be named.
    Number(Option<u32>),
    /// Whole units of a fixed amount in fen.
    Units {
        /// The amount of one.
        amount_fen: i64,
        /// What one is.
        unit: Text,
        /// The greatest number that may be charged.
        most: Option<u32>,
    },
    /// An amount in fen that stands fast: nothing is asked.
    Fixed(i64),
    /// An amount in yuan; what is due of it, in fen.
    Money(Option<i64>),
    /// One of several.
    One(Vec<Choice>),
    /// Any of several.
    Several(Vec<Choice>),
    /// One of many, in groups.
    Pick(Vec<ChoiceGroup>),
    /// Any of many, in groups.
    Groups(Vec<ChoiceGroup>),
}

/// Choices that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceGroup {
    /// What they have in common.
    pub name: Text,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// It was chosen.
    pub chosen: bool,
}

#[derive(Template)]
#[template(path = "pages/act.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a ActPage,
}

impl AllowedOption {
    /// What stands on its button.
    pub(crate) fn label(&self, frame: &Frame<'_>) -> String {
        let stage = self.stage.as_ref();
        let (first, second) = match (stage.filter(|_| self.plain), &self.choice) {
            (Some(stage), choice) => (stage, choice.as_ref()),
            // An act that has a name of its own says enough without its stage: 不予受理, not 不予受理 · 受理.
            (None, choice) => (&self.name, choice.as_ref()),
        };
        joined(frame, first, second)
    }

    /// The stage that it completes, where its label does not say so.
    pub(crate) fn stage_beside(&self, frame: &Frame<'_>) -> Option<String> {
        let stage = frame.plain(self.stage.as_ref()?);
        (!self.label(frame).split(" · ").any(|part| part == stage)).then(|| stage.to_owned())
    }
}

impl RefusedOption {
    /// What is refused, with its choice.
    pub(crate) fn label(&self, frame: &Frame<'_>) -> String {
        joined(frame, &self.name, self.choice.as_ref())
    }
}

/// An act and what it chooses; said once where both are called the same in the language of the page.
fn joined(frame: &Frame<'_>, first: &Text, second: Option<&Text>) -> String {
    let first = frame.plain(first);
    match second.map(|second| frame.plain(second)).filter(|second| *second != first) {
        Some(second) => format!("{first} · {second}"),
        None => first.to_owned(),
    }
}

impl Field {
    pub(crate) fn label(&self, frame: &Frame<'_>) -> String {
        match self.input {
            Input::Fixed(_) | Input::Money(_) => frame.say("field-money"),
            _ => frame.say(label_key(self.name)),
        }
    }
}

/// The key of the words for a field of a command.
pub(crate) fn label_key(field: &str) -> String {
    format!("field-{}", field.replace('_', "-"))
}

impl ActPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
