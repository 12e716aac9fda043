//! What every template needs: words, numbers, dates, citations and marks in the language of the page.

use super::address;
use super::html::{Html, escaped};
use super::{Demonstration, Shell, SignedIn};
use crate::report::grouped;
use crate::wording::Wording;
use domain::basis::Basis;
use domain::event::ActKind;
use domain::item::ItemKind;
use domain::level::Colour;
use domain::limit::Period;
use domain::procedure::LimitKind;
use domain::text::{Language, Text};
use jiff::civil::{Date, DateTime};
use std::fmt::Display;

/// The language of a page and what surrounds it.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) language: Language,
    words: &'static Wording,
    shell: Option<&'a Shell>,
}

/// A number that templates show, wherever it stands.
pub(crate) trait Count {
    /// The number.
    fn count(self) -> u64;
}

impl Count for u64 {
    fn count(self) -> u64 {
        self
    }
}

impl Count for u32 {
    fn count(self) -> u64 {
        self.into()
    }
}

impl<T: Count + Copy> Count for &T {
    fn count(self) -> u64 {
        (*self).count()
    }
}

/// A length of time that templates show, wherever it stands.
pub(crate) trait Lasting {
    /// The period.
    fn period(self) -> Period;
}

impl Lasting for Period {
    fn period(self) -> Period {
        self
    }
}

impl<T: Lasting + Copy> Lasting for &T {
    fn period(self) -> Period {
        (*self).period()
    }
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

    pub(crate) fn signed_in(&self) -> Option<&'a SignedIn> {
        self.shell.and_then(|shell| shell.signed_in.as_ref())
    }

    pub(crate) fn demonstration(&self) -> Option<Demonstration> {
        self.shell.and_then(|shell| shell.demonstration)
    }

    fn path(&self) -> &'a str {
        self.shell.map_or("/", |shell| shell.path.as_str())
    }

    pub(crate) fn doors(&self) -> Vec<Door> {
        let path = self.path().split('?').next().unwrap_or("/");
        let doors = [
            ("/items", "nav-items", path.starts_with("/items")),
            ("/track", "nav-track", path.starts_with("/track") || path.starts_with("/cases")),
            ("/board", "nav-board", path.starts_with("/board")),
            ("/cards", "door-cards", path.starts_with("/cards")),
        ];
        doors.into_iter().map(|(address, key, here)| Door { address, key, here }).collect()
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
        self.say(&format!("kind-{}", kind_word(*kind)))
    }

    pub(crate) fn act(&self, kind: &ActKind) -> String {
        self.say(&format!("act-{}", kind.word()))
    }

    pub(crate) fn limit_kind(&self, kind: &LimitKind) -> String {
        let key = match kind {
            LimitKind::Intake => "limit-intake",
            LimitKind::Statutory => "limit-statutory",
            LimitKind::Promised => "limit-promised",
            LimitKind::Stage => "limit-stage",
            LimitKind::Joint => "limit-joint",
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
        let word = escaped(&self.say(&format!("colour-{}", colour_word(*colour))));
        Html::own(format!(
            "<span class=\"mark {0}\">{1}{word}</span>",
            colour_word(*colour),
            shape(*colour)
        ))
    }

    pub(crate) fn item_address(&self, code: &str) -> String {
        address::item(code)
    }

    pub(crate) fn query(&self, path: &str, name: &str, value: &str) -> String {
        address::query(path, &[(name, value)])
    }
}

fn shape(colour: Colour) -> String {
    let drawn = match colour {
        Colour::Notice => "<circle cx=\"8\" cy=\"8\" r=\"5.5\"/>",
        Colour::Warning => "<path d=\"M8 1.5 15 14H1z\"/>",
        Colour::Yellow => "<path d=\"M8 .8 15.2 8 8 15.2.8 8z\"/>",
        Colour::Red => "<path d=\"M2 2h12v12H2z\"/>",
    };
    format!(
        "<svg viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">{drawn}</svg>"
    )
}

/// The word of a colour in addresses, keys and classes.
pub(crate) fn colour_word(colour: Colour) -> &'static str {
    match colour {
        Colour::Notice => "notice",
        Colour::Warning => "warning",
        Colour::Yellow => "yellow",
        Colour::Red => "red",
    }
}

/// The word of a kind of item in addresses and keys.
pub(crate) fn kind_word(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Licence => "licence",
        ItemKind::Penalty => "penalty",
        ItemKind::Coercion => "coercion",
        ItemKind::Levy => "levy",
        ItemKind::Payment => "payment",
        ItemKind::Inspection => "inspection",
        ItemKind::Confirmation => "confirmation",
        ItemKind::Reward => "reward",
        ItemKind::Ruling => "ruling",
        ItemKind::Other => "other",
        ItemKind::PublicService => "public-service",
    }
}

/// Articles as a Chinese citation writes them: `32(4), 42` becomes `第32条(4)、第42条`.
fn articles(written: &str) -> String {
    let one = |part: &str| {
        let number = part.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(part.len());
        let (digits, rest) = part.split_at(number);
        let is_article = digits.starts_with(|c: char| c.is_ascii_digit())
            && (rest.is_empty() || rest.starts_with('('));
        if is_article { format!("第{digits}条{rest}") } else { part.to_owned() }
    };
    written.split(", ").map(one).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_cited_as_lawyers_do() {
        assert_eq!(articles("42"), "第42条");
        assert_eq!(articles("32(4), 35-37"), "第32条(4)、第35-37条");
        assert_eq!(articles("环节时限：审查"), "环节时限：审查");
    }

    #[test]
    fn texts_that_are_not_translated_say_so() {
        let frame = Frame::fragment(Language::English);
        let text = Text { simplified: "窗<口".to_owned(), ..Text::default() };
        assert_eq!(frame.text(&text).to_string(), "<span lang=\"zh-Hans\">窗&lt;口</span>");
    }
}
