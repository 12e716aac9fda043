//! The worked example of `docs/reference/ledger.md` is what this crate gives.

use crate::base64url;
use crate::commitment::{check_disclosure, commit, disclose};
use crate::leaf::Leaf;
use crate::merkle::{Frontier, leaf_hash};
use crate::note::SigningKey;
use crate::time::Time;
use crate::verify::{Entry, EventRow, Verifier};

const PAGE: &str = include_str!("../../../docs/reference/ledger.md");
const ORIGIN: &str = "gov.example.cn/ledger/2026";

/// The lines of the block under that heading of the example.
fn block(heading: &str) -> Vec<&'static str> {
    let (_, rest) = PAGE.split_once(&format!("### {heading}\n")).expect(heading);
    let (_, rest) = rest.split_once("```text\n").expect(heading);
    rest.split_once("```").expect(heading).0.lines().collect()
}

#[test]
fn the_worked_example_holds() {
    let event = block("The event")[0].as_bytes();
    let seed: [u8; 32] = std::array::from_fn(|place| u8::try_from(place).unwrap());
    let commitment = commit(event, &seed).unwrap();
    let shown = disclose(event, &seed, &["kind", "recorded_at", "amount_fen"]).unwrap();
    assert_eq!(block("Its disclosures"), shown.disclosures);
    assert_eq!(block("Its digests, sorted"), shown.digests);
    assert_eq!(block("Its commitment"), [commitment.as_str()]);
    let field = check_disclosure(&commitment, &shown.digests, &shown.disclosures[2]).unwrap();
    assert_eq!((field.name.as_str(), field.value.as_str()), ("amount_fen", "1250000"));
    let leaf = Leaf {
        time: Time::from_unix_milliseconds(1_795_341_600_123).unwrap(),
        case: std::array::from_fn(|place| 0xA0 + u8::try_from(place).unwrap()),
        n: 1,
        prev: None,
        kind: "decision.issued".into(),
        organ: Some("11330100MB0000000A".into()),
        commitment: commitment.into(),
    };
    let bytes = leaf.to_bytes().unwrap();
    assert_eq!(block("Its leaf"), [std::str::from_utf8(&bytes).unwrap()]);
    let hash = leaf_hash(&bytes);
    assert_eq!(block("The hash of the leaf"), [base64url::encode(&hash)]);
    let mut tree = Frontier::new();
    tree.push(hash);
    let key = SigningKey::new(ORIGIN, &[1; 32]).unwrap();
    assert_eq!(block("The key of the log"), [key.verifying_key().to_string()]);
    let note = format!("{}\n", block("The checkpoint").join("\n"));
    let mut verifier = Verifier::new(ORIGIN, Some(key.verifying_key()));
    let event = EventRow { case_id: "example-1", n: 1, event_bytes: event, seed: &seed };
    let entry = Entry { index: 0, leaf_bytes: &bytes, leaf_hash_stored: &hash, event: Some(event) };
    verifier.entry(&entry).unwrap();
    verifier.checkpoint(&note).unwrap();
    assert_eq!(verifier.finish().unwrap().checkpoints, 1);
}
