//! The list of supervision cards; revoked and dismissed ones stay in it.

use super::Shell;
use super::card::{CardRow, STATES};
use super::frame::{Frame, colour_word};
use super::paging::{Links, Paging};
use askama::Template;
use domain::level::Colour;
use domain::text::Text;

/// The list of cards.
#[derive(Debug, Clone)]
pub struct CardsPage {
    /// Only in this state: one of [`STATES`].
    pub state: Option<String>,
    /// Only of this colour.
    pub colour: Option<Colour>,
    /// Only of this agency (its id).
    pub agency: Option<String>,
    /// The agencies to choose from: id and name.
    pub agencies: Vec<(String, Text)>,
    /// The cards of this page, newest first.
    pub rows: Vec<CardRow>,
    /// Where this page stands.
    pub paging: Paging,
}

/// Every colour that a card can have.
pub const COLOURS: [Colour; 4] = [Colour::Red, Colour::Yellow, Colour::Warning, Colour::Notice];

/// The colour of a word in an address.
#[must_use]
pub fn colour_of_word(word: &str) -> Option<Colour> {
    COLOURS.into_iter().find(|colour| colour_word(*colour) == word)
}

#[derive(Template)]
#[template(path = "pages/cards.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a CardsPage,
}

impl View<'_> {
    fn states(&self) -> [(&'static str, String); 9] {
        STATES.map(|word| (word, self.frame.say(format!("card-{word}"))))
    }

    fn colours(&self) -> [(&'static str, String); 4] {
        COLOURS.map(|colour| {
            let word = colour_word(colour);
            (word, self.frame.say(format!("colour-{word}")))
        })
    }

    fn is_state(&self, word: &str) -> bool {
        self.page.state.as_deref() == Some(word)
    }

    fn is_colour(&self, word: &str) -> bool {
        self.page.colour.map(colour_word) == Some(word)
    }

    fn is_agency(&self, id: &str) -> bool {
        self.page.agency.as_deref() == Some(id)
    }

    fn is_filtered(&self) -> bool {
        self.page.state.is_some() || self.page.colour.is_some() || self.page.agency.is_some()
    }

    fn links(&self) -> Links {
        let page = self.page;
        let filter = [
            ("state", page.state.as_deref().unwrap_or("")),
            ("colour", page.colour.map_or("", colour_word)),
            ("agency", page.agency.as_deref().unwrap_or("")),
        ];
        page.paging.links("/cards", &filter)
    }
}

impl CardsPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
