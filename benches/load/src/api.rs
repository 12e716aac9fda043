//! The interface under load: what a request carries, and what an acknowledgement says.

use serde::Deserialize;

/// Success of a step.
pub const CREATED: std::ops::RangeInclusive<u16> = 200..=201;

/// What the server answers to a step that it recorded.
#[derive(Debug, Deserialize)]
pub struct Acknowledgement {
    /// Which case; the first step of a case learns it from here.
    pub case: Option<String>,
    /// Which step of the case.
    pub n: Option<u64>,
    /// Where in the jurisdiction's log.
    pub leaf: Option<u64>,
}

/// The head of a request, but for the values that differ from step to step.
pub fn head(address: &str, token: &str) -> String {
    format!(
        "Host: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    )
}

/// Writes one whole request.
pub fn write(request: &mut Vec<u8>, path: &[u8], head: &[u8], key: &str, body: &[u8]) {
    request.clear();
    request.extend_from_slice(b"POST ");
    request.extend_from_slice(path);
    request.extend_from_slice(b" HTTP/1.1\r\n");
    request.extend_from_slice(head);
    request.extend_from_slice(b"Idempotency-Key: ");
    request.extend_from_slice(key.as_bytes());
    request.extend_from_slice(b"\r\nContent-Length: ");
    request.extend_from_slice(body.len().to_string().as_bytes());
    request.extend_from_slice(b"\r\n\r\n");
    request.extend_from_slice(body);
}
