//! The unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters with a check character.

use serde::{Deserialize, Serialize};

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A code whose check character has been verified.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

/// Why a text is not a unified social credit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Not 18 characters.
    #[error("a unified social credit code has 18 characters, not {0}")]
    Length(usize),
    /// A character outside digits and capital letters without I, O, S, V, Z.
    #[error("`{0}` cannot stand in a unified social credit code")]
    Character(char),
    /// The last character does not fit the others.
    #[error("the check character should be `{expected}`: one of the characters is mistyped")]
    Check {
        /// The check character that would fit.
        expected: char,
    },
}

impl CreditCode {
    /// Verifies length, alphabet and check character.
    ///
    /// # Errors
    /// See [`CreditCodeError`].
    ///
    /// ```
    /// # use domain::credit_code::CreditCode;
    /// assert!(CreditCode::parse("91330100799655058B").is_ok());
    /// assert!(CreditCode::parse("91330100799655058C").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, CreditCodeError> {
        let length = text.chars().count();
        if length != 18 {
            return Err(CreditCodeError::Length(length));
        }
        let mut sum = 0_usize;
        let mut weight = 1_usize;
        let mut last = ' ';
        for (position, character) in text.chars().enumerate() {
            let value = ALPHABET.iter().position(|c| char::from(*c) == character);
            let value = value.ok_or(CreditCodeError::Character(character))?;
            if position < 17 {
                sum += value * weight;
                weight = weight * 3 % ALPHABET.len();
            }
            last = character;
        }
        let check = (ALPHABET.len() - sum % ALPHABET.len()) % ALPHABET.len();
        let expected = ALPHABET.get(check).copied().map_or(' ', char::from);
        if last == expected {
            Ok(Self(text.to_owned()))
        } else {
            Err(CreditCodeError::Check { expected })
        }
    }

    /// The code as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for CreditCode {
    type Error = CreditCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_real_codes_are_accepted() {
        assert!(CreditCode::parse("9144030071526726XG").is_ok());
        assert!(CreditCode::parse("91330100799655058B").is_ok());
    }

    #[test]
    fn every_single_mistyped_character_is_found() {
        let code = "91330100799655058B";
        for position in 0..18 {
            for replacement in ALPHABET {
                let mut bytes = code.as_bytes().to_vec();
                if bytes[position] == *replacement {
                    continue;
                }
                bytes[position] = *replacement;
                let text = String::from_utf8(bytes).unwrap();
                assert!(CreditCode::parse(&text).is_err(), "{text}");
            }
        }
    }

    #[test]
    fn length_and_alphabet_are_told_apart() {
        assert_eq!(CreditCode::parse("123"), Err(CreditCodeError::Length(3)));
        let with_letter_o = "9133010079965505OB";
        assert_eq!(CreditCode::parse(with_letter_o), Err(CreditCodeError::Character('O')));
    }
}
