//! One-time codes by e-mail: handed to the relay at once and beside the request, so that nobody learns from how long an
//! answer takes whether an address is known. What has no relay goes into the spool.
//!
//! A code stands for minutes and is kept nowhere as it is: it waits in memory alone, and who got none asks for another.

use super::Letter;
use super::relay::{Post, PostError, Relay, RelayError};
use crate::alarms::Alarms;
use crate::hall_settings::MailSettings;
use crate::people::codes::{Contact, Message, STANDS, SendError, Sender, Spool};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// Messages that may wait; more than that are refused, not remembered.
const MOST: usize = 1_000;
/// How long the thread rests at most.
const REST: Duration = Duration::from_secs(3_600);

/// How long a message is tried.
#[derive(Clone, Copy)]
struct Patience {
    /// Pauses between tries.
    pauses: [Duration; 3],
    /// How long its code stands: later it helps nobody.
    stands: Duration,
}

/// The patience of the house.
const PATIENCE: Patience = Patience {
    pauses: [Duration::from_secs(2), Duration::from_secs(15), Duration::from_secs(60)],
    stands: Duration::from_millis(STANDS.unsigned_abs()),
};

/// Hands messages to e-mail addresses to the relay, and all others to the spool.
pub struct CodeSender {
    spool: Spool,
    queue: SyncSender<Message>,
}

impl CodeSender {
    /// A sender with the relay of an installation.
    ///
    /// # Errors
    /// The relay cannot be used as it is set, or the thread cannot be started.
    pub fn new(
        folder: PathBuf,
        settings: &MailSettings,
        alarms: Arc<Alarms>,
    ) -> Result<Self, RelayError> {
        let relay = Relay::new(settings)?;
        let (queue, waiting) = sync_channel(MOST);
        let work = move || serve(&relay, &waiting, (&alarms, PATIENCE));
        std::thread::Builder::new()
            .name("codes".to_owned())
            .spawn(work)
            .map_err(RelayError::Thread)?;
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

/// A message that waits, with how often it was not taken.
struct Waiting {
    letter: Letter,
    came: Instant,
    tried: usize,
    due: Instant,
}

/// Hands messages over until the sender ends. One that is not taken waits behind the others for its next time.
fn serve(post: &dyn Post, queue: &Receiver<Message>, (alarms, patience): (&Alarms, Patience)) {
    let mut waiting: VecDeque<Waiting> = VecDeque::new();
    loop {
        let next = waiting.iter().map(|one| one.due).min();
        let pause = next.map_or(REST, |due| due.saturating_duration_since(Instant::now()));
        match queue.recv_timeout(pause.min(REST)) {
            Ok(message) => {
                let now = Instant::now();
                waiting.push_back(Waiting {
                    letter: letter(message),
                    came: now,
                    tried: 0,
                    due: now,
                });
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let now = Instant::now();
        let before = waiting.len();
        waiting.retain(|one| now.duration_since(one.came) < patience.stands);
        if waiting.len() < before {
            alarms.raise("codes", "codes ran out before the relay took them".to_owned());
        }
        // Those that came last are tried first: whoever waits for a code reads it now. One in each round.
        let due = waiting.iter().rposition(|one| one.due <= now);
        if let Some(one) = due.and_then(|place| waiting.remove(place)) {
            waiting.extend(handed_over(post, one, (alarms, patience)));
        }
        while waiting.len() > MOST {
            waiting.pop_front();
        }
    }
}

/// Hands one over; what remains of it where it is to be tried again.
fn handed_over(
    post: &dyn Post,
    one: Waiting,
    (alarms, patience): (&Alarms, Patience),
) -> Option<Waiting> {
    match (post.hand_over(&one.letter), patience.pauses.get(one.tried)) {
        (Ok(()), _) => {
            alarms.clear("codes");
            None
        }
        (Err(PostError::Away(_) | PostError::Later(_)), Some(pause)) => {
            Some(Waiting { tried: one.tried + 1, due: Instant::now() + *pause, ..one })
        }
        (Err(error), _) => {
            alarms.raise("codes", format!("a code was not sent: {error}"));
            None
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use std::sync::mpsc::{Sender, channel};

    /// Takes everything but what goes to `busy@`, and notes every try.
    struct Noted(Mutex<Sender<String>>);

    impl Post for Noted {
        fn hand_over(&self, letter: &Letter) -> Result<(), PostError> {
            self.0.lock().unwrap().send(letter.to.to_string()).unwrap();
            match letter.to.starts_with("busy@") {
                true => Err(PostError::Later("450".to_owned())),
                false => Ok(()),
            }
        }
    }

    fn to(address: &str) -> Message {
        let to = Contact::Email(address.to_owned());
        Message { to, subject: String::new(), text: String::new() }
    }

    /// The tries for messages within a time.
    fn tries(messages: &[&str], patience: Patience, within: Duration) -> Vec<String> {
        let (sender, tried) = channel();
        let (queue, waiting) = sync_channel(MOST);
        for address in messages {
            queue.send(to(address)).unwrap();
        }
        let post = Noted(Mutex::new(sender));
        let thread = std::thread::spawn(move || {
            serve(&post, &waiting, (&Alarms::default(), patience));
        });
        std::thread::sleep(within);
        drop(queue);
        thread.join().unwrap();
        tried.try_iter().collect()
    }

    #[test]
    fn one_that_is_not_taken_stands_before_nobody() {
        let mut messages = vec!["busy@mail.example"; 5];
        messages.push("wang@mail.example");
        let tried = tries(&messages, PATIENCE, Duration::from_millis(1_000));
        assert!(tried.contains(&"wang@mail.example".to_owned()), "{tried:?}");
        assert_eq!(tried.len(), 6, "each once, the next time is not here yet: {tried:?}");
    }

    #[test]
    fn a_message_is_tried_again_while_its_code_stands() {
        let short = Duration::from_millis(100);
        let patience = Patience { pauses: [short; 3], stands: Duration::from_secs(60) };
        let all = tries(&["busy@mail.example"], patience, Duration::from_secs(2));
        assert_eq!(all.len(), 4);
        let patience = Patience { pauses: [Duration::from_secs(1); 3], stands: short };
        let stale = tries(&["busy@mail.example"], patience, Duration::from_secs(3));
        assert_eq!(stale.len(), 1, "its code had run out");
    }
}
