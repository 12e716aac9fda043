//! Logs that are whole, and logs that somebody has been at.

use super::*;
use crate::commitment::commit;
use crate::note::SigningKey;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::HashMap;

const ORIGIN: &str = "example.cn/ledger/2026";

#[derive(Clone)]
struct Row {
    index: u64,
    case_id: String,
    n: u32,
    leaf: Vec<u8>,
    hash: Vec<u8>,
    event: Option<Vec<u8>>,
    seed: Vec<u8>,
}

#[derive(Clone)]
struct Log {
    rows: Vec<Row>,
    checkpoints: Vec<String>,
}

fn key() -> SigningKey {
    SigningKey::new(ORIGIN, &[5; 32]).unwrap()
}

fn signed(tree: &Frontier) -> String {
    let (size, root) = (tree.size(), tree.root());
    let origin = ORIGIN.to_owned();
    key().sign(Checkpoint { origin, size, root, extensions: Vec::new() }).unwrap().to_string()
}

/// A log in which event `i` belongs to case `cases[i]`, with a checkpoint after every third.
fn log(cases: &[u8]) -> Log {
    let mut tree = Frontier::new();
    let mut heads: HashMap<u8, (u32, Hash)> = HashMap::new();
    let mut log = Log { rows: Vec::new(), checkpoints: vec![signed(&tree)] };
    for (&case, index) in cases.iter().zip(0_u8..) {
        let head = heads.get(&case).copied();
        let n = head.map_or(1, |(n, _)| n + 1);
        let milliseconds = 1_795_341_600_000 + i64::from(index / 2);
        let time = Time::from_unix_milliseconds(milliseconds).unwrap();
        let event = format!(
            r#"{{"kind":"step.{n}","recorded_at":"{time}","note":"第{index}","parts":[{index}]}}"#
        );
        let seed = [index; 32];
        let leaf = Leaf {
            time,
            case: [case; 16],
            n,
            prev: head.map(|(_, hash)| hash),
            kind: format!("step.{n}").into(),
            organ: None,
            commitment: commit(event.as_bytes(), &seed).unwrap().into(),
        };
        let leaf = leaf.to_bytes().unwrap();
        let hash = leaf_hash(&leaf);
        heads.insert(case, (n, hash));
        tree.push(hash);
        if index % 3 == 2 {
            log.checkpoints.push(signed(&tree));
        }
        log.rows.push(Row {
            index: index.into(),
            case_id: format!("case-{case}"),
            n,
            leaf,
            hash: hash.to_vec(),
            event: Some(event.into_bytes()),
            seed: seed.to_vec(),
        });
    }
    log.checkpoints.push(signed(&tree));
    log
}

fn verify(log: &Log) -> Result<Summary, Fault> {
    let mut verifier = Verifier::new(ORIGIN, Some(key().verifying_key()));
    for checkpoint in &log.checkpoints {
        verifier.checkpoint(checkpoint)?;
    }
    for row in &log.rows {
        let event = row.event.as_ref().map(|event_bytes| EventRow {
            case_id: &row.case_id,
            n: row.n,
            event_bytes,
            seed: &row.seed,
        });
        let (leaf_bytes, leaf_hash_stored) = (&row.leaf, &row.hash);
        let entry = Entry { index: row.index, leaf_bytes, leaf_hash_stored, event };
        if let Err(fault) = verifier.entry(&entry) {
            assert!(fault.to_string().contains("What to do: "));
            assert_eq!(verifier.entry(&entry), Err(fault.clone()), "a fault stays");
            assert_eq!(verifier.finish(), Err(fault.clone()), "a fault stays");
            return Err(fault);
        }
    }
    verifier.finish()
}

fn word(log: &Log) -> &'static str {
    verify(log).unwrap_err().kind.word()
}

fn renumber(log: &mut Log) {
    for (row, index) in log.rows.iter_mut().zip(0..) {
        row.index = index;
    }
}

/// Where the fault must be: this row.
fn at(row: &Row) -> (u64, Option<String>, Option<u32>) {
    (row.index, Some(row.case_id.clone()), Some(row.n))
}

fn place(fault: &Fault) -> (u64, Option<String>, Option<u32>) {
    (fault.index, fault.case_id.clone(), fault.n)
}

#[test]
fn a_whole_log_is_summed_up() {
    let mut log = log(&[1, 2, 1, 1, 2]);
    log.rows[1].event = None;
    let summary = verify(&log).unwrap();
    assert_eq!((summary.leaves, summary.cases, summary.size), (5, 2, 5));
    assert_eq!((summary.without_event, summary.checkpoints), (1, 3));
    let nothing = verify(&self::log(&[])).unwrap();
    assert_eq!((nothing.leaves, nothing.checkpoints), (0, 2));
}

#[test]
fn faults_are_said_in_plain_words() {
    let mut log = log(&[1, 2, 1]);
    log.rows[2].event.as_mut().unwrap()[10] ^= 1;
    let words = verify(&log).unwrap_err().to_string();
    assert_eq!(
        words,
        "leaf 2, case case-1, event 2: the stored event and its seed do not give the commitment in the leaf. \
         What to do: keep this copy as evidence and restore event and seed from a backup; the leaf says what they were"
    );
}

/// Rewrites a leaf as a writer would that is not sound, with event and hash to match.
fn rewritten(log: &Log, at: usize, event: &str, change: impl FnOnce(&mut Leaf<'_>)) -> Log {
    let mut log = log.clone();
    let row = &mut log.rows[at];
    let bytes = row.leaf.clone();
    let mut leaf = Leaf::parse(&bytes).unwrap();
    leaf.commitment = commit(event.as_bytes(), &[9; 32]).unwrap().into();
    change(&mut leaf);
    row.leaf = leaf.to_bytes().unwrap();
    row.hash = leaf_hash(&row.leaf).to_vec();
    row.event = Some(event.as_bytes().to_vec());
    row.seed = vec![9; 32];
    log
}

#[test]
fn what_an_unsound_writer_does_is_named() {
    let good = log(&[1, 2, 1]);
    let event = String::from_utf8(good.rows[2].event.clone().unwrap()).unwrap();
    let word_of =
        |event: &str, change: fn(&mut Leaf<'_>)| word(&rewritten(&good, 2, event, change));
    assert_eq!(word_of(&event, |_| {}), "root");
    assert_eq!(word_of(&event, |leaf| leaf.n = 3), "case-number");
    assert_eq!(word_of(&event, |leaf| leaf.prev = Some([0; 32])), "previous");
    assert_eq!(word_of(&event, |leaf| leaf.kind = "other".into()), "event-kind");
    let earlier = |leaf: &mut Leaf<'_>| leaf.time = Time::from_unix_milliseconds(0).unwrap();
    assert_eq!(word_of(&event, earlier), "time-order");
    assert_eq!(word_of(&event.replace("2026", "2027"), |_| {}), "event-time");
    assert_eq!(word_of(r#"{"kind":"step.2"}"#, |_| {}), "event-time");
    // Another offset says the same moment: only the root can differ.
    let elsewhere = event.replace("T10:00:00.001Z", "T18:00:00.001+08:00");
    assert_ne!(elsewhere, event);
    assert_eq!(word_of(&elsewhere, |_| {}), "root");
    let mut renamed = good.clone();
    renamed.rows[2].case_id = "case-9".to_owned();
    assert_eq!(word(&renamed), "case-identity");
    renamed.rows[2].case_id = "case-1".to_owned();
    renamed.rows[1].case_id = "case-1".to_owned();
    assert_eq!(word(&renamed), "case-identity");
    let mut other = good.clone();
    other.rows[2].n = 3;
    assert_eq!(word(&other), "event-number");
    other = good.clone();
    other.rows[2].seed.pop();
    assert_eq!(word(&other), "seed-length");
}

#[test]
fn faults_of_checkpoints_are_named() {
    let good = log(&[1, 2, 1, 1]);
    let with = |checkpoints: &[&str]| {
        let checkpoints = checkpoints.iter().map(|&text| text.to_owned()).collect();
        word(&Log { checkpoints, ..good.clone() })
    };
    let [zero, three, four] = [0, 1, 2].map(|at| good.checkpoints[at].as_str());
    assert_eq!(with(&[zero, four, three]), "checkpoint-order");
    assert_eq!(with(&["x"]), "checkpoint-form");
    assert_eq!(with(&[&four.replace("\n4\n", "\n5\n")]), "signature");
    assert_eq!(with(&[&four.replacen("2026", "2025", 1)]), "origin");
    let foreign = log(&[1, 1, 1, 1]).checkpoints[2].clone();
    let fault = verify(&Log { checkpoints: vec![three.to_owned(), foreign], ..good.clone() });
    let fault = fault.unwrap_err();
    assert_eq!((fault.index, fault.kind), (4, FaultKind::Root { from: 3 }));
    let mut late = Verifier::new(ORIGIN, None);
    late.checkpoint(&four.replace("ledger/2026 ", "ledger ")).unwrap();
    assert_eq!(late.finish().unwrap_err().kind.word(), "truncated");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_changed_byte_is_found_where_it_is(
        cases in prop::collection::vec(0..4_u8, 1..14), row in any::<Index>(), byte in any::<Index>(), bits in 1..=255_u8
    ) {
        let good = log(&cases);
        prop_assert!(verify(&good).is_ok());
        let row = row.index(cases.len());
        let changed = |field: fn(&mut Row) -> &mut Vec<u8>| {
            let mut log = good.clone();
            let bytes = field(&mut log.rows[row]);
            let byte = byte.index(bytes.len());
            bytes[byte] ^= bits;
            verify(&log).unwrap_err()
        };
        for (fault, words) in [
            (changed(|row| &mut row.leaf), ["stored-hash"; 2]),
            (changed(|row| &mut row.hash), ["stored-hash"; 2]),
            (changed(|row| &mut row.seed), ["commitment"; 2]),
            (changed(|row| row.event.as_mut().unwrap()), ["commitment", "event-form"]),
        ] {
            prop_assert!(words.contains(&fault.kind.word()), "{}", fault);
            prop_assert_eq!(place(&fault), at(&good.rows[row]));
        }
    }

    #[test]
    fn a_changed_leaf_with_its_hash_is_found(
        cases in prop::collection::vec(0..4_u8, 1..14), row in any::<Index>(), byte in any::<Index>(), bits in 1..=255_u8
    ) {
        let mut log = log(&cases);
        let row = row.index(cases.len());
        let leaf = &mut log.rows[row].leaf;
        let byte = byte.index(leaf.len());
        leaf[byte] ^= bits;
        log.rows[row].hash = leaf_hash(&log.rows[row].leaf).to_vec();
        let fault = verify(&log).unwrap_err();
        prop_assert!(fault.index >= row as u64, "{}", fault);
    }

    #[test]
    fn removed_doubled_and_swapped_rows_are_found(
        cases in prop::collection::vec(0..4_u8, 2..14), row in any::<Index>(), other in any::<Index>()
    ) {
        let good = log(&cases);
        let (row, other) = (row.index(cases.len()), other.index(cases.len()));
        let mut removed = good.clone();
        removed.rows.remove(row);
        let fault = verify(&removed).unwrap_err();
        prop_assert_eq!(fault.index, if row + 1 == cases.len() { cases.len() } else { row } as u64);
        renumber(&mut removed);
        prop_assert!(verify(&removed).unwrap_err().index >= row as u64);
        let mut doubled = good.clone();
        doubled.rows.insert(row, good.rows[row].clone());
        prop_assert_eq!(verify(&doubled).unwrap_err().index, row as u64 + 1);
        renumber(&mut doubled);
        prop_assert!(verify(&doubled).is_err());
        prop_assume!(row != other);
        let mut swapped = good.clone();
        swapped.rows.swap(row, other);
        prop_assert_eq!(verify(&swapped).unwrap_err().index, row.min(other) as u64);
        renumber(&mut swapped);
        prop_assert!(verify(&swapped).unwrap_err().index >= row.min(other) as u64);
    }

    #[test]
    fn a_cut_log_is_found(cases in prop::collection::vec(0..4_u8, 1..14), rest in any::<Index>()) {
        let mut log = log(&cases);
        let rest = rest.index(cases.len());
        log.rows.truncate(rest);
        let fault = verify(&log).unwrap_err();
        prop_assert_eq!(&fault.kind, &FaultKind::Truncated { leaves: rest as u64 });
        prop_assert!(fault.index > rest as u64);
    }

    #[test]
    fn nothing_makes_it_panic(
        index in 0..2_u64, leaf in prop::collection::vec(any::<u8>(), 0..40), text in "\\PC{0,40}", n in any::<u32>()
    ) {
        let hash = leaf_hash(&leaf);
        let event = EventRow { case_id: &text, n, event_bytes: &leaf, seed: &leaf };
        for stored in [&hash, leaf.as_slice()] {
            let mut verifier = Verifier::new(&text, None);
            let entry = Entry { index, leaf_bytes: &leaf, leaf_hash_stored: stored, event: Some(event) };
            prop_assert!(verifier.entry(&entry).is_err());
            prop_assert!(verifier.checkpoint(&text).is_err());
        }
    }
}
