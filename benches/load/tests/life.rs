//! The load against a server that only pretends: what it sends, counts and writes down.

use load::{Options, Plan, Tokens, run};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Answers each request; the path of a step must name the case that the answer to the first one gave.
fn serve(stream: TcpStream, leaves: &AtomicU64) -> Option<()> {
    let mut output = stream.try_clone().ok()?;
    let mut input = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            (input.read_line(&mut head).ok()? > 0).then_some(())?;
        }
        let header = |name: &str| {
            let line = head.lines().find(|line| line.to_lowercase().starts_with(name));
            line.and_then(|line| line.split_once(": ")).map(|(_, value)| value.to_owned())
        };
        let mut body = vec![0; header("content-length")?.parse().ok()?];
        input.read_exact(&mut body).ok()?;
        let body: serde_json::Value = serde_json::from_slice(&body).ok()?;
        let leaf = leaves.fetch_add(1, Ordering::SeqCst);
        let first = head.starts_with("POST /330000/cases HTTP");
        let second = head.starts_with("POST /330000/cases/C-");
        let honest =
            header("authorization")? == "Bearer secret" && header("idempotency-key").is_some();
        let (status, answer) = match body["act"].as_str() {
            None if first && honest => {
                (201, format!(r#"{{"case":"C-{leaf}","n":1,"leaf":{leaf}}}"#))
            }
            Some("close") if second && honest => {
                (201, format!(r#"{{"case":"C","n":2,"leaf":{leaf}}}"#))
            }
            _ => (422, r#"{"title":"no such act"}"#.to_owned()),
        };
        let length = answer.len();
        let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n\r\n");
        output.write_all((head + &answer).as_bytes()).ok()?;
    }
}

fn server() -> (SocketAddr, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let leaves = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&leaves);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let leaves = Arc::clone(&counted);
            std::thread::spawn(move || serve(stream, &leaves));
        }
    });
    (address, leaves)
}

fn plan(last_act: &str) -> Plan {
    let text = r#"{"jurisdictions": ["330000"], "posts": {"window": "w"}, "steps": [
        {"post": "window", "path": "/{jurisdiction}/cases", "body": {"item": "1", "name": "{unique}"}},
        {"post": "window", "path": "/{jurisdiction}/cases/{case}/steps", "body": {"act": "ACT"}}]}"#;
    Plan::parse(&text.replace("ACT", last_act)).unwrap()
}

fn options(address: SocketAddr) -> Options {
    Options {
        address,
        connections: 8,
        warm_up: Duration::ZERO,
        duration: Duration::from_millis(400),
        journal: None,
        watched: vec![std::process::id()],
        name: "test".to_owned(),
    }
}

fn tokens() -> Tokens {
    BTreeMap::from([("window".to_owned(), "secret".to_owned())])
}

#[test]
fn cases_go_through_their_life_and_every_acknowledgement_is_written_down() {
    let (address, leaves) = server();
    let path = std::env::temp_dir().join(format!("load-journal-{}", std::process::id()));
    let journal = Some(std::fs::File::create(&path).unwrap());
    let options = Options { journal, ..options(address) };
    let report = run(&plan("close"), &tokens(), options).unwrap();
    let lines = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(report.accepted > 0 && report.refused.is_empty() && report.failed == 0, "{report}");
    assert!(report.cases.abs_diff(report.accepted / 2) <= 8, "{report}");
    assert_eq!(lines.lines().count() as u64, report.accepted);
    assert!(leaves.load(Ordering::SeqCst) - report.accepted <= 8);
    assert!(
        lines.lines().all(|line| line.starts_with("330000,C-") && line.split(',').count() == 4)
    );
}

#[test]
fn refusals_are_counted_and_told_and_begin_a_new_case() {
    let (address, _) = server();
    let report = run(&plan("sleep"), &tokens(), options(address)).unwrap();
    assert!(report.refused[&422] > 0 && report.cases == 0, "{report}");
    assert!(report.first_trouble[0].contains("no such act"), "{report}");
}

#[test]
fn a_server_that_is_gone_ends_the_run() {
    let (address, _) = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let held: Vec<_> = listener.incoming().take(8).collect();
            drop((held, listener));
        });
        (address, ())
    };
    let options = Options { duration: Duration::from_secs(30), ..options(address) };
    let report = run(&plan("close"), &tokens(), options).unwrap();
    assert!(report.seconds < 10.0 && report.accepted == 0, "{report}");
}
