//! The members of a JSON object as they are stored, byte for byte, and nothing that two readers could read differently.
//!
//! Narrower than JSON on purpose: compact (no white space outside strings), whole numbers within ±(2⁵³ − 1), no
//! name twice in one object, no lone surrogates, no escapes in the names of the outermost object. What passes has one
//! meaning in every language, and each of its bytes is either committed to or fixed by these rules.

mod string;

pub(crate) use string::{string, write_string};

use std::borrow::Cow;
use string::unescape;

/// Objects and arrays in one another.
const DEPTH_MAX: usize = 64;
/// The largest whole number that every reader keeps exactly.
const NUMBER_MAX: u64 = (1 << 53) - 1;

/// Why bytes are not such an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// Not UTF-8.
    #[error("the bytes are not UTF-8")]
    NotUtf8,
    /// The outermost value is something else.
    #[error("the outermost value is not an object")]
    NotAnObject,
    /// Not JSON, or with white space outside strings.
    #[error("byte {0}: not compact JSON")]
    Syntax(usize),
    /// A number with a fraction or an exponent.
    #[error("byte {0}: a number with a fraction or an exponent; write amounts as whole numbers")]
    Float(usize),
    /// A number that not every reader keeps exactly.
    #[error("byte {0}: a whole number beyond ±(2^53 - 1), or -0; write it as a string")]
    Number(usize),
    /// A name stands twice in one object.
    #[error("the object that ends at byte {0} has a name twice")]
    Duplicate(usize),
    /// A name of the outermost object that a commitment cannot carry.
    #[error(
        "byte {0}: a name with an escape, `_sd` or `...` may not stand in the outermost object"
    )]
    Name(usize),
    /// Too deep.
    #[error("byte {0}: more than {DEPTH_MAX} objects and arrays in one another")]
    Depth(usize),
}

/// A member of the outermost object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Member<'a> {
    /// Its name: the stored bytes, which hold no escape.
    pub(crate) name: &'a str,
    /// Its value as stored.
    pub(crate) value: &'a str,
}

/// The members of an object, in their order.
pub(crate) fn members(bytes: &[u8]) -> Result<Vec<Member<'_>>, JsonError> {
    let text = std::str::from_utf8(bytes).map_err(|_| JsonError::NotUtf8)?;
    let mut scanner = Scanner { text, position: 0, names: Vec::with_capacity(16) };
    if scanner.peek() != Some(b'{') {
        return Err(JsonError::NotAnObject);
    }
    let mut members = Vec::with_capacity(16);
    scanner.object(0, Some(&mut members))?;
    if scanner.position == text.len() { Ok(members) } else { Err(scanner.syntax()) }
}

/// The elements of an array, as they are stored.
pub(crate) fn elements(text: &str) -> Result<Vec<&str>, JsonError> {
    let mut scanner = Scanner { text, position: 0, names: Vec::new() };
    let mut elements = Vec::new();
    scanner.array(0, Some(&mut elements))?;
    if scanner.position == text.len() { Ok(elements) } else { Err(scanner.syntax()) }
}

/// The value of the member with that name.
pub(crate) fn value<'a>(members: &[Member<'a>], name: &str) -> Option<&'a str> {
    members.iter().find(|member| member.name == name).map(|member| member.value)
}

struct Scanner<'a> {
    text: &'a str,
    position: usize,
    /// Names of all objects that are open, the innermost last.
    names: Vec<Cow<'a, str>>,
}

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn syntax(&self) -> JsonError {
        JsonError::Syntax(self.position)
    }

    /// Steps over a byte if it stands here.
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.position += usize::from(found);
        found
    }

    fn since(&self, start: usize) -> Result<&'a str, JsonError> {
        self.text.get(start..self.position).ok_or(self.syntax())
    }

    fn value(&mut self, depth: usize) -> Result<(), JsonError> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'{') => self.object(depth, None),
            Some(b'[') => self.array(depth, None),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => Err(self.syntax()),
        }
    }

    fn object(
        &mut self,
        depth: usize,
        mut members: Option<&mut Vec<Member<'a>>>,
    ) -> Result<(), JsonError> {
        let names_before = self.names.len();
        self.open(b'{', depth)?;
        let mut more = !self.take(b'}');
        while more {
            let name_at = self.position;
            let name = self.string()?;
            if !self.take(b':') {
                return Err(self.syntax());
            }
            let value_at = self.position;
            self.value(depth + 1)?;
            if let Some(members) = &mut members {
                let Cow::Borrowed(name) = name else { return Err(JsonError::Name(name_at)) };
                if matches!(name, "_sd" | "...") {
                    return Err(JsonError::Name(name_at));
                }
                members.push(Member { name, value: self.since(value_at)? });
            }
            self.names.push(name);
            more = self.more(b'}')?;
        }
        self.close(names_before)
    }

    /// Forgets the names of an object, unless one stands twice.
    fn close(&mut self, names_before: usize) -> Result<(), JsonError> {
        let names = self.names.get_mut(names_before..).unwrap_or_default();
        names.sort_unstable();
        let twice = names.windows(2).any(|pair| matches!(pair, [one, two] if one == two));
        self.names.truncate(names_before);
        if twice { Err(JsonError::Duplicate(self.position)) } else { Ok(()) }
    }

    fn array(
        &mut self,
        depth: usize,
        mut elements: Option<&mut Vec<&'a str>>,
    ) -> Result<(), JsonError> {
        self.open(b'[', depth)?;
        let mut more = !self.take(b']');
        while more {
            let start = self.position;
            self.value(depth + 1)?;
            if let Some(elements) = &mut elements {
                elements.push(self.since(start)?);
            }
            more = self.more(b']')?;
        }
        Ok(())
    }

    fn open(&mut self, bracket: u8, depth: usize) -> Result<(), JsonError> {
        if depth >= DEPTH_MAX {
            return Err(JsonError::Depth(self.position));
        }
        if self.take(bracket) { Ok(()) } else { Err(self.syntax()) }
    }

    /// Whether another element follows; steps over the comma or the bracket.
    fn more(&mut self, bracket: u8) -> Result<bool, JsonError> {
        if self.take(b',') {
            return Ok(true);
        }
        if self.take(bracket) { Ok(false) } else { Err(self.syntax()) }
    }

    fn word(&mut self, word: &str) -> Result<(), JsonError> {
        let here = self.text.get(self.position..).is_some_and(|rest| rest.starts_with(word));
        if !here {
            return Err(self.syntax());
        }
        self.position += word.len();
        Ok(())
    }

    /// Steps over a string; borrowed if it has no escape.
    fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        if !self.take(b'"') {
            return Err(self.syntax());
        }
        let start = self.position;
        let mut escaped = false;
        loop {
            let rest = self.text.as_bytes().get(self.position..).unwrap_or_default();
            let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            self.position += rest.iter().position(special).unwrap_or(rest.len());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.position += 2;
                }
                _ => return Err(self.syntax()),
            }
        }
        let inner = self.since(start)?;
        self.position += 1;
        if !escaped {
            return Ok(Cow::Borrowed(inner));
        }
        unescape(inner).map(Cow::Owned).ok_or(JsonError::Syntax(start))
    }

    fn number(&mut self) -> Result<(), JsonError> {
        let start = self.position;
        let negative = self.take(b'-');
        let digits_at = self.position;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.position += 1;
        }
        let digits = self.since(digits_at)?;
        match digits.as_bytes() {
            [] | [b'0', _, ..] => return Err(JsonError::Syntax(start)),
            [b'0'] if negative => return Err(JsonError::Number(start)),
            _ => {}
        }
        if matches!(self.peek(), Some(b'.' | b'e' | b'E')) {
            return Err(JsonError::Float(start));
        }
        let exact = digits.parse::<u64>().is_ok_and(|number| number <= NUMBER_MAX);
        if exact { Ok(()) } else { Err(JsonError::Number(start)) }
    }
}

#[cfg(test)]
pub(crate) mod tests;
