//! Any text as a signed checkpoint: what is read is written back the same.
#![no_main]

use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(signed) = SignedCheckpoint::parse(text) {
        assert_eq!(SignedCheckpoint::parse(&signed.to_string()).as_ref(), Ok(&signed));
    }
    let _ = Checkpoint::parse(text);
});
