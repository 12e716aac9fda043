//! Strings of JSON: what a stored one says, and how one is written.

use std::borrow::Cow;

/// What a stored string says; of any other value nothing.
pub(crate) fn string(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') { unescape(inner).map(Cow::Owned) } else { Some(Cow::Borrowed(inner)) }
}

/// Writes a string as JCS (RFC 8785) wants it.
pub(crate) fn write_string(text: &str, bytes: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => bytes.extend_from_slice(&[b'\\', byte]),
            0x08 => bytes.extend_from_slice(b"\\b"),
            b'\t' => bytes.extend_from_slice(b"\\t"),
            b'\n' => bytes.extend_from_slice(b"\\n"),
            0x0C => bytes.extend_from_slice(b"\\f"),
            b'\r' => bytes.extend_from_slice(b"\\r"),
            0..0x20 => {
                let low = DIGITS.get(usize::from(byte & 15)).copied().unwrap_or(b'0');
                bytes.extend_from_slice(&[b'\\', b'u', b'0', b'0', b'0' + (byte >> 4), low]);
            }
            _ => bytes.push(byte),
        }
    }
    bytes.push(b'"');
}

/// What an escaped string says; nothing if an escape is malformed.
pub(super) fn unescape(inner: &str) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        let meant = match character {
            '\\' => escape(&mut characters)?,
            other => other,
        };
        text.push(meant);
    }
    Some(text)
}

/// The character after a backslash.
fn escape(characters: &mut std::str::Chars<'_>) -> Option<char> {
    match characters.next()? {
        plain @ ('"' | '\\' | '/') => Some(plain),
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'u' => {
            let unit = code_unit(characters)?;
            if !(0xD800..0xDC00).contains(&unit) {
                return char::from_u32(unit);
            }
            let low = characters.as_str().strip_prefix("\\u")?.chars();
            *characters = low;
            let low = code_unit(characters).filter(|unit| (0xDC00..0xE000).contains(unit))?;
            char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
        }
        _ => None,
    }
}

/// Four hexadecimal digits.
fn code_unit(characters: &mut std::str::Chars<'_>) -> Option<u32> {
    (0..4).try_fold(0, |unit, _| Some(unit * 16 + characters.next()?.to_digit(16)?))
}
