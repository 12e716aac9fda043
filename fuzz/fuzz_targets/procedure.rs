//! Any text as a procedure file: published or refused with reasons, never a panic.
#![no_main]

use domain::procedure::Procedure;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Procedure::publish("procedure.toml", text, &[]) {
        Ok(procedure) => assert!(!procedure.hash.is_empty()),
        Err(refused) => assert!(!refused.0.is_empty()),
    }
});
