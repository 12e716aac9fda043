//! Words of the interface in the three languages (`locales/<language>/*.ftl`).

use domain::text::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// The files of one language.
macro_rules! files {
    ($language:expr, $folder:literal) => {
        [
            ($language, include_str!(concat!("../../../locales/", $folder, "/report.ftl"))),
            ($language, include_str!(concat!("../../../locales/", $folder, "/pages.ftl"))),
            ($language, include_str!(concat!("../../../locales/", $folder, "/hall.ftl"))),
            ($language, include_str!(concat!("../../../locales/", $folder, "/desk.ftl"))),
            ($language, include_str!(concat!("../../../locales/", $folder, "/people.ftl"))),
            ($language, include_str!(concat!("../../../locales/", $folder, "/catalogue.ftl"))),
        ]
    };
}

const SOURCES: [[(Language, &str); 6]; 3] = [
    files!(Language::SimplifiedChinese, "zh-Hans"),
    files!(Language::TraditionalChinese, "zh-Hant"),
    files!(Language::English, "en"),
];

static SIMPLIFIED: LazyLock<Wording> = LazyLock::new(|| Wording::of(Language::SimplifiedChinese));
static TRADITIONAL: LazyLock<Wording> = LazyLock::new(|| Wording::of(Language::TraditionalChinese));
static ENGLISH: LazyLock<Wording> = LazyLock::new(|| Wording::of(Language::English));

/// The words of one language.
pub struct Wording {
    bundle: FluentBundle<FluentResource>,
}

impl Wording {
    /// The words of `language`, read once for the whole program: what a server uses.
    #[must_use]
    pub fn shared(language: Language) -> &'static Self {
        match language {
            Language::SimplifiedChinese => &SIMPLIFIED,
            Language::TraditionalChinese => &TRADITIONAL,
            Language::English => &ENGLISH,
        }
    }

    /// The words of `language`.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Marks around arguments confuse terminals and copied text.
        bundle.set_use_isolating(false);
        for (_, source) in SOURCES.iter().flatten().filter(|(known, _)| *known == language) {
            // What could be read of a faulty file is used; a test refuses faulty files.
            let resource = FluentResource::try_new((*source).to_owned())
                .unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Self { bundle }
    }

    /// The words for a key; the key itself, visibly, when it is not translated.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// The words for a key with arguments filled in.
    #[must_use]
    pub fn fill(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let Some(pattern) = pattern else { return format!("⟨{key}⟩") };
        let mut filled = FluentArgs::new();
        for (name, value) in arguments {
            filled.set((*name).to_owned(), argument(value));
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned()
    }

    /// The name of a role; its id where law files name one that is not translated.
    #[must_use]
    pub fn role(&self, id: &str) -> String {
        let key = format!("role-{id}");
        if self.knows(&key) { self.say(&key) } else { id.to_owned() }
    }

    /// Whether a key is translated.
    #[must_use]
    pub fn knows(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }
}

/// Small whole numbers are numbers, so that a language can tell one from many; all else is shown as it is.
fn argument(value: &str) -> FluentValue<'static> {
    let is_number = matches!(value.len(), 1..=3) && value.bytes().all(|b| b.is_ascii_digit());
    match value.parse::<u16>() {
        Ok(number) if is_number && number.to_string() == value => FluentValue::from(number),
        _ => FluentValue::from(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(source: &str) -> Vec<String> {
        let lines = source.lines().filter(|line| !line.starts_with(['#', ' ']));
        lines.filter_map(|line| Some(line.split_once(" =")?.0.to_owned())).collect()
    }

    #[test]
    fn one_and_many_are_told_apart() {
        let wording = Wording::of(Language::English);
        let left = |days: &str| wording.fill("standing-left-working", &[("days", days)]);
        assert_eq!(left("1"), "1 working day left");
        assert_eq!(left("4"), "4 working days left");
        assert_eq!(left("007"), "007 working days left");
    }

    #[test]
    fn every_key_is_translated_in_every_language() {
        for (language, source) in SOURCES.into_iter().flatten() {
            assert!(FluentResource::try_new(source.to_owned()).is_ok(), "{}", language.tag());
            for [(other, _), ..] in SOURCES {
                let wording = Wording::of(other);
                for key in keys(source) {
                    assert!(wording.knows(&key), "{key} is missing in {}", other.tag());
                }
            }
        }
    }
}
