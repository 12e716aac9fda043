//! Items: finding them by words, kind, department, place and event in a life.

pub mod index;
mod pinyin;
pub mod text;

use crate::platform::Platform;
use domain::item::{Item, ItemKind};
use index::Hit;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use store::connection::StoreError;

/// What items are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words; each must be found: in Chinese of either script, in pinyin or its initials, in English, as a code or a law.
    pub words: String,
    /// Kind of power.
    pub kind: Option<ItemKind>,
    /// Only what some agency in this jurisdiction handles.
    pub jurisdiction: Option<String>,
    /// Only what this agency handles.
    pub agency: Option<String>,
    /// Only what belongs to this department, as items name their holder.
    pub department: Option<String>,
    /// Only what is needed at this event in a life.
    pub life_event: Option<String>,
    /// Only what stands in the catalogue, no drafts.
    pub standing_only: bool,
}

/// A choice that would narrow a search down, and how many items it would leave.
pub type Facet<T> = Vec<(T, u64)>;

/// What a search finds.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The items, the best first.
    pub hits: Vec<Hit>,
    /// How many there are of each kind, the choice of a kind aside.
    pub kinds: Facet<ItemKind>,
    /// How many there are of each department, the choice of a department aside.
    pub departments: Facet<String>,
    /// How many there are at each event in a life, the choice of an event aside.
    pub life_events: Facet<String>,
    /// What may have been meant, when nothing was found.
    pub suggestions: Vec<Hit>,
}

/// Suggestions when nothing is found.
const SUGGESTIONS: usize = 5;

/// The items that a search finds.
///
/// # Errors
/// The drafts cannot be read.
pub fn search(platform: &Platform, wanted: &Search) -> Result<Found, StoreError> {
    let index = platform.finder().index(platform)?;
    let register = platform.register();
    let handled = |item: &Item| {
        let (place, agency) =
            (chosen(wanted.jurisdiction.as_ref()), chosen(wanted.agency.as_ref()));
        if place.is_none() && agency.is_none() {
            return true;
        }
        register.agencies_of_item(&item.code).any(|handling| {
            place.is_none_or(|place| *handling.jurisdiction == *place)
                && agency.is_none_or(|agency| *handling.id == *agency)
        })
    };
    let mut hits = index.search(&wanted.words);
    hits.retain(|hit| !(wanted.standing_only && hit.draft) && handled(&hit.item));
    let mut found = Found::default();
    let mut kinds: BTreeMap<usize, (ItemKind, u64)> = BTreeMap::new();
    let mut departments: BTreeMap<String, u64> = BTreeMap::new();
    let mut events: BTreeMap<String, u64> = BTreeMap::new();
    for hit in hits {
        let item = &hit.item;
        let of_kind = wanted.kind.is_none_or(|kind| item.kind == kind);
        let of_department = chosen(wanted.department.as_ref())
            .is_none_or(|wanted| index::department(item) == Some(wanted));
        let of_event = chosen(wanted.life_event.as_ref())
            .is_none_or(|wanted| item.life_events.iter().any(|event| event == wanted));
        if of_department && of_event {
            kinds.entry(item.kind as usize).or_insert((item.kind, 0)).1 += 1;
        }
        if let (true, true, Some(department)) = (of_kind, of_event, index::department(item)) {
            *departments.entry(department.to_owned()).or_default() += 1;
        }
        if of_kind && of_department {
            for event in &item.life_events {
                *events.entry(event.clone()).or_default() += 1;
            }
        }
        if of_kind && of_department && of_event {
            found.hits.push(hit);
        }
    }
    found.kinds = kinds.into_values().collect();
    found.departments = most_first(departments);
    found.life_events = most_first(events);
    if found.hits.is_empty() {
        found.suggestions = index.nearest(&wanted.words, SUGGESTIONS);
    }
    Ok(found)
}

fn chosen(choice: Option<&String>) -> Option<&str> {
    choice.map(String::as_str).filter(|choice| !choice.is_empty())
}

fn most_first(counts: BTreeMap<String, u64>) -> Facet<String> {
    let mut counts: Facet<String> = counts.into_iter().collect();
    counts.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    counts
}

/// How many items there are of each kind.
#[must_use]
pub fn count_by_kind(platform: &Platform) -> Facet<ItemKind> {
    let mut counts: BTreeMap<usize, (ItemKind, u64)> = BTreeMap::new();
    for item in platform.law().items.values() {
        counts.entry(item.kind as usize).or_insert((item.kind, 0)).1 += 1;
    }
    counts.into_values().collect()
}

/// How many items are needed at each event in a life.
#[must_use]
pub fn count_by_life_event(platform: &Platform) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for event in platform.law().items.values().flat_map(|item| &item.life_events) {
        *counts.entry(event.clone()).or_default() += 1;
    }
    counts
}

/// How many items there are of each department, as items name their holder; those with the most first.
#[must_use]
pub fn count_by_department(platform: &Platform) -> Facet<String> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for department in platform.law().items.values().filter_map(index::department) {
        *counts.entry(department.to_owned()).or_default() += 1;
    }
    most_first(counts)
}

/// Up to `most` items that people apply for, those first for which most cases were opened since the start; among equals
/// those that most agencies handle.
#[must_use]
pub fn popular(platform: &Platform, most: usize) -> Vec<&'static Item> {
    let register = platform.register();
    let applied = platform.board(|board| board.applied().clone());
    let asked = |item: &Item| {
        let cases = applied.get(&*item.code).copied().unwrap_or_default();
        Reverse((cases, register.agencies_of_item(&item.code).count()))
    };
    let is_applied_for = |item: &&Item| {
        use ItemKind as K;
        matches!(item.kind, K::Licence | K::PublicService | K::Confirmation | K::Payment)
    };
    let mut items: Vec<_> = platform.law().items.values().filter(is_applied_for).collect();
    items.sort_by_cached_key(|item| (asked(item), item.code.clone()));
    items.truncate(most);
    items
}
