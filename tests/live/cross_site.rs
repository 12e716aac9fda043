//! Every route declares an operation that there is, and none changes anything when another site asks.

use super::server::Server;
use crate::support::root;
use std::collections::BTreeSet;

/// The routes of the checked-in matrix (which a test holds fresh): method, path, operation.
fn routes() -> Vec<[String; 3]> {
    let text =
        std::fs::read_to_string(root().join("docs/reference/permission-matrix.txt")).unwrap();
    let (_, routes) = text.split_once("Routes, with the operation").unwrap();
    let lines = routes.lines().skip(1).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            [words[0], words[1], words[2]].map(str::to_owned)
        })
        .collect()
}

#[test]
fn every_route_declares_an_operation_that_there_is() {
    let text =
        std::fs::read_to_string(root().join("docs/reference/permission-matrix.txt")).unwrap();
    let (operations, _) = text.split_once("Which act is allowed").unwrap();
    let known: BTreeSet<&str> =
        operations.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let routes = routes();
    assert!(routes.len() > 80, "{}", routes.len());
    for [method, path, operation] in routes {
        assert!(known.contains(operation.as_str()), "{method} {path}: {operation}");
    }
}

#[test]
fn nothing_is_changed_when_another_site_asks() {
    let server = Server::demo();
    let foreign: [&[(&str, &str)]; 4] = [
        &[("Sec-Fetch-Site", "cross-site"), ("Origin", "https://elsewhere.example")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Origin", "https://elsewhere.example")],
        &[("Origin", "null")],
    ];
    let mut walked = 0;
    for [method, path, operation] in routes() {
        if method == "GET" || method == "HEAD" {
            continue;
        }
        let filled: String = path
            .split('/')
            .map(|part| match part.starts_with('{') {
                true => "x",
                false => part,
            })
            .collect::<Vec<_>>()
            .join("/");
        for headers in foreign {
            let cookie = [("Cookie", "acts-as=party:a-001; __Host-session=x")];
            let kind = [("Content-Type", "application/x-www-form-urlencoded")];
            let headers = [headers, &cookie, &kind].concat();
            let answer = server.send(&method, &filled, &headers, "");
            // Programs come with tokens, which no browser sends by itself: without one they are nobody.
            // The provider of payments signs what it says, and comes from another site by its nature.
            let refused = match path.as_str() {
                "/payments/callback" => 400..=499,
                path if path.starts_with("/api/") => 401..=401,
                _ => 403..=403,
            };
            assert!(
                refused.contains(&answer.status),
                "{method} {path} ({operation}) with {headers:?}: {}",
                answer.status
            );
            walked += 1;
        }
    }
    assert!(walked > 100, "{walked}");
}
