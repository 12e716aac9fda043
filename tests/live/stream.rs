//! The live board: figures each second and cards as they fall, to everybody who watches, however many take nothing.

use super::server::Server;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A board that is being watched.
fn watch(server: &Server, language: &str) -> TcpStream {
    let site = server.site();
    let address = site.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let request = format!(
        "GET /board/events HTTP/1.1\r\nHost: {address}\r\nAccept-Language: {language}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

/// What comes until all of these were there.
fn read_until(stream: &mut TcpStream, wanted: &[&str]) -> String {
    let (mut seen, mut piece) = (Vec::new(), [0; 16_384]);
    loop {
        let length = stream.read(&mut piece).unwrap();
        assert!(length > 0, "the stream ended: {}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&seen);
        if wanted.iter().all(|wanted| text.contains(wanted)) {
            return text.into_owned();
        }
    }
}

#[test]
fn everybody_who_watches_sees_figures_and_cards_in_their_language() {
    let server = Server::demo_of(3, 3_000);
    let idle: Vec<TcpStream> = (0..100).map(|_| watch(&server, "en")).collect();
    let mut english = watch(&server, "en");
    let mut chinese = watch(&server, "zh-Hans");
    let text = read_until(&mut english, &["event: numbers\n", "event: card\n", "\n\n"]);
    assert!(text.contains("content-type: text/event-stream"), "{}", &text[..200]);
    assert!(text.contains("Open cases"), "{}", &text[..2_000]);
    read_until(&mut chinese, &["event: numbers\n", "event: card\n", "在办"]);
    drop(idle);
}
