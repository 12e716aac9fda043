//! Addresses of pages: one place that knows their form and escapes what people typed.

use domain::text::Language;

/// A text as one segment of a path or one value of a query, percent-encoded.
#[must_use]
pub fn segment(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The address of an item's guide.
pub(crate) fn item(code: &str) -> String {
    format!("/items/{}", segment(code))
}

/// The address of a case.
pub(crate) fn case(jurisdiction: &str, case: &str) -> String {
    format!("/cases/{}/{}", segment(jurisdiction), segment(case))
}

/// The address of a card.
pub(crate) fn card(jurisdiction: &str, card: &str) -> String {
    format!("/cards/{}/{}", segment(jurisdiction), segment(card))
}

/// An address with those parameters that have a value.
pub(crate) fn query(path: &str, parameters: &[(&str, &str)]) -> String {
    let given = parameters.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> =
        given.map(|(name, value)| format!("{name}={}", segment(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// The same address in another language.
pub(crate) fn in_language(address: &str, language: Language) -> String {
    let address = without_language(address);
    let separator = if address.contains('?') { '&' } else { '?' };
    format!("{address}{separator}lang={}", language.tag())
}

/// The same address without the choice of a language, which is kept once it was made.
pub(crate) fn without_language(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
    let pairs: Vec<&str> = kept.collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_cannot_leave_their_place() {
        assert_eq!(segment("../a?b=许"), "..%2Fa%3Fb%3D%E8%AE%B8");
        assert_eq!(card("360100", "c/1"), "/cards/360100/c%2F1");
    }

    #[test]
    fn the_language_switch_keeps_the_rest_of_the_query() {
        let switched = in_language("/items?q=a&lang=en&page=2", Language::TraditionalChinese);
        assert_eq!(switched, "/items?q=a&page=2&lang=zh-Hant");
        assert_eq!(in_language("/", Language::English), "/?lang=en");
    }

    #[test]
    fn queries_leave_out_what_is_empty() {
        assert_eq!(query("/items", &[("q", ""), ("kind", "licence")]), "/items?kind=licence");
        assert_eq!(query("/items", &[("q", "")]), "/items");
    }
}
