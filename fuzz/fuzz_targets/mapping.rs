//! Any text as a mapping file, bound to a real procedure and applied to a small case.
#![no_main]

use domain::procedure::Procedure;
use exchange::mapping::{Converted, Mapper, Mapping};
use exchange::raw::{Keys, RawCase, ValueKind};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static PROCEDURE: LazyLock<Procedure> = LazyLock::new(|| {
    let text = include_str!("../../law/procedures/ordinary-licence.toml");
    Procedure::publish("ordinary-licence.toml", text, &[]).expect("the procedure of the house is sound")
});

fuzz_target!(|text: &str| {
    let Ok(mapping) = Mapping::parse("mapping.toml", text) else { return };
    let names: Vec<String> = mapping.attributes().into_iter().map(str::to_owned).collect();
    let Ok(mut mapper) = Mapper::new("mapping.toml", mapping, &PROCEDURE) else { return };
    let mut keys = Keys::all();
    let mut raw = RawCase::default();
    for name in &names {
        if let Some(key) = keys.intern(name) {
            raw.add_attribute(key, ValueKind::Text, "2026-02-13T09:00:00+08:00");
            raw.begin_event(raw.place);
            raw.add_event_attribute(key, ValueKind::Text, name);
        }
    }
    let mut converted = Converted::default();
    let _ = mapper.convert(&raw, &keys, &mut converted, Some(&mut Vec::new()));
});
