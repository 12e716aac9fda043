//! Which relay takes the letters of an installation, and how it is spoken to: beside us in plain text, or over TLS.

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// The port of a relay in plain text.
const SMTP: u16 = 25;
/// The port for TLS from the first byte (RFC 8314).
const SUBMISSIONS: u16 = 465;
/// The port on which a connection becomes encrypted by STARTTLS (RFC 6409).
const SUBMISSION: u16 = 587;

/// Notices by e-mail: handed to a relay, which repeats and knows the world.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// The relay: a name or an address, `smtp://host:port`, `smtps://host:port` or `smtp://host:port?tls=required`.
    pub relay: Box<str>,
    /// Its port, where `relay` is a name alone.
    #[serde(default)]
    pub port: Option<u16>,
    /// Who writes: `政务大厅 <no-reply@example.gov.cn>`.
    pub from: Box<str>,
    /// As whom we sign in at the relay.
    #[serde(default)]
    pub user: Option<Box<str>>,
    /// The file with the password, in the folder of the installation or with its whole path.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// A file with the certificates (PEM) of the authority that vouches for the relay; then no other is believed.
    #[serde(default)]
    pub authority_file: Option<PathBuf>,
    /// No setting: a password that stands here is refused, without being repeated in a message.
    #[serde(default, deserialize_with = "is_there")]
    password: bool,
}

/// That something is there, whatever it is.
fn is_there<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(value).map(|_| true)
}

/// How a connection is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// Not at all.
    None,
    /// By TLS from the first byte.
    Tls,
    /// By STARTTLS; a relay that has none gets nothing.
    StartTls,
}

/// Where a relay is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayAddress {
    /// Its name or number, without brackets.
    pub host: Box<str>,
    /// Its port.
    pub port: u16,
    /// How it is spoken to.
    pub encryption: Encryption,
}

impl MailSettings {
    /// Where the relay is.
    ///
    /// # Errors
    /// The address cannot be read; says what is wrong with it.
    pub fn address(&self) -> Result<RelayAddress, &'static str> {
        let Some((scheme, rest)) = self.relay.split_once("://") else {
            let port = self.port.unwrap_or(SMTP);
            return Ok(RelayAddress {
                host: self.relay.clone(),
                port,
                encryption: Encryption::None,
            });
        };
        if self.port.is_some() {
            return Err("[mail] port: with an address like smtps://host:port it stands in `relay`");
        }
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(query)),
            None => (rest, None),
        };
        let (encryption, usual) = match (scheme, query) {
            ("smtps", None) => (Encryption::Tls, SUBMISSIONS),
            ("smtp", None) => (Encryption::None, SMTP),
            ("smtp", Some("tls=required")) => (Encryption::StartTls, SUBMISSION),
            _ => {
                return Err(
                    "[mail] relay: smtps://host:port, smtp://host:port?tls=required or smtp://host:port",
                );
            }
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains('@') {
            return Err(
                "[mail] relay: no name and no password in the address; `user` and `password_file` say them",
            );
        }
        let (host, port) = host_and_port(rest).ok_or("[mail] relay: it names no host and port")?;
        Ok(RelayAddress { host: host.into(), port: port.unwrap_or(usual), encryption })
    }

    /// Whether the settings go together; says what does not.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let address = self.address()?;
        if self.password {
            return Err(
                "[mail] password: it stands in no settings; write it into a file and name that in `password_file`",
            );
        }
        let plain = address.encryption == Encryption::None;
        if plain && self.user.is_some() && !address.is_beside_us() {
            return Err(
                "[mail] user: the password would cross the network unencrypted; use smtps://host:465 or smtp://host:587?tls=required",
            );
        }
        if self.password_file.is_some() && self.user.is_none() {
            return Err("[mail] password_file: it needs a `user`");
        }
        if plain && self.authority_file.is_some() {
            return Err(
                "[mail] authority_file: nothing is encrypted, so no certificate is asked for",
            );
        }
        Ok(())
    }

    /// Files without a whole path stand in the folder of the installation.
    pub(super) fn look_in(&mut self, folder: &Path) {
        for file in [&mut self.password_file, &mut self.authority_file].into_iter().flatten() {
            *file = folder.join(&*file);
        }
    }
}

impl RelayAddress {
    /// Whether what is said to it never leaves this machine.
    fn is_beside_us(&self) -> bool {
        let number = self.host.parse::<IpAddr>();
        &*self.host == "localhost" || number.is_ok_and(|number| number.is_loopback())
    }
}

/// A host with the port behind it, if there is one; a number of IPv6 stands in brackets.
fn host_and_port(text: &str) -> Option<(&str, Option<u16>)> {
    let (host, rest) = match text.strip_prefix('[') {
        Some(inside) => inside.split_once(']')?,
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    if host.is_empty() || host.contains('/') {
        return None;
    }
    let port = match rest.strip_prefix(':') {
        Some(digits) => Some(digits.parse().ok()?),
        None if rest.is_empty() => None,
        None => return None,
    };
    Some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(more: &str) -> MailSettings {
        toml::from_str(&format!("from = \"a@b.example\"\n{more}")).unwrap()
    }

    #[test]
    fn an_address_says_host_port_and_encryption() {
        for (text, host, port, encryption) in [
            ("127.0.0.1", "127.0.0.1", 25, Encryption::None),
            ("smtp://mail.example", "mail.example", 25, Encryption::None),
            ("smtp://mail.example:2525/", "mail.example", 2525, Encryption::None),
            ("smtps://mail.example", "mail.example", 465, Encryption::Tls),
            ("smtps://[2001:db8::1]:4650", "2001:db8::1", 4650, Encryption::Tls),
            ("smtp://mail.example?tls=required", "mail.example", 587, Encryption::StartTls),
            ("smtp://mail.example:25?tls=required", "mail.example", 25, Encryption::StartTls),
        ] {
            let address = settings(&format!("relay = \"{text}\"")).address();
            assert_eq!(address, Ok(RelayAddress { host: host.into(), port, encryption }), "{text}");
        }
        for text in [
            "http://mail.example",
            "smtps://",
            "smtps://mail.example:many",
            "smtps://[::1",
            "smtps://mail.example/path",
            "smtp://mail.example?tls=opportunistic",
            "smtps://mail.example?tls=required",
            "smtps://hall:secret@mail.example",
        ] {
            let problem = settings(&format!("relay = \"{text}\"")).address().unwrap_err();
            assert!(!problem.contains("secret"), "{problem}");
        }
        assert!(settings("relay = \"smtps://mail.example\"\nport = 25").address().is_err());
    }

    #[test]
    fn a_password_crosses_no_network_in_plain_text() {
        let signed_in = |relay: &str| settings(&format!("relay = \"{relay}\"\nuser = \"hall\""));
        for beside in ["localhost", "127.0.0.2", "smtp://[::1]:2525", "smtp://localhost"] {
            assert_eq!(signed_in(beside).check(), Ok(()), "{beside}");
        }
        for encrypted in ["smtps://mail.example", "smtp://mail.example?tls=required"] {
            assert_eq!(signed_in(encrypted).check(), Ok(()), "{encrypted}");
        }
        for away in ["mail.example", "10.0.0.1", "smtp://mail.example", "smtp://localhost.example"]
        {
            let problem = signed_in(away).check().unwrap_err();
            assert!(problem.contains("unencrypted"), "{away}: {problem}");
        }
    }

    #[test]
    fn what_does_not_go_together_is_said() {
        for text in [
            "relay = \"smtps://mail.example\"\npassword_file = \"mail.password\"",
            "relay = \"localhost\"\nauthority_file = \"ca.pem\"",
            "relay = \"localhost\"\nuser = \"hall\"\npassword = \"secret\"",
        ] {
            let problem = settings(text).check().unwrap_err();
            assert!(!problem.contains("secret"), "{problem}");
        }
    }
}
