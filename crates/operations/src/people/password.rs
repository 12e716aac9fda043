//! Passwords: what is good enough, and their Argon2id hashes.

use crate::desk::{Failure, hex};
use crate::spelling::unhex;
use argon2::{Algorithm, Argon2, Params, Version};
use rand::RngCore;
use std::sync::{Condvar, Mutex, PoisonError};

// OWASP, Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes and one lane.
/// Memory of one computation, in KiB.
pub const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
pub const PASSES: u32 = 2;
/// Lanes of one computation.
pub const LANES: u32 = 1;
/// Computations at one time: with [`MEMORY_KIB`] each they take less than 40 MiB, whatever is asked.
const AT_ONCE: usize = 2;
/// Requests that may wait for their turn; more are turned away: each holds a thread that makes pages.
const WAITING: usize = 16;
/// Bytes of the hash and of the salt.
const HASH: usize = 32;
const SALT: usize = 16;
/// Characters of a password at least (OWASP ASVS 6.2.1 asks for 8 and advises more) and bytes at most.
pub const SHORTEST: usize = 10;
const LONGEST: usize = 256;
/// Characters that must differ from one another.
const DIFFERENT: usize = 4;
/// What attackers try first, in lower case; only those that are long enough.
const COMMON: &str = include_str!("common_passwords.txt");

/// Computes hashes, few at a time.
#[derive(Debug, Default)]
pub(crate) struct Hasher {
    /// Computations that go on, and requests that wait.
    busy: Mutex<(usize, usize)>,
    free: Condvar,
}

impl Hasher {
    /// The hash of a password with a fresh salt.
    pub(crate) fn hash(&self, password: &str) -> Result<String, Failure> {
        let mut salt = [0; SALT];
        rand::rng().fill_bytes(&mut salt);
        let hash = self.in_turn(|| compute(password, &salt))?;
        Ok(format!("argon2id,{MEMORY_KIB},{PASSES},{LANES},{},{}", hex(&salt), hex(&hash)))
    }

    /// Whether a password is the one of a hash. Without a hash the same work is done, and the answer is no: how long it
    /// takes says nothing about whether there is an account.
    pub(crate) fn fits(&self, password: &str, stored: Option<&str>) -> Result<bool, Failure> {
        let known = stored.and_then(|text| {
            let (head, hash) = text.rsplit_once(',')?;
            let (head, salt) = head.rsplit_once(',')?;
            let same = head == format!("argon2id,{MEMORY_KIB},{PASSES},{LANES}");
            same.then(|| (unhex(salt).unwrap_or_default(), hash.to_owned()))
        });
        let (salt, expected) = known.unwrap_or_else(|| (vec![0; SALT], String::new()));
        let found = self.in_turn(|| compute(password, &salt))?;
        Ok(same(hex(&found).as_bytes(), expected.as_bytes()))
    }

    fn in_turn<T>(&self, work: impl FnOnce() -> Option<T>) -> Result<T, Failure> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        if busy.0 >= AT_ONCE {
            if busy.1 >= WAITING {
                return Err(Failure::Busy);
            }
            busy.1 += 1;
            busy = self
                .free
                .wait_while(busy, |busy| busy.0 >= AT_ONCE)
                .unwrap_or_else(PoisonError::into_inner);
            busy.1 -= 1;
        }
        busy.0 += 1;
        drop(busy);
        let done = work();
        self.busy.lock().unwrap_or_else(PoisonError::into_inner).0 -= 1;
        self.free.notify_one();
        done.ok_or_else(|| Failure::Damaged("a password could not be hashed".to_owned()))
    }
}

fn compute(password: &str, salt: &[u8]) -> Option<[u8; HASH]> {
    let parameters = Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH)).ok()?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
    let mut hash = [0; HASH];
    argon.hash_password_into(password.as_bytes(), salt, &mut hash).ok()?;
    Some(hash)
}

/// Whether two texts are the same, in a time that does not say where they differ.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    let differences = one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && differences == 0
}

/// Refuses a password that is guessed too easily; `words` are the person's own names.
///
/// # Errors
/// It is too short or too long, common, monotonous, or contains a name.
pub fn check(password: &str, words: &[&str]) -> Result<(), Failure> {
    let lower = password.to_lowercase();
    if password.chars().count() < SHORTEST || password.len() > LONGEST {
        return Err(super::invalid(
            &format!(
                "密码须有{SHORTEST}个以上字符（最长{LONGEST}字节）。可以用几个词组成一句话，空格也可以。"
            ),
            &format!(
                "密碼須有{SHORTEST}個以上字元（最長{LONGEST}位元組）。可以用幾個詞組成一句話，空格也可以。"
            ),
            &format!(
                "A password has at least {SHORTEST} characters (at most {LONGEST} bytes). A sentence of some words, with spaces, is good."
            ),
        ));
    }
    let different: std::collections::BTreeSet<char> = lower.chars().collect();
    let names = |word: &&&str| word.chars().count() > 2 && lower.contains(&word.to_lowercase());
    let weak = COMMON.lines().any(|common| common == lower)
        || different.len() < DIFFERENT
        || is_sequence(&lower)
        || words.iter().chain(&["yangguang"]).any(|word| names(&word));
    if weak {
        return Err(super::invalid(
            "这个密码太容易被猜到：不要用常见密码、连续或者重复的字符，也不要包含姓名、手机号或者用户名。请换一个。",
            "這個密碼太容易被猜到：不要用常見密碼、連續或者重複的字元，也不要包含姓名、手機號或者使用者名稱。請換一個。",
            "This password is guessed too easily: no common passwords, no sequences or repetitions, no name, phone number or user name. Choose another.",
        ));
    }
    Ok(())
}

/// Whether each character follows the one before: `abcdefghij`, `9876543210`.
fn is_sequence(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps: Vec<i64> = codes.iter().zip(codes.iter().skip(1)).map(|(a, b)| b - a).collect();
    [1, -1].iter().any(|step| steps.iter().all(|found| found == step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_fits_its_password_alone() -> Result<(), Failure> {
        let hasher = Hasher::default();
        let stored = hasher.hash("晴川 at dawn 7")?;
        assert!(stored.starts_with("argon2id,19456,2,1,"), "{stored}");
        assert!(hasher.fits("晴川 at dawn 7", Some(&stored))?);
        assert!(!hasher.fits("晴川 at dawn 8", Some(&stored))?);
        assert!(!hasher.fits("", None)?);
        assert_ne!(hasher.hash("晴川 at dawn 7")?, stored, "each has a salt of its own");
        Ok(())
    }

    #[test]
    fn what_is_guessed_easily_is_refused() {
        for weak in [
            "short",
            "1234567890",
            "aaaaaaaaaaaa",
            "abcdefghijkl",
            "Password123",
            "woaini1314520",
            "my 13800138000 x",
            "YangGuang 2026!",
        ] {
            assert!(check(weak, &["13800138000"]).is_err(), "{weak}");
        }
        for good in ["桂影照归帆的那个晚上", "seven tired otters", "x8#kQ!z0Lm"] {
            assert_eq!(check(good, &["13800138000", "穆"]), Ok(()), "{good}");
        }
    }
}
