//! The index in memory by which items are found, made anew when the law, the register or a draft changes.

use super::pinyin::Readings;
use super::text::{essence, fold, is_chinese, pairs, words};
use crate::catalogue::{disclosure, drafts};
use crate::law_version::LawVersion;
use crate::platform::Platform;
use domain::item::Item;
use std::collections::HashSet;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use store::connection::StoreError;

/// An item that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The item.
    pub item: Found,
    /// It is a draft: to be read, not to be applied for.
    pub draft: bool,
}

/// An item of the catalogue or of a draft.
#[derive(Debug, Clone)]
pub enum Found {
    /// It stands in the catalogue.
    Standing(&'static Item),
    /// It is a draft.
    Draft(Arc<Item>),
}

impl Deref for Found {
    type Target = Item;

    fn deref(&self) -> &Item {
        match self {
            Self::Standing(item) => item,
            Self::Draft(item) => item,
        }
    }
}

/// The department of an item: how it names its holder.
#[must_use]
pub fn department(item: &Item) -> Option<&str> {
    item.holder.as_ref().map(|holder| holder.simplified.as_str())
}

/// Keeps the index, and makes it anew when what it was made of is no more.
#[derive(Debug, Default)]
pub struct Finder(Mutex<Option<Arc<Index>>>);

impl Finder {
    /// The index of the law in force.
    ///
    /// # Errors
    /// The drafts cannot be read.
    pub fn index(&self, platform: &Platform) -> Result<Arc<Index>, StoreError> {
        let law = platform.law();
        let register = Arc::as_ptr(&platform.register()) as usize;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = &*kept
            && index.law == law.hash
            && index.register == register
        {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(Index::new(platform, law, register)?);
        *kept = Some(Arc::clone(&index));
        Ok(index)
    }

    /// A draft has changed.
    pub(crate) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The index.
#[derive(Debug)]
pub struct Index {
    law: Box<str>,
    register: usize,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    hit: Hit,
    name: String,
    english: String,
    readings: Readings,
    keywords: Vec<(String, Readings)>,
    /// Code, holder and law.
    around: String,
    conditions: String,
    /// How many agencies handle it: what many people need comes first among equals.
    agencies: usize,
}

/// How well a word fits: less is better. The steps lie apart so that a place within a name counts less than they do.
mod fit {
    pub(super) const NAME: usize = 0;
    pub(super) const KEYWORD: usize = 100;
    pub(super) const PINYIN: usize = 200;
    pub(super) const INITIALS: usize = 300;
    pub(super) const AROUND: usize = 400;
    pub(super) const PARTS: usize = 500;
    pub(super) const CONDITIONS: usize = 700;
    pub(super) const DRAFT: usize = 1_000;
    /// The furthest that a place within a name counts.
    pub(super) const PLACE: usize = 50;
}

impl Index {
    fn new(
        platform: &Platform,
        law: &'static LawVersion,
        register: usize,
    ) -> Result<Self, StoreError> {
        let known = platform.register();
        let agencies = |item: &Item| known.agencies_of_item(&item.code).count();
        let mut entries: Vec<Entry> = Vec::new();
        let withheld = disclosure::all_withheld(platform)?;
        for item in law.items.values().filter(|item| !withheld.contains_key(&item.code)) {
            let hit = Hit { item: Found::Standing(item), draft: false };
            entries.push(Entry::new(hit, agencies(item)));
        }
        for draft in drafts::all(platform)? {
            // A draft of what stands is read there, beside it.
            if !law.items.contains_key(&draft.item.code) {
                let item = Found::Draft(Arc::new(draft.item));
                entries.push(Entry::new(Hit { item, draft: true }, 0));
            }
        }
        Ok(Self { law: law.hash.clone(), register, entries })
    }

    /// The items in which every word is found, the best first; all of them when there is no word.
    #[must_use]
    pub fn search(&self, text: &str) -> Vec<Hit> {
        let words = words(text);
        let mut found: Vec<(usize, &Entry)> =
            self.entries.iter().filter_map(|entry| Some((entry.rank(&words)?, entry))).collect();
        found.sort_by(|(left, a), (right, b)| {
            let popular = b.agencies.cmp(&a.agencies);
            left.cmp(right).then(popular).then_with(|| a.hit.item.code.cmp(&b.hit.item.code))
        });
        found.into_iter().map(|(_, entry)| entry.hit.clone()).collect()
    }

    /// The items that share most with words that find nothing.
    #[must_use]
    pub fn nearest(&self, text: &str, at_most: usize) -> Vec<Hit> {
        let wanted: HashSet<char> = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
        let shared = |entry: &Entry| {
            let own: HashSet<char> = entry.name.chars().chain(entry.english.chars()).collect();
            wanted.iter().filter(|c| is_chinese(**c) && own.contains(c)).count()
        };
        let mut found: Vec<(usize, &Entry)> = self
            .entries
            .iter()
            .map(|entry| (shared(entry), entry))
            .filter(|(n, _)| *n > 0)
            .collect();
        found.sort_by(|(left, a), (right, b)| {
            right.cmp(left).then(a.hit.draft.cmp(&b.hit.draft)).then(b.agencies.cmp(&a.agencies))
        });
        found.into_iter().take(at_most).map(|(_, entry)| entry.hit.clone()).collect()
    }
}

impl Entry {
    fn new(hit: Hit, agencies: usize) -> Self {
        let item = &hit.item;
        let name = fold(&item.name.simplified);
        let keywords = item.keywords.iter().map(|word| (fold(word), Readings::of(word)));
        let around = [item.code.as_str(), &item.basis.law, department(item).unwrap_or_default()];
        let conditions: Vec<String> =
            item.conditions.iter().map(|condition| fold(&condition.simplified)).collect();
        Self {
            readings: Readings::of(&name),
            english: item.name.english.as_deref().unwrap_or_default().to_lowercase(),
            keywords: keywords.collect(),
            around: fold(&around.join(" ")),
            conditions: conditions.join(" "),
            name,
            agencies,
            hit,
        }
    }

    /// How well it fits all words; none when one of them is not found.
    fn rank(&self, words: &[String]) -> Option<usize> {
        let mut rank = if self.hit.draft { fit::DRAFT } else { 0 };
        for word in words {
            rank += self.fit(word)?;
        }
        Some(rank)
    }

    fn fit(&self, word: &str) -> Option<usize> {
        if word.len() < 2 {
            // A single letter or digit is in nearly everything, and says nothing.
            return None;
        }
        if word.chars().any(is_chinese) {
            return self.fit_chinese(word).or_else(|| {
                let essence = essence(word)?;
                Some(self.fit_chinese(&essence)? + 1)
            });
        }
        let in_words = self.fit_text(word);
        let letters = word.bytes().all(|byte| byte.is_ascii_lowercase());
        in_words.or_else(|| if letters { self.fit_letters(word) } else { None })
    }

    fn fit_text(&self, word: &str) -> Option<usize> {
        if let Some(place) = self.name.find(word) {
            return Some(fit::NAME + place.min(fit::PLACE));
        }
        if let Some(place) = in_english(&self.english, word) {
            return Some(fit::NAME + place.min(fit::PLACE));
        }
        if self.keywords.iter().any(|(keyword, _)| keyword.contains(word)) {
            return Some(fit::KEYWORD);
        }
        self.around.contains(word).then_some(fit::AROUND)
    }

    fn fit_letters(&self, letters: &str) -> Option<usize> {
        let own = self.readings.find(letters);
        let of_keywords = self.keywords.iter().filter_map(|(_, readings)| readings.find(letters));
        let fits = own.into_iter().chain(of_keywords).map(|found| {
            let step = if found.initials == 0 { fit::PINYIN } else { fit::INITIALS };
            step + found.start.min(fit::PLACE)
        });
        fits.min()
    }

    fn fit_chinese(&self, word: &str) -> Option<usize> {
        if let Some(found) = self.fit_text(word) {
            return Some(found);
        }
        // 开公司 within 我开公司要办什么.
        if self
            .keywords
            .iter()
            .any(|(keyword, _)| keyword.chars().count() > 1 && word.contains(&**keyword))
        {
            return Some(fit::KEYWORD + fit::PLACE);
        }
        if let Some(found) = self.fit_parts(word) {
            return Some(found);
        }
        self.conditions.contains(word).then_some(fit::CONDITIONS)
    }

    /// A word whose parts stand apart in the name: 食品许可证 in 食品经营许可证核发.
    fn fit_parts(&self, word: &str) -> Option<usize> {
        let own: HashSet<(char, char)> = pairs(&self.name).collect();
        let wanted: Vec<(char, char)> = pairs(word).collect();
        let shared = wanted.iter().filter(|pair| own.contains(pair)).count();
        let missing = wanted.len() - shared;
        (shared > missing && shared > 1).then(|| fit::PARTS + missing.min(fit::PLACE))
    }
}

/// The place of an English word, at the beginning of one of the words of a text.
fn in_english(text: &str, word: &str) -> Option<usize> {
    let mut places = text.match_indices(word).map(|(place, _)| place);
    places.find(|place| {
        let before = text.get(..*place).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric())
    })
}
