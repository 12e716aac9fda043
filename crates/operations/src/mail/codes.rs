//! One-time codes by e-mail: handed to the relay at once and beside the request, so that nobody learns from how long an
//! answer takes whether an address is known. What has no relay goes into the spool.
//!
//! A code stands for minutes and is kept nowhere as it is: it waits in memory alone, and who got none asks for another.

use super::Letter;
use super::relay::{Post, PostError, Relay};
use crate::alarms::Alarms;
use crate::hall_settings::MailSettings;
use crate::people::codes::{Contact, Message, SendError, Sender, Spool};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

/// Messages that may wait; more than that are refused, not remembered.
const MOST: usize = 1_000;
/// Pauses between tries: together shorter than a code stands.
const PAUSES: [Duration; 3] =
    [Duration::from_secs(2), Duration::from_secs(15), Duration::from_secs(60)];

/// Hands messages to e-mail addresses to the relay, and all others to the spool.
pub struct CodeSender {
    spool: Spool,
    queue: SyncSender<Message>,
}

impl CodeSender {
    /// A sender with the relay of an installation.
    ///
    /// # Errors
    /// The sender is no address, or the thread cannot be started.
    pub fn new(
        folder: PathBuf,
        settings: &MailSettings,
        alarms: Arc<Alarms>,
    ) -> Result<Self, PostError> {
        let relay = Relay::new(settings)?;
        let (queue, waiting) = sync_channel(MOST);
        let work = move || {
            // It ends with the sender.
            while let Ok(message) = waiting.recv() {
                match with_patience(&relay, &letter(message)) {
                    Ok(()) => alarms.clear("codes"),
                    Err(error) => alarms.raise("codes", format!("a code was not sent: {error}")),
                }
            }
        };
        std::thread::Builder::new()
            .name("codes".to_owned())
            .spawn(work)
            .map_err(|error| PostError::Later(error.to_string()))?;
        Ok(Self { spool: Spool::new(folder), queue })
    }
}

fn letter(message: Message) -> Letter {
    Letter {
        person: "".into(),
        to: message.to.address().into(),
        subject: message.subject.into(),
        text: message.text.into(),
        tried: 0,
        fault: None,
    }
}

fn with_patience(relay: &Relay, letter: &Letter) -> Result<(), PostError> {
    let mut done = relay.hand_over(letter);
    for pause in PAUSES {
        if !matches!(done, Err(PostError::Later(_))) {
            break;
        }
        std::thread::sleep(pause);
        done = relay.hand_over(letter);
    }
    done
}

impl Sender for CodeSender {
    fn send(&self, message: &Message) -> Result<(), SendError> {
        match message.to {
            Contact::Phone(_) => self.spool.send(message),
            Contact::Email(_) => {
                self.queue.try_send(message.clone()).map_err(|error| SendError(error.to_string()))
            }
        }
    }
}
