//! Every procedure, item and level mapping of the project can be published.

use crate::shelf::{ITEMS, PROCEDURES, files, folder};
use domain::level::LevelMapping;
use domain::procedure::LimitKind;

#[test]
fn every_procedure_is_sound_and_named_like_its_file() {
    for procedure in PROCEDURES.iter() {
        let file = folder().join("procedures").join(format!("{}.toml", procedure.id));
        assert!(file.exists(), "{} has another file name", procedure.id);
        assert_eq!(procedure.hash.len(), 64);
    }
    assert!(PROCEDURES.len() >= 7);
}

#[test]
fn every_procedure_has_a_statutory_or_promised_clock() {
    for procedure in PROCEDURES.iter() {
        let clock = procedure.limits.iter().any(|limit| limit.kind != LimitKind::Stage);
        assert!(clock, "{} has no clock", procedure.id);
    }
}

#[test]
fn every_item_names_a_procedure_and_grounds_that_exist() {
    for item in ITEMS.iter() {
        let procedure = PROCEDURES.iter().find(|procedure| procedure.id == item.procedure);
        let procedure = procedure.unwrap_or_else(|| panic!("{}: no procedure", item.code));
        for ground in &item.special_procedures {
            assert!(procedure.pause(ground).is_some(), "{}: {ground}", item.code);
        }
    }
}

#[test]
fn every_level_mapping_is_complete() {
    let mappings: Vec<LevelMapping> = files(&folder().join("levels"), "toml")
        .iter()
        .map(|(file, text)| LevelMapping::parse(file, text).unwrap())
        .collect();
    assert!(LevelMapping::of(&mappings, "360102").is_some_and(|mapping| mapping.id == "default"));
    assert!(LevelMapping::of(&mappings, "440103").is_some_and(|mapping| mapping.id == "guangdong"));
}
