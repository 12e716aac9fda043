//! The live board.

use super::problems::{Problem, answer};
use super::views::{card_row, numbers};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::board::{AgencySort, BoardPage};
use crate::pages::card::CardRow;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) sort: String,
}

pub(super) async fn board(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let page = BoardPage {
        numbers: numbers(&site, AgencySort::from_word(&asked.sort)),
        cards: recent(&site),
    };
    let html = page.render(&visitor.shell).map_err(Problem::from);
    answer(&visitor, html.map(|html| visitor.page(html)))
}

/// The newest cards.
fn recent(site: &Site) -> Vec<CardRow> {
    let cards: Vec<_> = site.platform.board(|board| board.recent().cloned().collect());
    cards.iter().map(|card| card_row(site, card)).collect()
}
