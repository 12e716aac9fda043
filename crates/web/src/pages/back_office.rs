//! The back office: lists and facts of the three administrators, all of one form.

use super::Shell;
use super::form::{Field, Input};
use super::frame::Frame;
use super::html::{Html, escaped};
use askama::Template;
use domain::text::Text;
use jiff::civil::{Date, DateTime};
use operations::caller::AdministratorKind;

/// A page of the back office.
#[derive(Debug, Clone)]
pub struct BackOfficePage {
    /// Whose third it belongs to.
    pub third: AdministratorKind,
    /// Its words: `KEY-title`, `KEY-text`, and for an empty list `KEY-none` and `KEY-none-text`.
    pub key: &'static str,
    /// The name of the one thing that the page is about.
    pub name: Option<Piece>,
    /// The way back: the key of the words, and the address.
    pub back: Option<(&'static str, String)>,
    /// What there is to know on top: the key of the words, and the fact.
    pub facts: Vec<(&'static str, Vec<Piece>)>,
    /// What the list can be narrowed by.
    pub filter: Vec<Field>,
    /// What can be done: the key of the words, and the address.
    pub ways: Vec<(&'static str, String)>,
    /// The list.
    pub groups: Vec<Group>,
    /// Whether an empty list is worth a word.
    pub is_list: bool,
    /// How many there are in all, when more than are shown.
    pub total: Option<u64>,
    /// Where the list goes on.
    pub more: Option<String>,
}

impl BackOfficePage {
    /// An empty page.
    #[must_use]
    pub fn new(third: AdministratorKind, key: &'static str) -> Self {
        Self {
            third,
            key,
            name: None,
            back: None,
            facts: Vec::new(),
            filter: Vec::new(),
            ways: Vec::new(),
            groups: Vec::new(),
            is_list: true,
            total: None,
            more: None,
        }
    }
}

/// Some rows under a heading.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// The heading.
    pub heading: Option<Piece>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// What it is.
    pub title: Vec<Piece>,
    /// Where it leads.
    pub address: Option<String>,
    /// Keys of words that mark it.
    pub tags: Vec<&'static str>,
    /// What more there is to know.
    pub details: Vec<Piece>,
    /// What can be done: the key of the words, and the address.
    pub ways: Vec<(&'static str, String)>,
}

/// A piece of what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A text in the languages of the house.
    Words(Text),
    /// The key of words of the interface.
    Key(String),
    /// A name, in the language of the country.
    Name(String),
    /// Something as it was typed.
    Plain(String),
    /// An identifier.
    Code(String),
    /// A moment.
    Moment(DateTime),
    /// From one day to another; open where there is none.
    Days(Option<Date>, Option<Date>),
}

#[derive(Template)]
#[template(path = "pages/back_office.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a BackOfficePage,
}

impl View<'_> {
    fn words(&self, what: &str) -> String {
        self.frame.say(format!("{}-{what}", self.page.key))
    }

    fn is_empty(&self) -> bool {
        self.page.groups.iter().all(|group| group.rows.is_empty())
    }

    fn shown(&self) -> usize {
        self.page.groups.iter().map(|group| group.rows.len()).sum()
    }

    /// The doors of a third, and which of them is open.
    fn doors(&self) -> Vec<(&'static str, &'static str, bool)> {
        let all: &[(&str, &str)] = match self.page.third {
            AdministratorKind::System => &[
                ("health-title", "/admin/health"),
                ("settings-title", "/admin/settings"),
                ("administrators-title", "/admin/administrators"),
            ],
            AdministratorKind::Security => &[
                ("accounts-title", "/admin/accounts"),
                ("posts-title", "/admin/posts"),
                ("deputies-title", "/account/deputies"),
                ("tokens-title", "/admin/tokens"),
                ("administrators-title", "/admin/administrators"),
            ],
            AdministratorKind::Audit => &[
                ("audit-title", "/admin/audit"),
                ("administrators-title", "/admin/administrators"),
            ],
        };
        let here = |address: &str| {
            let back = self.page.back.as_ref().is_some_and(|(_, back)| back == address);
            back || self.frame.is_at(address)
        };
        all.iter().map(|(key, address)| (*key, *address, here(address))).collect()
    }

    fn piece(&self, piece: &Piece) -> Html {
        match piece {
            Piece::Words(text) => self.frame.text(text),
            Piece::Key(key) => Html::own(escaped(&self.frame.say(key))),
            Piece::Name(name) => {
                Html::own(format!("<span lang=\"zh-Hans\">{}</span>", escaped(name)))
            }
            Piece::Plain(text) => Html::own(escaped(text)),
            Piece::Code(text) => Html::own(format!("<code>{}</code>", escaped(text))),
            Piece::Moment(moment) => self.frame.moment(moment),
            Piece::Days(from, until) => {
                let day = |day: &Option<Date>| {
                    day.as_ref().map(|day| self.frame.day(day).to_string()).unwrap_or_default()
                };
                Html::own(format!("{} — {}", day(from), day(until)))
            }
        }
    }
}

impl BackOfficePage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}

/// Something secret that is shown this once: a link or a token.
#[derive(Debug, Clone)]
pub struct OncePage {
    /// Its words: `KEY-title`, `KEY-text`.
    pub key: &'static str,
    /// For whom it is.
    pub name: String,
    /// The secret.
    pub secret: String,
    /// The way back.
    pub back: String,
}

#[derive(Template)]
#[template(path = "pages/once.html")]
struct OnceView<'a> {
    frame: Frame<'a>,
    page: &'a OncePage,
}

impl OnceView<'_> {
    fn words(&self, what: &str) -> String {
        self.frame.say(format!("{}-{what}", self.page.key))
    }
}

impl OncePage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        OnceView { frame: Frame::of(shell), page: self }.render()
    }
}
