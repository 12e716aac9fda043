//! Checkpoints: the text that commits to a tree (C2SP `tlog-checkpoint` in a `signed-note`).
//!
//! ```text
//! gov.example.cn/ledger/2026          origin
//! 20852163                            size
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=   root
//! …                                   extension lines, kept as they are
//!
//! — gov.example.cn/ledger/2026 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
//! ```

use crate::merkle::Hash;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// A checkpoint that is longer is refused.
const BYTES_MAX: usize = 1 << 20;
/// A key id before the signature proper.
const KEY_ID_BYTES: usize = 4;

/// What a log commits to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// Number of leaves.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
    /// Further lines, kept as they are.
    pub extensions: Vec<String>,
}

/// One signature line of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Name of the key.
    pub name: String,
    /// The first four bytes of the hash that identifies the key.
    pub key_id: [u8; KEY_ID_BYTES],
    /// The signature, not verified here.
    pub bytes: Vec<u8>,
}

/// A checkpoint with its signature lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// Its signatures, in order.
    pub signatures: Vec<Signature>,
}

/// Why a text is no checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Longer than any checkpoint.
    #[error("longer than {BYTES_MAX} bytes")]
    TooLong,
    /// No blank line between text and signatures, or no final line break.
    #[error("no blank line between the text and its signatures")]
    NoSeparator,
    /// A control character.
    #[error("line {0}: a control character")]
    ControlCharacter(usize),
    /// The origin is empty.
    #[error("line 1: the origin is empty")]
    Origin,
    /// The size is no plain decimal number.
    #[error("line 2: the size is not a decimal number without leading zeros")]
    Size,
    /// The root is not 32 bytes in base64.
    #[error("line 3: the root is not 32 bytes in base64")]
    Root,
    /// An extension line is empty.
    #[error("line {0}: an extension line may not be empty")]
    Extension(usize),
    /// No signature.
    #[error("there is no signature line")]
    NoSignature,
    /// A signature line is malformed.
    #[error("signature line {0} is not `— name base64`")]
    Signature(usize),
}

impl Checkpoint {
    /// Reads the text of a checkpoint, without signatures.
    ///
    /// # Errors
    /// See [`CheckpointError`].
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        if text.len() > BYTES_MAX {
            return Err(CheckpointError::TooLong);
        }
        let body = text.strip_suffix('\n').ok_or(CheckpointError::NoSeparator)?;
        let mut lines = body.split('\n');
        let origin = lines.next().filter(|line| !line.is_empty()).ok_or(CheckpointError::Origin)?;
        let size = lines.next().and_then(decimal).ok_or(CheckpointError::Size)?;
        let root = lines.next().and_then(|line| STANDARD.decode(line).ok());
        let root = root.and_then(|bytes| bytes.try_into().ok()).ok_or(CheckpointError::Root)?;
        let mut extensions = Vec::new();
        for (line, number) in lines.zip(4..) {
            if line.is_empty() {
                return Err(CheckpointError::Extension(number));
            }
            extensions.push(line.to_owned());
        }
        if let Some(number) = body.split('\n').position(|line| line.chars().any(char::is_control)) {
            return Err(CheckpointError::ControlCharacter(number + 1));
        }
        Ok(Self { origin: origin.to_owned(), size, root, extensions })
    }
}

/// A decimal number as the format wants it: digits only, no leading zero.
fn decimal(line: &str) -> Option<u64> {
    let plain = line == "0" || !line.starts_with('0');
    let digits = !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit());
    if plain && digits { line.parse().ok() } else { None }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}\n{}\n{}", self.origin, self.size, STANDARD.encode(self.root))?;
        self.extensions.iter().try_for_each(|line| writeln!(formatter, "{line}"))
    }
}

impl SignedCheckpoint {
    /// Reads a signed checkpoint.
    ///
    /// # Errors
    /// See [`CheckpointError`].
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        if text.len() > BYTES_MAX {
            return Err(CheckpointError::TooLong);
        }
        // The last blank line separates: extension lines are never empty.
        let separator = text.rfind("\n\n").ok_or(CheckpointError::NoSeparator)?;
        let (body, rest) =
            text.split_at_checked(separator + 1).ok_or(CheckpointError::NoSeparator)?;
        let checkpoint = Checkpoint::parse(body)?;
        let rest = rest.strip_prefix('\n').unwrap_or(rest);
        let rest = rest.strip_suffix('\n').ok_or(CheckpointError::NoSignature)?;
        let parsed = rest
            .split('\n')
            .zip(1..)
            .map(|(line, number)| parse_signature(line).ok_or(CheckpointError::Signature(number)));
        let signatures: Vec<Signature> = parsed.collect::<Result<_, _>>()?;
        Ok(Self { checkpoint, signatures })
    }
}

fn parse_signature(line: &str) -> Option<Signature> {
    let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
    if name.is_empty() || !name.chars().all(plain) {
        return None;
    }
    let decoded = STANDARD.decode(encoded).ok()?;
    let (key_id, bytes) = decoded.split_first_chunk::<KEY_ID_BYTES>()?;
    (!bytes.is_empty()).then(|| Signature {
        name: name.to_owned(),
        key_id: *key_id,
        bytes: bytes.to_vec(),
    })
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}", self.checkpoint)?;
        self.signatures.iter().try_for_each(|signature| {
            let mut bytes = signature.key_id.to_vec();
            bytes.extend_from_slice(&signature.bytes);
            writeln!(formatter, "— {} {}", signature.name, STANDARD.encode(bytes))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PUBLISHED: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    #[test]
    fn the_example_of_the_specification_is_read_and_written_back() {
        let signed = SignedCheckpoint::parse(PUBLISHED).unwrap();
        assert_eq!(signed.checkpoint.origin, "example.com/behind-the-sofa");
        assert_eq!(signed.checkpoint.size, 20_852_163);
        assert_eq!(signed.signatures.len(), 1);
        assert_eq!(signed.to_string(), PUBLISHED);
    }

    #[test]
    fn each_fault_is_named() {
        let refused = |text: &str| SignedCheckpoint::parse(text).unwrap_err();
        let replaced = |from: &str, to: &str| refused(&PUBLISHED.replacen(from, to, 1));
        assert_eq!(replaced("\n\n", "\n"), CheckpointError::NoSeparator);
        assert_eq!(replaced("20852163", "020852163"), CheckpointError::Size);
        assert_eq!(replaced("20852163", "+2"), CheckpointError::Size);
        assert_eq!(replaced("CsUY", "CsU"), CheckpointError::Root);
        assert_eq!(replaced("— ", "- "), CheckpointError::Signature(1));
        assert_eq!(replaced("sofa\n", "so\tfa\n"), CheckpointError::ControlCharacter(1));
        assert_eq!(refused(PUBLISHED.trim_end()), CheckpointError::NoSignature);
        assert_eq!(refused(&"x".repeat(BYTES_MAX + 1)), CheckpointError::TooLong);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            origin in "[a-z./]{1,20}", size in any::<u64>(), root in any::<[u8; 32]>(),
            extensions in proptest::collection::vec("[a-zA-Z0-9 —]{1,20}", 0..4),
            signature in proptest::collection::vec(any::<u8>(), 5..80), name in "[a-z./]{1,20}"
        ) {
            let (key_id, bytes) = signature.split_first_chunk::<4>().unwrap();
            let signed = SignedCheckpoint {
                checkpoint: Checkpoint { origin, size, root, extensions },
                signatures: vec![Signature { name, key_id: *key_id, bytes: bytes.to_vec() }],
            };
            prop_assert_eq!(SignedCheckpoint::parse(&signed.to_string()).unwrap(), signed);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,200}") {
            let _ = SignedCheckpoint::parse(&text);
            let _ = Checkpoint::parse(&text);
        }
    }
}
