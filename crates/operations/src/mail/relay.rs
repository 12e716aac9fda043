//! Who carries what is written: a relay of SMTP beside us, or whatever an installation plugs in.

use super::Letter;
use crate::hall_settings::MailSettings;
use lettre::message::Mailbox;
use lettre::{Message, SmtpTransport, Transport};
use std::time::Duration;

/// How long a relay may take for one letter.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a letter was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// It may be taken later: the relay is away or busy.
    #[error("not now: {0}")]
    Later(String),
    /// It will never be taken: the address does not exist.
    #[error("never: {0}")]
    Never(String),
}

/// Who carries letters.
pub trait Post: Send + Sync {
    /// Hands a letter over.
    ///
    /// # Errors
    /// It was not taken.
    fn hand_over(&self, letter: &Letter) -> Result<(), PostError>;
}

/// Who carries short messages to telephones. An installation plugs in its operator's gateway.
pub trait TextSender: Send + Sync {
    /// Sends a message to a number.
    ///
    /// # Errors
    /// It was not taken.
    fn send(&self, number: &str, message: &str) -> Result<(), PostError>;
}

/// A relay of SMTP.
pub struct Relay {
    transport: SmtpTransport,
    from: Mailbox,
}

impl Relay {
    /// The relay of an installation.
    ///
    /// # Errors
    /// The sender is no address.
    pub fn new(settings: &MailSettings) -> Result<Self, PostError> {
        let never = |error: lettre::address::AddressError| PostError::Never(error.to_string());
        let from = settings.from.parse().map_err(never)?;
        let transport = SmtpTransport::builder_dangerous(&*settings.relay)
            .port(settings.port)
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self { transport, from })
    }
}

impl Post for Relay {
    fn hand_over(&self, letter: &Letter) -> Result<(), PostError> {
        let to: Mailbox = letter
            .to
            .parse()
            .map_err(|error: lettre::address::AddressError| PostError::Never(error.to_string()))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.to_string())
            .body(letter.text.to_string())
            .map_err(|error| PostError::Never(error.to_string()))?;
        match self.transport.send(&message) {
            Ok(_) => Ok(()),
            // What the letter itself has wrong, no waiting mends.
            Err(error) if error.is_permanent() || error.is_client() => {
                Err(PostError::Never(error.to_string()))
            }
            Err(error) => Err(PostError::Later(error.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    #[test]
    fn an_address_that_no_relay_can_take_is_never_tried_again() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let mut stream = listener.accept().unwrap().0;
            stream.write_all(b"220 ready\r\n").unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            for _ in lines.map_while(Result::ok) {
                if stream.write_all(b"250 fine\r\n").is_err() {
                    return;
                }
            }
        });
        let settings = MailSettings {
            relay: "127.0.0.1".into(),
            port,
            from: "Hall <hall@hall.example>".into(),
        };
        let letter = Letter {
            person: "".into(),
            to: "穆闻禾@mail.example".into(),
            subject: "x".into(),
            text: "x".into(),
            tried: 0,
            fault: None,
        };
        let done = Relay::new(&settings).unwrap().hand_over(&letter);
        assert!(matches!(done, Err(PostError::Never(_))), "{done:?}");
    }
}
