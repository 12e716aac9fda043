//! The JSON API: the whole life of a case, what is refused and why, and requests that are repeated.

use super::server::{AGENCY, COUNTY, REGISTRATION, Server, province, token};
use crate::support::{root, yangguang};
use serde_json::{Value, json};

const CASES: &str = "/api/v1/jurisdictions/990101/cases";

struct Tokens {
    applicant: String,
    window: String,
    chief: String,
}

/// A server with a case that was just handed in.
fn begun() -> (tempfile::TempDir, Server, Tokens, String) {
    let folder = province();
    let tokens = Tokens {
        applicant: token(folder.path(), "party:a-001"),
        window: token(folder.path(), "990101-mr-clerk-1"),
        chief: token(folder.path(), "990101-mr-chief-1"),
    };
    let server = Server::serve(folder.path());
    let application =
        json!({"item": REGISTRATION, "agency": AGENCY, "materials": ["application-form"]});
    let opened = server.post(CASES, &tokens.applicant, &application);
    assert_eq!(opened.status, 201, "{}", opened.body);
    let case = opened.json()["case"].as_str().unwrap().to_owned();
    (folder, server, tokens, case)
}

fn step(server: &Server, token: &str, case: &str, act: &Value) -> (u16, Value) {
    let answer = server.post(&format!("{CASES}/{case}/steps"), token, act);
    (answer.status, answer.json())
}

#[test]
fn a_case_lives_from_application_to_closing() {
    let (_folder, server, tokens, case) = begun();
    let (window, chief) = (&tokens.window, &tokens.chief);
    let acts = [
        (window, json!({"act": "accept"})),
        (chief, json!({"act": "decide", "outcome": "granted"})),
        (window, json!({"act": "issue", "number": "QC-1"})),
        (window, json!({"act": "deliver", "way": "in-person"})),
        (window, json!({"act": "close"})),
    ];
    for (n, (token, act)) in acts.iter().enumerate() {
        let (status, recorded) = step(&server, token, &case, act);
        assert_eq!((status, &recorded["n"]), (201, &json!(n + 2)), "{act}: {recorded}");
    }
    let known = server.get(&format!("{CASES}/{case}"), &[]).json();
    assert_eq!(known["phase"], "closed");
    let why = known["limits"][0]["why"].as_str().unwrap();
    assert!(!why.is_empty());
    assert!(known["proof"]["bytes"].as_str().unwrap().contains("\"type\":\"close\""), "{known}");
    let events = server.get(&format!("{CASES}/{case}/events"), &[]).json();
    assert_eq!(events.as_array().unwrap().len(), 6);
    assert!(events[1]["actor"].is_null(), "the public sees no persons: {events}");
    let authorization = format!("Bearer {window}");
    let seen = server.get(&format!("{CASES}/{case}/events"), &[("Authorization", &authorization)]);
    assert_eq!(seen.json()[1]["actor"]["post"], "990101-mr-clerk-1");
    let data = server.stop();
    for command in ["verify", "doctor"] {
        let run = yangguang(&[command, "--data", data.to_str().unwrap()]);
        assert_eq!(run.status, 0, "{command}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_refusal_cites_rule_and_article() {
    let (_folder, server, tokens, _) = begun();
    let application =
        json!({"item": "0100020001", "agency": AGENCY, "materials": ["application-form"]});
    let opened = server.post(CASES, &tokens.applicant, &application).json();
    let case = opened["case"].as_str().unwrap();
    let supplement =
        json!({"act": "request-supplement", "materials": ["blood type"], "reason": "missing"});
    let (status, problem) = step(&server, &tokens.window, case, &supplement);
    assert_eq!(status, 409);
    assert_eq!(problem["type"], "urn:yangguang:problem:refused");
    assert_eq!(problem["rule"], "outside-catalogue");
    assert!(problem["article"].as_str().unwrap().contains("食品安全法"), "{problem}");
    let known = server.get(&format!("{CASES}/{case}"), &[]).json();
    assert_eq!(known["n"], 1, "a refused act is not recorded");
}

#[test]
fn who_may_not_is_told_so() {
    let (folder, server, tokens, case) = begun();
    let elsewhere = {
        drop(server);
        token(folder.path(), "990201-mr-clerk-1")
    };
    let server = Server::serve(folder.path());
    let accept = json!({"act": "accept"});
    assert_eq!(step(&server, "yg_nobody", &case, &accept).0, 401);
    assert_eq!(step(&server, &elsewhere, &case, &accept).0, 403);
    assert_eq!(step(&server, &tokens.window, "260101-0000AAAAAA", &accept).0, 404);
    let (status, problem) = step(&server, &tokens.chief, &case, &accept);
    assert_eq!((status, &problem["rule"]), (409, &json!("role")));
    let (status, problem) = step(&server, &tokens.window, &case, &json!({"act": "vanish"}));
    assert_eq!((status, &problem["type"]), (400, &json!("urn:yangguang:problem:malformed")));
    assert!(problem["detail"].as_str().unwrap().contains("vanish"), "{problem}");
}

#[test]
fn a_repeated_request_does_nothing_twice() {
    let (_folder, server, tokens, case) = begun();
    let path = format!("{CASES}/{case}/steps");
    let authorization = format!("Bearer {}", tokens.window);
    let headers = [("Authorization", authorization.as_str()), ("Idempotency-Key", "once")];
    let first = server.send("POST", &path, &headers, r#"{"act":"accept"}"#);
    let again = server.send("POST", &path, &headers, r#"{"act":"accept"}"#);
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.body, again.body);
    assert!(again.headers.to_lowercase().contains("idempotency-replayed: true"));
    let other = server.send("POST", &path, &headers, r#"{"act":"urge"}"#);
    assert_eq!(other.status, 422, "{}", other.body);
    assert_eq!(server.get(&format!("{CASES}/{case}"), &[]).json()["n"], 2);
}

#[test]
fn reported_acts_are_believed_and_judged() {
    let folder = province();
    let feed = token(folder.path(), &format!("feed:{AGENCY}"));
    let server = Server::serve(folder.path());
    let act = |kind: &str| json!({"kind": kind, "actor": {"person": "p-0097", "post": "990101-mr-clerk-1", "agency": AGENCY}});
    let report = json!({"item": "0100020001", "agency": AGENCY, "applicant": "a-001",
        "acts": [act("submit"), act("accept"), act("decide"), act("close")]});
    let reported = server.post("/api/v1/jurisdictions/990101/reports", &feed, &report);
    assert_eq!(reported.status, 201, "{}", reported.body);
    assert_eq!(reported.json()["n"], 4);
    let cards = server.get("/api/v1/cards", &[]).json();
    let rules: Vec<&str> = cards["cards"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|card| card["rule"].as_str())
        .collect();
    assert!(rules.contains(&"stage-skipped"), "{rules:?}");
    assert_eq!(COUNTY, cards["cards"][0]["jurisdiction"]);
}

#[test]
fn machines_are_told_how_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::serve(folder.path());
    assert_eq!(server.get("/healthz", &[]).status, 200);
    assert_eq!(server.get("/readyz", &[]).body, "ready\n");
    let metrics = server.get("/metrics", &[]).body;
    for name in ["yangguang_acts_recorded", "yangguang_open_cases", "yangguang_act_seconds_bucket"]
    {
        assert!(metrics.contains(name), "{metrics}");
    }
    let served = server.get("/api/v1/openapi.json", &[]).json();
    let kept = std::fs::read_to_string(root().join("docs/reference/openapi.json")).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(served, kept, "run `cargo xtask docs`");
}

#[test]
fn whatever_goes_wrong_is_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::serve(folder.path());
    for (method, path, status) in [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/items?skip=-1", 400),
        ("DELETE", "/api/v1/items", 405),
        ("POST", "/api/v1/jurisdictions/990101/cases", 401),
    ] {
        let answer = server.send(method, path, &[], "{}");
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        let headers = answer.headers.to_lowercase();
        assert!(headers.contains("content-type: application/problem+json"), "{path}: {headers}");
        assert!(headers.contains("cache-control: no-store"), "{path}: {headers}");
        assert_eq!(answer.json()["status"], status);
    }
    let place = "/api/v1/jurisdictions/990101/cases";
    let large = server.send("POST", place, &[], &"x".repeat(300 * 1024));
    assert_eq!((large.status, &large.json()["status"]), (413, &413.into()));
    assert_eq!(large.json()["detail"], "Send less at once: 256 KiB at most.");
    assert_eq!(server.send("PUT", place, &[], "{}").header("allow"), Some("POST"));
}
