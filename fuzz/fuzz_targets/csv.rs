//! Any bytes as a text table, in both layouts.
#![no_main]

use exchange::raw::RawCase;
use exchange::source::{Layout, ReadOptions, open};
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;

fuzz_target!(|data: &[u8]| {
    for layout in [Layout::Events, Layout::Cases] {
        let options = ReadOptions { layout, ..ReadOptions::default() };
        let Ok((_, mut source)) = open(Box::new(Cursor::new(data.to_vec())), options) else { continue };
        let mut case = RawCase::default();
        for _ in 0..20_000 {
            if let Ok(false) = source.next_case(&mut case) {
                break;
            }
            let _ = case.events().flat_map(|event| event.attributes()).count();
        }
    }
});
