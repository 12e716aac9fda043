//! Items: finding them, and what stands open with them.

use crate::platform::Platform;
use domain::item::{Item, ItemKind};
use std::collections::BTreeMap;

/// What items are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words; each must occur in a name, in any language, in the code or in the law that it rests on.
    pub words: String,
    /// Kind of power.
    pub kind: Option<ItemKind>,
    /// Only what some agency in this jurisdiction handles.
    pub jurisdiction: Option<String>,
}

/// The items that a search finds, those first whose name begins with the words.
#[must_use]
pub fn search<'a>(platform: &'a Platform, search: &Search) -> Vec<&'a Item> {
    let register = platform.register();
    let wanted = search.words.to_lowercase();
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let handled = |item: &Item| match search.jurisdiction.as_deref() {
        None | Some("") => true,
        Some(place) => {
            register.agencies_of_item(&item.code).any(|agency| *agency.jurisdiction == *place)
        }
    };
    let mut found: Vec<(usize, &Item)> = platform
        .law()
        .items
        .values()
        .filter(|item| search.kind.is_none_or(|kind| item.kind == kind) && handled(item))
        .filter_map(|item| Some((rank(item, &words)?, item)))
        .collect();
    found.sort_by_key(|(rank, item)| (*rank, item.code.clone()));
    found.into_iter().map(|(_, item)| item).collect()
}

/// How well an item fits; none when a word does not occur in it.
fn rank(item: &Item, words: &[&str]) -> Option<usize> {
    let name = &item.name;
    let names = [
        name.simplified.to_lowercase(),
        name.traditional.as_deref().unwrap_or_default().to_lowercase(),
        name.english.as_deref().unwrap_or_default().to_lowercase(),
    ];
    let (law, code) = (item.basis.law.to_lowercase(), item.code.to_lowercase());
    let mut rank = 0;
    for word in words {
        let place = names.iter().filter_map(|name| name.find(word)).min();
        rank += match place {
            Some(place) => place.min(50),
            None if law.contains(word) || code.contains(word) => 100,
            None => return None,
        };
    }
    Some(rank)
}

/// How many items there are of each kind.
#[must_use]
pub fn count_by_kind(platform: &Platform) -> Vec<(ItemKind, u64)> {
    let mut counts: BTreeMap<usize, (ItemKind, u64)> = BTreeMap::new();
    for item in platform.law().items.values() {
        counts.entry(item.kind as usize).or_insert((item.kind, 0)).1 += 1;
    }
    counts.into_values().collect()
}
