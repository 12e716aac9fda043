//! A browser that watches the board: it reads the stream of events as they come.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// An open stream of the board.
pub struct CardStream {
    cards: Receiver<(String, Instant)>,
    count: Arc<AtomicU64>,
}

impl CardStream {
    /// Opens the stream and begins to read.
    pub fn open(address: SocketAddr) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{address}: {error}");
        let mut connection = TcpStream::connect(address).map_err(failed)?;
        let request = format!("GET /board/events HTTP/1.1\r\nHost: {address}\r\n\r\n");
        connection.write_all(request.as_bytes()).map_err(failed)?;
        let (sender, cards) = channel();
        let count = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&count);
        std::thread::spawn(move || {
            let (mut is_card, mut card) = (false, String::new());
            // Lengths of chunks stand on lines of their own, between events.
            for line in BufReader::new(connection).lines().map_while(Result::ok) {
                if let Some(kind) = line.strip_prefix("event: ") {
                    is_card = kind == "card";
                } else if let Some(id) = line.strip_prefix("id: ") {
                    id.clone_into(&mut card);
                } else if line.is_empty() && is_card && !card.is_empty() {
                    counted.fetch_add(1, Ordering::Relaxed);
                    let shown = (std::mem::take(&mut card), Instant::now());
                    if sender.send(shown).is_err() {
                        return;
                    }
                    is_card = false;
                }
            }
        });
        Ok(Self { cards, count })
    }

    /// When this card came.
    pub fn wait_for(&self, card: &str, at_most: Duration) -> Result<Instant, String> {
        let end = Instant::now() + at_most;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let (shown, at) = self
                .cards
                .recv_timeout(left)
                .map_err(|_| format!("the card {card} has not reached the stream"))?;
            if shown == card {
                return Ok(at);
            }
        }
    }

    /// Cards that came so far.
    pub fn cards(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }
}
