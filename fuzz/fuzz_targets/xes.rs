//! Any bytes after an XES head: cases or an error, never a panic.
#![no_main]

use exchange::raw::RawCase;
use exchange::source::{ReadOptions, open};
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;

fuzz_target!(|data: &[u8]| {
    let input = if data.first() == Some(&b'<') { data.to_vec() } else { [b"<log>", data].concat() };
    let Ok((_, mut source)) = open(Box::new(Cursor::new(input)), ReadOptions::default()) else { return };
    let mut case = RawCase::default();
    // A lenient caller goes on after errors; that must end too.
    for _ in 0..10_000 {
        if let Ok(false) = source.next_case(&mut case) {
            return;
        }
    }
    panic!("a short input gives neither an end nor cases for ever");
});
