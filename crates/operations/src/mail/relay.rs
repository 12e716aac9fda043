//! Who carries what is written: a relay of SMTP, beside us or over TLS, or whatever an installation plugs in.

use super::Letter;
use crate::document::random_id;
use crate::hall_settings::{Encryption, MailSettings, RelayAddress};
use lettre::Message;
use lettre::address::AddressError;
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{
    Certificate, CertificateStore, SmtpConnection, TlsParameters,
};
use lettre::transport::smtp::extension::ClientId;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a relay may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Where the password of the relay stands when no file is named.
pub const PASSWORD_VARIABLE: &str = "YANGGUANG_MAIL_PASSWORD";
/// Answers of SMTP that are about us and the relay, not about a letter: it closes the connection (RFC 5321), it wants to know
/// who we are, does not believe it, or wants TLS first (RFC 4954, RFC 3207).
const ABOUT_US: [u16; 4] = [421, 530, 535, 538];

/// Why a letter was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// Nobody takes letters now: the relay is away, is not who it should be, or does not let us in.
    #[error("the relay is away: {0}")]
    Away(String),
    /// This one may be taken later: the relay answered so.
    #[error("not now: {0}")]
    Later(String),
    /// It will never be taken: the address does not exist.
    #[error("never: {0}")]
    Never(String),
}

/// Why there is no relay.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The settings contradict themselves.
    #[error("{0}")]
    Settings(&'static str),
    /// The sender is no address.
    #[error("[mail] from: {0}")]
    Sender(#[from] AddressError),
    /// A file that is named cannot be read.
    #[error("[mail] {path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is a user and no password.
    #[error(
        "[mail] user: its password is missing; write it into a file and name that in `password_file`, or set {PASSWORD_VARIABLE}"
    )]
    NoPassword,
    /// The file of the authority holds no certificate.
    #[error("[mail] {0}: there is no certificate in it (PEM)")]
    NoCertificate(PathBuf),
    /// TLS cannot be used.
    #[error("[mail] TLS: {0}")]
    Tls(#[from] Error),
    /// The machine gives no thread.
    #[error("a thread for codes: {0}")]
    Thread(std::io::Error),
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
    address: RelayAddress,
    tls: Option<TlsParameters>,
    credentials: Option<Credentials>,
    from: Mailbox,
}

impl Relay {
    /// The relay of an installation. Password and certificates are read now: later changes count from the next start.
    ///
    /// # Errors
    /// The settings cannot be used, or a file that they name cannot be read.
    pub fn new(settings: &MailSettings) -> Result<Self, RelayError> {
        let address = settings.address().map_err(RelayError::Settings)?;
        let tls = match address.encryption {
            Encryption::None => None,
            _ => Some(parameters(&address.host, settings.authority_file.as_deref())?),
        };
        let credentials = settings.user.as_deref().map(|user| {
            let password = password(settings.password_file.as_deref())?;
            Ok::<_, RelayError>(Credentials::new(user.to_owned(), password))
        });
        Ok(Self {
            address,
            tls,
            credentials: credentials.transpose()?,
            from: settings.from.parse()?,
        })
    }

    /// A connection on which letters can be handed over. What fails here is about no letter.
    fn connect(&self) -> Result<SmtpConnection, Error> {
        let hello = ClientId::default();
        let wrapped = self.tls.as_ref().filter(|_| self.address.encryption == Encryption::Tls);
        let place = (&*self.address.host, self.address.port);
        let mut connection = SmtpConnection::connect(place, Some(PATIENCE), &hello, wrapped, None)?;
        if let Some(tls) = &self.tls
            && wrapped.is_none()
            && let Err(error) = connection.starttls(tls, &hello)
        {
            connection.abort();
            return Err(error);
        }
        if let Some(credentials) = &self.credentials
            && let Err(error) = connection.auth(DEFAULT_MECHANISMS, credentials)
        {
            connection.abort();
            return Err(error);
        }
        Ok(connection)
    }

    fn message(&self, letter: &Letter) -> Result<Message, PostError> {
        let to: Mailbox =
            letter.to.parse().map_err(|error: AddressError| PostError::Never(error.to_string()))?;
        // Under the domain of the sender: the name of this machine is nobody's business.
        let id = format!("<{}@{}>", random_id(), self.from.email.domain());
        let text = SinglePart::plain(letter.text.to_string());
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.to_string())
            .message_id(Some(id))
            .singlepart(text)
            .map_err(|error| PostError::Never(error.to_string()))
    }
}

/// How TLS is spoken to a host: with the authorities of the system, or with the one that is named and no other.
fn parameters(host: &str, authority: Option<&Path>) -> Result<TlsParameters, RelayError> {
    let builder = TlsParameters::builder(host.to_owned());
    let Some(path) = authority else { return Ok(builder.build()?) };
    let failed = |source| RelayError::File { path: path.to_owned(), source };
    let text = std::fs::read(path).map_err(failed)?;
    let nothing = |_| RelayError::NoCertificate(path.to_owned());
    let certificates = Certificate::from_pem(&text).map_err(nothing)?;
    // Text without any certificate is read as none at all: then nobody could vouch for the relay.
    if !text.windows(MARK.len()).any(|part| part == MARK) {
        return Err(RelayError::NoCertificate(path.to_owned()));
    }
    let builder = builder.certificate_store(CertificateStore::None);
    Ok(builder.add_root_certificate(certificates).build()?)
}

/// How a certificate begins in a PEM file.
const MARK: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// The password of the relay: from its file, or else from the environment.
fn password(file: Option<&Path>) -> Result<String, RelayError> {
    let password = match file {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|source| RelayError::File { path: path.to_owned(), source })?,
        None => std::env::var(PASSWORD_VARIABLE).unwrap_or_default(),
    };
    // Editors end a file with a line break.
    match password.trim_end_matches(['\r', '\n']) {
        "" => Err(RelayError::NoPassword),
        password => Ok(password.to_owned()),
    }
}

impl Post for Relay {
    fn hand_over(&self, letter: &Letter) -> Result<(), PostError> {
        let message = self.message(letter)?;
        let mut connection = self.connect().map_err(|error| PostError::Away(error.to_string()))?;
        let sent = connection.send(message.envelope(), &message.formatted());
        connection.abort();
        sent.map(|_| ()).map_err(|error| refusal(&error))
    }
}

/// What a refusal in the midst of a letter is about.
fn refusal(error: &Error) -> PostError {
    let words = error.to_string();
    match error.status().map(u16::from) {
        Some(code) if ABOUT_US.contains(&code) => PostError::Away(words),
        Some(_) if error.is_transient() => PostError::Later(words),
        // What the letter itself has wrong, no waiting mends.
        Some(_) => PostError::Never(words),
        None if error.is_client() => PostError::Never(words),
        None => PostError::Away(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    fn settings(port: u16) -> MailSettings {
        let text = format!(
            "relay = \"127.0.0.1\"\nport = {port}\nfrom = \"河海政务大厅 <hall@hall.example>\""
        );
        toml::from_str(&text).unwrap()
    }

    fn letter(to: &str, text: &str) -> Letter {
        Letter {
            person: "".into(),
            to: to.into(),
            subject: "办件有新进展".into(),
            text: text.into(),
            tried: 0,
            fault: None,
        }
    }

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
        let letter = letter("穆闻禾@mail.example", "x");
        let done = Relay::new(&settings(port)).unwrap().hand_over(&letter);
        assert!(matches!(done, Err(PostError::Never(_))), "{done:?}");
    }

    #[test]
    fn a_letter_says_in_what_it_is_written() {
        let relay = Relay::new(&settings(25)).unwrap();
        let letter = letter("wang@mail.example", "您的办件已经受理。\n请登录后查看。");
        let (one, other) = (relay.message(&letter).unwrap(), relay.message(&letter).unwrap());
        let raw = String::from_utf8(one.formatted()).unwrap();
        assert!(raw.is_ascii(), "no relay has to know UTF-8: {raw}");
        let (head, _) = raw.split_once("\r\n\r\n").unwrap();
        for line in ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"] {
            assert!(head.lines().any(|there| there == line), "{line}: {head}");
        }
        for name in ["Date: ", "Message-ID: <", "Content-Transfer-Encoding: ", "Subject: =?utf-8?"]
        {
            assert!(head.lines().any(|there| there.starts_with(name)), "{name}: {head}");
        }
        let id = |message: &Message| message.headers().get_raw("Message-ID").unwrap().to_owned();
        assert!(id(&one).ends_with("@hall.example>"), "{}", id(&one));
        assert_ne!(id(&one), id(&other), "each has its own");
    }
}
