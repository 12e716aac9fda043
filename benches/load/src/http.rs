//! As much of HTTP/1.1 as the answers of one's own server need.

/// A whole answer at the beginning of the bytes that came in.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where its body is.
    pub(crate) body: std::ops::Range<usize>,
    pub(crate) closes: bool,
}

/// The answer, nothing as long as it is incomplete, or what cannot be read.
pub(crate) fn parse(bytes: &[u8]) -> Result<Option<Answer>, String> {
    let mut headers = [httparse::EMPTY_HEADER; 48];
    let mut response = httparse::Response::new(&mut headers);
    let head = match response.parse(bytes).map_err(|error| error.to_string())? {
        httparse::Status::Complete(head) => head,
        httparse::Status::Partial => return Ok(None),
    };
    let value = |name: &str| {
        let header = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        header.and_then(|header| std::str::from_utf8(header.value).ok())
    };
    let length: usize = match value("content-length") {
        Some(text) => text.parse().map_err(|_| "Content-Length is no number")?,
        None => return Err("an answer without Content-Length".to_owned()),
    };
    let closes = value("connection").is_some_and(|text| text.eq_ignore_ascii_case("close"));
    let status = response.code.unwrap_or_default();
    let whole = bytes.len() >= head + length;
    Ok(whole.then_some(Answer { status, body: head..head + length, closes }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_once_it_is_whole() {
        let text = b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}";
        assert!(parse(&text[..10]).unwrap().is_none());
        assert!(parse(&text[..text.len() - 1]).unwrap().is_none());
        let answer = parse(text).unwrap().unwrap();
        assert_eq!((answer.status, &text[answer.body]), (201, b"{}".as_slice()));
        assert!(parse(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
