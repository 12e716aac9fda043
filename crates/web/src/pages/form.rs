//! A form about an account: what is asked, what was typed, and what is wrong with it.

use super::Shell;
use super::frame::Frame;
use super::html::Html;
use super::receipt::Qr;
use askama::Template;
use domain::text::Text;

/// A form.
#[derive(Debug, Clone, Default)]
pub struct FormPage {
    /// Its words: `KEY-title`, `KEY-text` and, on the button, `KEY-do`.
    pub key: &'static str,
    /// Where it is sent; the address of the page itself when it is empty.
    pub action: String,
    /// What is wrong, in the language of the page.
    pub error: Option<String>,
    /// What there is to know, such as the code in a demonstration.
    pub notice: Option<String>,
    /// A secret to be read by a phone, with its picture.
    pub secret: Option<Secret>,
    /// What is asked.
    pub fields: Vec<Field>,
    /// What is sent along.
    pub hidden: Vec<(&'static str, String)>,
    /// Other ways: the key of the words, and the address.
    pub links: Vec<(&'static str, String)>,
    /// Where the process begins, with where it leads: links to other languages lead there from what answers to a form, as
    /// its own address cannot be opened. The address of the page itself when there is none.
    pub begins: Option<String>,
}

/// A secret as text and as a picture.
#[derive(Debug, Clone, Default)]
pub struct Secret {
    /// As text.
    pub text: String,
    /// What the picture says.
    pub address: String,
}

/// One question of a form.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// Name of the field.
    pub name: &'static str,
    /// Its words: `KEY` and, when it has a hint, `KEY-hint`.
    pub key: &'static str,
    /// What kind of answer it takes.
    pub input: Input,
    /// What was typed or chosen.
    pub value: String,
    /// It may be left empty.
    pub optional: bool,
    /// Whether there is a hint.
    pub hint: bool,
    /// The heading that begins with this field: the key of the words.
    pub heading: Option<&'static str>,
}

/// What kind of answer a field takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Input {
    /// A line of text.
    #[default]
    Line,
    /// A name to sign in with.
    Login,
    /// An e-mail address.
    Email,
    /// The present password.
    Password,
    /// A new password.
    NewPassword,
    /// A one-time code.
    Code,
    /// A day.
    Day,
    /// Some sentences.
    Long,
    /// One of several.
    One(Vec<(String, Text)>),
}

impl Field {
    /// A field that takes a kind of answer.
    #[must_use]
    pub fn of(name: &'static str, key: &'static str, input: Input) -> Self {
        Self { name, key, input, ..Self::default() }
    }

    /// The same with what was typed.
    #[must_use]
    pub fn with(self, value: &str) -> Self {
        Self { value: value.to_owned(), ..self }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hinted(self) -> Self {
        Self { hint: true, ..self }
    }

    /// The same; it may be left empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// The same under a heading.
    #[must_use]
    pub fn headed(self, key: &'static str) -> Self {
        Self { heading: Some(key), ..self }
    }

    pub(crate) fn hint_in(&self, frame: &Frame<'_>) -> String {
        frame.say(format!("{}-hint", self.key))
    }

    pub(crate) fn is_wide(&self) -> bool {
        self.input == Input::Line
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self.input {
            Input::Password | Input::NewPassword => "password",
            Input::Day => "date",
            Input::Email => "email",
            _ => "text",
        }
    }

    pub(crate) fn autocomplete(&self) -> &'static str {
        match self.input {
            Input::Login => "username",
            Input::Email => "email",
            Input::Password => "current-password",
            Input::NewPassword => "new-password",
            Input::Code => "one-time-code",
            _ => "off",
        }
    }

    pub(crate) fn is_code(&self) -> bool {
        self.input == Input::Code
    }
}

#[derive(Template)]
#[template(path = "pages/form.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a FormPage,
}

impl View<'_> {
    fn words(&self, what: &str) -> String {
        self.frame.say(format!("{}-{what}", self.page.key))
    }

    /// The secret in groups of four, as people type it.
    fn grouped(&self, secret: &Secret) -> String {
        let letters: Vec<char> = secret.text.chars().filter(|letter| *letter != ' ').collect();
        let groups = letters.chunks(4).map(|group| group.iter().collect::<String>());
        groups.collect::<Vec<_>>().join(" ")
    }

    fn picture(&self, secret: &Secret) -> Html {
        let code = Qr::of(&secret.address);
        let name = self.frame.say("second-factor-picture");
        code.map(|code| code.svg(&name)).unwrap_or_default()
    }
}

impl FormPage {
    pub(crate) fn button_in(&self, frame: &Frame<'_>) -> String {
        frame.say(format!("{}-do", self.key))
    }

    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
