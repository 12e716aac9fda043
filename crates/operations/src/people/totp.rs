//! A second factor: codes that change with time (RFC 6238), and recovery codes for the day on which the phone is lost.

use super::sealing::{Kept, Sealer};
use super::{digest, random_word};
use crate::desk::Failure;
use hmac::{Hmac, KeyInit, Mac};
use rand::RngCore;
use serde::{Deserialize, Serialize};
use sha1::Sha1;

/// Bytes of the shared secret: the length of the hash, as RFC 4226 advises.
const SECRET: usize = 20;
/// How long a code stands, in milliseconds.
const STEP: i64 = 30_000;
/// Steps before and after the present one that are accepted, for clocks that are not quite right.
const DRIFT: i64 = 1;
/// Codes have six digits.
const CODES: u32 = 1_000_000;
/// Recovery codes that are given out, and their length.
const RECOVERY: usize = 8;
const RECOVERY_LENGTH: usize = 12;
/// The alphabet of base32 (RFC 4648), in which apps take the secret.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The second factor of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// The shared secret, as it is kept.
    secret: Kept,
    /// The step of the last code that was used: none is used twice.
    #[serde(default)]
    last: i64,
    /// Hashes of the recovery codes that are left.
    pub(super) recovery: Vec<String>,
}

/// A secret that was made and not confirmed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The secret in base32, for typing.
    pub secret: String,
    /// The address that apps read from a QR code.
    pub address: String,
}

impl Enrolment {
    /// A fresh secret for an account of a name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let mut secret = [0; SECRET];
        rand::rng().fill_bytes(&mut secret);
        Self::of(&base32(&secret), name)
    }

    /// The enrolment of a secret that was shown before.
    #[must_use]
    pub fn of(secret: &str, name: &str) -> Self {
        let label: String = name
            .bytes()
            .map(|byte| match byte {
                byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect();
        let address = format!(
            "otpauth://totp/Yangguang:{label}?secret={secret}&issuer=Yangguang&algorithm=SHA1&digits=6&period=30"
        );
        Self { secret: secret.to_owned(), address }
    }
}

impl SecondFactor {
    /// Confirms a secret of an account with a code of it; the recovery codes are given out once.
    ///
    /// # Errors
    /// The secret cannot be sealed.
    pub(crate) fn confirmed(
        (sealer, account): (&Sealer, &str),
        (secret, code): (&str, &str),
        now: i64,
    ) -> Result<Option<(Self, Vec<String>)>, Failure> {
        let Some(secret) = unbase32(secret).filter(|secret| secret.len() == SECRET) else {
            return Ok(None);
        };
        let kept = sealer.seal(account, &secret)?;
        let mut factor = Self { secret: kept, last: 0, recovery: Vec::new() };
        if !factor.accepts_code(&secret, code, now) {
            return Ok(None);
        }
        let words: Vec<String> = (0..RECOVERY).map(|_| random_word(RECOVERY_LENGTH)).collect();
        factor.recovery = words.iter().map(|word| digest(word)).collect();
        let shown = words.iter().map(|word| grouped(word)).collect();
        Ok(Some((factor, shown)))
    }

    /// The secret where an earlier version kept it as it is.
    pub(super) fn open_secret(&self) -> Option<&[u8]> {
        match &self.secret {
            Kept::Open(secret) => Some(secret),
            Kept::Sealed(_) => None,
        }
    }

    /// Keeps the same secret sealed.
    pub(super) fn sealed_as(&mut self, sealed: Kept) {
        self.secret = sealed;
    }

    /// Whether the secret can be read.
    pub(super) fn opens(&self, sealer: &Sealer, account: &str) -> bool {
        sealer.open(account, &self.secret).is_some()
    }

    /// Whether a code or a recovery code is right; it is used up then.
    pub(crate) fn accepts(
        &mut self,
        (sealer, account): (&Sealer, &str),
        typed: &str,
        now: i64,
    ) -> bool {
        let code: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
        if code.len() == 6 {
            let secret = sealer.open(account, &self.secret);
            return secret.is_some_and(|secret| self.accepts_code(&secret, &code, now));
        }
        let hash = digest(&code.to_lowercase());
        let before = self.recovery.len();
        self.recovery.retain(|known| *known != hash);
        self.recovery.len() < before
    }

    fn accepts_code(&mut self, secret: &[u8], code: &str, now: i64) -> bool {
        let present = now.div_euclid(STEP);
        let mut steps = (present - DRIFT..=present + DRIFT).filter(|step| *step > self.last);
        let found = steps.find(|step| {
            let expected = format!("{:06}", code_at(secret, *step));
            super::password::same(expected.as_bytes(), code.as_bytes())
        });
        if let Some(step) = found {
            self.last = step;
        }
        found.is_some()
    }
}

/// The code of a step (RFC 4226, 5.3).
fn code_at(secret: &[u8], step: i64) -> u32 {
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(secret) else { return CODES };
    let hash = mac.chain_update(step.to_be_bytes()).finalize().into_bytes();
    let offset = hash.last().map_or(0, |byte| usize::from(byte & 15));
    let four = hash.get(offset..offset + 4).unwrap_or_default();
    let number = four.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    (number & 0x7fff_ffff) % CODES
}

fn grouped(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

fn base32(bytes: &[u8]) -> String {
    let bit =
        |place: usize| bytes.get(place / 8).is_some_and(|byte| byte >> (7 - place % 8) & 1 == 1);
    let letters = (0..bytes.len() * 8).step_by(5).map(|start| {
        let value = (start..start + 5).fold(0, |value, place| value << 1 | usize::from(bit(place)));
        BASE32.get(value).copied().map_or('A', char::from)
    });
    letters.collect()
}

fn unbase32(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes() {
        let value = BASE32.iter().position(|known| *known == letter.to_ascii_uppercase())?;
        held = (held << 5 | u32::try_from(value).ok()?) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// The code that an app shows for a secret, for tests that play the app.
#[must_use]
pub fn code_for(secret: &str, now: i64) -> Option<String> {
    Some(format!("{:06}", code_at(&unbase32(secret)?, now.div_euclid(STEP))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, the last six of eight digits.
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
        ] {
            assert_eq!(code_at(secret, seconds / 30), code, "{seconds}");
        }
        assert_eq!(base32(secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(unbase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").as_deref(), Some(&secret[..]));
    }

    #[test]
    fn no_code_is_used_twice() {
        let folder = tempfile::tempdir().unwrap();
        let key = crate::secret_key::SecretKey::open(&folder.path().join("key")).unwrap();
        let sealer = Sealer::of(&key);
        let of = (&sealer, "p-1");
        let secret = base32(b"12345678901234567890");
        let code = |now| code_for(&secret, now).unwrap_or_default();
        let now = 1_800_000_000_000;
        assert_eq!(SecondFactor::confirmed(of, (&secret, "000000"), now).unwrap(), None);
        let confirmed = SecondFactor::confirmed(of, (&secret, &code(now)), now).unwrap();
        let (mut factor, words) = confirmed.unwrap();
        assert!(!factor.accepts(of, &code(now), now), "used at confirmation");
        assert!(!factor.accepts((&sealer, "p-2"), &code(now + STEP), now), "of another account");
        assert!(factor.accepts(of, &code(now + STEP), now), "a clock that is a step ahead");
        assert!(!factor.accepts(of, &code(now + STEP), now + STEP));
        assert!(!factor.accepts(of, &code(now), now + STEP), "an earlier one");
        assert_eq!(words.len(), RECOVERY);
        assert!(words.iter().all(|word| factor.accepts(of, word, now)));
        assert!(!words.iter().any(|word| factor.accepts(of, word, now)), "each once");
    }
}
