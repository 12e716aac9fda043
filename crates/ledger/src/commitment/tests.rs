//! Commitments and disclosures.

use super::*;
use crate::json::tests::event;
use crate::leaf::Leaf;
use crate::merkle::leaf_hash;
use crate::time::Time;
use proptest::prelude::*;
use std::borrow::Cow;
use std::io::Write;
use std::time::Instant;

/// The words of the specification, slowly.
fn defined(event: &str, seed: &[u8; 32]) -> String {
    let plain: serde_json::Value = serde_json::from_str(event).unwrap();
    let mut digests = Vec::new();
    for member in json::members(event.as_bytes()).unwrap() {
        assert!(plain.get(member.name).is_some());
        let salt = [SALT_CONTEXT, seed, member.name.as_bytes()].concat();
        let salt = base64url::encode(&Sha256::digest(salt)[..16]);
        let plain = format!("[\"{salt}\",\"{}\",{}]", member.name, member.value);
        let disclosure = base64url::encode(plain.as_bytes());
        digests.push(base64url::encode(&Sha256::digest(disclosure)));
    }
    digests.sort();
    let all = serde_json::json!({ "_sd": digests }).to_string();
    base64url::encode(&Sha256::digest(all))
}

#[test]
fn each_refusal_is_named() {
    let seed = [0; 32];
    let refused = |bytes: &[u8]| commit(bytes, &seed).unwrap_err();
    assert_eq!(refused(b"1"), CommitmentError::Event(JsonError::NotAnObject));
    assert_eq!(refused(br#"{"a":0.5}"#), CommitmentError::Event(JsonError::Float(5)));
    let missing = disclose(br#"{"a":1}"#, &seed, &["a", "b"]).unwrap_err();
    assert_eq!(missing, CommitmentError::NoField("b".to_owned()));
    let one = disclose(br#"{"a":1}"#, &seed, &["a"]).unwrap();
    let other = disclose(br#"{"a":2}"#, &seed, &["a"]).unwrap();
    let commitment = commit(br#"{"a":1}"#, &seed).unwrap();
    let check = |digests, disclosure| check_disclosure(&commitment, digests, disclosure);
    assert_eq!(check(&one.digests, &other.disclosures[0]), Err(CommitmentError::Foreign));
    assert_eq!(check(&other.digests, &one.disclosures[0]), Err(CommitmentError::Digests));
    assert_eq!(check(&one.digests, "W10"), Err(CommitmentError::Disclosure));
    assert!(check(&["\"".repeat(43)], "W10").is_err());
}

proptest! {
    #[test]
    fn the_commitment_is_the_defined_one(event in event(), seed in any::<[u8; 32]>()) {
        prop_assert_eq!(commit(event.as_bytes(), &seed).unwrap(), defined(&event, &seed));
    }

    #[test]
    fn each_field_can_be_shown_alone(event in event(), seed in any::<[u8; 32]>()) {
        let commitment = commit(event.as_bytes(), &seed).unwrap();
        for member in json::members(event.as_bytes()).unwrap() {
            let shown = disclose(event.as_bytes(), &seed, &[member.name]).unwrap();
            let field = check_disclosure(&commitment, &shown.digests, &shown.disclosures[0]).unwrap();
            prop_assert_eq!((field.name.as_str(), field.value.as_str()), (member.name, member.value));
        }
    }

    #[test]
    fn any_changed_byte_of_event_or_seed_is_found(
        event in event(), seed in any::<[u8; 32]>(), at in any::<prop::sample::Index>(), bits in 1..=255_u8
    ) {
        prop_assume!(event.len() > 2);
        let commitment = Ok(commit(event.as_bytes(), &seed).unwrap());
        let mut changed = event.clone().into_bytes();
        changed[at.index(event.len())] ^= bits;
        prop_assert_ne!(commit(&changed, &seed), commitment.clone());
        let mut other = seed;
        other[at.index(32)] ^= bits;
        prop_assert_ne!(commit(event.as_bytes(), &other), commitment);
    }

    #[test]
    fn any_changed_character_of_a_disclosure_is_found(
        seed in any::<[u8; 32]>(), at in any::<prop::sample::Index>(), new in "[A-Za-z0-9_-]"
    ) {
        let event = br#"{"kind":"decided","person":"\u5f20"}"#;
        let shown = disclose(event, &seed, &["person"]).unwrap();
        let mut changed = shown.disclosures[0].clone();
        let at = at.index(changed.len());
        prop_assume!(changed[at..=at] != new);
        changed.replace_range(at..=at, &new);
        let commitment = commit(event, &seed).unwrap();
        prop_assert!(check_disclosure(&commitment, &shown.digests, &changed).is_err());
    }

    #[test]
    fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..99), text in "\\PC{0,60}") {
        let _ = commit(&bytes, &[0; 32]);
        let _ = check_disclosure(&text, std::slice::from_ref(&text), &text);
        let digests = Vec::new();
        let empty = commit(b"{}", &[0; 32]).unwrap();
        let _ = check_disclosure(&empty, &digests, &base64url::encode(&bytes));
    }
}

#[test]
#[ignore = "a measurement: run it in release mode"]
fn an_event_costs_microseconds() {
    const ROUNDS: u32 = 1_000;
    let event = br#"{"id":"01J9Z3K8M2Q7V4X6","kind":"decision.issued","recorded_at":"2026-11-22T10:00:00.123Z","occurred_at":"2026-11-22T09:58:00.000Z","case":"example-2026-000123","actor":"post:approval-window-3","organ":"11330100MB0000000A","stage":"decision","outcome":"granted","amount_fen":1250000,"basis":["\u884c\u653f\u8bb8\u53ef\u6cd5 38"],"note":"Documents complete; granted within the promised limit."}"#;
    let mut last = [0; 32];
    let mut round = || {
        let started = Instant::now();
        for n in 1..=ROUNDS {
            let leaf = Leaf {
                time: Time::from_unix_milliseconds(1_795_341_600_123).unwrap(),
                case: [7; 16],
                n,
                prev: (n > 1).then_some(last),
                kind: Cow::Borrowed("decision.issued"),
                organ: Some(Cow::Borrowed("11330100MB0000000A")),
                commitment: Cow::Owned(commit(event, &last).unwrap()),
            };
            last = leaf_hash(&leaf.to_bytes().unwrap());
        }
        started.elapsed() / ROUNDS
    };
    // The best of many rounds: what the machine does besides is not what it costs.
    let each = (0..200).map(|_| round()).min().unwrap();
    let _ = writeln!(std::io::stderr(), "{} bytes: {each:?} per event", event.len());
    assert!(each.as_nanos() < 8_000, "{each:?} per event");
}
