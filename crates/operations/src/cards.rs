//! Cards: lists of them, and one with its case and its own acts.

use crate::caller::Caller;
use crate::card_document::CardDocument;
use crate::cases::show::{ShowError, ShownCase, show as show_case};
use crate::platform::Platform;
pub use store::cards::{CardRow, Filter};
use store::connection::StoreError;

/// A page of cards, the newest first, and whether more follow.
///
/// # Errors
/// The store says no.
pub fn list(
    platform: &Platform,
    filter: &Filter,
    length: u32,
) -> Result<(Vec<CardRow>, bool), StoreError> {
    let mut cards = platform
        .readers()
        .read(|connection| store::cards::list(connection, filter, length.saturating_add(1)))?;
    let more = cards.len() > length as usize;
    cards.truncate(length as usize);
    Ok((cards, more))
}

/// How many cards a filter finds.
///
/// # Errors
/// The store says no.
pub fn count(platform: &Platform, filter: &Filter) -> Result<u64, StoreError> {
    platform.readers().read(|connection| store::cards::count_found(connection, filter))
}

/// A card to look at.
#[derive(Debug)]
pub struct ShownCard {
    /// The card.
    pub row: CardRow,
    /// What it says.
    pub document: CardDocument,
    /// The case in which it fell.
    pub about: Option<ShownCase>,
    /// Its own case, when it must be answered.
    pub own: Option<ShownCase>,
}

/// Shows a card, or says that there is none.
///
/// # Errors
/// See [`ShowError`].
pub fn show(
    platform: &Platform,
    caller: &Caller,
    jurisdiction: &str,
    card_id: &str,
) -> Result<Option<ShownCard>, ShowError> {
    let found =
        platform.readers().read(|connection| store::cards::find(connection, jurisdiction, card_id));
    let Some(row) = found? else { return Ok(None) };
    let document = serde_json::from_str(&row.document);
    let document = document.map_err(|error| ShowError::Damaged(error.to_string()))?;
    let shown = |case: &str| match show_case(platform, caller, jurisdiction, case) {
        // A card is for everybody to see; the cases behind it are not for administrators.
        Err(ShowError::Forbidden(_)) => Ok(None),
        shown => shown,
    };
    let (about, own) = (shown(&row.case_id)?, shown(card_id)?);
    Ok(Some(ShownCard { row, document, about, own }))
}
