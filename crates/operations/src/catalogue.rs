//! The catalogue at runtime (职权目录): items are drafted, compared, checked, published with effect in the future, and
//! reviewed; what comes into force joins or replaces the items inside the program.
//!
//! Everything stands in records: a draft per item, every version that was ever published, and every step with who and when.

pub mod disclosure;
pub mod documents;
pub mod drafts;
pub mod export;
pub mod import;
pub mod in_force;
pub mod publication;
pub mod review;
pub mod trail;

use crate::law_version::LawVersion;
use domain::catalogue::check::{Shortcoming, Surroundings, check};
use domain::item::Item;
use jiff::civil::Date;

/// What an item lacks under a law, on its first day.
#[must_use]
pub fn shortcomings(law: &LawVersion, item: &Item, from: Date) -> Vec<Shortcoming> {
    let events = law.life_events.iter().flat_map(|events| &events.events);
    let life_events = events.map(|event| event.id.clone()).collect();
    let codes = law.items.keys().cloned().collect();
    let around = Surroundings {
        procedure: law.procedures.get(&item.procedure),
        law: law.catalogue.as_ref(),
        life_events: &life_events,
        codes: &codes,
        from,
    };
    check(item, around)
}
