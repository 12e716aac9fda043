//! What every template needs: words, numbers, dates, citations and marks in the language of the page.

mod signs;
mod values;

use super::address;
use super::html::{Html, escaped};
use super::{Demonstration, Shell, SignedIn};
use crate::report::grouped;
use crate::wording::Wording;
use domain::basis::Basis;
use domain::event::ActKind;
use domain::item::ItemKind;
use domain::level::Colour;
use domain::procedure::LimitKind;
use domain::text::{Language, Text};
use jiff::civil::{Date, DateTime};
use operations::inbox::COUNTED;
use signs::{articles, shape};
pub(crate) use signs::{colour_word, kind_word};
use std::fmt::Display;
use values::{Count, Lasting};

/// The language of a page and what surrounds it.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) language: Language,
    words: &'static Wording,
    shell: Option<&'a Shell>,
}

/// A door in the head of the page.
pub(crate) struct Door {
    pub(crate) address: &'static str,
    pub(crate) key: &'static str,
    pub(crate) here: bool,
}

/// One choice of language.
pub(crate) struct LanguageChoice {
    pub(crate) address: String,
    pub(crate) tag: &'static str,
    pub(crate) name: &'static str,
    pub(crate) here: bool,
}

impl<'a> Frame<'a> {
    pub(crate) fn of(shell: &'a Shell) -> Self {
        let language = shell.language;
        Self { language, words: Wording::shared(language), shell: Some(shell) }
    }

    /// For a fragment that is sent to a page which stands already.
    pub(crate) fn fragment(language: Language) -> Self {
        Self { language, words: Wording::shared(language), shell: None }
    }

    pub(crate) fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// In which capacity the page is made.
    pub(crate) fn worn(&self) -> &'a str {
        self.signed_in().map_or("", |person| &person.worn)
    }

    pub(crate) fn signed_in(&self) -> Option<&'a SignedIn> {
        self.shell.and_then(|shell| shell.signed_in.as_ref())
    }

    /// The rooms of the workspace: address, key of the name, and whether this is one.
    pub(crate) fn rooms(&self) -> Vec<(&'static str, &'static str, bool)> {
        let path = self.path().split('?').next().unwrap_or("/");
        let room = |address: &'static str, key, is_first: bool| {
            (address, key, if is_first { path == address } else { path.starts_with(address) })
        };
        let at_window = self.signed_in().is_none_or(|person| person.calls_numbers);
        let all = [
            room("/desk", "tasks-title", true),
            room("/desk/window", "window-title", false),
            room("/desk/delivery", "delivery-title", false),
            room("/desk/figures", "figures-title", false),
            room("/desk/delegations", "delegations-title", false),
        ];
        all.into_iter().filter(|room| at_window || room.0 != "/desk/window").collect()
    }

    /// Whether somebody is signed in for a post.
    pub(crate) fn is_at_work(&self) -> bool {
        self.signed_in().is_some_and(|person| !person.agency.is_empty())
    }

    /// The words of the link to one's notices, with how many are unread; more than are counted is many.
    pub(crate) fn unread(&self) -> Option<String> {
        let unread = self.signed_in()?.unread?;
        let count = if unread > COUNTED { format!("{COUNTED}+") } else { unread.to_string() };
        let none = self.say("notices-title");
        Some(if unread == 0 { none } else { self.fill("nav-notices-unread", "count", count) })
    }

    /// Whether the page has this address.
    pub(crate) fn is_at(&self, address: &str) -> bool {
        self.path().split('?').next() == Some(address)
    }

    /// Where to sign in, and to come back to this page.
    pub(crate) fn sign_in_address(&self) -> String {
        let own = ["/sign-in", "/sign-up", "/setup", "/set-password"];
        if own.iter().any(|own| self.path().starts_with(own)) {
            return "/sign-in".to_owned();
        }
        address::query("/sign-in", &[("next", &address::without_language(self.path()))])
    }

    pub(crate) fn demonstration(&self) -> Option<Demonstration> {
        self.shell.and_then(|shell| shell.demonstration)
    }

    fn path(&self) -> &'a str {
        self.shell.map_or("/", |shell| shell.path.as_str())
    }

    pub(crate) fn doors(&self) -> Vec<Door> {
        let path = self.path().split('?').next().unwrap_or("/");
        let desk = self.is_at_work().then(|| ("/desk", "nav-desk", path.starts_with("/desk")));
        let administers = self.signed_in().is_some_and(|person| person.administrator);
        let office = administers.then(|| ("/admin", "admin-nav", path.starts_with("/admin")));
        let doors = [
            ("/items", "nav-items", path.starts_with("/items")),
            ("/track", "nav-track", path.starts_with("/track") || path.starts_with("/cases")),
            ("/my", "nav-my", path.starts_with("/my") || path.starts_with("/drafts")),
            ("/board", "nav-board", path.starts_with("/board")),
            ("/cards", "door-cards", path.starts_with("/cards")),
        ];
        desk.into_iter()
            .chain(office)
            .chain(doors.into_iter().filter(|door| !(administers && door.0 == "/my")))
            .map(|(address, key, here)| Door { address, key, here })
            .collect()
    }

    pub(crate) fn languages(&self) -> Vec<LanguageChoice> {
        let choice = |language: Language| LanguageChoice {
            address: address::in_language(self.path(), language),
            tag: language.tag(),
            name: match language {
                Language::SimplifiedChinese => "简体",
                Language::TraditionalChinese => "繁體",
                Language::English => "English",
            },
            here: language == self.language,
        };
        Language::ALL.into_iter().map(choice).collect()
    }

    pub(crate) fn say(&self, key: impl AsRef<str>) -> String {
        self.words.say(key.as_ref())
    }

    pub(crate) fn fill(&self, key: &str, name: &str, value: impl Display) -> String {
        self.words.fill(key, &[(name, &value.to_string())])
    }

    pub(crate) fn fill_all(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.words.fill(key, arguments)
    }

    /// The name of a role.
    pub(crate) fn role(&self, id: &str) -> String {
        self.words.role(id)
    }

    pub(crate) fn number(&self, number: impl Count) -> String {
        grouped(number.count())
    }

    /// A text with its language marked where it is not that of the page.
    pub(crate) fn text(&self, text: &Text) -> Html {
        let shown = escaped(text.in_language(self.language));
        let missing = match self.language {
            Language::SimplifiedChinese => false,
            Language::TraditionalChinese => text.traditional.is_none(),
            Language::English => text.english.is_none(),
        };
        Html::own(if missing { format!("<span lang=\"zh-Hans\">{shown}</span>") } else { shown })
    }

    pub(crate) fn plain<'t>(&self, text: &'t Text) -> &'t str {
        text.in_language(self.language)
    }

    pub(crate) fn day_in_words(&self, date: Date) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        match self.language {
            Language::English => date.strftime("%-d %B %Y").to_string(),
            _ => format!("{year}年{month}月{day}日"),
        }
    }

    /// A sentence with its dates (`2026-03-12`) written as people of this language write them.
    pub(crate) fn with_dates_in_words(&self, sentence: &str) -> String {
        let mut words = String::with_capacity(sentence.len());
        let mut rest = sentence;
        while let Some(character) = rest.chars().next() {
            let written = rest.get(..10).filter(|_| character.is_ascii_digit());
            if let Some(date) = written.and_then(|written| written.parse::<Date>().ok()) {
                words.push_str(&self.day_in_words(date));
                rest = rest.get(10..).unwrap_or_default();
            } else {
                words.push(character);
                rest = rest.get(character.len_utf8()..).unwrap_or_default();
            }
        }
        words
    }

    pub(crate) fn moment_in_words(&self, moment: DateTime) -> String {
        format!("{} {}", self.day_in_words(moment.date()), moment.strftime("%H:%M"))
    }

    pub(crate) fn day(&self, date: &Date) -> Html {
        let words = self.day_in_words(*date);
        Html::own(format!("<time datetime=\"{date}\">{words}</time>"))
    }

    pub(crate) fn moment(&self, moment: &DateTime) -> Html {
        let words = self.moment_in_words(*moment);
        let machine = moment.strftime("%Y-%m-%dT%H:%M");
        Html::own(format!("<time datetime=\"{machine}\">{words}</time>"))
    }

    pub(crate) fn period(&self, period: impl Lasting) -> String {
        period.period().in_language(self.language)
    }

    /// Money in yuan, from fen.
    pub(crate) fn money(&self, fen: &i64) -> String {
        let amount = fen.unsigned_abs();
        let yuan = format!("{}.{:02}", grouped(amount / 100), amount % 100);
        self.fill("money", "yuan", &yuan)
    }

    /// Law and article, in the language of the law.
    pub(crate) fn basis(&self, basis: &Basis) -> Html {
        let law = escaped(&basis.law);
        let article = escaped(&articles(&basis.article));
        let words = format!("<cite lang=\"zh-Hans\">《{law}》{article}</cite>");
        let known = basis.source.as_deref().filter(|source| source.starts_with("http"));
        Html::own(match known {
            Some(source) => {
                format!("<a rel=\"external\" href=\"{}\">{words}</a>", escaped(source))
            }
            None => words,
        })
    }

    pub(crate) fn kind(&self, kind: &ItemKind) -> String {
        self.say(format!("kind-{}", kind_word(*kind)))
    }

    pub(crate) fn act(&self, kind: &ActKind) -> String {
        self.say(format!("act-{}", kind.word()))
    }

    pub(crate) fn limit_kind(&self, kind: &LimitKind) -> String {
        let key = match kind {
            LimitKind::Intake => "limit-intake",
            LimitKind::Statutory => "limit-statutory",
            LimitKind::Promised => "limit-promised",
            LimitKind::Stage => "limit-stage",
            LimitKind::Joint => "limit-joint",
            LimitKind::Consultation => "limit-consultation",
            LimitKind::Delivery => "limit-delivery",
            LimitKind::Reply => "limit-reply",
            LimitKind::FollowUp => "limit-follow-up",
            LimitKind::Service => "limit-service",
            LimitKind::Party => "limit-party",
        };
        self.say(key)
    }

    /// Shape and word of a level: the colour is never the only sign.
    pub(crate) fn mark(&self, colour: &Colour) -> Html {
        let word = self.say(format!("colour-{}", colour_word(*colour)));
        self.mark_called(*colour, &word)
    }

    /// The same with the name that a place gives to the level.
    pub(crate) fn mark_called(&self, colour: Colour, name: &str) -> Html {
        let (class, shape, name) = (colour_word(colour), shape(colour), escaped(name));
        Html::own(format!("<span class=\"mark {class}\">{shape}{name}</span>"))
    }

    pub(crate) fn item_address(&self, code: &str) -> String {
        address::item(code)
    }

    pub(crate) fn query(&self, path: &str, name: &str, value: &str) -> String {
        address::query(path, &[(name, value)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_sentences_are_written_out() {
        let frame = Frame::fragment(Language::SimplifiedChinese);
        let written = frame.with_dates_in_words("自2026-02-05起，办件NC20260204-00871");
        assert_eq!(written, "自2026年2月5日起，办件NC20260204-00871");
    }

    #[test]
    fn texts_that_are_not_translated_say_so() {
        let frame = Frame::fragment(Language::English);
        let text = Text { simplified: "窗<口".to_owned(), ..Text::default() };
        assert_eq!(frame.text(&text).to_string(), "<span lang=\"zh-Hans\">窗&lt;口</span>");
    }
}
