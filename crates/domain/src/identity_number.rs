//! The citizen identity number (公民身份号码, GB 11643-1999): 17 digits with the date of birth, and a check character.

use jiff::civil::Date;

const CHECK: &[u8; 11] = b"10X98765432";

/// A number whose date of birth and check character have been verified.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentityNumber {
    born: Date,
}

/// Why a text is not a citizen identity number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentityNumberError {
    /// Not 18 characters.
    #[error("an identity number has 18 characters, not {0}")]
    Length(usize),
    /// Neither a digit nor the X at the end.
    #[error("`{0}` cannot stand in an identity number")]
    Character(char),
    /// Characters 7 to 14 are no date.
    #[error("characters 7 to 14 of an identity number are the date of birth")]
    BirthDate,
    /// The last character does not fit the others.
    #[error("the check character does not fit: one of the characters is mistyped")]
    Check,
}

impl IdentityNumber {
    /// Verifies length, digits, date of birth and check character.
    ///
    /// # Errors
    /// See [`IdentityNumberError`].
    ///
    /// ```
    /// # use domain::identity_number::IdentityNumber;
    /// assert!(IdentityNumber::parse("11010519491231002X").is_ok());
    /// assert!(IdentityNumber::parse("110105194912310021").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, IdentityNumberError> {
        let length = text.chars().count();
        if length != 18 {
            return Err(IdentityNumberError::Length(length));
        }
        let mut digits = Vec::with_capacity(length);
        for (position, character) in text.chars().enumerate() {
            match character.to_digit(10) {
                Some(digit) => digits.push(digit),
                None if position == 17 && matches!(character, 'X' | 'x') => {}
                None => return Err(IdentityNumberError::Character(character)),
            }
        }
        let born = text.get(6..14).and_then(|day| Date::strptime("%Y%m%d", day).ok());
        let born = born.ok_or(IdentityNumberError::BirthDate)?;
        // Each place weighs twice as much as the one after it, modulo 11.
        let sum = digits.iter().take(17).fold(0, |sum, digit| (sum + digit) * 2 % 11);
        let expected = usize::try_from(sum).ok().and_then(|sum| CHECK.get(sum));
        let last = text.bytes().last().map(|byte| byte.to_ascii_uppercase());
        if last.as_ref() == expected { Ok(Self { born }) } else { Err(IdentityNumberError::Check) }
    }

    /// The date of birth.
    #[must_use]
    pub fn born(&self) -> Date {
        self.born
    }
}
