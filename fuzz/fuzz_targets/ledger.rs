//! Any bytes as a leaf, an event, a frontier and a row of a log: what is read is written back the same.
#![no_main]

use ledger::commitment::{check_disclosure, commit};
use ledger::leaf::Leaf;
use ledger::merkle::{Frontier, leaf_hash};
use ledger::note::VerifyingKey;
use ledger::verify::{Entry, EventRow, Verifier};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(leaf) = Leaf::parse(data) {
        assert_eq!(leaf.to_bytes().as_deref(), Ok(data));
    }
    let seed = [7; 32];
    if let Ok(commitment) = commit(data, &seed) {
        assert_eq!(commitment.len(), 43);
        assert!(data == b"{}" || commit(data, &[8; 32]) != Ok(commitment));
    }
    if let Ok(tree) = Frontier::from_bytes(data) {
        assert_eq!(tree.to_bytes(), data);
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = VerifyingKey::parse(text);
        let empty = commit(b"{}", &seed).unwrap_or_default();
        assert!(check_disclosure(&empty, &[], text).is_err());
    }
    let hash = leaf_hash(data);
    let event = EventRow { case_id: "case", n: 1, event_bytes: data, seed: &seed };
    let entry = Entry { index: 0, leaf_bytes: data, leaf_hash_stored: &hash, event: Some(event) };
    let _ = Verifier::new("origin", None).entry(&entry);
});
