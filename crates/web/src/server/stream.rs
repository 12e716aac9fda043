//! Live streams: what was committed reaches every open board, as fragments of its own page. A fragment is made once for all
//! boards of a language and shared between them, so that a crowd costs no more than its connections.

use super::board::Asked;
use super::views::{card_row, numbers};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::board::AgencySort;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::text::Language;
use operations::cards::CardRow;
use operations::notice::Notice;
use operations::platform::Platform;
use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::Instant;
use tokio_stream::wrappers::ReceiverStream;

/// Cards that a slow stream may be behind before it misses some.
const BEHIND: usize = 256;
/// Time between two sets of figures.
const FIGURES: Duration = Duration::from_secs(1);
/// Events that wait for a client: one that takes none gets newer figures later, and not all that it has missed.
const WAITING: usize = 4;

/// A card that fell, and its event in each language in which somebody watches.
struct Fallen {
    card: Arc<CardRow>,
    events: [OnceLock<Bytes>; 3],
}

impl Fallen {
    fn event(&self, site: &Site, language: Language) -> Bytes {
        let place = match language {
            Language::SimplifiedChinese => 0,
            Language::TraditionalChinese => 1,
            Language::English => 2,
        };
        let made = || match card_row(site, &self.card).render(language) {
            Ok(html) => event("card", Some(&self.card.card_id), &html),
            Err(_) => Bytes::new(),
        };
        self.events[place].get_or_init(made).clone()
    }
}

/// What live streams hear.
pub(super) struct Live {
    cards: broadcast::Sender<Arc<Fallen>>,
    figures: Mutex<HashMap<(Language, AgencySort), (Instant, Bytes)>>,
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
                    let fallen = Fallen { card: Arc::clone(card), events: Default::default() };
                    // Nobody may be listening.
                    let _ = sender.send(Arc::new(fallen));
                }
            }
        }));
        Self { cards, figures: Mutex::default(), ended: watch::Sender::new(false) }
    }

    /// Ends every stream, so that the server can stop.
    pub(super) fn end(&self) {
        self.ended.send_replace(true);
    }

    /// The event of the figures, made anew when it is half as old as the time between two.
    fn figures(&self, site: &Site, (language, sort): (Language, AgencySort)) -> Bytes {
        let mut known = self.figures.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(&(language, sort)) {
            Some((made, event)) if made.elapsed() < FIGURES / 2 => event.clone(),
            _ => {
                let html = numbers(site, sort).render(language).unwrap_or_default();
                let event = event("numbers", None, &html);
                known.insert((language, sort), (Instant::now(), event.clone()));
                event
            }
        }
    }
}

/// A server-sent event.
fn event(name: &str, id: Option<&str>, html: &str) -> Bytes {
    let mut text = format!("event: {name}\n");
    if let Some(id) = id {
        let _ = writeln!(text, "id: {id}");
    }
    for line in html.lines() {
        let _ = writeln!(text, "data: {line}");
    }
    text.push('\n');
    text.into()
}

/// The events of the board.
pub(super) async fn events(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let (sender, receiver) = mpsc::channel(WAITING);
    let watched = (visitor.language(), AgencySort::from_word(&asked.sort));
    tokio::spawn(feed(site, sender, watched));
    let head = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
    (head, Body::from_stream(ReceiverStream::new(receiver))).into_response()
}

async fn feed(
    site: Shared,
    sender: mpsc::Sender<Result<Bytes, Infallible>>,
    watched: (Language, AgencySort),
) {
    let mut cards = site.live.cards.subscribe();
    let mut ended = site.live.ended.subscribe();
    let mut figures = tokio::time::interval(FIGURES);
    figures.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let event = tokio::select! {
            _ = ended.wait_for(|ended| *ended) => return,
            _ = figures.tick() => site.live.figures(&site, watched),
            card = cards.recv() => match card {
                Ok(card) => card.event(&site, watched.0),
                Err(broadcast::error::RecvError::Lagged(_)) => continue,
                Err(broadcast::error::RecvError::Closed) => return,
            },
        };
        let sent = tokio::select! {
            _ = ended.wait_for(|ended| *ended) => return,
            sent = sender.send(Ok(event)) => sent,
        };
        if sent.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::event;

    #[test]
    fn an_event_keeps_the_lines_of_a_fragment() {
        let made = event("card", Some("C-1"), "<p>one</p>\n<p>two</p>\r\n");
        let text = std::str::from_utf8(&made).unwrap();
        assert_eq!(text, "event: card\nid: C-1\ndata: <p>one</p>\ndata: <p>two</p>\n\n");
    }
}
