//! A window at work: the ticket at hand, and taking in an application for any agency of the place.

use super::Shell;
use super::acting::Refused;
use super::frame::Frame;
use askama::Template;
use domain::text::Text;
use jiff::civil::Date;

/// The ticket at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtHand {
    /// Its number as it is called.
    pub called: String,
    /// Its number.
    pub number: u32,
    /// Word of its state.
    pub state: &'static str,
    /// The cases that were opened for it: number and address.
    pub cases: Vec<(String, String)>,
}

/// A window at work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowPage {
    /// The agency.
    pub agency: Text,
    /// The counter.
    pub counter: String,
    /// The ticket at hand.
    pub at_hand: Option<AtHand>,
    /// How many wait, how many were served today.
    pub waiting: usize,
    /// How many were served today.
    pub served: usize,
    /// Half of those called waited no longer than this, in minutes.
    pub median_wait: Option<i64>,
    /// What was not possible.
    pub problem: Option<String>,
    /// Where the queue hangs on the wall.
    pub wall: String,
}

/// An item that can be taken in, with the agency that handles it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeChoice {
    /// Name of the item.
    pub item: Text,
    /// Name of the agency.
    pub agency: Text,
    /// Where its form is.
    pub address: String,
}

/// An agency for which the window takes in applications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedChoice {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Only its items are looked for.
    pub chosen: bool,
}

/// A material to be ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeMaterial {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// The application is not complete without it.
    pub required: bool,
    /// The government has it: there is nothing to tick.
    pub shared: bool,
    /// It was handed in.
    pub chosen: bool,
}

/// What is known of a party that was entered differently: the window says what is to become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownChoice {
    /// Its name, mostly hidden.
    pub name: String,
    /// Its telephone, mostly hidden.
    pub phone: String,
    /// When and where it was corrected.
    pub corrected: Vec<(Date, Text)>,
}

/// The form of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeForm {
    /// Code and name of the item.
    pub item: (String, Text),
    /// Id and name of the agency.
    pub agency: (String, Text),
    /// The checklist.
    pub materials: Vec<IntakeMaterial>,
    /// Who applies: name, document number, telephone.
    pub party: [String; 3],
    /// What is known of the party already, where it is not what was entered.
    pub known: Option<KnownChoice>,
    /// Tells this form from the next.
    pub form: String,
    /// Why it was not taken in.
    pub refusal: Option<Refused>,
}

/// Taking in an application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IntakePage {
    /// The ticket for which it is.
    pub ticket: String,
    /// What was looked for.
    pub query: String,
    /// The agencies for which the window takes in, its own first.
    pub served: Vec<ServedChoice>,
    /// What was found.
    pub found: Vec<IntakeChoice>,
    /// How many more were found than the page shows.
    pub more: usize,
    /// The form, once an item is chosen.
    pub form: Option<IntakeForm>,
}

#[derive(Template)]
#[template(path = "pages/window.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a WindowPage,
}

#[derive(Template)]
#[template(path = "pages/intake.html")]
struct IntakeView<'a> {
    frame: Frame<'a>,
    page: &'a IntakePage,
}

impl WindowPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}

impl IntakePage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        IntakeView { frame: Frame::of(shell), page: self }.render()
    }
}
