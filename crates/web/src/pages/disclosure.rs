//! Disclosure catalogues (政务公开目录): item, form, procedure, limit, supervision; in print and as data.

use super::Shell;
use super::address::segment;
use super::frame::Frame;
use askama::Template;
use domain::basis::Basis;
use domain::catalogue::Ground;
use domain::catalogue::difference::word_of;
use domain::item::Item;
use domain::item::guide::Channel;
use domain::limit::Period;
use domain::text::Text;

/// An entry.
#[derive(Debug, Clone)]
pub struct DisclosedItem<'a> {
    /// The item.
    pub item: &'a Item,
    /// The name of its procedure, and how many stages it has.
    pub procedure: Option<(&'a Text, usize)>,
    /// The promised limit.
    pub promised: Option<Period>,
    /// The statutory limit.
    pub statutory: Option<Period>,
    /// Where to ask and complain.
    pub channels: &'a [Channel],
}

/// An entry that is withheld.
#[derive(Debug, Clone)]
pub struct WithheldItem<'a> {
    /// Code of the item.
    pub code: &'a str,
    /// On which ground.
    pub ground: Option<&'a Ground>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: Text,
}

/// A catalogue.
#[derive(Debug, Clone)]
pub struct DisclosurePage<'a> {
    /// The key of its title.
    pub title: &'static str,
    /// The level of government or the agency of which it is.
    pub of: Option<Text>,
    /// Its address, to which the format is added.
    pub address: String,
    /// The entries.
    pub entries: Vec<DisclosedItem<'a>>,
    /// What is withheld.
    pub withheld: Vec<WithheldItem<'a>>,
    /// Also conditions, fees, result and accountability: public utilities disclose those.
    pub in_full: bool,
    /// Why there is a catalogue.
    pub basis: Option<&'a Basis>,
}

#[derive(Template)]
#[template(path = "pages/disclosure.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a DisclosurePage<'a>,
}

impl View<'_> {
    fn words(&self, prefix: &str, words: &[impl serde::Serialize]) -> String {
        let said = words.iter().map(|word| self.frame.say(format!("{prefix}-{}", word_of(word))));
        said.collect::<Vec<_>>().join(&self.frame.say("list-comma"))
    }

    fn purpose(&self, channel: &Channel) -> String {
        self.frame.say(format!("channel-purpose-{}", word_of(&channel.purpose)))
    }
}

impl DisclosurePage<'_> {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}

/// The list of catalogues.
#[derive(Debug, Clone)]
pub struct DisclosureIndexPage<'a> {
    /// Words of levels, with the number of items.
    pub levels: Vec<(&'static str, usize)>,
    /// Agencies with the number of items: id, name, number.
    pub agencies: Vec<(String, Text, usize)>,
    /// Codes that can be withheld, the grounds, and whether the visitor may.
    pub grounds: &'a [Ground],
    /// Whether the visitor decides on exceptions.
    pub may_withhold: bool,
    /// What was wrong with what was sent.
    pub refusal: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/disclosure_index.html")]
struct IndexView<'a> {
    frame: Frame<'a>,
    page: &'a DisclosureIndexPage<'a>,
}

impl IndexView<'_> {
    fn agency(&self, id: &str) -> String {
        format!("/disclosure/agencies/{}", segment(id))
    }
}

impl DisclosureIndexPage<'_> {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        IndexView { frame: Frame::of(shell), page: self }.render()
    }
}
