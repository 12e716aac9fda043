//! Tokens: how a program, or before there are accounts a person, says for which post or party it acts. Only the hash is
//! kept.

use crate::caller::Caller;
use crate::desk::{Failure, Request, hex};
use crate::people::account;
use crate::platform::Platform;
use crate::register::Register;
use rand::RngCore;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::changes::Changes;
use store::connection::{Connection, StoreError};

/// For whom a token stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// The holder of a post.
    Post(Box<str>),
    /// An applicant.
    Party(Box<str>),
    /// The system of an agency that reports.
    Feed(Box<str>),
}

impl Holder {
    /// Reads `post:…`, `party:…` or `feed:…`; a bare word is a post.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.split_once(':') {
            Some(("party", id)) => Self::Party(id.into()),
            Some(("feed", id)) => Self::Feed(id.into()),
            Some(("post", id)) => Self::Post(id.into()),
            _ => Self::Post(text.into()),
        }
    }

    /// The number of the post, party or agency.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Post(id) | Self::Party(id) | Self::Feed(id) => id,
        }
    }

    /// The holder as it is kept: `post:…`, `party:…`, `feed:…`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Post(id) => format!("post:{id}"),
            Self::Party(id) => format!("party:{id}"),
            Self::Feed(id) => format!("feed:{id}"),
        }
    }

    /// The caller that the token makes at a moment; none when the register does not know the post or agency, or nobody
    /// holds the post.
    #[must_use]
    pub fn caller(&self, register: &Register, now: i64) -> Option<Caller> {
        match self {
            Self::Post(id) => {
                let mut caller = Caller::of_post(register, register.post(id)?);
                if let Caller::Official { person, .. } = &mut caller {
                    *person = register.holder(id, now)?.id.clone();
                }
                Some(caller)
            }
            Self::Party(id) => Some(Caller::Party { person: (&**id).into() }),
            Self::Feed(id) => {
                register.agency(id).map(|agency| Caller::Feed { agency: agency.id.clone() })
            }
        }
    }
}

fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Makes a token for a holder, and returns it: it cannot be read again.
///
/// # Errors
/// The register does not know the holder, or the writer has stopped.
pub fn create(platform: &Platform, holder: &Holder) -> Result<String, Failure> {
    if holder.caller(&platform.register(), platform.now()).is_none() {
        return Err(Failure::Unknown("post or agency", holder.text().into()));
    }
    let mut secret = [0; 24];
    rand::rng().fill_bytes(&mut secret);
    let token = format!("yg_{}", hex(&secret));
    let (hash, holder) = (hash(&token), holder.text());
    let write = move |changes: &mut Changes, now: i64| {
        store::register::write_token(changes, store::settings::EVERYWHERE, [&hash, &holder], now);
    };
    platform.ask(Caller::Platform, Request::Write(Box::new(write)), None)?;
    Ok(token)
}

/// The tokens that are known.
#[derive(Debug, Clone, Default)]
pub struct Tokens(HashMap<String, Holder>);

impl Tokens {
    /// Reads the tokens; those of a party whose account is closed stand for nobody.
    ///
    /// # Errors
    /// The store says no.
    pub fn load(connection: &mut Connection) -> Result<Self, StoreError> {
        let mut known = HashMap::new();
        for row in store::register::tokens(connection)? {
            let holder = Holder::parse(&row.document);
            let closed = match &holder {
                Holder::Party(id) => {
                    account::of_id(connection, id)?.is_some_and(|account| account.disabled)
                }
                Holder::Post(_) | Holder::Feed(_) => false,
            };
            if !closed {
                known.insert(row.key.into(), holder);
            }
        }
        Ok(Self(known))
    }

    /// For whom a token stands.
    #[must_use]
    pub fn holder(&self, token: &str) -> Option<&Holder> {
        self.0.get(&hash(token))
    }
}
