//! Any bytes as a catalogue of items.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = exchange::catalogue::read(bytes);
});
