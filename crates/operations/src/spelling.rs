//! Bytes as people and machines read them: hexadecimal, and signs that nobody takes for one another.

/// Digits and letters that cannot be mistaken for one another (those of Crockford's base 32).
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The sign of a byte, of which the last five bits count: each is as likely as any other.
pub(crate) fn sign(byte: u8) -> char {
    SIGNS.get(usize::from(byte) % SIGNS.len()).map_or('0', |sign| char::from(*sign))
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes from hexadecimal; none where it is something else.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    let byte = |pair: &[u32]| pair.iter().fold(0, |byte, digit| byte << 4 | digit);
    digits.chunks(2).map(|pair| u8::try_from(byte(pair)).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_in_hexadecimal_is_read_again() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&all)), Some(all));
        assert_eq!(unhex("A0ff"), Some(vec![160, 255]));
        for wrong in ["a", "0g", "+1", "é1", " 1"] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn signs_are_told_apart() {
        let signs: std::collections::BTreeSet<char> = (0..=255).map(sign).collect();
        assert_eq!(signs.len(), 32);
        assert!("ILOU".chars().all(|letter| !signs.contains(&letter)));
    }
}
