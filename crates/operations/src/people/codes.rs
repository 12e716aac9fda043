//! One-time codes, and the pluggable way in which they and other short messages reach people.

use super::account::Account;
use super::settings::Settings;
use super::throttle::{By, network};
use super::{From, Outcome, People, digest, find, invalid, write};
use crate::desk::{Failure, Records};
use crate::permissions;
use crate::private_files;
use domain::text::half_width;
use rand::Rng;
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Mutex;
use store::connection::StoreError;
use store::records::of_owner;
use store::settings::EVERYWHERE;

/// How long a code stands, in milliseconds: long enough for a slow message, too short to guess it.
pub const STANDS: i64 = 600_000;
/// How long one waits in one network before another is sent, in milliseconds.
const AGAIN: i64 = 60_000;
/// Wrong tries after which a code is void: more than one network has while it stands (see `throttle`).
const TRIES: u32 = 20;
/// The kind of records that are codes.
const CODE: &str = "code";

/// Where somebody can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "by", content = "address")]
pub enum Contact {
    /// A mobile phone number of the mainland, without prefix.
    Phone(String),
    /// An e-mail address.
    Email(String),
}

impl Contact {
    /// Reads a phone number, which people group by spaces, or an e-mail address, which has none inside: one that was typed
    /// there may stand for something else, and the code would go to somebody else.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let text = typed.trim().to_lowercase();
        let is_sign = |c: &char| c.is_whitespace() || matches!(c, '-' | '(' | ')');
        let number: String = half_width(&text).chars().filter(|c| !is_sign(c)).collect();
        let number = number.strip_prefix("+86").or(number.strip_prefix("0086")).unwrap_or(&number);
        if number.len() == 11
            && number.starts_with('1')
            && number.bytes().all(|b| b.is_ascii_digit())
        {
            return Some(Self::Phone(number.to_owned()));
        }
        let (name, host) = text.split_once('@')?;
        let plain = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c))
        };
        let fine = plain(name) && plain(host) && host.contains('.') && !host.contains("..");
        let ends = host.starts_with(['.', '-']) || host.ends_with(['.', '-']);
        (fine && !ends && text.len() <= 254).then_some(Self::Email(text))
    }

    /// The number or address.
    #[must_use]
    pub fn address(&self) -> &str {
        match self {
            Self::Phone(address) | Self::Email(address) => address,
        }
    }

    /// The number or address with its middle hidden, for pages.
    #[must_use]
    pub fn masked(&self) -> String {
        let (shown, rest) = match self {
            Self::Phone(number) => (number.get(..3).unwrap_or_default(), number.get(7..)),
            Self::Email(address) => {
                let at = address.find('@').unwrap_or(0);
                (address.get(..at.min(2)).unwrap_or_default(), address.get(at..))
            }
        };
        format!("{shown}****{}", rest.unwrap_or_default())
    }
}

/// A short message to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// To whom.
    pub to: Contact,
    /// Subject, for e-mail.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// A message could not be handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a message could not be sent: {0}")]
pub struct SendError(pub String);

/// A way in which messages reach people: a short-message service, a mail server, a file.
pub trait Sender: Send + Sync {
    /// Hands a message over.
    ///
    /// # Errors
    /// It cannot be handed over now.
    fn send(&self, message: &Message) -> Result<(), SendError>;
}

/// Hands messages over as lines of JSON in a file, from which a program of the house sends them on.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
    turn: Mutex<()>,
}

impl Spool {
    /// A spool in a folder, which is made when the first message comes.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, turn: Mutex::new(()) }
    }
}

impl Sender for Spool {
    fn send(&self, message: &Message) -> Result<(), SendError> {
        let failed = |error: &dyn std::fmt::Display| SendError(error.to_string());
        let _turn = self.turn.lock();
        private_files::make_folder(&self.folder).map_err(|error| failed(&error))?;
        let mut options = private_files::writing();
        options.create(true).append(true);
        let path = self.folder.join("messages.jsonl");
        let mut file = options.open(path).map_err(|error| failed(&error))?;
        let mut line = serde_json::to_string(message).map_err(|error| failed(&error))?;
        line.push('\n');
        file.write_all(line.as_bytes()).map_err(|error| failed(&error))
    }
}

/// A code that was sent and stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Standing {
    salt: String,
    hash: String,
    sent_at: i64,
    tries: u32,
    /// What is to be done when the code comes back.
    purpose: String,
    /// The network from which it was asked for, hashed.
    #[serde(default)]
    source: String,
}

impl Standing {
    fn stands(&self, now: i64) -> bool {
        now - self.sent_at <= STANDS && self.tries < TRIES
    }
}

/// What is kept of the codes of a contact; older programs kept one.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Kept {
    Several(Vec<Standing>),
    One(Standing),
}

/// The codes of a contact that still stand.
fn standing(records: &mut Records<'_>, key: &str, now: i64) -> Result<Vec<Standing>, StoreError> {
    let mut all = match find::<Kept>(records, CODE, key)? {
        None => Vec::new(),
        Some(Kept::Several(all)) => all,
        Some(Kept::One(one)) => vec![one],
    };
    all.retain(|code| code.stands(now));
    Ok(all)
}

fn keep(records: &mut Records<'_>, key: &str, all: &[Standing]) -> Result<(), StoreError> {
    let owner =
        all.iter().rev().map(|code| owner_of(&code.purpose)).find(|owner| !owner.is_empty());
    let sent_at = all.last().map_or(0, |code| code.sent_at);
    write(records, [CODE, key, owner.unwrap_or_default()], sent_at, &all)
}

impl People {
    /// Sends a code to a contact and remembers what it is for; returned for demonstrations alone, where nobody has a
    /// phone.
    ///
    /// Whoever asks from elsewhere neither voids a code that stands nor makes its holder wait. Where none is sent, one that
    /// was sent to the same contact still stands.
    pub(crate) fn send_code(
        &self,
        contact: &Contact,
        purpose: &str,
        from: &From,
    ) -> Result<String, Failure> {
        let now = self.now();
        let by = [By::Address(&from.address)];
        if self.throttle.wait(&by, now) > 0 {
            return Err(too_often());
        }
        // Each code that is asked for counts: an address cannot send messages to everybody.
        self.throttle.failed(&by, now);
        let code = format!("{:06}", rand::rng().random_range(0..1_000_000_u32));
        let salt = super::secret();
        let hash = digest(&format!("{salt}{code}"));
        let source = digest(&network(&from.address));
        let (purpose, key) = (purpose.to_owned(), key_of(contact));
        let fresh = Standing { salt, hash, sent_at: now, tries: 0, purpose, source };
        let anyone = crate::caller::Caller::Anyone;
        self.platform.keep(&anyone, &permissions::SIGN_IN, move |records| {
            let mut all = standing(records, &key, now)?;
            let most = usize::try_from(Settings::current(records)?.codes_at_once).unwrap_or(1);
            let soon =
                |known: &Standing| known.source == fresh.source && now - known.sent_at < AGAIN;
            if all.len() >= most || all.iter().any(soon) {
                return Ok(Err(too_often()));
            }
            all.push(fresh);
            keep(records, &key, &all)?;
            Ok(Ok(()))
        })?;
        let text = format!(
            "【阳光】验证码{code}，10分钟内有效。工作人员不会向您索要验证码，请勿告诉他人。 / Your code is {code}; it stands for 10 minutes. Nobody of us will ask you for it."
        );
        let subject = "验证码 / Your code".to_owned();
        let also = self.also_reached(contact).map_err(super::audit::failed)?;
        let message = Message { to: contact.clone(), subject, text };
        self.sender.send(&message).map_err(|error| Failure::Damaged(error.to_string()))?;
        // Whether this one can be sent is not answered: it would tell who has a confirmed address.
        if let Some(to) = also
            && let Err(error) = self.sender.send(&Message { to, ..message })
        {
            self.platform.alarms().raise("codes", error.to_string());
        }
        Ok(code)
    }
}

/// What slows down codes that come back: the network for the contact, the contact from everywhere, and the address.
pub(crate) fn by<'a>(contact: &'a str, from: &'a From) -> [By<'a>; 3] {
    [By::ContactFrom(contact, &from.address), By::Contact(contact), By::Address(&from.address)]
}

/// Takes a code that came back; what it was for, once, when it is right.
pub(crate) fn take(
    records: &mut Records<'_>,
    contact: &Contact,
    typed: &str,
    now: i64,
) -> Outcome<Option<String>> {
    let key = key_of(contact);
    let mut all = standing(records, &key, now)?;
    let digits: String = half_width(typed).chars().filter(char::is_ascii_digit).collect();
    let fits = |code: &&Standing| {
        let typed = digest(&format!("{}{digits}", code.salt));
        super::password::same(typed.as_bytes(), code.hash.as_bytes())
    };
    // Of two that are the same by chance, the newer one.
    if let Some(code) = all.iter().rev().find(fits) {
        records.remove([EVERYWHERE, CODE, &key]);
        return Ok(Ok(Some(code.purpose.clone())));
    }
    if !all.is_empty() {
        all.iter_mut().for_each(|code| code.tries += 1);
        keep(records, &key, &all)?;
    }
    Ok(Ok(None))
}

/// The account that asked for a code, where one did.
fn owner_of(purpose: &str) -> &str {
    purpose.strip_prefix("mail ").or(purpose.strip_prefix("own ")).unwrap_or_default()
}

/// Forgets the codes that an account asked for, and that of its contact.
pub(crate) fn forget_all(records: &mut Records<'_>, account: &Account) -> Result<(), StoreError> {
    if let Some(contact) = &account.contact {
        records.remove([EVERYWHERE, CODE, &key_of(contact)]);
    }
    let owner = [EVERYWHERE, CODE, account.id.as_str()];
    for code in of_owner(records.connection(), owner, store::records::From::Newest, 200)? {
        records.remove([EVERYWHERE, CODE, &code.key]);
    }
    Ok(())
}

fn key_of(contact: &Contact) -> String {
    digest(contact.address())
}

fn too_often() -> Failure {
    invalid(
        "没有发送新的验证码：验证码刚刚发送过。先前收到的验证码自发送起十分钟内仍然有效，可以直接填写；如需新的验证码，请一分钟后再试，多次获取后需要等待更久。",
        "沒有發送新的驗證碼：驗證碼剛剛發送過。先前收到的驗證碼自發送起十分鐘內仍然有效，可以直接填寫；如需新的驗證碼，請一分鐘後再試，多次獲取後需要等待更久。",
        "No new code was sent, as codes were asked for a moment ago. A code that has come before still holds for ten minutes from when it was sent: type it in. Ask for another one in a minute; after many requests the wait grows.",
    )
}

/// Whether a code was not sent because it was asked for too soon: who asked may hold one that still stands.
#[must_use]
pub fn may_have_code(failure: &Failure) -> bool {
    *failure == too_often()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_read_and_masked() {
        for (typed, address, masked) in [
            ("138 0013 8000", "13800138000", "138****8000"),
            ("+86-13800138000", "13800138000", "138****8000"),
            ("１３８００１３８０００", "13800138000", "138****8000"),
            ("＋８６　１３８－００１３－８０００", "13800138000", "138****8000"),
            (" Mu.Wen@Example.CN ", "mu.wen@example.cn", "mu****@example.cn"),
        ] {
            let contact = Contact::parse(typed);
            assert_eq!(contact.as_ref().map(Contact::address), Some(address), "{typed}");
            assert_eq!(contact.map(|contact| contact.masked()).as_deref(), Some(masked));
        }
        for wrong in [
            "",
            "12345678901x",
            "23800138000",
            "a@b",
            "a b@",
            "mu wen@example.cn",
            "mu.wen@exam ple.cn",
            "mu.wen@example.cn 13800138000",
            "@x.cn",
            "a@.cn",
            "a@b..cn",
            "a@b.cn\r\nBcc: x@y.cn",
            "穆闻禾@mail.example",
            "mu@阳光.example",
        ] {
            assert_eq!(Contact::parse(wrong), None, "{wrong:?}");
        }
    }
}
