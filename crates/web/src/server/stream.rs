//! Live streams: what was committed reaches every open board, as fragments of its own page.

use super::board::Asked;
use super::views::{card_row, numbers};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::board::AgencySort;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::text::Language;
use operations::cards::CardRow;
use operations::notice::Notice;
use operations::platform::Platform;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, watch};
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;

/// Cards that a slow stream may be behind before it misses some.
const BEHIND: usize = 256;
/// Time between two sets of figures.
const FIGURES: Duration = Duration::from_secs(1);

/// What live streams hear.
pub(super) struct Live {
    cards: broadcast::Sender<Arc<CardRow>>,
    pub(super) ended: watch::Sender<bool>,
}

impl Live {
    /// Streams of what a platform commits.
    pub(super) fn of(platform: &Platform) -> Self {
        let (cards, _) = broadcast::channel(BEHIND);
        let sender = cards.clone();
        platform.listen(Arc::new(move |notices: &[Notice]| {
            for notice in notices {
                if let Notice::Card { card, before: None } = notice
                    && card.level > 0
                {
                    // Nobody may be listening.
                    let _ = sender.send(Arc::clone(card));
                }
            }
        }));
        Self { cards, ended: watch::Sender::new(false) }
    }

    /// Ends every stream, so that the server can stop.
    pub(super) fn end(&self) {
        self.ended.send_replace(true);
    }
}

/// The events of the board.
pub(super) async fn events(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (sender, receiver) = mpsc::channel(16);
    let (language, sort) = (visitor.language(), AgencySort::from_word(&asked.sort));
    tokio::spawn(feed(site, sender, language, sort));
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default())
}

async fn feed(
    site: Shared,
    sender: mpsc::Sender<Result<Event, Infallible>>,
    language: Language,
    sort: AgencySort,
) {
    let mut cards = site.live.cards.subscribe();
    let mut ended = site.live.ended.subscribe();
    let mut figures = tokio::time::interval(FIGURES);
    loop {
        let event = tokio::select! {
            _ = ended.wait_for(|ended| *ended) => return,
            _ = figures.tick() => numbers_event(&site, language, sort),
            card = cards.recv() => match card {
                Ok(card) => card_event(&site, &card, language),
                Err(broadcast::error::RecvError::Lagged(_)) => continue,
                Err(broadcast::error::RecvError::Closed) => return,
            },
        };
        let Some(event) = event else { continue };
        if sender.send(Ok(event)).await.is_err() {
            return;
        }
    }
}

fn numbers_event(site: &Site, language: Language, sort: AgencySort) -> Option<Event> {
    let html = numbers(site, sort).render(language).ok()?;
    Some(Event::default().event("numbers").data(html))
}

fn card_event(site: &Site, card: &CardRow, language: Language) -> Option<Event> {
    let html = card_row(site, card).render(language).ok()?;
    Some(Event::default().event("card").id(&*card.card_id).data(html))
}
